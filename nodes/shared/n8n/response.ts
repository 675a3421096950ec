/** The body of an answer: read up to a limit, for a limited time, and until the execution is stopped. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure, FailurePhase } from '../../../seedance/api/http';
import { z } from '../../../seedance/zod';

type BinarySource = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** Node's Readable, which published code may not import. */
export type Body = Extract<BinarySource, { pipe: unknown }>;

export const bodySchema = z.custom<Body>(
	(body) => typeof body === 'object' && body !== null && 'pipe' in body,
);

/** The means to end a request from our side, whatever has come of it. */
export interface Cutter {
	/** Aborts when the execution is stopped or the request is cut. */
	readonly signal: AbortSignal;
	/** Ends the request and its connection. */
	cut(): void;
}

/**
 * Destroying an answer's body alone leaves the connection open: n8n wraps the answer's own stream. So
 * each request gets a signal of its own.
 */
export function createCutter(stop: AbortSignal | undefined): Cutter {
	const own = new AbortController();
	const signal = stop === undefined ? own.signal : AbortSignal.any([stop, own.signal]);
	return { signal, cut: () => own.abort() };
}

export interface Limits {
	readonly mostBytes: number;
	/** In bytes, where the answer says it beforehand. */
	readonly announced?: number;
	/** For how long the body may come, in ms. */
	readonly timeoutMs: number;
}

export type ReadBody =
	| { readonly kind: 'read'; readonly text: string }
	| { readonly kind: 'tooLarge' }
	/** It did not come to its end in time. */
	| { readonly kind: 'late' }
	| { readonly kind: 'broken'; readonly error: unknown };

/** Runs something in so many ms, unless it is called off; n8n's own time-out ends with an answer's headers. */
function runIn(ms: number, run: () => void): () => void {
	const timer = AbortSignal.timeout(Math.ceil(ms));
	timer.addEventListener('abort', run);
	return () => timer.removeEventListener('abort', run);
}

/** What the first bytes say of a text: JSON begins with ASCII, so that a zero there is half of UTF-16. */
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

/** Reads a body as text. Never throws; a body that is not read to its end is cut. */
export async function readBody(
	body: Body,
	{ mostBytes, announced = 0, timeoutMs }: Limits,
	cut: () => void,
): Promise<ReadBody> {
	// Always listened for: an error that nobody hears ends the process.
	body.on('error', () => {});
	if (announced > mostBytes) {
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
			if (size > mostBytes) {
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

// How far a request got that brought no answer, read from the error that n8n's helper throws. Only
// codes and the state of the connection are taken: messages of wrapped errors can hold headers or the
// password of a proxy.

type Evidence = Pick<Failure, 'phase' | 'proxyStatus'>;
const sent: Evidence = { phase: 'sent' };

const socketSchema = z.object({ encrypted: z.unknown(), secureConnecting: z.unknown() }).partial();

/** Node's request, which the HTTP library hangs on its errors. */
const requestSchema = z.object({
	protocol: z.enum(['http:', 'https:']),
	/** null until the request has a connection. */
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
	})
	.partial();
type ReadError = z.output<typeof errorSchema>;

/** How many errors inside one another are looked at. */
const deepest = 6;
/** Attempts to connect stand side by side; they hold little themselves. */
const depthOfAttempts = 4;
/** The most attempts to connect that one error may stand for: a name has few addresses. */
const mostAttempts = 32;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** n8n's own protection against requests to internal addresses, which looks before it connects. */
const blockedBy = /^(SsrfBlocked\w*Error|UnknownConnectionHostError)$/;
/** What Node refuses to write at all. */
const unsendable =
	/^ERR_(INVALID_CHAR|INVALID_HTTP_TOKEN|HTTP_INVALID_HEADER_VALUE|INVALID_URL|INVALID_PROTOCOL|UNESCAPED_CHARACTERS)$/;
/** Only what belongs to a connection that is being made, whoever reports it. */
const connectingCode = /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT)$/;
const connectingCall = /^(connect|bind|getaddrinfo|query\w+)$/;
const brokenHandshake = /^Client network socket disconnected before secure TLS connection/;
/** TLS that was not agreed on. ERR_SSL_* also comes from a stream that is spoilt after the request was read. */
const tlsCode =
	/^(EPROTO|ERR_TLS_CERT_ALTNAME_INVALID|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_CA)$/;
/** How tunnels through a proxy say that it did not make one: agents, undici, Node itself. */
const refusedTunnel =
	/^(?:tunneling socket could not be established|Proxy response \((\d{3})\) !== 200 when HTTP Tunneling|Proxy connection (?:ended|timed out) before receiving CONNECT)/;

function proxyEvidence({ code, message, statusCode }: ReadError): Evidence | undefined {
	const said = refusedTunnel.exec(text(message));
	if (said === null && code !== 'ERR_PROXY_TUNNEL') return undefined;
	const inWords = said?.[1] ?? /^.{0,60}statusCode=(\d{3})/.exec(text(message))?.[1];
	const status = typeof statusCode === 'number' ? statusCode : Number(inWords);
	return { phase: 'proxy', ...(status >= 100 && status < 600 && { proxyStatus: status }) };
}

/** Whether the request still waited for its connection, or for the end of the TLS handshake. */
function isWaiting({ request }: ReadError): boolean {
	if (request === undefined || (request.res !== null && request.res !== undefined)) return false;
	const { socket, protocol } = request;
	if (socket === null) return true;
	// A socket that is not encrypted is the one to the proxy, which has made no tunnel.
	return protocol === 'https:' && (socket.encrypted !== true || socket.secureConnecting === true);
}

/** What an error says itself. The order counts: certificates are looked at during a handshake. */
function ownEvidence(error: ReadError): Evidence | undefined {
	const [name, code, syscall] = [text(error.name), text(error.code), text(error.syscall)];
	const phase = (is: FailurePhase): Evidence => ({ phase: is });
	if (blockedBy.test(name)) return phase('blocked');
	if (unsendable.test(code)) return phase('invalidRequest');
	if (tlsCode.test(code)) return phase('tls');
	const proxy = proxyEvidence(error);
	if (proxy !== undefined) return proxy;
	const isConnecting =
		connectingCode.test(code) ||
		code === 'ERR_TLS_HANDSHAKE_TIMEOUT' ||
		connectingCall.test(syscall) ||
		brokenHandshake.test(text(error.message));
	return isConnecting || isWaiting(error) ? phase('connecting') : undefined;
}

/** What the errors inside say first: a wrapper's code can be a summary of theirs. */
function evidenceOf(thrown: unknown, depth = 0): Evidence | undefined {
	const parsed = errorSchema.safeParse(thrown);
	if (!parsed.success || depth > deepest) return undefined;
	const { errors = [], cause } = parsed.data;
	if (errors.length > 0) {
		const inside = Math.max(depth + 1, depthOfAttempts);
		const all = errors.slice(0, mostAttempts).map((one) => evidenceOf(one, inside) ?? sent);
		// Attempts side by side: nothing was sent only if none of them got through, whatever a wrapper's
		// code says, which is that of the first.
		const gotThrough = errors.length > mostAttempts || all.some(({ phase }) => phase === 'sent');
		return gotThrough ? sent : all[0];
	}
	return evidenceOf(cause, depth + 1) ?? ownEvidence(parsed.data);
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
 * @returns the network's or HTTP library's code, "UNKNOWN" where there is none, and how far the
 * request got: "sent" unless the error proves that nothing of it can have left
 */
export function readFailure(thrown: unknown): Failure {
	return { code: codeOf(thrown), ...(evidenceOf(thrown) ?? sent) };
}
