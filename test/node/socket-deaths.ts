/**
 * How the connection of a submit breaks below HTTP, and the outcome that the submit must have
 * (docs/internals/decisions.md#unknown-outcomes).
 */
import type { Socket } from 'node:net';
import { selfSigned } from './certificate';
import { acceptedAnswer, freePort, httpAnswer, startRawServer } from './sockets';
import type { RawServer, RawServerOptions } from './sockets';
import { lookFirst } from './submit-deaths';

/** Where the submit goes; whoever stages it stops it. */
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
	readonly message: RegExp;
	readonly description: RegExp;
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
	message: /^WaveSpeedAI could not be reached$/,
} as const;
const insecure = {
	outcome: 'refused',
	arrived: 0,
	triedAgain: false,
	message: /^No secure connection to WaveSpeedAI could be made$/,
} as const;
const untold = {
	outcome: 'unknown',
	arrived: 1,
	triedAgain: false,
	message: /^Couldn't confirm that this video was started$/,
} as const;
const unanswered = (code: string) =>
	lookFirst(`The connection ended without an answer \\(${code}\\)`);
const nothingSubmitted = (what: string) => new RegExp(`^Nothing was submitted\\. .*${what}`);

const neverSent: readonly SocketDeath[] = [
	{
		...unreachable,
		name: 'DNS: nobody knows the name',
		stage: async () => nobody('https://no-such-host.invalid'),
		// Which of the two it is depends on the resolver.
		description: nothingSubmitted('Base URL in the credential \\((ENOTFOUND|EAI_AGAIN)\\)'),
	},
	{
		...unreachable,
		name: 'connection refused',
		stage: async () => nobody(`http://127.0.0.1:${await freePort()}`),
		description: nothingSubmitted('Base URL in the credential \\(ECONNREFUSED\\)'),
	},
	{
		...insecure,
		name: 'TLS: a certificate that nobody vouches for',
		stage: server({ certificate, onRequest: (socket) => void socket.end(httpAnswer(200, answer)) }),
		description: nothingSubmitted('certificates; see DEPTH_ZERO_SELF_SIGNED_CERT'),
	},
	{
		...insecure,
		name: 'TLS: plain HTTP on the port',
		stage: server({
			scheme: 'https',
			onConnect: (socket) => void socket.end(httpAnswer(400, 'This is no TLS')),
		}),
		description: nothingSubmitted('see EPROTO'),
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
		description: nothingSubmitted('Base URL in the credential \\(ECONNRESET\\)'),
	},
	{
		...unreachable,
		name: 'TLS: reset in the middle of the handshake',
		stage: inTheHandshake((socket) => socket.resetAndDestroy()),
		description: nothingSubmitted('Base URL in the credential \\(ECONNRESET\\)'),
	},
	{
		...unreachable,
		name: 'TLS: silent in the middle of the handshake',
		stage: server({ scheme: 'https' }),
		timesOut: true,
		description: nothingSubmitted('Base URL in the credential \\(ECONNABORTED\\)'),
	},
];

const afterTheRequest: readonly SocketDeath[] = [
	{
		...untold,
		name: 'reset without an answer',
		stage: server({ onRequest: (socket) => void socket.resetAndDestroy() }),
		description: unanswered('ECONNRESET'),
	},
	{
		...untold,
		name: 'closed without an answer',
		stage: server({ onRequest: (socket) => void socket.end() }),
		description: unanswered('ECONNRESET'),
	},
	{
		...untold,
		name: 'closed after a silence',
		stage: server({ onRequest: (socket) => void setTimeout(() => socket.end(), 200) }),
		description: unanswered('ECONNRESET'),
	},
	{
		...untold,
		name: 'silent for ever',
		stage: server({}),
		timesOut: true,
		description: unanswered('ECONNABORTED'),
	},
	{
		...untold,
		name: 'closed in the middle of the headers',
		stage: sending('HTTP/1.1 200 OK\r\ncontent-ty'),
		description: unanswered('\\w+'),
	},
	{
		...untold,
		name: 'closed after the headers',
		stage: sending(httpAnswer(200, '', { 'content-length': '120' })),
		description: unanswered('ECONNRESET'),
	},
	{
		...untold,
		name: 'silent after the headers',
		stage: server({
			onRequest: (socket) => void socket.write(httpAnswer(200, half, { 'content-length': '120' })),
		}),
		timesOut: true,
		description: unanswered('ECONNABORTED'),
	},
	{
		...untold,
		name: 'cut in the middle of the body',
		stage: sending(httpAnswer(200, half, { 'content-length': String(answer.length) })),
		description: unanswered('ECONNRESET'),
	},
	{
		...untold,
		name: 'cut in the middle of a chunk',
		stage: sending(
			`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${answer.length.toString(16)}\r\n${half}`,
		),
		description: unanswered('ECONNRESET'),
	},
	{
		...untold,
		name: 'cut where the end of the connection is the end of the body',
		stage: sending(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${half}`),
		description: lookFirst('The API gave an answer that cannot be read'),
	},
	{
		...untold,
		name: 'an answer that is no HTTP',
		stage: sending('+OK ready\r\n\r\n'),
		description: unanswered('HPE_\\w+'),
	},
	{
		...untold,
		name: 'an answer that says it is compressed and is not',
		stage: sending(httpAnswer(200, answer, { 'content-encoding': 'gzip' })),
		description: unanswered('Z_DATA_ERROR'),
	},
	{
		...untold,
		name: 'no content at all',
		stage: sending('HTTP/1.1 204 No Content\r\n\r\n'),
		description: lookFirst('The API gave an answer that cannot be read'),
	},
];

export const socketDeaths = [...neverSent, ...beforeTheRequest, ...afterTheRequest];
