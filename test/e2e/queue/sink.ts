import { createServer, type IncomingMessage, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { freePort, localAddress } from '../ports';

const delivered = z.object({ row: z.number(), taskId: z.string(), status: z.string() });

/** A result that reached the end of a workflow. */
export type Arrival = z.infer<typeof delivered> & {
	/** In ms since 1970. */
	readonly atMs: number;
};

/** Where the workflows deliver their results. */
export interface Sink {
	readonly url: string;
	/** All that came, in the order of arrival. */
	readonly arrivals: readonly Arrival[];
	/** What came and was no result. */
	readonly problems: readonly string[];
	stop(): Promise<void>;
}

/** Starts a server that notes what is delivered to it. */
export async function startSink(): Promise<Sink> {
	const arrivals: Arrival[] = [];
	const problems: string[] = [];
	const take = async (request: IncomingMessage) => {
		const atMs = Date.now();
		try {
			arrivals.push({ ...delivered.parse(await json(request)), atMs });
		} catch (error) {
			problems.push(String(error));
		}
	};
	const server = createServer((request, response) => {
		void take(request).then(() => response.end('{}'));
	});
	const port = await freePort();
	await new Promise<void>((resolve) => server.listen(port, localAddress, resolve));
	return {
		url: `http://${localAddress}:${port}`,
		arrivals,
		problems,
		stop: async () => await close(server),
	};
}

async function close(server: Server): Promise<void> {
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
