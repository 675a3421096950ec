/** A web server that callbacks are sent to. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** One callback as it came. */
export interface Received {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** Real time, in milliseconds. */
	readonly atMs: number;
}

type Answer = (response: ServerResponse, received: Received) => void;

const running: Array<{ close(): Promise<void> }> = [];

/** Starts a receiver; by default it answers 200. Ends with `stopReceivers`. */
export async function receive(answer: Answer = (response) => void response.end('ok')) {
	const received: Received[] = [];
	let open = 0;
	let mostOpen = 0;
	const server = createServer((request, response) => {
		mostOpen = Math.max(mostOpen, ++open);
		response.once('close', () => (open -= 1));
		void text(request).then((body) => {
			const { method = '', url = '', headers } = request;
			const one = { method, url, headers, body, atMs: performance.now() };
			received.push(one);
			answer(response, one);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = z.object({ port: z.number() }).parse(server.address());
	running.push({
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	});
	return {
		url: `http://127.0.0.1:${port}/hook?token=abc&x=1%202`,
		received,
		/** How many requests were open at the same time, at most. */
		mostOpen: () => mostOpen,
	};
}

export async function stopReceivers(): Promise<void> {
	await Promise.all(running.splice(0).map((server) => server.close()));
}

/** Answers with a status and nothing else. */
export const answering =
	(status: number, headers: Record<string, string> = {}): Answer =>
	(response) =>
		void response.writeHead(status, headers).end();

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until so many have come. */
export async function until(list: () => readonly unknown[], count: number): Promise<void> {
	const endMs = performance.now() + 60_000;
	while (list().length < count) {
		if (performance.now() > endMs) throw new Error(`only ${list().length} of ${count} came`);
		await sleep(5);
	}
}

/** Long enough for a callback that is due to come, or to come twice. */
export const aWhile = (): Promise<void> => sleep(120);

/**
 * Whether the signature fits, computed without the simulator's code
 * (docs/internals/api.md#callback-signature).
 */
export function isSigned({ headers, body }: Received, secret: string): boolean {
	const key = Buffer.from(secret.slice('whsec_'.length), 'utf8');
	const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
	return (
		headers['webhook-signature'] === `v3,${createHmac('sha256', key).update(signed).digest('hex')}`
	);
}

const callbackSchema = z
	.object({
		id: z.string(),
		model: z.string(),
		input: z.record(z.unknown()),
		outputs: z.array(z.unknown()).optional(),
		urls: z.object({ get: z.string() }).strict(),
		has_nsfw_contents: z.array(z.boolean()).nullable(),
		status: z.string(),
		created_at: z.string(),
		error: z.string(),
		executionTime: z.number().int(),
		timings: z.object({ inference: z.number().int() }).strict(),
	})
	.strict();

/** The task in a callback; fails on fields that docs/internals/api.md#task-object doesn't have. */
export const told = ({ body }: Received) => callbackSchema.parse(JSON.parse(body));
