/** The files of finished tasks: which fields they go to, what they are and what they are called. */
import type { IDataObject } from 'n8n-workflow';
import type * as time from '../engine/time';
import { causeIn } from '../support/errors/causeOf';
import { jsonOf, outputOf, runChain, seedance } from './bench';
import { httpAnswer, startRawServer } from './sockets';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

const simulator = testSimulator({ hurry: 100 });
const node = 'seedanceTextToVideo';

async function run(options: IDataObject = {}, items: IDataObject[] = [{}]) {
	const parameters = { prompt: 'A fox', return: 'file', options };
	return outputOf(await runChain(simulator.url, items, [seedance(node, parameters)]), node);
}
const one = async (options: IDataObject = {}, item: IDataObject = {}) => {
	const [made] = await run(options, [item]);
	if (made === undefined) throw new Error('No item');
	return made;
};

describe('a task with several outputs', () => {
	beforeEach(() => simulator.faults.onTask({ kind: 'outputs', count: 3 }));

	it('puts each into a field of its own', async () => {
		const { json, binary } = await one();
		expect(Object.keys(binary ?? {})).toEqual(['data', 'data_1', 'data_2']);
		const name = `seedance-2.0-fast-text-to-video-${String(json.taskId)}`;
		expect(Object.values(binary ?? {}).map(({ fileName }) => fileName)).toEqual([
			`${name}.mp4`,
			`${name}-1.mp4`,
			`${name}-2.mp4`,
		]);
		expect(new Set(Object.values(binary ?? {}).map(({ data }) => data)).size).toBe(3);
	});

	it('names them after the field that was asked for', async () => {
		const { binary } = await one({ binaryPropertyName: 'clip' });
		expect(Object.keys(binary ?? {})).toEqual(['clip', 'clip_1', 'clip_2']);
	});

	it('keeps those that came when one does not, and says which', async () => {
		simulator.faults.onDownload({ kind: 'forbidden' }, { match: ({ output }) => output === 1 });
		const { json, binary } = await one();
		expect(Object.keys(binary ?? {})).toEqual(['data', 'data_2']);
		expect(json).toMatchObject({ status: 'completed', outputs: expect.any(Array) });
		expect(causeIn(json.downloadError)).toBe('downloadFailed');
		expect(json.downloadError).toMatch(/\b2 \D*\bdata_1\b.*HTTP 403.*\b1 of 3 files/);
	});

	it('says of each why it did not come', async () => {
		simulator.faults.onDownload({ kind: 'forbidden' }, { match: ({ output }) => output === 0 });
		simulator.faults.onDownload({ kind: 'html' }, { match: ({ output }) => output === 2 });
		const { json, binary } = await one();
		expect(Object.keys(binary ?? {})).toEqual(['data_1']);
		expect(json.downloadError).toMatch(
			/File 1 \(field data\): .*HTTP 403.*File 3 \(field data_2\): .*web page.*2 of 3 files/,
		);
	});
});

describe('File Name', () => {
	it('is read for every item', async () => {
		const titles = ['Autumn sale', 'Winter/sale', ''];
		const items = await run(
			{ fileName: '={{ $json.title }}' },
			titles.map((title) => ({ title })),
		);
		expect(items.map(({ binary }) => binary?.data?.fileName)).toEqual([
			'Autumn sale.mp4',
			'Winter-sale.mp4',
			`seedance-2.0-fast-text-to-video-${String(items[2]?.json.taskId)}.mp4`,
		]);
		expect(items.map(({ binary }) => binary?.data?.directory)).toEqual(Array(3).fill(undefined));
	});

	it('numbers further outputs', async () => {
		simulator.faults.onTask({ kind: 'outputs', count: 2 });
		const { binary } = await one({ fileName: 'clip.mov' });
		expect(binary?.data?.fileName).toBe('clip.mp4');
		expect(binary?.data_1?.fileName).toBe('clip-1.mp4');
	});

	it.each([
		['a number', 7, '7.mp4'],
		['nothing', null, /^seedance-/],
	])('as %s', async (_, title, name) => {
		const { binary } = await one({ fileName: '={{ $json.title }}' }, { title });
		expect(binary?.data?.fileName).toMatch(name);
	});

	it('that cannot be read is told before anything is submitted', async () => {
		const parameters = {
			prompt: 'A fox',
			return: 'file',
			options: { fileName: "={{ $('No such node').item.json.title }}" },
		};
		const done = await runChain(simulator.url, [{}], [seedance(node, parameters)]);
		expect(done.data.resultData.error).toBeDefined();
		expect(simulator.journal.submits()).toEqual([]);
	});
});

