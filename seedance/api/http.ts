/** The edge between the domain and whatever sends its requests. */

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
