import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Acceptance } from './acceptance/acceptance';
import { Callbacks, type CallbackOrder } from './callbacks/callbacks';
import type { CallbackAnswer } from './callbacks/post';
import { CallbackSecrets } from './callbacks/secrets';
import { FaultScript, type Submit } from './faults/fault-script';
import { Exchange, type OpenEntry } from './http/exchange';
import { INVALID_KEY } from './http/fault-answers';
import { accountOf, withoutKeys } from './http/keys';
import { close, deafen, listen, ownUrl } from './http/listening';
import type { Delivery } from './journal/delivery';
import { Journal, type JournalEntry } from './journal/journal';
import { offeredModels, type OfferedChoices } from './models/offered';
import { destinationOf } from './routes/router';
import type { Service } from './service';
import { TaskStore } from './tasks/task-store';
import type { Visibility } from './tasks/visibility';
import type { Tier } from './tasks/tier';
import { UploadStore } from './uploads/upload-store';
import { VideoCache } from './video/mp4';

// All simulators of a process share it, because tests start many and ask for the same videos.
const videos = new VideoCache();

/**
 * How long upload tickets are valid, in milliseconds. The API sends an expiry of no documented
 * length.
 */
const TICKET_MS = 15 * 60_000;

/** How long tasks take, in milliseconds: a constant, or by submit. */
export type TaskTime = number | ((submit: Submit) => number);

/** Settings of a simulator. All are optional. */
export interface SimulatorOptions extends OfferedChoices {
	/** By default any free port. */
	readonly port?: number;
	/** By default 127.0.0.1. */
	readonly host?: string;
	/**
	 * The base URL that clients use, if it isn't where the simulator listens (Docker, a tunnel).
	 */
	readonly publicUrl?: string | undefined;
	/** Accepted keys, each an account with tasks of its own; by default one, `test-key`. */
	readonly apiKeys?: readonly string[];
	/**
	 * The balance of each account at the start, in USD. If it's given, accepted submits are charged
	 * and failed tasks refunded. If not, nothing is charged and GET /balance always answers 10.
	 */
	readonly balanceUsd?: number | undefined;
	/** The discount on every price, 0 to 1; by default 0. */
	readonly discountRate?: number;
	/** From its beginning to completed, in milliseconds; by default 1000. */
	readonly taskMs?: TaskTime;
	/** The limits of every account; by default none. */
	readonly tier?: Tier | undefined;
	/** What tasks show, and when; by default everything at once. */
	readonly visibility?: Visibility;
	/** The clock, in milliseconds since 1970; by default Date.now. */
	readonly now?: () => number;
	/** How long an upload ticket is valid, in milliseconds on the clock; by default 15 minutes. */
	readonly uploadTicketMs?: number;
	/** What each key's callbacks are signed with, `whsec_…`; by default random. */
	readonly webhookSecrets?: readonly string[] | undefined;
	/**
	 * Real time before a callback is retried, in milliseconds; by default 1000, then 2000 and 4000.
	 */
	readonly callbackRetryMs?: number;
	/**
	 * Real time within which a callback must be answered, in milliseconds; by default a minute. The
	 * API may wait 20 minutes (docs/internals/api.md#callback-retries), and a short timeout would
	 * send the same callback again to a busy machine.
	 */
	readonly callbackTimeoutMs?: number;
	/** Called when a request is over, answered or not. */
	readonly onRequest?: (entry: JournalEntry) => void;
	/** Called when a try to send a callback is over, answered or not. */
	readonly onCallback?: (delivery: Delivery) => void;
}

/** A running stand-in for the WaveSpeedAI API. */
export interface Simulator {
	/** Base URL without a trailing slash, such as `http://127.0.0.1:40123`. */
	readonly url: string;
	readonly journal: Journal;
	readonly faults: FaultScript;
	/** Sets how long tasks accepted from now on take, in milliseconds. */
	setTaskMs(taskMs: TaskTime): void;
	/** Sets what is shown of tasks from now on, and when. */
	setVisibility(visibility: Visibility): void;
	/**
	 * Stops listening, so that nobody can connect, or listens again on the same port. Connections
	 * in use stay open; idle ones close.
	 */
	setListening(isListening: boolean): Promise<void>;
	/** Gives an account (the index of its key) a new webhook secret and returns it. */
	rotateWebhookSecret(account?: number): string;
	/**
	 * Sends one callback about a task as it is now, correct or forged, without recording it in the
	 * journal.
	 * @throws when there is no answer, or no such task
	 */
	sendCallback(order: CallbackOrder): Promise<CallbackAnswer>;
	/** Breaks all connections; resolves when nothing is left running. */
	stop(): Promise<void>;
}

