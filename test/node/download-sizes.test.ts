/**
 * Files that are too large are refused before the download, or aborted during it. The engine of
 * these tests keeps binary data in memory, which is n8n 1's default.
 */
import type { IDataObject } from 'n8n-workflow';
import { outputOf, runChain, seedance } from './bench';
import { until } from './test-instance';
import { testSimulator } from './test-simulator';

const simulator = testSimulator();
const node = 'seedanceTextToVideo';
const mb = 1024 * 1024;

async function one(options: IDataObject = {}) {
	const parameters = { prompt: 'A fox', return: 'file', options };
	const run = await runChain(simulator.url, [{}], [seedance(node, parameters)]);
	const [made] = outputOf(run, node);
	if (made === undefined) throw new Error('No item');
	return made;
}
/** Of the one request there was, when it is over; what is under way in sockets counts as sent. */
async function sentBytes() {
	const requests = simulator.journal.downloads();
	expect(requests).toHaveLength(1);
	await until(() => requests[0]?.endedAtMs !== undefined);
	return requests[0]?.sentBytes ?? 0;
}

describe('Max File Size (MB)', () => {
	it('is 1024 unless told otherwise', async () => {
		simulator.faults.onDownload({ kind: 'big', bytes: 1024 * mb + 1 });
		const { json, binary } = await one();
		expect(binary).toBeUndefined();
		expect(json.downloadError).toMatch(/\b1025 MB.*\b1024 MB/);
		expect(await sentBytes()).toBeLessThan(10 * mb);
	});

	it('a file with a length above it is not taken', async () => {
		simulator.faults.onDownload({ kind: 'big', bytes: 50 * mb });
		const { json, binary } = await one({ maximumFileSizeMb: 20 });
		expect(binary).toBeUndefined();
		expect(json).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		expect(json.downloadError).toMatch(/\b50 MB.*\b20 MB/);
		expect(await sentBytes()).toBeLessThan(10 * mb);
	});

	it('a file without a length is counted, and cut off there', async () => {
		simulator.faults.onDownload({ kind: 'endless', bytes: Infinity });
		const { json, binary } = await one({ maximumFileSizeMb: 20 });
		expect(binary).toBeUndefined();
		expect(json.downloadError).toMatch(/\b20 MB/);
		expect(await sentBytes()).toBeLessThan(30 * mb);
	});

	it.each(['big', 'endless'] as const)('a file of just that size is taken: %s', async (kind) => {
		simulator.faults.onDownload({ kind, bytes: 2 * mb });
		const { json, binary } = await one({ maximumFileSizeMb: 2 });
		expect(json).not.toHaveProperty('downloadError');
		expect(Buffer.from(binary?.data?.data ?? '', 'base64')).toHaveLength(2 * mb);
	});

	it('may be text or a part of one, as an expression gives it', async () => {
		simulator.faults.onDownload({ kind: 'big', bytes: 2 * mb });
		const { json } = await one({ maximumFileSizeMb: '={{ "0.5" }}' });
		expect(json.downloadError).toMatch(/\b2 MB.*\b0\.5 MB/);
	});
});

describe('an n8n that keeps files in memory', () => {
	const advice = /\b100 MB.*N8N_DEFAULT_BINARY_DATA_MODE=filesystem/;

	it('takes no more than 100 MB, whatever the options allow', async () => {
		simulator.faults.onDownload({ kind: 'big', bytes: 100 * mb + 1 });
		const { json, binary } = await one();
		expect(binary).toBeUndefined();
		expect(json.downloadError).toMatch(/\b101 MB/);
		expect(json.downloadError).toMatch(advice);
		expect(await sentBytes()).toBeLessThan(10 * mb);
	});

	it('counts what has no length', async () => {
		simulator.faults.onDownload({ kind: 'endless', bytes: Infinity });
		const { json, binary } = await one();
		expect(binary).toBeUndefined();
		expect(json.downloadError).toMatch(advice);
		expect(await sentBytes()).toBeLessThan(120 * mb);
	});
});
