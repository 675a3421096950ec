/** The edge between the domain and whatever sends its requests. */
import type { Clock, Stoppable } from '../clock';

export interface ApiRequest {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly body?: unknown;
	/** How long the answer may take to begin, and then to come to its end, in ms. */
	readonly timeoutMs: number;
	/** The most bytes of an answer that are read; by default `mostAnswerBytes`. */
	readonly mostBytes?: number;
}

/**
 * The most bytes that an answer may have: a task comes with what was submitted, where pictures can stand
 * as data URIs.
 */
export const mostAnswerBytes = 32 * 1024 * 1024;

/** The code of an answer that had more: what it means is not known. */
export const answerTooLarge = 'ANSWER_TOO_LARGE';

/** How far a request got that brought no answer. All but "sent": nothing of it has left this machine. */
export type FailurePhase =
	/** No connection was made: name, network, time-out, or a handshake that broke off. */
	| 'connecting'
	/** The other side and we did not agree on TLS, which another try does not change. */
	| 'tls'
	/** The proxy made no tunnel. */
	| 'proxy'
	/** n8n itself does not allow the address. */
	| 'blocked'
	/** It cannot be written as HTTP, such as a key with line breaks in it. */
	| 'invalidRequest'
	/** It may have arrived. */
	| 'sent';

/** Why there is no answer. */
export interface Failure {
	/** The system's or HTTP library's code: ECONNREFUSED, ETIMEDOUT, … */
	readonly code: string;
	readonly phase: FailurePhase;
	/** What a proxy answered that made no tunnel, where that is known. */
	readonly proxyStatus?: number;
}

/** What came of a request: an answer of any status, or none. */
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
			/** A line for people, without secrets. */
			readonly detail: string;
	  } & Failure);

/**
 * Sends one request with the user's key and never throws for what the network or the API does.
 * It must not follow redirects and must send the key to no other host than the base URL's.
 */
export type HttpPort = (request: ApiRequest) => Promise<ApiReply>;

/** A file for the API's store, whose address is itself the permission. */
export interface PutRequest {
	readonly url: string;
	/** Sent as they are, besides the length. */
	readonly headers: Readonly<Record<string, string>>;
	/** In bytes. */
	readonly size: number;
	open(): Promise<AsyncIterable<Uint8Array>>;
	readonly timeoutMs: number;
}

/**
 * Sends one file without the user's key and never throws for what the network or the store does.
 * It must not follow redirects, and must not hold the whole file.
 */
export type PutPort = (request: PutRequest) => Promise<ApiReply>;

/** A file for the API's own route, in a form. */
export interface FormRequest {
	readonly url: string;
	/** Of the form's field. */
	readonly field: string;
	readonly fileName: string;
	readonly mimeType: string;
	/** In bytes. */
	readonly size: number;
	open(): Promise<AsyncIterable<Uint8Array>>;
	readonly timeoutMs: number;
}

/**
 * Sends one file in a form, with the user's key like an HttpPort. It must not follow redirects, and
 * must not hold the whole file.
 */
export type FormPort = (request: FormRequest) => Promise<ApiReply>;

/** What the domain needs of the world. */
export interface Ports extends Clock, Stoppable {
	readonly http: HttpPort;
	/** The API's base URL, checked, without trailing slash. */
	readonly baseUrl: string;
}

// The API's addresses. Built from the base URL and our own parts; an answer's `urls.get` is ignored.

/**
 * POST here to create a task. A model id is a path: its slashes stay (reference §B).
 * @param callbackUrl where the API is to say that the task has ended
 */
export const submitUrl = (baseUrl: string, modelId: string, callbackUrl?: string) =>
	`${baseUrl}/api/v3/${modelId}${callbackUrl === undefined ? '' : `?webhook=${encodeURIComponent(callbackUrl)}`}`;

/** GET here for a task's state and outputs. */
export const resultUrl = (baseUrl: string, taskId: string) =>
	`${baseUrl}/api/v3/predictions/${encodeURIComponent(taskId)}/result`;

/** POST here for the account's recent tasks; it only reads (reference §C). */
export const listUrl = (baseUrl: string) => `${baseUrl}/api/v3/predictions`;

/** GET here for the secret that callbacks are signed with (reference §D). */
export const secretUrl = (baseUrl: string) => `${baseUrl}/api/v3/webhook/secret`;

/** POST here for a ticket to upload a file with (reference §E). */
export const uploadsUrl = (baseUrl: string) => `${baseUrl}/api/v3/media/uploads`;

/** POST a form with a file here where there are no tickets (reference §E). */
export const formUploadUrl = (baseUrl: string) => `${baseUrl}/api/v3/media/upload/binary`;

/** GET here to try a key without spending anything (reference §A). */
export const balancePath = '/api/v3/balance';

/** GET here for all models with their schemas and base prices (reference §G). */
export const modelsUrl = (baseUrl: string) => `${baseUrl}/api/v3/models`;

/** POST here for the price of a request; it spends nothing (reference §G). */
export const priceUrl = (baseUrl: string) => `${baseUrl}/api/v3/model/price`;

/**
 * A pause that doubles with every try, half of it by chance, so that many workflows do not come back
 * at the same instant.
 * @param tries how many have been made, from 1
 * @returns ms, at most `ceilingMs`
 */
export function backoffMs(
	tries: number,
	random: number,
	baseMs = 1000,
	ceilingMs = 60_000,
): number {
	const full = Math.min(ceilingMs, baseMs * 2 ** Math.min(tries - 1, 20));
	return Math.round(full / 2 + (full / 2) * random);
}

/**
 * The pause before another try: what the API asked for, or a growing one where it asked for none or
 * for next to none (a "Retry-After: 0" must not make us hammer).
 * @returns ms
 */
export function pauseMs(retryAfterMs: number | undefined, tries: number, random: number): number {
	return retryAfterMs === undefined || retryAfterMs < 1000
		? backoffMs(tries, random)
		: retryAfterMs;
}

/**
 * The pause that a Retry-After header asks for, in ms, or undefined when there is none to be read.
 * RFC 9110 §10.2.3: seconds or an HTTP date.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	// Date.parse takes "-5" and "1,5" for years; an HTTP date begins with a weekday.
	if (!/^[A-Za-z]{3}/.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