/**
 * Starts an HTTP server that behaves like the WaveSpeedAI API (docs/internals/api.md).
 * @throws when the port isn't free, or a live model would loosen a document
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const host = options.host ?? '127.0.0.1';
	const keys = options.apiKeys ?? ['test-key'];
	const now = options.now ?? Date.now;
	const models = offeredModels(options);
	const journal = new Journal();
	const faults = new FaultScript();
	const stopping = new AbortController();
	// Every callback in flight listens to the signal.
	setMaxListeners(0, stopping.signal);
	let taskMs = options.taskMs ?? 1000;
	let visibility = options.visibility ?? {};
	let seen = 0;

	const server = createServer();
	const port = await listen(server, host, options.port ?? 0);
	const shared = {
		url: options.publicUrl?.replace(/\/+$/, '') ?? ownUrl(host, port),
		faults,
		tasks: new TaskStore(options.tier),
		uploads: new UploadStore(options.uploadTicketMs ?? TICKET_MS),
		secrets: new CallbackSecrets(options.webhookSecrets),
		now,
		withoutKeys: (text: string) => withoutKeys(text, keys),
	};
	const callbacks = new Callbacks({
		...shared,
		journal,
		callbackRetryMs: options.callbackRetryMs ?? 1000,
		callbackTimeoutMs: options.callbackTimeoutMs ?? 60_000,
		onCallback: options.onCallback,
		stopping: stopping.signal,
	});
	const service: Service = {
		...shared,
		callbacks,
		balanceUsd: options.balanceUsd,
		discountRate: options.discountRate ?? 0,
		models,
		acceptance: new Acceptance(models),
		videos,
		visibility: () => visibility,
		taskMs: (submit) => (typeof taskMs === 'function' ? taskMs(submit) : taskMs),
		pause: (ms) => sleep(ms, undefined, { signal: stopping.signal }),
	};

	const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const { method = 'GET', headers } = request;
		const [rawPath = '/'] = (request.url ?? '/').split('?');
		// The path is cleaned before it's used, so that no key gets into notes, IDs or answers.
		const path = service.withoutKeys(rawPath);
		const destination = destinationOf(method, path);
		const account = accountOf(headers.authorization, keys);
		const entry: OpenEntry = {
			number: ++seen,
			route: destination.route,
			method,
			path,
			atMs: now(),
			keyOk: account !== undefined,
			authorizationSent: headers.authorization !== undefined,
			accepted: false,
		};
		journal.add(entry);
		response.on('close', () => {
			entry.endedAtMs = now();
			options.onRequest?.(entry);
		});
		const exchange = new Exchange(request, response, entry);
		try {
			if (!destination.needsKey) await destination.run(service, exchange);
			else if (account === undefined) exchange.refuse(401, INVALID_KEY);
			else await destination.run(service, exchange, account);
		} catch (error) {
			if (stopping.signal.aborted || request.destroyed || response.headersSent) return;
			exchange.refuse(500, `the simulator failed: ${String(error)}`);
		}
	};
	server.on('request', (request, response) => void handle(request, response));

	return {
		url: service.url,
		journal,
		faults,
		setTaskMs: (next) => {
			taskMs = next;
		},
		setVisibility: (next) => {
			visibility = next;
		},
		setListening: async (isListening) => {
			if (isListening) await listen(server, host, port);
			else deafen(server);
		},
		rotateWebhookSecret: (account = 0) => shared.secrets.rotate(account),
		sendCallback: async (order) => await callbacks.send(order),
		stop: async () => {
			stopping.abort();
			await callbacks.stop();
			await close(server);
		},
	};
}