describe('what a file is', () => {
	it.each(['application/octet-stream', 'text/html', 'image/png', 'video/webm'])(
		'is told by its bytes, although the answer says %s',
		async (contentType) => {
			simulator.faults.onDownload({ kind: 'otherType', contentType });
			expect((await one()).binary?.data).toMatchObject({
				mimeType: 'video/mp4',
				fileExtension: 'mp4',
				fileName: expect.stringMatching(/\.mp4$/),
			});
		},
	);

	const header = '\0\0\0\rIHDR\0\0\x01\x2c\0\0\x01\x2c\x08\x02\0\0\0\0\0\0\0';
	const png = `\x89PNG\r\n\x1a\n${header}\0\0\0\0IEND\xae\x42\x60\x82`;
	it.each([
		['a picture', png, 'image/png', /\.png$/],
		['a sound', `ID3\x04\0\0\0\0\0\x0a${'\0'.repeat(40)}`, 'audio/mpeg', /\.mp3$/],
	])('%s is kept as such: other models make them', async (_, text, mimeType, name) => {
		const file = Buffer.from(text, 'latin1');
		const head = httpAnswer(200, '', { 'content-length': `${file.length}` });
		const other = await startRawServer({
			onRequest: (socket) => void socket.end(Buffer.concat([Buffer.from(head), file])),
		});
		simulator.faults.onTask({ kind: 'replaceUrls', outputs: [`${other.url}/x.mp4`] });
		const { binary } = await one();
		await other.stop();
		expect(binary?.data).toMatchObject({ mimeType, fileName: expect.stringMatching(name) });
		expect(Buffer.from(binary?.data?.data ?? '', 'base64')).toEqual(file);
	});

	it('a file without a length comes whole', async () => {
		const whole = (await one()).binary?.data?.data;
		simulator.faults.onDownload({ kind: 'chunked' });
		const { binary, json } = await one();
		expect(json).not.toHaveProperty('downloadError');
		expect(binary?.data?.data).toBe(whole);
	});
});

describe('what is left alone', () => {
	it('without Download Video nothing is fetched', async () => {
		const steps = [seedance(node, { prompt: 'A fox' })];
		const [item] = outputOf(await runChain(simulator.url, [{}], steps), node);
		expect(item?.binary).toBeUndefined();
		expect(simulator.journal.downloads()).toEqual([]);
	});

	it('a task that failed is not fetched', async () => {
		simulator.faults.onTask({ kind: 'failTask' });
		const { json } = await one({ ifTaskFails: 'item' });
		expect(json).not.toHaveProperty('downloadError');
		expect(simulator.journal.downloads()).toEqual([]);
	});

	it('a task without outputs says so', async () => {
		simulator.faults.onTask({ kind: 'replaceUrls', outputs: [] });
		const { json } = await one();
		expect(json.downloadError).toContain('WaveSpeedAI returned no file');
	});

	it('other binary fields of an item that passes through stay', async () => {
		const file = { data: 'AAAA', mimeType: 'text/plain', fileName: 'notes.txt' };
		const [made] = await run();
		const steps = [
			{
				name: 'With a file',
				type: 'test.source',
				parameters: { items: JSON.stringify([{ json: made?.json, binary: { notes: file } }]) },
			},
			seedance('seedanceGetResult', { taskId: '={{ $json.taskId }}', return: 'file' }),
		];
		const items = outputOf(await runChain(simulator.url, [{}], steps), 'seedanceGetResult');
		expect(Object.keys(items[0]?.binary ?? {})).toEqual(['notes', 'data']);
		expect(jsonOf(items)).toEqual([made?.json]);
	});
});
