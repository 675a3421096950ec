/** Files on n8n's disk, as most n8n servers keep binary data: what is stored, and what is left over. */
import fs from 'node:fs/promises';
import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { openBinaryStore } from '../engine/binaryStore';
import type { BinaryStore } from '../engine/binaryStore';
import type * as time from '../engine/time';
import { outputOf, runChain, seedance } from './bench';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

const simulator = testSimulator({ hurry: 100 });
const node = 'seedanceTextToVideo';
const mb = 1024 * 1024;

let store: BinaryStore;
beforeEach(async () => {
	store = await openBinaryStore();
});
afterEach(() => store.close());

async function run(options: IDataObject = {}, count = 1) {
	const parameters = { prompt: 'A fox', return: 'file', options };
	const items = Array.from({ length: count }, () => ({}));
	return outputOf(await runChain(simulator.url, items, [seedance(node, parameters)]), node);
}
const sizes = () => store.files().map(({ size }) => size);
function fileOf(binary: IBinaryData | undefined): IBinaryData {
	if (binary?.id === undefined) throw new Error('Not in the store');
	return binary;
}

it('the file in the store is the video, byte by byte', async () => {
	const [item] = await run();
	const file = fileOf(item?.binary?.data);
	const answer = await fetch(String(item?.json.videoUrl));
	const video = Buffer.from(await answer.arrayBuffer());
	expect(video.length).toBeGreaterThan(1000);
	expect((await store.read(file)).equals(video)).toBe(true);
	expect(file).toMatchObject({
		data: 'filesystem-v2',
		mimeType: 'video/mp4',
		fileName: expect.stringMatching(/\.mp4$/),
	});
	expect(sizes()).toHaveLength(1);
});

it('a broken try leaves nothing behind, and the next one brings the whole file', async () => {
	const [whole] = await run();
	simulator.faults.onDownload({ kind: 'resetAtHalf' });
	simulator.faults.onDownload({ kind: 'truncatedChunked' });
	const [item] = await run();
	expect(await store.sha256(fileOf(item?.binary?.data))).toBe(
		await store.sha256(fileOf(whole?.binary?.data)),
	);
	expect(sizes()).toHaveLength(2);
});

it.each(['big', 'endless'] as const)(
	'a file above the limit is not in the store: %s',
	async (kind) => {
		simulator.faults.onDownload({ kind, bytes: 30 * mb });
		const [item] = await run({ maximumFileSizeMb: 20 });
		expect(item?.json.downloadError).toMatch(/larger than .*: 20 MB/);
		expect(sizes()).toEqual([]);
	},
);

describe('more than 100 MB', () => {
	it.each(['big', 'endless'] as const)('is taken: %s', async (kind) => {
		simulator.faults.onDownload({ kind, bytes: 101 * mb });
		const [item] = await run();
		expect(item?.json).not.toHaveProperty('downloadError');
		expect(item?.binary?.data).toMatchObject({ data: 'filesystem-v2', bytes: 101 * mb });
		// The probe of one byte has shown that n8n keeps files on disk.
		expect(sizes().sort()).toEqual([1, 101 * mb]);
	});

	it('n8n is asked once in a run how it keeps files', async () => {
		simulator.faults.onDownload({ kind: 'big', bytes: 101 * mb }, { times: 3 });
		await run({}, 3);
		expect(sizes().filter((size) => size === 1)).toHaveLength(1);
	});

	it('and not at all when an earlier file has told', async () => {
		simulator.faults.onTask({ kind: 'outputs', count: 2 });
		simulator.faults.onDownload(
			{ kind: 'big', bytes: 101 * mb },
			{ match: ({ output }) => output === 1 },
		);
		const [item] = await run();
		expect(Object.keys(item?.binary ?? {})).toEqual(['data', 'data_1']);
		expect(sizes()).toHaveLength(2);
	});
});

it('what n8n cannot store is told in its words, and not fetched again', async () => {
	const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
	const rename = jest.spyOn(fs, 'rename').mockRejectedValue(full);
	const [item] = await run();
	rename.mockRestore();
	expect(item?.json.downloadError).toContain(
		"n8n couldn't store the file: ENOSPC: no space left on device.",
	);
	expect(simulator.journal.downloads()).toHaveLength(1);
});
