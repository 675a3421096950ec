/**
 * Every way in which the connection of a submit can die below HTTP. No server here accepts a task
 * knowingly, so the most that can have been accepted is what arrived.
 */
import dns from 'node:dns';
import { Socket } from 'node:net';
import { hurry, hurryTimeouts, realTime } from '../engine/time';
import type * as time from '../engine/time';
import { causeOf, textOf } from '../support/errors/causeOf';
import { apiKey, jsonOf, outputOf, runChain, seedance } from './bench';
import { socketDeaths } from './socket-deaths';
import type { Scene, SocketDeath } from './socket-deaths';
import { acceptedAnswer, freePort, httpAnswer, startRawServer } from './sockets';
import type { RawServer, RawServerOptions } from './sockets';
import { everythingIn, placesOf } from './traces';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

const node = 'seedanceTextToVideo';
// With the built-in schema there is no other request than the submit.
const options = { schema: 'builtIn' };
const submitOnly = { prompt: 'A fox', return: 'taskId', options };
const run = async (url: string, onError: 'stopWorkflow' | 'continueRegularOutput') =>
	await runChain(url, [{}], [seedance(node, submitOnly, { onError })]);

/** Not the looks at the recent tasks that follow. */
const submitsTo = ({ requests }: Pick<Scene, 'requests'>) =>
	requests.filter(({ path }) => path.includes('/bytedance/'));

let connect: jest.SpyInstance;
beforeEach(() => {
	connect = jest.spyOn(Socket.prototype, 'connect');
	// The 30 s for which an API that cannot be reached is tried again, in 0.1 s.
	hurry(300);
});
afterEach(() => {
	realTime();
	jest.restoreAllMocks();
});

async function stage({ stage: start, timesOut }: SocketDeath): Promise<Scene> {
	// The two minutes that a submit may take, in 1.2 s.
	if (timesOut) hurryTimeouts(100);
	return await start();
}

describe('a submit whose connection dies', () => {
	it.each(socketDeaths)('$name: $outcome', async (death) => {
		const scene = await stage(death);
		connect.mockClear();
		const done = await run(scene.url, 'stopWorkflow');
		await scene.stop();
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe(death.cause);
		expect(textOf(error)).toMatch(death.tells ?? '');
		expect(error).toMatchObject({
			context: { itemIndex: 0, data: { outcome: death.outcome } },
		});
		expect(placesOf(apiKey, everythingIn(done))).toEqual([]);
		expect(submitsTo(scene)).toHaveLength(death.arrived);
		if (death.triedAgain) expect(connect.mock.calls.length).toBeGreaterThan(1);
		if (death.outcome === 'refused' && !death.triedAgain) expect(connect).toHaveBeenCalledTimes(1);
	});

	it.each(socketDeaths)('$name: $outcome, and the workflow goes on', async (death) => {
		const scene = await stage(death);
		const done = await run(scene.url, 'continueRegularOutput');
		await scene.stop();
		const items = outputOf(done, node);
		expect(items).toEqual([
			{
				json: { error: expect.objectContaining({ outcome: death.outcome }) },
				pairedItem: { item: 0 },
			},
		]);
		expect(causeOf(items[0]?.json.error)).toBe(death.cause);
		expect(placesOf(apiKey, everythingIn(done))).toEqual([]);
		expect(submitsTo(scene)).toHaveLength(death.arrived);
	});
});

/** Runs one item against a scripted server, and returns the output. */
async function submitTo(options: RawServerOptions): Promise<[RawServer, unknown, unknown]> {
	const server = await startRawServer(options);
	const done = await run(server.url, 'stopWorkflow');
	await server.stop();
	const [item] = jsonOf(outputOf(done, node));
	return [server, item, done.data.resultData.error];
}

const body = acceptedAnswer('task-1');
const created = { taskId: 'task-1', status: 'created' };

describe('a proxy that makes no tunnel: nothing was submitted', () => {
	const names = ['HTTPS_PROXY', 'https_proxy'];
	afterEach(() => names.forEach((name) => delete process.env[name]));

	/** Runs one item through a proxy that answers CONNECT so. */
	async function through(answered: string) {
		const proxy = await startRawServer({ onRequest: (socket) => void socket.end(answered) });
		for (const name of names) process.env[name] = proxy.url;
		const done = await run('https://api.example.invalid', 'stopWorkflow');
		await proxy.stop();
		for (const { method } of proxy.requests) expect(method).toBe('CONNECT');
		return { error: done.data.resultData.error, tries: proxy.requests.length };
	}

	it.each<[number, string, boolean]>([
		[502, '<html><h1>no such host</h1></html>', true],
		[503, '{"code":503,"message":"connect failed"}', true],
		[504, '', true],
		[500, 'failed', true],
		[407, 'who are you?', false],
		[403, 'not allowed by the policy', false],
		[404, 'unknown', false],
		[302, '', false],
	])('HTTP %d', async (status, text, isTriedAgain) => {
		const { error, tries } = await through(httpAnswer(status, text, { location: '/login' }));
		expect(causeOf(error)).toBe('proxyRefused');
		expect(textOf(error)).toContain(`HTTP ${status}`);
		expect(error).toMatchObject({ context: { data: { outcome: 'refused' } } });
		if (isTriedAgain) expect(tries).toBeGreaterThan(1);
		else expect(tries).toBe(1);
	});
});

