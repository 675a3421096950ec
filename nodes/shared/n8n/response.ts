/** Reads the body of an answer, with limits of size and time, until the execution is stopped. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { mostAnswerBytes } from '../../../seedance/api/http';
import type { Failure, FailurePhase } from '../../../seedance/api/http';
import { asRecord, z } from '../../../seedance/zod';

type BinarySource = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** Node's Readable, which published code may not import (docs/internals/n8n.md#package-scanner). */
export type Body = Extract<BinarySource, { pipe: unknown }>;

export const bodySchema = z.custom<Body>((body) => asRecord(body)?.pipe !== undefined);

/** Aborts a request from our side. */
export interface Cutter {
	/** Aborts when the execution is stopped or the request is aborted. */
	readonly signal: AbortSignal;
	/** Aborts the request and its connection. */
	cut(): void;
}

/**
 * Creates a signal for one request. Destroying an answer's body isn't enough, because n8n wraps the
 * stream, and the connection would stay open.
 */
export function createCutter(stop: AbortSignal | undefined): Cutter {
	const own = new AbortController();
	const signal = stop === undefined ? own.signal : AbortSignal.any([stop, own.signal]);
	return { signal, cut: () => own.abort() };
}

export interface Limits {
	/** The answer's Content-Length, in bytes. */
	readonly announced?: number;
	/** How long the body may take, in ms. */
	readonly timeoutMs: number;
}

export type ReadBody =
	| { readonly kind: 'read'; readonly text: string }
	| { readonly kind: 'tooLarge' }
	/** It wasn't complete in time. */
	| { readonly kind: 'late' }
	| { readonly kind: 'broken'; readonly error: unknown };

/**
 * Runs a function after so many ms, unless it's cancelled. n8n's own timeout ends with an answer's
 * headers.
 */
function runIn(ms: number, run: () => void): () => void {
	const timer = AbortSignal.timeout(Math.ceil(ms));
	timer.addEventListener('abort', run);
	return () => timer.removeEventListener('abort', run);
}

/** Decodes a text by its first bytes. JSON begins with ASCII, so a zero byte there means UTF-16. */
function textOf(bytes: Buffer): string {
	const [first, second] = bytes;
	if (first === undefined || second === undefined) return bytes.toString('utf8');
	const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
	const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
	if (!isLittle && !isBig) return bytes.toString('utf8');
	const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
	return (isBig ? even.swap16() : even).toString('utf16le');
}

