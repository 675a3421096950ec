/** Download failures over real HTTP: which are retried, and what is reported. */
import type { IDataObject } from 'n8n-workflow';
import type { DownloadFault } from '../../simulator';
import { hurry } from '../engine/time';
import type * as time from '../engine/time';
import { causeIn } from '../support/errors/causeOf';
import { outputOf, runChain, seedance, startChain } from './bench';
import { freePort, httpAnswer, startRawServer } from './sockets';
import { until } from './test-instance';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

const simulator = testSimulator({ hurry: 100 });
afterEach(async () => {
	jest.restoreAllMocks();
	// Whatever happened, no key was sent, and no connection is left open.
	const requests = simulator.journal.downloads();
	expect(requests.filter(({ authorizationSent }) => authorizationSent)).toEqual([]);
	await until(() => requests.every(({ endedAtMs }) => endedAtMs !== undefined));
});

const node = 'seedanceTextToVideo';
const steps = (options: IDataObject = {}) => [
	seedance(node, { prompt: 'A fox', return: 'file', options }),
];
async function one(options: IDataObject = {}) {
	const [made] = outputOf(await runChain(simulator.url, [{}], steps(options)), node);
	if (made === undefined) throw new Error('No item');
	return made;
}
const always = { times: Infinity };
/** Shortens the allowed silence of a connection from 60 s to 600 ms. */
function hurrySilence() {
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 100));
}

const passing: ReadonlyArray<[DownloadFault, RegExp]> = [
	[{ kind: 'resetAtHalf' }, /The connection was lost after 0\.\d\d of 0\.\d\d MB \(E\w+\)/],
	[{ kind: 'wrongLength' }, /The connection was lost after 0\.\d\d of 0\.\d\d MB \(E\w+\)/],
	[{ kind: 'truncatedChunked' }, /The connection was lost after 0\.\d\d MB \(E\w+\)/],
	[{ kind: 'endsEarly' }, /The file is incomplete: it ended after 0\.\d\d MB/],
	[{ kind: 'endsEarly', inChunks: true }, /The file is incomplete: it ended after 0\.\d\d MB/],
	[{ kind: 'stallAtHalf' }, /stalled for 60 seconds/],
	[{ kind: 'serverError' }, /answered with HTTP 503/],
	[{ kind: 'serverError', status: 500 }, /answered with HTTP 500/],
	[{ kind: 'serverError', status: 429 }, /answered with HTTP 429/],
];

