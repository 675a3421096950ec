/**
 * Implements the domain's HTTP port with n8n's request helper, so that proxies and credentials
 * work.
 */
import { createHash } from 'crypto';
import { sleep } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { answerTooLarge, mostAnswerBytes } from '../../../seedance/api/http';
import type { ApiReply, HttpPort, Log, Ports } from '../../../seedance/api/http';
import { createModelListCache, fetchModelList } from '../../../seedance/api/models';
import type { ModelList } from '../../../seedance/api/models';
import { cleanKey, parseBaseUrl, keyRemover } from '../../../seedance/credential';
import { defined } from '../../../seedance/result';
import { problem } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import type { EndTimes } from '../../../seedance/run/schedule';
import { z } from '../../../seedance/zod';
import { credentialType } from '../descriptions/optionTable';
import { accountMemory, clock } from './memory';
import { bodySchema, createCutter, readBody, readFailure, thrownAnswer } from './response';
import type { ReadBody } from './response';

/**
 * The options of every request with n8n's helper. Answers of any status are returned. Redirects
 * aren't followed, because the key must not go to another host, a POST must not be sent twice, and
 * each URL of a download must be checked (docs/internals/n8n.md#http-requests).
 */
export const answerAsItIs = {
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
} as const satisfies Partial<IHttpRequestOptions>;

const answerSchema = z.object({
	statusCode: z.number(),
	headers: z.record(z.unknown()),
	body: z.unknown(),
});
type Answer = z.output<typeof answerSchema>;
type NoAnswer = Extract<ApiReply, { kind: 'noAnswer' }>;

type Context = (IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions) &
	// Only executions have it.
	Partial<Pick<IExecuteFunctions, 'getExecutionCancelSignal'>>;

const stopSignalOf = (context: Context) => context.getExecutionCancelSignal?.();

/**
 * A context with another cancel signal. In an execution n8n's helper replaces the request's signal
 * by the context's (docs/internals/n8n.md#http-requests), so a single request couldn't be aborted.
 */
function withSignal<C extends Context>(context: C, signal: AbortSignal): C {
	if (context.getExecutionCancelSignal === undefined) return context;
	return Object.create(context, { getExecutionCancelSignal: { value: () => signal } }) as C;
}

function readHeaders(headers: Answer['headers'], withoutKey: CheckedApi['withoutKey']) {
	const entries = Object.entries(headers).map(([name, value]): [string, string] => [
		name.toLowerCase(),
		withoutKey(String(value)),
	]);
	return Object.fromEntries(entries);
}

/**
 * Statuses that may be a proxy's own answer to CONNECT. n8n passes it on like an answer of the API,
 * so it's told to throw these, because an error has the connection. 401 isn't one of them, because
 * n8n would send the request again (docs/internals/n8n.md#http-requests).
 */
const mayBeOfProxy = Array.from({ length: 300 }, (_, i) => 300 + i).filter((one) => one !== 401);

/** The reply for an incomplete answer. Its content doesn't count, and the request has arrived. */
function unread(read: Exclude<ReadBody, { kind: 'read' }>): NoAnswer {
	const sent = { kind: 'noAnswer', phase: 'sent' } as const;
	switch (read.kind) {
		case 'tooLarge':
			return {
				...sent,
				code: answerTooLarge,
				detail: `an answer of more than ${mostAnswerBytes / 1024 / 1024} MB`,
			};
		case 'late':
			// This is the code of n8n's own timeout, which ends with the headers of an answer.
			return { ...sent, code: 'ECONNABORTED', detail: 'ECONNABORTED' };
		case 'broken': {
			const { code } = readFailure(read.error);
			return { ...sent, code, detail: code };
		}
	}
}

/** The text of an answer. Other helpers than n8n's may return a body that isn't a stream. */
async function readText(
	{ body, headers }: Answer,
	timeoutMs: number,
	cut: () => void,
): Promise<ReadBody> {
	const stream = bodySchema.safeParse(body);
	const announced = Number(headers['content-length'] ?? 0);
	if (stream.success) return await readBody(stream.data, { timeoutMs, announced }, cut);
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	return text.length > mostAnswerBytes ? { kind: 'tooLarge' } : { kind: 'read', text };
}

type Send = (
	options: Pick<IHttpRequestOptions, 'method' | 'url' | 'headers' | 'body'>,
	timeoutMs: number,
) => Promise<ApiReply>;

/**
 * Sends requests with the node's credential, which checks their host, and removes the key from
 * answers. Never throws.
 */
