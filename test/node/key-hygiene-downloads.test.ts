/** What an answer of the API points to is fetched without the key, over https only, or not at all. */
import { Socket } from 'node:net';
import tls from 'node:tls';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { hurry, realTime } from '../engine/time';
import type * as time from '../engine/time';
import { apiKey, outputOf, runChain, seedance } from './bench';
import { selfSigned } from './certificate';
import { httpAnswer, startRawServer } from './sockets';
import type { RawServer } from './sockets';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

let simulator: Simulator;
let elsewhere: RawServer;
/** What `elsewhere` answers. */
let answer: () => string;
beforeAll(async () => {
	simulator = await startSimulator({ apiKeys: [apiKey], taskMs: 20, now: () => Date.now() });
});
afterAll(async () => await simulator.stop());
beforeEach(async () => {
	hurry(100);
	simulator.journal.clear();
	simulator.faults.clear();
	answer = () => httpAnswer(404, '');
	elsewhere = await startRawServer({ onRequest: (socket) => void socket.end(answer()) });
});
afterEach(async () => {
	realTime();
	jest.restoreAllMocks();
	await elsewhere.stop();
});

const node = 'seedanceTextToVideo';
const submit = async (returned: 'file' | 'url' = 'file') => {
	const steps = [seedance(node, { prompt: 'A fox', return: returned })];
	return outputOf(await runChain(simulator.url, [{}], steps), node)[0];
};

describe('what an answer points to', () => {
	it('urls.get is not followed', async () => {
		const get = `${elsewhere.url}/api/v3/predictions/1/result`;
		simulator.faults.onTask({ kind: 'replaceUrls', get });
		const item = await submit('url');
		expect(item?.json).toMatchObject({ status: 'completed' });
		expect(simulator.journal.reads(String(item?.json.taskId)).length).toBeGreaterThan(0);
		expect(elsewhere.connections()).toBe(0);
	});

	it('a download carries no key', async () => {
		expect((await submit())?.binary?.data?.mimeType).toBe('video/mp4');
		expect(simulator.journal.downloads()).toEqual([
			expect.objectContaining({ authorizationSent: false, keyOk: false, status: 200 }),
		]);
	});

	it('a download that leads to another origin and back carries none on any leg', async () => {
		simulator.faults.onDownload({ kind: 'redirect', location: `${elsewhere.url}/leg` });
		answer = () => {
			const [task] = simulator.journal.accepted();
			return httpAnswer(302, '', { location: `${simulator.url}/outputs/${task?.taskId}.mp4` });
		};
		expect((await submit())?.binary?.data?.mimeType).toBe('video/mp4');
		expect(elsewhere.requests).toHaveLength(1);
		expect(elsewhere.requests[0]?.head).not.toMatch(/authorization|cookie/i);
		expect(simulator.journal.downloads().map((stream) => stream.authorizationSent)).toEqual([
			false,
			false,
		]);
	});

	it('a download that leads into the API itself carries none', async () => {
		const location = `${simulator.url}/api/v3/balance`;
		simulator.faults.onDownload({ kind: 'redirect', location });
		expect((await submit())?.json.downloadError).toContain('HTTP 401');
		expect(simulator.journal.requests.at(-1)).toMatchObject({
			route: 'balance',
			authorizationSent: false,
		});
	});

	it('an output on another host is fetched without the key', async () => {
		const outputs = [`${elsewhere.url}/video.mp4`];
		simulator.faults.onTask({ kind: 'replaceUrls', outputs });
		expect((await submit())?.json.downloadError).toContain('HTTP 404');
		expect(elsewhere.requests).toHaveLength(1);
		expect(elsewhere.requests[0]?.head).not.toMatch(/authorization|cookie/i);
	});

	it('nor does any further try or any further output get it', async () => {
		const outputs = [1, 2].map((output) => `${elsewhere.url}/${output}.mp4`);
		simulator.faults.onTask({ kind: 'replaceUrls', outputs });
		answer = () => httpAnswer(503, '');
		expect((await submit())?.json.downloadError).toMatch(/HTTP 503.*HTTP 503/);
		expect(elsewhere.requests.map(({ path }) => path)).toEqual(
			['/1.mp4', '/2.mp4'].flatMap((path) => [path, path, path]),
		);
		for (const { head } of elsewhere.requests) {
			expect(head).not.toMatch(/authorization|cookie/i);
			expect(head).not.toContain(apiKey);
		}
	});
});

describe('an output that is not https, where the API is not on this machine', () => {
	/** The item holds the finished task, so that nothing but the download is left to do. */
	const download = async (url: string) => {
		const item = { taskId: 'task-1', status: 'completed', outputs: [url] };
		const parameters = { taskId: '={{ $json.taskId }}', return: 'file' };
		const type = 'seedanceGetResult';
		const steps = [seedance(type, parameters)];
		return outputOf(await runChain('https://api.example.invalid', [item], steps), type)[0];
	};

	it.each(['http', 'HTTP', 'ftp', 'file', 'ws'])('%s: is not fetched', async (scheme) => {
		const { port } = elsewhere;
		const connect = jest.spyOn(Socket.prototype, 'connect');
		const item = await download(`${scheme}://127.0.0.1:${port}/video.mp4`);
		expect(item?.json.downloadError).toContain('https://');
		expect(item?.binary).toBeUndefined();
		expect(connect).not.toHaveBeenCalled();
	});

	it('https is fetched, if the certificate can be trusted', async () => {
		const secure = await startRawServer({ certificate: selfSigned() });
		const item = await download(`${secure.url}/video.mp4`);
		await secure.stop();
		expect(item?.json.downloadError).toContain('SELF_SIGNED_CERT');
		expect(secure.connections()).toBe(1);
		expect(secure.requests).toEqual([]);
	});

	it('https that leads to http is not followed', async () => {
		const certificate = selfSigned();
		const make = tls.createSecureContext;
		const trusting: typeof make = (options = {}) =>
			make({ ...options, ca: options.ca ?? certificate.cert });
		jest.spyOn(tls, 'createSecureContext').mockImplementation(trusting);
		answer = () => httpAnswer(200, 'anything', { 'content-type': 'video/mp4' });
		const location = `${elsewhere.url}/video.mp4`;
		const onRequest = (socket: Socket) => void socket.end(httpAnswer(302, '', { location }));
		const secure = await startRawServer({ certificate, onRequest });
		const item = await download(`${secure.url}/video.mp4`);
		await secure.stop();
		expect(secure.requests).toHaveLength(1);
		expect(elsewhere.connections()).toBe(0);
		expect(item?.binary).toBeUndefined();
		expect(item?.json.downloadError).toContain('https://');
	});
});