describe('what may pass is tried again', () => {
	beforeEach(() => hurrySilence());

	it.each(passing)('%j, once: the file comes whole', async (fault) => {
		const whole = (await one()).binary?.data?.data;
		simulator.journal.clear();
		simulator.faults.onDownload(fault);
		const { json, binary } = await one();
		expect(json).not.toHaveProperty('downloadError');
		expect(binary?.data?.data).toBe(whole);
		expect(simulator.journal.downloads()).toHaveLength(2);
	});

	it.each(passing)('%j, always: three tries, and the item says why', async (fault, reason) => {
		simulator.faults.onDownload(fault, always);
		const { json, binary } = await one();
		expect(binary).toBeUndefined();
		expect(json).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		expect(json.downloadError).toMatch(reason);
		expect(json.downloadError).toContain('We tried 3 times.');
		expect(simulator.journal.downloads()).toHaveLength(3);
	});

	it('with pauses of 1 and 3 seconds', async () => {
		simulator.faults.onDownload({ kind: 'serverError' }, always);
		await one();
		const [first, second, third] = simulator.journal.downloads().map(({ atMs }) => atMs);
		const pauses = [Number(second) - Number(first), Number(third) - Number(second)];
		expect(pauses[0]).toBeGreaterThanOrEqual(1_000);
		expect(pauses[1]).toBeGreaterThanOrEqual(3_000);
	});

	it('a server that nobody reaches', async () => {
		const outputs = [`http://127.0.0.1:${await freePort()}/x.mp4`];
		simulator.faults.onTask({ kind: 'replaceUrls', outputs });
		const { json } = await one();
		expect(json.downloadError).toMatch(/didn't answer \(ECONNREFUSED\)\. We tried 3 times/);
	});

	it('a server that closes the connection in place of an answer', async () => {
		const other = await startRawServer({ onRequest: (socket) => void socket.end() });
		simulator.faults.onTask({ kind: 'replaceUrls', outputs: [`${other.url}/x.mp4`] });
		const { json } = await one();
		await other.stop();
		expect(json.downloadError).toMatch(/didn't answer \(ECONNRESET\)\. We tried 3 times/);
		expect(other.requests).toHaveLength(3);
	});
});

it('a file that comes slowly is not taken for silence', async () => {
	hurrySilence();
	const pieces = 20;
	const piece = Buffer.alloc(5_000);
	piece.write('\0\0\0\x18ftypisom', 'latin1');
	const head = httpAnswer(200, '', { 'content-length': `${pieces * piece.length}` });
	const other = await startRawServer({
		onRequest: async (socket) => {
			socket.write(head);
			for (let sent = 0; sent < pieces; sent += 1) {
				socket.write(piece);
				// Of the 600 ms that silence may last here.
				await new Promise((resolve) => setTimeout(resolve, 80));
			}
			socket.end();
		},
	});
	simulator.faults.onTask({ kind: 'replaceUrls', outputs: [`${other.url}/x.mp4`] });
	const { json, binary } = await one();
	await other.stop();
	expect(json).not.toHaveProperty('downloadError');
	expect(Buffer.from(binary?.data?.data ?? '', 'base64')).toHaveLength(pieces * piece.length);
	expect(other.requests).toHaveLength(1);
});

describe('what will not pass is not tried again', () => {
	it.each<[DownloadFault, RegExp]>([
		[{ kind: 'forbidden' }, /expired .*7 days \(HTTP 403\)/],
		[{ kind: 'notFound' }, /expired .*7 days \(HTTP 404\)/],
		[{ kind: 'serverError', status: 410 }, /expired .*7 days \(HTTP 410\)/],
		[{ kind: 'serverError', status: 400 }, /HTTP 400\./],
		[{ kind: 'html' }, /leads to a web page, not a video/],
		[{ kind: 'zeroBytes' }, /is empty/],
	])('%j', async (fault, reason) => {
		simulator.faults.onDownload(fault, always);
		const { json, binary } = await one();
		expect(binary).toBeUndefined();
		expect(json).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		expect(json.downloadError).toMatch(reason);
		expect(causeIn(json.downloadError)).toBe('downloadFailed');
		expect(simulator.journal.downloads()).toHaveLength(1);
	});

	it.each([
		['a document', '%PDF-1.7\n%âãÏÓ\n1 0 obj', /isn't a video: its type is PDF/],
		['bytes of no kind', '\x00\x01\x02\x03\x04\x05\x06\x07', /isn't a video\./],
	])('%s', async (_, body, reason) => {
		const answer = httpAnswer(200, body, { 'content-type': 'video/mp4' });
		const other = await startRawServer({ onRequest: (socket) => void socket.end(answer) });
		simulator.faults.onTask({ kind: 'replaceUrls', outputs: [`${other.url}/x.mp4`] });
		const { json } = await one();
		await other.stop();
		expect(json.downloadError).toMatch(reason);
		expect(other.requests).toHaveLength(1);
	});
});

describe('Stop', () => {
	it('ends a download that stands still, and nothing is tried again', async () => {
		simulator.faults.onDownload({ kind: 'stallAtHalf' }, always);
		const run = startChain(simulator.url, [{}], steps());
		await until(() => (simulator.journal.downloads()[0]?.sentBytes ?? 0) > 0);
		run.stop();
		await run.saved;
		await until(() => simulator.journal.downloads()[0]?.endedAtMs !== undefined);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(simulator.journal.downloads()).toHaveLength(1);
	});

	it('ends the pause between two tries, and no further one is made', async () => {
		hurry(1);
		simulator.setTaskMs(20);
		simulator.faults.onDownload({ kind: 'serverError' }, always);
		const run = startChain(simulator.url, [{}], steps());
		await until(() => simulator.journal.downloads()[0]?.endedAtMs !== undefined);
		run.stop();
		await run.saved;
		await run.done;
		await new Promise((resolve) => setTimeout(resolve, 1_200));
		expect(simulator.journal.downloads()).toHaveLength(1);
	});
});
