/**
 * Small servers for behaviour that the simulator, a correct HTTP server, can't have: truncated
 * answers, connections that break at any moment, untrusted TLS.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificate';

/** A request that arrived whole. */
export interface RawRequest {
	readonly method: string;
	readonly path: string;
	/** Request line and headers as they came. */
	readonly head: string;
	readonly body: string;
}

export interface RawServer {
	/** Without trailing slash. */
	readonly url: string;
	readonly port: number;
	/** The number of connections. */
	readonly connections: () => number;
	readonly requests: readonly RawRequest[];
	/** Breaks all connections; resolves when nothing is left running. */
	stop(): Promise<void>;
}

export interface RawServerOptions {
	/** Given: it speaks TLS. */
	readonly certificate?: Certificate;
	/** The scheme in `url`, where it is not the one that the server speaks. */
	readonly scheme?: 'http' | 'https';
	/** Called for every connection; by default nothing happens. */
	readonly onConnect?: (socket: Socket) => void;
	/** What to do with a request that arrived whole; by default nothing, ever. */
	readonly onRequest?: (socket: Socket, request: RawRequest) => void;
	/** By default any free port. */
	readonly port?: number;
}

/** The first request in `received`, once it's complete. */
function wholeRequest(received: string): RawRequest | undefined {
	const end = received.indexOf('\r\n\r\n');
	if (end < 0) return undefined;
	const head = received.slice(0, end);
	const body = received.slice(end + 4);
	const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
	if (Buffer.byteLength(body) < length) return undefined;
	const [method = '', path = ''] = head.split(' ');
	return { method, path, head, body };
}

async function listen(server: Server, port: number): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return (server.address() as AddressInfo).port;
}

/** Starts a server that reads one request per connection and leaves the answer to the test. */
export async function startRawServer(options: RawServerOptions): Promise<RawServer> {
	const { certificate, onConnect, onRequest } = options;
	const requests: RawRequest[] = [];
	const sockets = new Set<Socket>();
	let connections = 0;
	const serve = (socket: Socket) => {
		let received = '';
		socket.setEncoding('utf8');
		socket.on('data', (text: string) => {
			const before = wholeRequest(received);
			received += text;
			const request = wholeRequest(received);
			if (before !== undefined || request === undefined) return;
			requests.push(request);
			onRequest?.(socket, request);
		});
		onConnect?.(socket);
	};
	const server =
		certificate === undefined
			? createServer(serve)
			: createTlsServer({ key: certificate.key, cert: certificate.cert }, serve);
	server.on('connection', (socket: Socket) => {
		connections += 1;
		sockets.add(socket);
		// Errors of the other side are ignored.
		socket.on('error', () => {});
	});
	server.on('secureConnection', (socket: Socket) => socket.on('error', () => {}));
	const port = await listen(server, options.port ?? 0);
	const scheme = options.scheme ?? (certificate === undefined ? 'http' : 'https');
	return {
		url: `${scheme}://127.0.0.1:${port}`,
		port,
		connections: () => connections,
		requests,
		stop: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

/** Each jest worker has its own ports, below the range of ephemeral ports. */
let nextPort = 20_000 + 500 * Number(process.env['JEST_WORKER_ID'] ?? 0);

/**
 * A port that stays closed. A freed ephemeral port could be given to another test file's simulator
 * at once, which would get unexpected requests.
 */
export async function freePort(): Promise<number> {
	const port = nextPort++;
	try {
		const server = await startRawServer({ port });
		await server.stop();
		return port;
	} catch {
		return await freePort();
	}
}

/** An HTTP answer as it goes over the wire; the length is that of the body unless given. */
export function httpAnswer(
	status: number,
	body: string,
	headers: Readonly<Record<string, string>> = {},
): string {
	const all = { 'content-length': String(Buffer.byteLength(body)), ...headers };
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	return `HTTP/1.1 ${status} Whatever\r\n${lines.join('')}\r\n${body}`;
}

/** What the API answers to a submit that it accepts. */
export const acceptedAnswer = (taskId: string) =>
	JSON.stringify({ code: 200, message: 'success', data: { id: taskId, status: 'created' } });
