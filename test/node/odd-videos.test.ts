/** Videos as people have them, and what isn't one: used, or refused by name before any charge. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { makeMp4 } from '../../simulator/video/mp4';
import { causeOf, textOf } from '../support/errors/causeOf';
import { outputOf, jsonOf, runChain, seedance } from './bench';
import { finishedTask } from './finished-task';
import { binary, byId, item, photo, runItems } from './media';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());

const node = 'seedanceVideoToVideo';
const simulator = testSimulator({ hurry: 20 });
const clip = readFileSync(path.join(__dirname, '../fixtures/media/video.mp4'));
const url = 'https://example.com/clip.mp4';
const video = (bytes: Uint8Array = clip, name = 'clip.mp4', type = 'video/mp4') =>
	binary(bytes, name, type);
const model = (id: string) => ({ model: byId(`bytedance/${id}`) });

const run = async (items: readonly INodeExecutionData[], parameters: IDataObject = {}) =>
	await runItems(simulator.url, items, [
		seedance(node, { prompt: 'It goes on', return: 'taskId', ...parameters }),
	]);
const on = async (json: IDataObject, parameters: IDataObject = {}) =>
	await run([{ json }], parameters);
const sent = () => simulator.journal.accepted().map(({ body }) => body.video);
const nameSent = () => String(sent().at(-1)).replace(/.*\//, '');

/** Boxes of an MP4 file that our video has, by name. */
function boxes(bytes: Buffer): Map<string, Buffer> {
	const found = new Map<string, Buffer>();
	for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at)) {
		const size = bytes.readUInt32BE(at);
		found.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at, at + size));
	}
	return found;
}

const seconds = 7;
let whole: Buffer;
const part = (name: string) => boxes(whole).get(name) ?? Buffer.alloc(0);
beforeAll(async () => {
	whole = Buffer.from(await makeMp4({ width: 64, height: 64, durationSeconds: seconds }));
});

/** A WebM file has no index that we read. */
const webm = Buffer.concat([
	Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'),
	Buffer.alloc(2000),
]);
const quickTime = Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1');

describe('a file is known by its bytes', () => {
	it.each([
		['with the type of an image', 'scan.png', 'image/png', 'scan.png.mp4'],
		['without a type', 'scan', '', 'scan.mp4'],
		['as text', 'clip.txt', 'text/plain', 'clip.txt.mp4'],
	])('%s', async (_, name, type, stored) => {
		const done = await run([item({ file: video(clip, name, type) })]);
		expect(done.data.resultData.error).toBeUndefined();
		expect(simulator.journal.tickets()[0]?.body).toMatchObject({ content_type: 'video/mp4' });
		expect(nameSent()).toBe(stored);
	});

	it.each([
		['MOV', () => Buffer.concat([quickTime, part('moov'), part('mdat')]), seconds + 5],
		[
			'MP4 whose index comes last',
			() => Buffer.concat([part('ftyp'), part('mdat'), part('moov')]),
			seconds + 5,
		],
		['WebM', () => webm, undefined],
	])('%s, and its length where it says one', async (name, bytes, length) => {
		const done = await run([item({ data: video(bytes(), `clip.${name.slice(0, 4)}`) })]);
		expect(done.data.resultData.error).toBeUndefined();
		expect(jsonOf(outputOf(done, node))[0]?.durationSeconds).toBe(length);
	});

	it('is found in the combined binary mode', async () => {
		await on({ _files: { clip: video() } } as unknown as IDataObject);
		expect(nameSent()).toBe('clip.mp4');
	});

	it('of two is the one that is named', async () => {
		await run([item({ a: video(), b: video(whole, 'long.mp4') })], { video: 'b' });
		expect(nameSent()).toBe('long.mp4');
	});
});

interface Bad {
	readonly name: string;
	readonly item: () => INodeExecutionData;
	readonly parameters?: IDataObject;
	readonly tells: RegExp;
}

const cut = (bytes: () => Uint8Array) => item({ data: video(bytes()) });
const given = (text: string) => ({ item: () => ({ json: {} }), parameters: { video: text } });

const bad: readonly Bad[] = [
	{
		name: 'an MP4 that is cut off',
		item: () => cut(() => whole.subarray(0, -50)),
		tells: /incomplete/,
	},
	{
		name: 'an MP4 without an index',
		item: () => cut(() => Buffer.concat([part('ftyp'), part('mdat')])),
		tells: /incomplete/,
	},
	{ name: 'an empty file', item: () => cut(() => Buffer.alloc(0)), tells: /is empty/ },
	{
		name: 'a web page with the name of a video',
		item: () => cut(() => Buffer.from('<!doctype html><html>')),
		tells: /web page, not a video/,
	},
	{ name: 'an image', item: () => item({ data: binary(photo) }), tells: /PNG image, not a video/ },
	{ name: 'a URL of an image', ...given('https://example.com/a.jpg'), tells: /JPEG image/ },
	{ name: 'a stream', ...given('https://example.com/a.m3u8'), tells: /streaming playlist/ },
	{ name: 'a page of YouTube', ...given('https://youtu.be/abc'), tells: /a YouTube page/ },
	{
		name: 'a page of Instagram',
		...given('https://www.instagram.com/reel/abc/'),
		tells: /an Instagram page.*\n.*Download the file/,
	},
	{
		name: 'two videos, of which none is named',
		item: () => item({ a: video(), b: video(whole) }),
		tells: /a or b/,
	},
	{
		name: 'a list of two URLs',
		item: () => ({ json: { both: [url, url] } }),
		parameters: { video: '={{ $json.both }}' },
		tells: /allows one file \(got 2\)/,
	},
	{ name: 'two URLs in one text', ...given(`${url}, ${url}`), tells: /more than one URL/ },
	{
		name: 'no prompt for an edit',
		item: () => item({ data: video() }),
		parameters: { ...model('seedance-2.5/video-edit'), prompt: '={{ "" }}' },
		tells: /Prompt is empty/,
	},
	{
		name: 'a prompt for the upscaler',
		item: () => item({ data: video() }),
		parameters: { ...model('video-upscaler'), options: { parametersJson: '{"prompt":"x"}' } },
		tells: /unknown parameter: "prompt"/,
	},
	{
		name: 'a length for the upscaler',
		item: () => item({ data: video() }),
		parameters: { ...model('video-upscaler'), options: { parametersJson: '{"duration":5}' } },
		tells: /unknown parameter: "duration"/,
	},
	{
		name: 'motion control with a video for its image',
		item: () => item({ data: video() }),
		parameters: model('seedance-2.5/motion-control'),
		tells: /Image is an MP4 video, not an image/,
	},
	{
		name: 'a task with an ID of another form that nobody knows',
		item: () => ({ json: { taskId: 'job-7' } }),
		tells: /names a task that WaveSpeedAI doesn't know/,
	},
];

