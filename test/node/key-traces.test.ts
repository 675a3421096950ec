/** The key appears in no error, no run data, no output and no log, whatever goes wrong. */
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import type * as time from '../engine/time';
import { causeOf } from '../support/errors/causeOf';
import { apiKey, jsonOf, outputOf, runChain, seedance } from './bench';
import type { SeedanceNode } from './bench';
import { selfSigned } from './certificate';
import { freePort, httpAnswer, startRawServer } from './sockets';
import type { RawServer } from './sockets';
import { everythingIn, placesOf, recordLog } from './traces';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

const proxyPassword = 'password-of-the-proxy';
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'NO_PROXY', 'no_proxy'];

// The deadlines of an hour are over in a second.
const simulator = testSimulator({ hurry: 5000, taskMs: 20 });
let log: readonly string[];
beforeEach(() => {
	for (const name of proxies) delete process.env[name];
	log = recordLog();
});
afterEach(() => jest.restoreAllMocks());

const run = async (
	url: string,
	type: SeedanceNode = 'seedanceTextToVideo',
	parameters: IDataObject = {},
	onError: INode['onError'] = 'stopWorkflow',
) => {
	const own = type === 'seedanceTextToVideo' ? { prompt: 'A fox' } : { taskId: 'task-1' };
	return await runChain(url, [{}], [seedance(type, { ...own, ...parameters }, { onError })]);
};

function expectNoTrace(done: IRun) {
	const traces = [everythingIn(done), everythingIn(done.data.resultData.error), ...log].join('\n');
	// That it looks where something could be: the node is named in run data and log.
	expect(log.join('\n')).toContain('seedance');
	expect(placesOf(apiKey, traces)).toEqual([]);
	expect(placesOf(proxyPassword, traces)).toEqual([]);
}

describe('the search itself', () => {
	const node = { name: 'n', type: 't' } as INode;
	const hidden = Object.defineProperty({}, 'headers', { value: [apiKey], enumerable: false });

	it.each([
		['in the cause of an error', new Error('a', { cause: new Error(apiKey) })],
		['in a field of an error', Object.assign(new Error('a'), { config: { auth: apiKey } })],
		["in n8n's error", new NodeApiError(node, { message: 'a', config: { headers: apiKey } })],
		['in a hidden field', hidden],
		['in a map', new Map([[apiKey, 1]])],
		['deep down', JSON.parse(`${'['.repeat(40)}"${apiKey}"${']'.repeat(40)}`) as unknown],
	])('finds a key %s', (_, value) => {
		expect(placesOf(apiKey, everythingIn({ data: [value] })).length).toBeGreaterThan(0);
	});

	it('reads the log', () => {
		console.warn('a', { deep: { key: apiKey } });
		expect(log.join('\n')).toContain(apiKey);
	});
});

describe('a failure leaves no trace of the key', () => {
	it.each(['unauthorized', 'forbidden', 'resetAfterAccept', 'malformedJson', 'html'] as const)(
		'%s',
		async (kind) => {
			simulator.faults.onSubmit({ kind }, { times: Infinity });
			expectNoTrace(await run(simulator.url));
			expectNoTrace(await run(simulator.url, undefined, {}, 'continueErrorOutput'));
		},
	);

	it.each(['reset', 'html', 'notFound', 'unauthorized'] as const)('%s of a read', async (kind) => {
		simulator.faults.onRead({ kind }, { times: Infinity });
		expectNoTrace(await run(simulator.url, 'seedanceGetResult'));
		const timeoutMinutes = 0.5;
		expectNoTrace(await run(simulator.url, 'seedanceWaitForCompletion', { timeoutMinutes }));
	});

	it('nobody listens, or nobody vouches for the certificate', async () => {
		expectNoTrace(await run(`http://127.0.0.1:${await freePort()}`));
		const server = await startRawServer({ certificate: selfSigned() });
		expectNoTrace(await run(server.url));
		expectNoTrace(await run(server.url, 'seedanceGetResult'));
		await server.stop();
	});
});

describe('a proxy whose address holds a password', () => {
	const through = (port: number) => {
		const address = `http://me:${proxyPassword}@127.0.0.1:${port}`;
		Object.assign(process.env, { HTTPS_PROXY: address, https_proxy: address });
	};
	const answers: ReadonlyArray<[name: string, answer: string]> = [
		['refuses', httpAnswer(407, 'who are you?')],
		['finds no way', httpAnswer(502, 'no such host')],
		['hangs up', ''],
		['speaks no TLS', `HTTP/1.1 200 Connection established\r\n\r\n${httpAnswer(200, 'hello')}`],
	];

	it.each(answers)('%s', async (_, answer) => {
		const proxy = await startRawServer({ onRequest: (socket) => void socket.end(answer) });
		through(proxy.port);
		for (const type of ['seedanceTextToVideo', 'seedanceGetResult'] as const) {
			const done = await run('https://api.example.invalid', type);
			expect(done.data.resultData.error).toBeDefined();
			expectNoTrace(done);
		}
		await proxy.stop();
		// It was asked, and saw no more than where the request goes.
		expect(proxy.requests[0]?.head).toMatch(/^CONNECT api\.example\.invalid:443/);
		for (const { head } of proxy.requests) expect(head).not.toContain(apiKey);
	});

	it('is not there', async () => {
		through(await freePort());
		const done = await run('https://api.example.invalid');
		expect(causeOf(done.data.resultData.error)).toBe('unreachable');
		expectNoTrace(done);
	});
});