describe('an answer that looks like a death and is none', () => {
	it.each([
		['the connection stays open', (socket: Socket) => void socket.write(httpAnswer(200, body))],
		[
			'the body comes a few bytes at a time',
			(socket: Socket) => {
				const pieces = httpAnswer(202, body).match(/[^]{1,20}/g) ?? [];
				pieces.forEach((piece, i) => setTimeout(() => socket.write(piece), i * 10));
			},
		],
		[
			'the connection ends late, and with it the body',
			(socket: Socket) => {
				socket.write(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${body}`);
				setTimeout(() => socket.end(), 100);
			},
		],
		[
			'other answers come first',
			(socket: Socket) =>
				void socket.write(`HTTP/1.1 103 Early Hints\r\n\r\n${httpAnswer(200, body)}`),
		],
	])('%s: accepted, sent once', async (_, onRequest) => {
		const [{ requests }, item, error] = await submitTo({ onRequest });
		expect(error).toBeUndefined();
		expect(item).toMatchObject(created);
		expect(submitsTo({ requests })).toHaveLength(1);
	});
});

describe('an error that names the task after all', () => {
	it.each([
		[200, { code: 500, message: 'internal error', data: { id: 'task-1' } }],
		[502, { code: 502, message: 'bad gateway', data: { id: 'task-1', status: 'created' } }],
		[504, { id: 'task-1' }],
		[503, { code: 503, message: 'try later', data: { id: 'task-1' } }],
		[429, { code: 429, message: 'slow down', data: { id: 'task-1' } }],
	])('HTTP %d: unknown, never sent again, with the id', async (status, json) => {
		const [{ requests }, , error] = await submitTo({
			onRequest: (socket) => void socket.end(httpAnswer(status, JSON.stringify(json))),
		});
		expect(causeOf(error)).toBe('unknownOutcome');
		expect(error).toMatchObject({
			description: expect.stringContaining('task-1'),
			context: { itemIndex: 0, data: { outcome: 'unknown', taskId: 'task-1' } },
		});
		expect(submitsTo({ requests })).toHaveLength(1);
	});
});

describe('sent again until it arrives, once', () => {
	const onRequest = (socket: Socket) => void socket.end(httpAnswer(200, body));
	/** It has ten seconds of real time to arrive. */
	const calmly = () => hurry(3);

	it('connection refused, until somebody listens', async () => {
		calmly();
		const port = await freePort();
		const running = run(`http://127.0.0.1:${port}`, 'stopWorkflow');
		while (connect.mock.calls.length < 2) await new Promise((r) => setImmediate(r));
		const server = await startRawServer({ port, onRequest });
		const done = await running;
		await server.stop();
		expect(jsonOf(outputOf(done, node))).toEqual([expect.objectContaining(created)]);
		expect(submitsTo(server)).toHaveLength(1);
	});

	it('DNS, until the name is known', async () => {
		calmly();
		const server = await startRawServer({ onRequest });
		const real = dns.lookup as (...args: unknown[]) => unknown;
		let asked = 0;
		jest.spyOn(dns, 'lookup').mockImplementation(((...args: unknown[]) => {
			asked += 1;
			if (asked > 2) return real(...args);
			const code = asked === 1 ? 'EAI_AGAIN' : 'ENOTFOUND';
			const tell = args.at(-1) as (error: Error) => void;
			return process.nextTick(tell, Object.assign(new Error(code), { code }));
		}) as typeof dns.lookup);
		const done = await run(server.url.replace('127.0.0.1', 'localhost'), 'stopWorkflow');
		await server.stop();
		expect(jsonOf(outputOf(done, node))).toEqual([expect.objectContaining(created)]);
		expect(asked).toBe(3);
		expect(submitsTo(server)).toHaveLength(1);
	});

	it('429 with a date in Retry-After', async () => {
		const seen: number[] = [];
		let until = 0;
		const [, item] = await submitTo({
			onRequest: (socket) => {
				seen.push(Date.now());
				if (seen.length > 1) return onRequest(socket);
				until = Date.now() + 60_000;
				const headers = { 'retry-after': new Date(until).toUTCString() };
				return void socket.end(httpAnswer(429, '{"code":429,"message":"slow down"}', headers));
			},
		});
		expect(item).toMatchObject(created);
		expect(seen).toHaveLength(2);
		// The date has whole seconds only.
		expect(seen[1]).toBeGreaterThanOrEqual(until - 1000);
	});
});
