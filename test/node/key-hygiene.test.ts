/**
 * The key goes to the API's own base URL and nowhere else
 * (docs/internals/architecture.md#promises).
 */
import { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { hurry, realTime } from '../engine/time';
import type * as time from '../engine/time';
import { causeOf } from '../support/errors/causeOf';
import { ask, testCredential } from './ask';
import { apiKey, runChain, seedance } from './bench';
import type { SeedanceNode } from './bench';
import { startRawServer } from './sockets';
import type { RawServer } from './sockets';
import { requestsBesidesList } from './test-simulator';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

const simulation = { apiKeys: [apiKey], taskMs: 20, now: () => Date.now() };
let simulator: Simulator;
/** Would take the key, because it knows it too. */
let other: Simulator;
let elsewhere: RawServer;
beforeAll(async () => {
	simulator = await startSimulator(simulation);
	other = await startSimulator(simulation);
});
afterAll(async () => {
	await simulator.stop();
	await other.stop();
});
beforeEach(async () => {
	hurry(100);
	simulator.journal.clear();
	simulator.faults.clear();
	other.journal.clear();
	elsewhere = await startRawServer({});
});
afterEach(async () => {
	realTime();
	jest.restoreAllMocks();
	await elsewhere.stop();
});

const run = async (
	type: SeedanceNode,
	parameters: Parameters<typeof seedance>[1],
	baseUrl = simulator.url,
) => await runChain(baseUrl, [{}], [seedance(type, parameters)]);

describe('a redirect to another origin does not take the key along', () => {
	const always = { times: Infinity };
	const statuses = [301, 302, 303, 307, 308];
	const credential = () => ({ apiKey, baseUrl: simulator.url });
	const ways: ReadonlyArray<[name: string, send: () => Promise<unknown>]> = [
		['Text to Video', async () => await run('seedanceTextToVideo', { prompt: 'A fox' })],
		[
			'Live Quote with a maximum',
			async () => {
				const options = { maximumCostUsd: 5 };
				await run('seedanceTextToVideo', { prompt: 'A fox', options });
			},
		],
		[
			'Min Balance',
			async () => {
				const options = { keepBalanceAboveUsd: 5 };
				await run('seedanceTextToVideo', { prompt: 'A fox', options });
			},
		],
		['Get Result', async () => await run('seedanceGetResult', { taskId: 'task-1' })],
		['Get Many', async () => await run('seedanceGetResult', { operation: 'getAll' })],
		['Wait for Completion', async () => await run('seedanceWaitForCompletion', { taskId: 't-1' })],
		["the credential's test", async () => await testCredential(credential())],
		[
			'a list of tasks',
			async () => {
				const body = { page: 1 };
				await ask({ method: 'POST', url: '/api/v3/predictions', body }, credential());
			},
		],
		['a read', async () => await ask({ url: '/api/v3/predictions/t/result' }, credential())],
	];

	it.each(ways.flatMap(([name, send]) => statuses.map((status) => ({ name, status, send }))))(
		'$name, HTTP $status',
		async ({ status, send }) => {
			const fault = { kind: 'redirect', status, location: `${other.url}/api/v3/balance` } as const;
			simulator.faults.onSubmit(fault, always);
			simulator.faults.onRead(fault, always);
			simulator.faults.onList(fault, always);
			simulator.faults.onBalance(fault, always);
			simulator.faults.onPrice(fault, always);
			simulator.faults.onModels(fault, always);
			await send();
			const asked = requestsBesidesList(simulator);
			expect(asked).toHaveLength(1);
			for (const request of simulator.journal.requests) {
				expect(request).toMatchObject({ keyOk: true, status });
			}
			expect(other.journal.requests).toEqual([]);
		},
	);
});

describe('the credential gives the key to its own origin only', () => {
	type Request = Parameters<typeof ask>[0];
	const path = '/api/v3/balance';

	it.each<[name: string, request: (host: string) => Request]>([
		['another port', (host) => ({ url: `http://${host}${path}` })],
		['another name', () => ({ url: `${simulator.url.replace('127.0.0.1', 'localhost')}${path}` })],
		['another scheme', () => ({ url: `${simulator.url.replace('http', 'https')}${path}` })],
		['a base URL of the request', (host) => ({ url: path, baseURL: `http://${host}` })],
		['a path without a slash', (host) => ({ url: 'api/v3', baseURL: `http://${host}` })],
		['no scheme', (host) => ({ url: `//${host}${path}` })],
		['no scheme, and a backslash', (host) => ({ url: `/\\${host}${path}` })],
		['the API as user name', (host) => ({ url: `${simulator.url}@${host}${path}` })],
	])('%s', async (_, request) => {
		await ask(request(`127.0.0.1:${elsewhere.port}`), { apiKey, baseUrl: simulator.url });
		expect(elsewhere.connections()).toBe(0);
		// What is left of a strange address, if anything, is a path of the API's.
		for (const seen of simulator.journal.requests) expect(seen.path).toContain(path);
	});
});

describe('a base URL that would show the key to others is refused before any request', () => {
	it.each([
		'http://api.wavespeed.ai',
		'http://localhost.evil.example',
		'http://127.0.0.1.nip.io',
		'http://127.0.0.1@evil.example',
		'http://localhost@evil.example:80',
		'http://evil.example\\@localhost',
		'http://evil.example#@localhost',
		'http://evil.example/?@localhost',
		'http://localhost.',
		'http://0.0.0.0',
		'http://[::]',
		'http://10.0.0.1',
		'http://[::ffff:10.0.0.1]',
		'https://user:password@api.wavespeed.ai',
		'https://user@api.wavespeed.ai',
		'https://api.wavespeed.ai@evil.example',
		'https://api.wavespeed.ai/?to=evil',
		'https://api.wavespeed.ai/#evil',
		'ftp://localhost',
		'ws://127.0.0.1',
		'file:///etc/hosts',
		'//api.wavespeed.ai',
		'localhost:5678',
	])('%s', async (baseUrl) => {
		const connect = jest.spyOn(Socket.prototype, 'connect');
		const done = await run('seedanceTextToVideo', { prompt: 'A fox' }, baseUrl);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('badBaseUrl');
		expect(error?.description).toContain('https://api.wavespeed.ai');
		await testCredential({ apiKey, baseUrl });
		await ask({ url: '/api/v3/balance' }, { apiKey, baseUrl });
		expect(connect).not.toHaveBeenCalled();
	});

	const hasIpv6 = networkInterfaces().lo?.some(({ address }) => address === '::1') === true;
	const hosts = ['127.0.0.1', 'localhost', 'LocalHost', ...(hasIpv6 ? ['[::1]'] : [])];
	it.each(hosts)('http://%s is fine', async (host) => {
		const local = await startSimulator({
			...simulation,
			host: host === '[::1]' ? '::1' : '127.0.0.1',
		});
		const baseUrl = local.url.replace(/127\.0\.0\.1|\[::1\]/, host);
		const done = await run('seedanceTextToVideo', { prompt: 'A fox' }, baseUrl);
		await local.stop();
		expect(done.data.resultData.error).toBeUndefined();
		expect(local.journal.accepted()).toHaveLength(1);
	});
});