describe('is refused, and nothing is sent', () => {
	it.each(bad)('$name', async ({ item: one, parameters, tells }) => {
		const { error } = (await run([one()], parameters)).data.resultData;
		expect(causeOf(error)).toBe('parameterRefused');
		expect(textOf(error)).toMatch(tells);
		expect(textOf(error)).toContain("You weren't charged.");
		const { journal } = simulator;
		expect([journal.submits(), journal.uploads()]).toEqual([[], []]);
	});
});

it('values of fields that the upscaler hides are not sent', async () => {
	const hidden = { prompt: 'It goes on', duration: 8, resolution: '4k' };
	await run([item({ data: video() })], { ...model('video-upscaler'), ...hidden });
	expect(Object.keys(simulator.journal.accepted()[0]?.body ?? {})).toEqual(['video']);
});

describe('the item of an earlier node', () => {
	const day = 86_400_000;

	it.each<readonly [string, (task: IDataObject) => IDataObject]>([
		['whose URL has expired', ({ taskId }) => ({ taskId, videoUrl: url, expiresAt: '2020-01-01' })],
		['with Simplify off', ({ taskId: id, videoUrl }) => ({ id, outputs: [videoUrl] })],
		[
			'that is an error, about a task that has finished since',
			({ taskId }) => ({ error: { taskId } }),
		],
	])('%s', async (_, json) => {
		const task = await finishedTask(simulator.url);
		await on(json(task));
		expect(sent().at(-1)).toBe(task.videoUrl);
	});

	it('as a whole, and beside a file that is no video', async () => {
		const task = await finishedTask(simulator.url);
		await on(task, { video: '={{ $json }}' });
		await run([item({ data: binary(photo) }, task)]);
		expect(sent().slice(-2)).toEqual([task.videoUrl, task.videoUrl]);
	});

	it('whose task has expired is refused', async () => {
		const task = await finishedTask(simulator.url);
		const accepted = simulator.journal.accepted().length;
		simulator.clock.pass(8 * day);
		const { error } = (await on({ ...task, expiresAt: '2020-01-01' })).data.resultData;
		expect(causeOf(error)).toBe('parameterRefused');
		expect(textOf(error)).toContain('Tasks are kept for 7 days');
		expect(simulator.journal.accepted()).toHaveLength(accepted);
	});

	it.each([
		['with several files: the first is used', { kind: 'outputs', count: 3 }, /\.mp4$/],
		[
			'with an image first: the video is used',
			{ kind: 'replaceUrls', outputs: ['https://example.com/last.png', url] },
			/clip\.mp4$/,
		],
		[
			'with images only',
			{ kind: 'replaceUrls', outputs: ['https://example.com/a.png'] },
			undefined,
		],
		['that has failed', { kind: 'failTask' }, undefined],
	] as const)('a task %s', async (_, outcome, used) => {
		simulator.faults.onTask(
			outcome.kind === 'replaceUrls' ? { ...outcome, outputs: [...outcome.outputs] } : outcome,
		);
		const settings = { onError: 'continueRegularOutput' } as const;
		const fox = seedance('seedanceTextToVideo', { prompt: 'A fox', return: 'url' }, settings);
		await runChain(simulator.url, [{}], [fox]);
		const [{ taskId } = {}] = simulator.journal.accepted();
		const { error } = (await on({}, { video: String(taskId) })).data.resultData;
		if (used === undefined) {
			expect(textOf(error)).toContain('names a task without a video');
			expect(simulator.journal.accepted()).toHaveLength(1);
		} else {
			expect(error).toBeUndefined();
			expect(sent().at(-1)).toMatch(used);
		}
	});

	it('that cannot be read for a moment is read again', async () => {
		const { taskId, videoUrl } = await finishedTask(simulator.url);
		simulator.faults.onRead({ kind: 'serverError' }, { times: 2 });
		await on({}, { video: String(taskId) });
		expect(sent().at(-1)).toBe(videoUrl);
	});

	it('is read once for all items that have it', async () => {
		const { taskId } = await finishedTask(simulator.url);
		const reads = () => simulator.journal.reads(String(taskId)).length;
		const before = reads();
		await run(Array.from({ length: 5 }, (_, row) => ({ json: { taskId: String(taskId), row } })));
		expect(reads()).toBe(before + 1);
		expect(sent()).toHaveLength(6);
	});
});