describe('an answer that echoes the key', () => {
	const said = `bad header "Authorization: Bearer ${apiKey}"`;
	const task = { id: 'task-1', status: 'completed', outputs: [], input: { key: said } };
	const model = 'bytedance/seedance-v1.5-pro/text-to-video';
	const success = (data: unknown) => ({ code: 200, message: said, data });
	let server: RawServer;
	afterEach(async () => await server.stop());
	const answering = async (status: number, body: unknown) => {
		const answer = httpAnswer(status, JSON.stringify(body), { 'x-echo': apiKey });
		server = await startRawServer({ onRequest: (socket) => void socket.end(answer) });
		return server.url;
	};

	it.each([
		[400, { code: 400, message: said }],
		[401, { code: 401, message: said }],
		[403, { code: 403, error: said, error_code: apiKey }],
		[422, { detail: said }],
		[429, { code: 429, message: said }],
		[500, { code: 500, message: said }],
		[200, { code: 500, message: said }],
		[200, { code: 400, message: said }],
		[200, success({ status: said })],
	])('to a submit, HTTP %d', async (status, body) => {
		const url = await answering(status, body);
		const done = await run(url);
		expect(done.data.resultData.error).toBeDefined();
		expectNoTrace(done);
		expectNoTrace(await run(url, undefined, {}, 'continueRegularOutput'));
	});

	it.each([true, false])('to a submit that it accepts; simplified: %s', async (simplify) => {
		const url = await answering(200, success({ ...task, status: 'created' }));
		const parameters = { return: 'taskId', options: { simplify } };
		const done = await run(url, undefined, parameters);
		expect(jsonOf(outputOf(done, 'seedanceTextToVideo'))).toHaveLength(1);
		expectNoTrace(done);
	});

	it('as the ID of the task that it accepts', async () => {
		const url = await answering(200, success({ ...task, id: `of-${apiKey}`, status: 'created' }));
		const done = await run(url, undefined, { return: 'taskId' });
		// The ID is logged as it was read: without the key.
		expect(log.join('\n')).toMatch(/Seedance: submit accepted[^]*taskId: 'of-\[key\]'/);
		expectNoTrace(done);
	});

	const escaped = (text: string) =>
		Array.from(text, (c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('');
	const percent = (text: string) =>
		Array.from(text, (c) => `%${c.charCodeAt(0).toString(16)}`).join('');
	const disguises: ReadonlyArray<[name: string, written: string, read: (text: string) => string]> =
		[
			['escaped for JSON', escaped(apiKey), (text) => text],
			['in base64', Buffer.from(`Bearer ${apiKey}`).toString('base64'), (text) => text],
			['percent-encoded', percent(apiKey), decodeURIComponent],
		];

	it.each(disguises)('%s: neither raw nor simplified, in no node', async (_, written, decoded) => {
		const inBase64 = Buffer.from(`Bearer ${apiKey}`).toString('base64');
		const task = `{"id":"task-1","status":"completed","outputs":["https://x.invalid/?${written}"],"error":"","input":{"${written}":"${written}"}}`;
		const answer = httpAnswer(200, `{"code":200,"message":"${written}","data":${task}}`);
		const list = httpAnswer(200, `{"code":200,"data":{"items":[${task}]}}`);
		const refusal = httpAnswer(400, `{"code":400,"message":"bad key ${written}"}`);
		server = await startRawServer({
			onRequest: (socket, { head }) =>
				void socket.end(
					head.startsWith('GET') ? answer : head.includes('/predictions') ? list : refusal,
				),
		});
		for (const options of [{ simplify: false }, {}]) {
			for (const parameters of [{ options }, { operation: 'getAll', options }]) {
				const done = await run(server.url, 'seedanceGetResult', parameters);
				expect(jsonOf(outputOf(done, 'seedanceGetResult'))).toHaveLength(1);
				expectNoTrace(done);
				const all = everythingIn(done);
				expect(all).not.toContain(inBase64);
				expect(all.split('https://x.invalid/').slice(1).map(decoded).join()).not.toContain(apiKey);
			}
		}
		expectNoTrace(await run(server.url));
	});

	it.each([true, false])('to a list of tasks; simplified: %s', async (simplify) => {
		const url = await answering(200, success({ page: 1, items: [{ ...task, model }] }));
		const parameters = { operation: 'getAll', options: { simplify } };
		const done = await run(url, 'seedanceGetResult', parameters);
		expect(jsonOf(outputOf(done, 'seedanceGetResult'))).toHaveLength(1);
		expectNoTrace(done);
	});

	it.each([
		['a failed task', 200, success({ ...task, status: 'failed', error: said })],
		['a task in a state unheard of', 200, success({ ...task, status: said })],
		['an output', 200, success({ ...task, outputs: [`https://a.invalid/?${apiKey}`] })],
		['an unknown task', 404, { code: 404, message: said }],
		['a wrong key', 401, { code: 401, message: said }],
	])('to a read: %s', async (_, status, body) => {
		const url = await answering(status, body);
		expectNoTrace(await run(url, 'seedanceGetResult', { options: { simplify: false } }));
		expectNoTrace(await run(url, 'seedanceGetResult', { return: 'file' }));
		expectNoTrace(await run(url, 'seedanceGetResult', { options: { ifTaskFails: 'error' } }));
	});
});