export function createSend(context: Context, { withoutKey }: Pick<CheckedApi, 'withoutKey'>): Send {
	return async ({ headers: more, ...request }, timeoutMs) => {
		const { signal, cut } = createCutter(stopSignalOf(context));
		const options: IHttpRequestOptions = {
			...request,
			headers: { Accept: 'application/json', 'X-Client-Name': 'n8n-nodes-seedance', ...more },
			encoding: 'stream',
			...answerAsItIs,
			ignoreHttpStatusErrors: { ignore: true, except: mayBeOfProxy },
			timeout: timeoutMs,
			abortSignal: signal,
		};
		const ask = async (): Promise<unknown> =>
			await context.helpers.httpRequestWithAuthentication.call(
				withSignal(context, signal),
				credentialType,
				options,
			);
		try {
			const answer = answerSchema.parse(await ask().catch(thrownAnswer));
			const read = await readText(answer, timeoutMs, cut);
			if (read.kind !== 'read') return unread(read);
			const headers = readHeaders(answer.headers, withoutKey);
			return { kind: 'answer', status: answer.statusCode, headers, text: withoutKey(read.text) };
		} catch (error) {
			cut();
			const failure = readFailure(error);
			const { code, proxyStatus } = failure;
			const detail = proxyStatus === undefined ? code : `HTTP ${proxyStatus} from the proxy`;
			return { kind: 'noAnswer', ...failure, detail };
		}
	};
}

/** Sends the domain's requests with the node's credential. */
export function createHttpPort(context: Context, api: Pick<CheckedApi, 'withoutKey'>): HttpPort {
	const send = createSend(context, api);
	return async ({ method, url, body, timeoutMs }) => {
		const content =
			body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
		return await send({ method, url, ...content }, timeoutMs);
	};
}

/** Writes to n8n's log at debug level, with the node and the execution in each line. */
export function createLog(context: IExecuteFunctions | IWebhookFunctions): Log {
	return (message, fields) =>
		context.logger.debug(`Seedance: ${message}`, {
			nodeName: context.getNode().name,
			executionId: context.getExecutionId(),
			...fields,
		});
}

/** The domain's ports, with when tasks of the account have ended. */
export type AccountPorts = Ports & { readonly ends: EndTimes };

/** Returns the domain's ports for an n8n execution or webhook call. */
export function createPorts(
	context: IExecuteFunctions | IWebhookFunctions,
	api: CheckedApi,
): AccountPorts {
	const signal = stopSignalOf(context);
	return {
		http: createHttpPort(context, api),
		baseUrl: api.baseUrl,
		now: () => Date.now(),
		sleep,
		random: () => Math.random(),
		log: createLog(context),
		...accountMemory(api.account),
		...defined({ signal }),
	};
}

export type Api =
	| {
			readonly ok: true;
			readonly baseUrl: string;
			readonly isLoopback: boolean;
			/** Removes the key from a text of the API. */
			readonly withoutKey: (text: string) => string;
			/** Identifies the account without revealing its key. */
			readonly account: string;
			/** The webhook secret, if the person has entered it. */
			readonly webhookSecret: string;
	  }
	| { readonly ok: false; readonly problem: Problem };

/** The API of a valid credential. */
export type CheckedApi = Extract<Api, { ok: true }>;

const text = z.string().catch('');
const credentialSchema = z.object({ apiKey: text, baseUrl: text, webhookSecret: text });

/**
 * Reads the credential. n8n's request helpers add the key to requests; here it's only used to
 * remove it from answers.
 */
export async function readApi(context: Pick<IExecuteFunctions, 'getCredentials'>): Promise<Api> {
	try {
		const data = credentialSchema.parse(await context.getCredentials(credentialType));
		const parsed = parseBaseUrl(data.baseUrl);
		if (parsed.ok) {
			const { url, isLoopback } = parsed.value;
			const key = cleanKey(data.apiKey);
			return {
				ok: true,
				baseUrl: url,
				isLoopback,
				withoutKey: keyRemover(key),
				account: createHash('sha256').update(`${url} ${key}`).digest('hex'),
				webhookSecret: data.webhookSecret.trim(),
			};
		}
		return { ok: false, problem: problem('badBaseUrl', { detail: parsed.problem }) };
	} catch {
		// n8n throws when the node has no credential, or a deleted one.
		return { ok: false, problem: problem('missingCredential') };
	}
}

// The API's model list for nodes and the editor.

// All executions and editors of an account share the list.
const cache = createModelListCache();

/**
 * Returns the list of a credential's account; undefined when it isn't available. It sends one
 * request an hour, and one a minute after a failure.
 * @param api the result of readApi
 */
async function liveModels(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	api: CheckedApi,
): Promise<ModelList | undefined> {
	const ports = {
		http: createHttpPort(context, api),
		baseUrl: api.baseUrl,
		now: clock.now,
		sleep: clock.sleep,
	};
	return await cache.list(api.account, async () => await fetchModelList(ports), ports.now);
}

/** The list for a run that mustn't wait for it. */
export interface Listing {
	/** The list if it's already known. */
	now(): ModelList | undefined;
	/** Waits for the list. Never rejects. */
	whenThere(): Promise<ModelList | undefined>;
}

/** The listing of a run that needs none. */
export const noListing: Listing = { now: () => undefined, whenThere: async () => undefined };

/** Requests the list unless it's cached, without waiting for it. */
export function openListing(context: IExecuteFunctions, api: CheckedApi): Listing {
	const asking = liveModels(context, api).catch(() => undefined);
	return {
		now: () => cache.last(api.account),
		whenThere: async () => await asking,
	};
}

/** The same for the editor, where no credential may be chosen yet. */
export async function liveModelsFor(
	context: ILoadOptionsFunctions,
): Promise<ModelList | undefined> {
	const api = await readApi(context);
	return api.ok ? await liveModels(context, api) : undefined;
}
