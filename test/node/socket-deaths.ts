/**
 * How the connection of a submit breaks below HTTP, and the outcome that the submit must have
 * (docs/internals/decisions.md#unknown-outcomes).
 */
import type { Socket } from 'node:net';
import type { Cause } from '../../seedance/errors/problem';
import { selfSigned } from './certificate';
import { acceptedAnswer, freePort, httpAnswer, startRawServer } from './sockets';
import type { RawServer, RawServerOptions } from './sockets';

/** The server of the submit, which the caller stops. */
export type Scene = Pick<RawServer, 'url' | 'requests' | 'stop'>;

export interface SocketDeath {
	readonly name: string;
	readonly stage: () => Promise<Scene>;
	readonly outcome: 'refused' | 'unknown';
	/** Submits that arrived whole, each of which a server may have accepted. */
	readonly arrived: 0 | 1;
	/** Whether it is tried again until the time for it is over. */
	readonly triedAgain: boolean;
	/** Whether it ends only when the submit's own time is over. */
	readonly timesOut?: true;
	readonly cause: Cause;
	/** The code that the texts tell. */
	readonly tells?: RegExp;
}

const certificate = selfSigned();
const answer = acceptedAnswer('task-1');
const half = answer.slice(0, answer.length / 2);
const server = (options: RawServerOptions) => async () => await startRawServer(options);
/** A server that sends something in answer to a submit, and then breaks the connection. */
const sending = (text: string) => server({ onRequest: (socket) => void socket.end(text) });
const nobody = (url: string): Scene => ({ url, requests: [], stop: async () => {} });

const unreachable = {
	outcome: 'refused',
	arrived: 0,
	triedAgain: true,
	cause: 'unreachable',
} as const;
const insecure = {
	outcome: 'refused',
	arrived: 0,
	triedAgain: false,
	cause: 'tls',
} as const;
const untold = {
	outcome: 'unknown',
	arrived: 1,
	triedAgain: false,
	cause: 'unknownOutcome',
} as const;

const neverSent: readonly SocketDeath[] = [
	{
		...unreachable,
		name: 'DNS: nobody knows the name',
		stage: async () => nobody('https://no-such-host.invalid'),
		// Which of the two it is depends on the resolver.
		tells: /ENOTFOUND|EAI_AGAIN/,
	},
	{
		...unreachable,
		name: 'connection refused',
		stage: async () => nobody(`http://127.0.0.1:${await freePort()}`),
		tells: /ECONNREFUSED/,
	},
	{
		...insecure,
		name: 'TLS: a certificate that nobody vouches for',
		stage: server({ certificate, onRequest: (socket) => void socket.end(httpAnswer(200, answer)) }),
		tells: /DEPTH_ZERO_SELF_SIGNED_CERT/,
	},
	{
		...insecure,
		name: 'TLS: plain HTTP on the port',
		stage: server({
			scheme: 'https',
			onConnect: (socket) => void socket.end(httpAnswer(400, 'This is no TLS')),
		}),
		tells: /EPROTO/,
	},
];

/** Breaks a connection when the first bytes of the handshake have come. */
const inTheHandshake = (breakIt: (socket: Socket) => unknown) =>
	server({
		scheme: 'https',
		onConnect: (socket) => void socket.once('data', () => breakIt(socket)),
	});

const beforeTheRequest: readonly SocketDeath[] = [
	{
		...unreachable,
		name: 'TLS: closed in the middle of the handshake',
		stage: inTheHandshake((socket) => socket.destroy()),
		tells: /ECONNRESET/,
	},
	{
		...unreachable,
		name: 'TLS: reset in the middle of the handshake',
		stage: inTheHandshake((socket) => socket.resetAndDestroy()),
		tells: /ECONNRESET/,
	},
	{
		...unreachable,
		name: 'TLS: silent in the middle of the handshake',
		stage: server({ scheme: 'https' }),
		timesOut: true,
		tells: /ECONNABORTED/,
	},
];

const afterTheRequest: readonly SocketDeath[] = [
	{
		...untold,
		name: 'reset without an answer',
		stage: server({ onRequest: (socket) => void socket.resetAndDestroy() }),
		tells: /ECONNRESET/,
	},
	{
		...untold,
		name: 'closed without an answer',
		stage: server({ onRequest: (socket) => void socket.end() }),
		tells: /ECONNRESET/,
	},
	{
		...untold,
		name: 'closed after a silence',
		stage: server({ onRequest: (socket) => void setTimeout(() => socket.end(), 200) }),
		tells: /ECONNRESET/,
	},
	{
		...untold,
		name: 'silent for ever',
		stage: server({}),
		timesOut: true,
		tells: /ECONNABORTED/,
	},
	{
		...untold,
		name: 'closed in the middle of the headers',
		stage: sending('HTTP/1.1 200 OK\r\ncontent-ty'),
		tells: /Details: \w+\./,
	},
	{
		...untold,
		name: 'closed after the headers',
		stage: sending(httpAnswer(200, '', { 'content-length': '120' })),
		tells: /ECONNRESET/,
	},
	{
		...untold,
		name: 'silent after the headers',
		stage: server({
			onRequest: (socket) => void socket.write(httpAnswer(200, half, { 'content-length': '120' })),
		}),
		timesOut: true,
		tells: /ECONNABORTED/,
	},
	{
		...untold,
		name: 'cut in the middle of the body',
		stage: sending(httpAnswer(200, half, { 'content-length': String(answer.length) })),
		tells: /ECONNRESET/,
	},
	{
		...untold,
		name: 'cut in the middle of a chunk',
		stage: sending(
			`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${answer.length.toString(16)}\r\n${half}`,
		),
		tells: /ECONNRESET/,
	},
	{
		...untold,
		name: 'cut where the end of the connection is the end of the body',
		stage: sending(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${half}`),
	},
	{
		...untold,
		name: 'an answer that is no HTTP',
		stage: sending('+OK ready\r\n\r\n'),
		tells: /HPE_\w+/,
	},
	{
		...untold,
		name: 'an answer that says it is compressed and is not',
		stage: sending(httpAnswer(200, answer, { 'content-encoding': 'gzip' })),
		tells: /Z_DATA_ERROR/,
	},
	{
		...untold,
		name: 'no content at all',
		stage: sending('HTTP/1.1 204 No Content\r\n\r\n'),
	},
];

export const socketDeaths = [...neverSent, ...beforeTheRequest, ...afterTheRequest];
