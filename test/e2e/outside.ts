import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { localAddress } from './ports';

/** A request that an outside service was sent. */
export interface SentRequest {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
	/** The body, when it's JSON. */
	readonly json: unknown;
}

/** A local replacement for outside services, told apart by their paths. */
export interface Outside {
	readonly url: string;
	/** The requests to a path so far, in the order of their arrival. */
	to(path: string): readonly SentRequest[];
}

/** What is answered: bytes as they are, anything else as JSON; undefined is HTTP 404. */
export type OutsideAnswer = (request: SentRequest) => unknown;

/** Runs something that needs outside services, and ends them. An answer that throws is HTTP 500. */
export async function withOutside(
	answer: OutsideAnswer,
	act: (outside: Outside) => Promise<void>,
): Promise<void> {
	const requests: SentRequest[] = [];
	const server = createServer((request, response) => {
		void buffer(request).then((body) => {
			const { pathname, searchParams } = new URL(request.url ?? '/', 'http://outside');
			const isJson = request.headers['content-type']?.startsWith('application/json') === true;
			const sent: SentRequest = {
				method: request.method ?? '',
				path: pathname,
				query: searchParams,
				headers: request.headers,
				body,
				json: isJson && body.length > 0 ? JSON.parse(body.toString('utf8')) : undefined,
			};
			requests.push(sent);
			let given: unknown;
			try {
				given = answer(sent);
			} catch (error) {
				response.writeHead(500).end(String(error));
				return;
			}
			if (given === undefined) response.writeHead(404).end(`There is no ${pathname}`);
			else if (Buffer.isBuffer(given)) response.end(given);
			else {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end(JSON.stringify(given));
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, localAddress, resolve));
	const { port } = server.address() as AddressInfo;
	try {
		await act({
			url: `http://${localAddress}:${port}`,
			to: (path) => requests.filter((request) => request.path === path),
		});
	} finally {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}