function decoded(pieces: readonly Uint8Array[]): string {
	const text = textOf(Buffer.concat(pieces));
	return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Reads a body as text. Never throws; aborts a body that isn't read completely. */
export async function readBody(
	body: Body,
	{ announced = 0, timeoutMs }: Limits,
	cut: () => void,
): Promise<ReadBody> {
	// There must be a listener, because an unhandled error event ends the process.
	body.on('error', () => {});
	if (announced > mostAnswerBytes) {
		cut();
		return { kind: 'tooLarge' };
	}
	let isLate = false;
	const callOff = runIn(timeoutMs, () => {
		isLate = true;
		cut();
	});
	const pieces: Uint8Array[] = [];
	let size = 0;
	let end: ReadBody | undefined;
	try {
		for await (const piece of body) {
			const bytes = typeof piece === 'string' ? Buffer.from(piece) : (piece as Uint8Array);
			size += bytes.length;
			if (size > mostAnswerBytes) {
				end = { kind: 'tooLarge' };
				break;
			}
			pieces.push(bytes);
		}
		end ??= isLate ? { kind: 'late' } : { kind: 'read', text: decoded(pieces) };
	} catch (error) {
		end = isLate ? { kind: 'late' } : { kind: 'broken', error };
	}
	callOff();
	if (end.kind !== 'read') cut();
	return end;
}

// Finds out from the error of n8n's helper how far a request without an answer got
// (docs/internals/decisions.md#unknown-outcomes). It uses only codes and the state of the
// connection, because messages of wrapped errors can contain headers or a proxy's password.

type Evidence = Pick<Failure, 'phase' | 'proxyStatus'>;
const sent: Evidence = { phase: 'sent' };

const socketSchema = z.object({ encrypted: z.unknown(), secureConnecting: z.unknown() }).partial();

/** Node's request, which the HTTP library adds to its errors. */
const requestSchema = z.object({
	protocol: z.enum(['http:', 'https:']),
	/** It's null until the request has a connection. */
	socket: socketSchema.nullable(),
	res: z.unknown(),
});

const errorSchema = z
	.object({
		name: z.unknown(),
		code: z.unknown(),
		message: z.unknown(),
		syscall: z.unknown(),
		statusCode: z.unknown(),
		errors: z.array(z.unknown()).catch([]),
		cause: z.unknown(),
		request: requestSchema.optional().catch(undefined),
		response: z
			.object({ status: z.number(), headers: z.record(z.unknown()), data: z.unknown() })
			.optional()
			.catch(undefined),
	})
	.partial();
type ReadError = z.output<typeof errorSchema>;

/** The deepest nested error that is read. */
const deepest = 6;
/**
 * The depth at which the errors of parallel attempts to connect start, because they contain few
 * others.
 */
const depthOfAttempts = 4;
/** The most attempts to connect in one error. A name has few addresses. */
const mostAttempts = 32;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Errors of n8n's SSRF guard, which checks before it connects. */
const blockedBy = /^(SsrfBlocked\w*Error|UnknownConnectionHostError)$/;
/** Errors of requests that Node refuses to send. */
const unsendable =
	/^ERR_(INVALID_CHAR|INVALID_HTTP_TOKEN|HTTP_INVALID_HEADER_VALUE|INVALID_URL|INVALID_PROTOCOL|UNESCAPED_CHARACTERS)$/;
/** Codes that only occur while connecting. */
const connectingCode =
	/^(ENOTFOUND|EAI_\w+|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT|ERR_SOCKET_CONNECTION_TIMEOUT)$/;
const connectingCall = /^(connect|bind|getaddrinfo|query\w+)$/;
const brokenHandshake = /^Client network socket disconnected before secure TLS connection/;
/** Codes of failed TLS handshakes: Node's own, and OpenSSL's about certificates. */
const handshakeCode = /^(EPROTO|ERR_TLS_(CERT_ALTNAME|DH|INVALID|PROTOCOL)_\w+)$/;
const certificateCode =
	/^(CERT_\w+|CRL_\w+|ERROR_IN_C\w+|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED)$/;
const selfSignedCode = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/;
const tlsCodes = [handshakeCode, certificateCode, selfSignedCode];
/** Codes that can also come from a stream that is damaged after the request was read. */
const sslCode = /^ERR_SSL_\w+$/;
/** Messages about refused tunnels: of proxy agents, undici and Node itself. */
const refusedTunnel =
	/^(?:tunneling socket could not be established|Proxy response \((\d{3})\) !== 200 when HTTP Tunneling|Proxy connection (?:ended|timed out) before receiving CONNECT)/;

function proxyEvidence({ code, message, statusCode }: ReadError): Evidence | undefined {
	const said = refusedTunnel.exec(text(message));
	if (said === null && code !== 'ERR_PROXY_TUNNEL') return undefined;
	const inWords = said?.[1] ?? /^.{0,60}statusCode=(\d{3})/.exec(text(message))?.[1];
	const status = typeof statusCode === 'number' ? statusCode : Number(inWords);
	return { phase: 'proxy', ...(status >= 100 && status < 600 && { proxyStatus: status }) };
}

/** Whether the request was still waiting for its connection or the TLS handshake. */
function isWaiting({ request }: ReadError): boolean {
	if (request === undefined || (request.res !== null && request.res !== undefined)) return false;
	const { socket, protocol } = request;
	if (socket === null) return true;
	// An unencrypted socket is that of a proxy that has made no tunnel.
	return protocol === 'https:' && (socket.encrypted !== true || socket.secureConnecting === true);
}

/**
 * The evidence of an error itself. The order matters, because certificates are checked during a
 * handshake.
 */
function ownEvidence(error: ReadError): Evidence | undefined {
	const [name, code, syscall] = [text(error.name), text(error.code), text(error.syscall)];
	const phase = (is: FailurePhase): Evidence => ({ phase: is });
	if (blockedBy.test(name)) return phase('blocked');
	if (unsendable.test(code)) return phase('invalidRequest');
	if (tlsCodes.some((one) => one.test(code))) return phase('tls');
	if (error.response !== undefined) {
		return isOfProxy(error) ? { phase: 'proxy', proxyStatus: error.response.status } : undefined;
	}
	const proxy = proxyEvidence(error);
	if (proxy !== undefined) return proxy;
	const isEarly = isWaiting(error);
	if (isEarly && sslCode.test(code)) return phase('tls');
	const isConnecting =
		connectingCode.test(code) ||
		code === 'ERR_TLS_HANDSHAKE_TIMEOUT' ||
		connectingCall.test(syscall) ||
		brokenHandshake.test(text(error.message));
	return isConnecting || isEarly ? phase('connecting') : undefined;
}

/**
 * The evidence of an error. Nested errors come first, because a wrapper's code can be a summary of
 * theirs.
 */
function evidenceOf(thrown: unknown, depth = 0): Evidence | undefined {
	const parsed = errorSchema.safeParse(thrown);
	if (!parsed.success || depth > deepest) return undefined;
	const { errors = [], cause } = parsed.data;
	if (errors.length > 0) {
		const inside = Math.max(depth + 1, depthOfAttempts);
		const all = errors.slice(0, mostAttempts).map((one) => evidenceOf(one, inside) ?? sent);
		// In parallel attempts nothing was sent only if none of them got through. The wrapper's code is
		// only that of the first.
		const gotThrough = errors.length > mostAttempts || all.some(({ phase }) => phase === 'sent');
		return gotThrough ? sent : all[0];
	}
	return evidenceOf(cause, depth + 1) ?? ownEvidence(parsed.data);
}

/**
 * Whether an answer came from a proxy that made no tunnel, and so never got the request: the agent
 * passes its answer on through an unencrypted socket.
 */
const isOfProxy = ({ request }: ReadError) =>
	request?.protocol === 'https:' && request.socket !== null && request.socket?.encrypted !== true;

/**
 * The answer that n8n has thrown because of its status.
 * @throws what was thrown, when there is none or when it's a proxy's refusal of a tunnel
 */
export function thrownAnswer(thrown: unknown): unknown {
	const wrapped = errorSchema.safeParse(thrown).data?.cause;
	const { data: error } = errorSchema.safeParse(wrapped);
	if (error?.response === undefined || isOfProxy(error)) throw thrown;
	const { status, headers, data } = error.response;
	return { statusCode: status, headers: { ...headers }, body: data };
}

function codeOf(thrown: unknown): string {
	let current = thrown;
	for (let depth = 0; depth <= deepest; depth += 1) {
		const parsed = errorSchema.safeParse(current);
		if (!parsed.success) break;
		const code = text(parsed.data.code);
		if (/^[A-Z][A-Z0-9_]{0,60}$/.test(code)) return code;
		current = parsed.data.cause ?? parsed.data.errors?.[0];
	}
	return 'UNKNOWN';
}

/**
 * Reads an error of n8n's request helper. Never throws.
 * @returns the network's or HTTP library's code, "UNKNOWN" when there is none, and how far the
 * request got: "sent" unless the error proves that nothing of it has left
 */
export function readFailure(thrown: unknown): Failure {
	return { code: codeOf(thrown), ...(evidenceOf(thrown) ?? sent) };
}
