/** The interface between the domain and whatever sends its requests. */
import { isStopped, sleepUntil } from '../time';
import type { Clock, Stoppable } from '../time';

export interface ApiRequest {
	readonly method: 'GET' | 'POST' | 'DELETE';
	readonly url: string;
	readonly body?: unknown;
	/** How long the answer may take to begin, and then to end, in ms. */
	readonly timeoutMs: number;
}

/** The largest answer, in bytes. A task may hold its inputs, in which images can be data URIs. */
export const mostAnswerBytes = 32 * 1024 * 1024;

/** The code of a larger answer, whose meaning isn't known. */
export const answerTooLarge = 'ANSWER_TOO_LARGE';

/**
 * How far a request without an answer got. Unless it's "sent", nothing of it has left this machine.
 */
export type FailurePhase =
	/** No connection was made: DNS, network, timeout or an interrupted TLS handshake. */
	| 'connecting'
	/** The TLS handshake failed for a reason that a retry doesn't change. */
	| 'tls'
	/** The proxy refused the tunnel. */
	| 'proxy'
	/** n8n itself blocked the URL. */
	| 'blocked'
	/** It can't be written as HTTP, for example because of a line break in the key. */
	| 'invalidRequest'
	/** It may have arrived. */
	| 'sent';

/** Why there is no answer. */
export interface Failure {
	/** The system's or HTTP library's code: ECONNREFUSED, ETIMEDOUT, … */
	readonly code: string;
	readonly phase: FailurePhase;
	/** The status of a proxy that refused the tunnel, if it's known. */
	readonly proxyStatus?: number;
}

/** The result of a request: an answer of any status, or none. */
export type ApiReply =
	| {
			readonly kind: 'answer';
			readonly status: number;
			/** Names in lower case. */
			readonly headers: Readonly<Record<string, string>>;
			readonly text: string;
	  }
	| ({
			readonly kind: 'noAnswer';
			/** One line for people, without secrets. */
			readonly detail: string;
	  } & Failure);

/**
 * Sends one request with the user's key and never throws because of the network or the API. It must
 * not follow redirects, and must send the key only to the host of the base URL.
 */
export type HttpPort = (request: ApiRequest) => Promise<ApiReply>;

/** A file for the API's store, whose URL grants the permission (docs/internals/api.md#uploads). */
export interface PutRequest {
	readonly url: string;
	/** Sent unchanged, in addition to the length. */
	readonly headers: Readonly<Record<string, string>>;
	/** In bytes. */
	readonly size: number;
	open(): Promise<AsyncIterable<Uint8Array>>;
	readonly timeoutMs: number;
}

/**
 * Sends one file without the user's key and never throws because of the network or the store. It
 * must not follow redirects, or hold the whole file in memory.
 */
export type PutPort = (request: PutRequest) => Promise<ApiReply>;

/** A file for the API's form route (docs/internals/api.md#uploads). */
export interface FormRequest {
	readonly url: string;
	/** The name of the form's field. */
	readonly field: string;
	readonly fileName: string;
	readonly mimeType: string;
	/** In bytes. */
	readonly size: number;
	open(): Promise<AsyncIterable<Uint8Array>>;
	readonly timeoutMs: number;
}

/**
 * Sends one file in a form, with the user's key like an HttpPort. It must not follow redirects, or
 * hold the whole file in memory.
 */
export type FormPort = (request: FormRequest) => Promise<ApiReply>;

/** The facts of a log line: IDs, causes and numbers, never a prompt, a body, a URL or the key. */
export type LogFields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Writes one line for whoever reads n8n's log at debug level. */
export type Log = (message: string, fields: LogFields) => void;

/** The domain's interface to its environment. */
export interface Ports extends Clock, Stoppable {
	readonly http: HttpPort;
	/** Without it nothing is logged. */
	readonly log?: Log;
	/** The pace that all reads with this key share; without it they have none. */
	readonly pace?: ReadPace;
	/** The API's checked base URL, without a trailing slash. */
	readonly baseUrl: string;
}

// The API's URLs, built from the base URL, never `urls.get` (docs/internals/api.md#task-object).

/**
 * POST here to create a task. A model ID is a path, so its slashes aren't encoded
 * (docs/internals/api.md#submitting).
 * @param callbackUrl gets a callback when the task has ended
 */
export const submitUrl = (baseUrl: string, modelId: string, callbackUrl?: string) =>
	`${baseUrl}/api/v3/${modelId}${callbackUrl === undefined ? '' : `?webhook=${encodeURIComponent(callbackUrl)}`}`;

/** GET here for a task's state and outputs (docs/internals/api.md#reading-a-task). */
export const resultUrl = (baseUrl: string, taskId: string) =>
	`${baseUrl}/api/v3/predictions/${encodeURIComponent(taskId)}/result`;

/**
 * POST here for the account's recent tasks; it only reads (docs/internals/api.md#listing-tasks).
 */
export const listUrl = (baseUrl: string) => `${baseUrl}/api/v3/predictions`;

/** GET here for the secret of the callbacks' signatures (docs/internals/api.md#webhook-secret). */
export const secretUrl = (baseUrl: string) => `${baseUrl}/api/v3/webhook/secret`;

/** POST here for an upload ticket (docs/internals/api.md#uploads). */
export const uploadsUrl = (baseUrl: string) => `${baseUrl}/api/v3/media/uploads`;

/** POST a form with a file here when the API issues no tickets (docs/internals/api.md#uploads). */
export const formUploadUrl = (baseUrl: string) => `${baseUrl}/api/v3/media/upload/binary`;

