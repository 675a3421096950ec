/** The edge between the domain and whatever sends its requests. */

export interface ApiRequest {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly body?: unknown;
	readonly timeoutMs: number;
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
	| {
			readonly kind: 'noAnswer';
			/** The system's or HTTP library's code: ECONNREFUSED, ETIMEDOUT, … */
			readonly code: string;
			/** A line for people, without secrets. */
			readonly detail: string;
	  };

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

/**
 * Whether the request certainly never reached the API, judged by the failure's code: the name was not
 * found, nobody listened, or TLS was not agreed on. Everything else may have been accepted.
 */
export function neverSent(code: string): 'unreachable' | 'tls' | undefined {
	if (/^(ENOTFOUND|EAI_\w+|ECONNREFUSED)$/.test(code)) return 'unreachable';
	// Only what can happen before the first byte of the request: ERR_SSL_* codes also come from a
	// stream that is spoilt after the API has read the request (tried against a TLS server).
	const isTls =
		/^(EPROTO|ERR_TLS_CERT_ALTNAME_INVALID|ERR_TLS_HANDSHAKE_TIMEOUT|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_CA)$/;
	return isTls.test(code) ? 'tls' : undefined;
}