/**
 * GET here for all models with their schemas and base prices (docs/internals/api.md#model-list).
 */
export const modelsUrl = (baseUrl: string) => `${baseUrl}/api/v3/models`;

/** POST here for the price of a request, at no charge (docs/internals/api.md#prices). */
export const priceUrl = (baseUrl: string) => `${baseUrl}/api/v3/model/price`;

/** In ms. */
const longestBackoffMs = 60_000;

/**
 * Exponential backoff with jitter, so that many workflows don't retry at the same moment.
 * @param tries made so far, from 1
 * @returns ms
 */
export function backoffMs(tries: number, random: number): number {
	const full = Math.min(longestBackoffMs, 1000 * 2 ** Math.min(tries - 1, 20));
	return Math.round(full / 2 + (full / 2) * random);
}

/**
 * The pause before a retry: the API's Retry-After, or backoff when there is none or almost none
 * ("Retry-After: 0").
 * @returns ms
 */
export function pauseMs(retryAfterMs: number | undefined, tries: number, random: number): number {
	return retryAfterMs === undefined || retryAfterMs < 1000
		? backoffMs(tries, random)
		: retryAfterMs;
}

/**
 * The pause that a Retry-After header asks for, in ms; undefined when it can't be read. RFC 9110
 * §10.2.3: seconds or an HTTP date.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	// An HTTP date begins with a weekday. Date.parse would read "-5" and "1,5" as years.
	if (!/^[A-Za-z]{3}/.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The average time between the reads with one key, in ms: 75 a second. */
export const readGapMs = 1000 / 75;
/** The average time between them while the API limits the rate again and again, in ms. */
const longestGapMs = 1000;
/** The longest pause that a rate limit causes, in ms, whatever a Retry-After asks for. */
export const longestReadPauseMs = 60_000;

/**
 * The pace of the reads with one key. All executions of the process share it, so that a rate limit
 * slows down all of them. Times are in ms since the epoch.
 */
export class ReadPace {
	/** Until when the list of recent tasks isn't used, because it was refused or is out of date. */
	listRestsUntil = 0;
	/** Until when the list counts as up to date. */
	listProvenUntil = 0;
	private gapMs = readGapMs;
	private spentUntil = 0;
	private pausedUntil = 0;
	private refusals = 0;

	/** @param atOnce how many reads may begin together after a pause */
	constructor(private readonly atOnce = 50) {}

	/** Returns how many reads may begin now. */
	left(now: number): number {
		if (this.ahead(this.pausedUntil, now) > 0) return 0;
		return Math.max(0, Math.floor(this.atOnce - this.ahead(this.spentUntil, now) / this.gapMs));
	}

	/** Counts a read that begins. */
	take(now: number): void {
		this.spentUntil = now + this.ahead(this.spentUntil, now) + this.gapMs;
	}

	/** A rate limit was answered. During a pause others add nothing. */
	slowDown(retryAfter: number | undefined, now: number, random: number): void {
		if (this.ahead(this.pausedUntil, now) > 0) return;
		this.refusals += 1;
		this.gapMs = Math.min(longestGapMs, 2 * this.gapMs);
		const pause = pauseMs(retryAfter, this.refusals, random);
		this.pausedUntil = now + Math.min(pause, longestReadPauseMs);
	}

	/** A read was answered. */
	speedUp(): void {
		this.refusals = 0;
		this.gapMs = Math.max(readGapMs, 0.9 * this.gapMs);
	}

	/** The time until a moment. One that is too far away is due to a clock that was set back. */
	private ahead(until: number, now: number): number {
		return until - now > 2 * longestReadPauseMs ? 0 : Math.max(0, until - now);
	}
}

// Retries what failed for a reason that may pass.

export interface RetryRules<Outcome> {
	/** The most tries. */
	readonly tries: number;
	/**
	 * The pause before the next try, in ms; undefined for an outcome that another try wouldn't change.
	 * `made` counts the tries so far, from 1.
	 */
	readonly pauseAfter: (outcome: Outcome, made: number) => number | undefined;
	/** No further try begins after it, in ms since the epoch; by default there is no such limit. */
	readonly until?: number;
}

/**
 * Tries until the outcome is final, the tries or the time are used up, or the work is stopped.
 * @returns the outcome of the last try
 * @throws what `attempt` throws
 */
export async function retry<Outcome>(
	attempt: () => Promise<Outcome>,
	ports: Clock & Stoppable,
	{ tries, pauseAfter, until = Infinity }: RetryRules<Outcome>,
): Promise<Outcome> {
	for (let made = 1; ; made += 1) {
		const outcome = await attempt();
		if (made >= tries || isStopped(ports)) return outcome;
		const pause = pauseAfter(outcome, made);
		if (pause === undefined) return outcome;
		const next = ports.now() + pause;
		if (next > until) return outcome;
		await sleepUntil(next, ports);
		if (isStopped(ports)) return outcome;
	}
}

/**
 * Lets `retry` repeat what is transient, after the pause that the API asks for, or backoff.
 * @param longestPauseMs the longest pause, in ms, whatever a Retry-After asks for
 */
export const afterTransient =
	({ random }: Pick<Clock, 'random'>, longestPauseMs = Infinity) =>
	(outcome: { readonly kind: string; readonly retryAfterMs?: number }, made: number) =>
		outcome.kind === 'transient'
			? Math.min(pauseMs(outcome.retryAfterMs, made, random()), longestPauseMs)
			: undefined;
