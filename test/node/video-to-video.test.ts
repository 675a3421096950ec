/** Extend, edit and upscale: the video from a file, a URL, or an earlier task, and what it costs. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { findModel } from '../../seedance/models';
import { causeOf } from '../support/errors/causeOf';
import { makeMp4 } from '../../simulator/video/mp4';
import { jsonOf, outputOf, runChain, seedance, setupFor } from './bench';
import { binary, byId, chainOfItems, item, photo, runItems } from './media';
import { finishedTask } from './finished-task';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());

const node = 'seedanceVideoToVideo';
const url = 'https://example.com/clip.mp4';
const model = (id: string) => ({ model: byId(`bytedance/${id}`) });
const edit = model('seedance-2.5/video-edit');
const upscale = model('video-upscaler');

const simulator = testSimulator({ hurry: 20 });

// A price as it would be published, before the node meets the record.
const upscaler = findModel('bytedance/video-upscaler');
if (upscaler?.price === undefined) throw new Error('no price');
const perSecond = { usd: 0.01, minimumSeconds: 5 };
jest.replaceProperty(upscaler, 'price', {
	...upscaler.price,
	rows: [{ usdBySeconds: {}, perSecond }],
});

const clip = readFileSync(path.join(__dirname, '../fixtures/media/video.mp4'));
const video = (bytes: Uint8Array = clip) => binary(bytes, 'clip.mp4', 'video/mp4');

const step = (parameters: IDataObject = {}, settings: Partial<INode> = {}) =>
	seedance(node, { prompt: 'It goes on', return: 'url', ...parameters }, settings);
const onItems = async (items: readonly INodeExecutionData[], parameters: IDataObject = {}) =>
	await runItems(simulator.url, items, [step(parameters)]);
const on = async (json: IDataObject, parameters: IDataObject = {}) =>
	await runChain(simulator.url, [json], [step(parameters)]);
const bodies = () => simulator.journal.accepted().map(({ body }) => body);
const extension = {
	prompt: 'It goes on',
	resolution: '720p',
	duration: 5,
	generate_audio: true,
};
const uploaded: unknown = expect.stringMatching(/\/media\/[0-9a-f]+\/clip\.mp4$/);

describe('an extension', () => {
	it('of the file of the item uploads it once and waits for the whole', async () => {
		const run = await onItems([item({ data: video() })]);
		expect(run.data.resultData.error).toBeUndefined();
		expect(bodies()).toEqual([{ ...extension, video: uploaded }]);
		expect(simulator.journal.uploads()).toHaveLength(1);
		expect(jsonOf(outputOf(run, node))).toEqual([
			expect.objectContaining({ status: 'completed', videoUrl: expect.any(String) }),
		]);
	});

	it('of a URL sends it as it is', async () => {
		const run = await on({ clip: url }, { video: '={{ $json.clip }}', duration: 8 });
		expect(bodies()).toEqual([{ ...extension, video: url, duration: 8 }]);
		// How long the whole is depends on the video.
		expect(jsonOf(outputOf(run, node))[0]).not.toHaveProperty('durationSeconds');
	});

	it('says how long the whole is where the length of the file is known', async () => {
		const bytes = await makeMp4({ width: 64, height: 64, durationSeconds: 7 });
		const run = await onItems([item({ data: video(bytes) })], { duration: 8 });
		expect(jsonOf(outputOf(run, node))).toMatchObject([{ durationSeconds: 15 }]);
	});

	it('of an earlier task takes its output, without an upload', async () => {
		const earlier = await finishedTask(simulator.url);
		const { taskId, videoUrl } = earlier;
		await onItems([item({ data: video() }, { taskId })], { video: '={{ $json.taskId }}' });
		expect(bodies().at(-1)).toEqual({ ...extension, video: videoUrl });
		expect(simulator.journal.uploads()).toEqual([]);
	});

	it.each(['videoUrl', 'taskId'])(
		'of an item without files takes the %s of the node before, with the field as it comes',
		async (name) => {
			const { [name]: value, videoUrl } = await finishedTask(simulator.url);
			await on({ [name]: value });
			expect(bodies().at(-1)).toEqual({ ...extension, video: videoUrl });
		},
	);
});

describe('other models', () => {
	it('edit with references, and keep the sound where new audio is off', async () => {
		await onItems([item({ data: video(), person: binary(photo) })], {
			...edit,
			generateAudio: false,
			options: { referenceImages: 'person' },
		});
		expect(bodies()).toEqual([
			{
				prompt: 'It goes on',
				video: uploaded,
				reference_images: [expect.stringMatching(/\.png$/)],
				resolution: '720p',
				generate_audio: false,
			},
		]);
	});

	it('edit for as long as the video is, unless told otherwise', async () => {
		const older = model('seedance-2.0/video-edit');
		await on({}, { ...older, video: url });
		await on({}, { ...older, video: url, duration: 6 });
		expect(bodies().map(({ duration }) => duration)).toEqual([undefined, 6]);
	});

	it('upscale without a prompt', async () => {
		await on({}, { ...upscale, video: url, targetResolution: '4k', prompt: '' });
		expect(bodies()).toEqual([{ video: url, target_resolution: '4k' }]);
	});

	it('move the person of an image as in the video', async () => {
		await onItems([item({ data: video(), person: binary(photo) })], {
			...model('seedance-2.5/motion-control'),
			image: 'person',
		});
		expect(bodies()).toEqual([
			expect.objectContaining({ video: uploaded, image: expect.stringMatching(/\.png$/) }),
		]);
	});
});

describe('is refused before anything is charged', () => {
	const refused = async (run: Awaited<ReturnType<typeof on>>) => {
		const { error } = run.data.resultData;
		expect(simulator.journal.submits()).toEqual([]);
		expect(error?.description).toMatch(/You weren't charged/);
		return [causeOf(error), `${error?.message} ${error?.description}`] as const;
	};

	it('an image instead of a video', async () => {
		const [cause, said] = await refused(await onItems([item({ data: binary(photo) })]));
		expect(cause).toBe('parameterRefused');
		expect(said).toContain('PNG');
	});

	it('an item without a video', async () => {
		expect((await refused(await on({})))[0]).toBe('parameterRefused');
	});

	it('a task that nobody knows', async () => {
		const taskId = '0123456789abcdef0123456789abcdef';
		const [cause, said] = await refused(await on({}, { video: taskId }));
		expect(cause).toBe('parameterRefused');
		expect(said).toContain('7 days');
	});

	it.each([
		['is not finished', 'processing', /isn't finished/],
		['was cancelled', 'cancelled', /without a video/],
	])('a task that %s', async (_, status, told) => {
		simulator.faults.onTask({ kind: 'status', status, forMs: 600_000 });
		const started = await runChain(
			simulator.url,
			[{}],
			[seedance('seedanceTextToVideo', { prompt: 'A fox', return: 'taskId' })],
		);
		const [{ taskId } = {}] = jsonOf(outputOf(started, 'seedanceTextToVideo'));
		const submits = simulator.journal.submits().length;
		const run = await on({}, { video: String(taskId) });
		expect(simulator.journal.submits()).toHaveLength(submits);
		expect(causeOf(run.data.resultData.error)).toBe('parameterRefused');
		expect(run.data.resultData.error?.message).toMatch(told);
	});

	it('a model of another node, with the node that is for it', async () => {
		const text = model('seedance-2.5/text-to-video');
		const [cause, said] = await refused(await on({}, { ...text, video: url }));
		expect(cause).toBe('wrongMode');
		expect(said).toContain('Seedance Text to Video');
	});
});

describe('the cost', () => {
	const cap = { maximumCostUsd: 10 };

	it('of an extension is quoted for the new seconds, before its file is uploaded', async () => {
		const run = await onItems([item({ data: video() })], { options: cap });
		expect(run.data.resultData.error).toBeUndefined();
		const [{ estimatedCostUsd } = {}] = jsonOf(outputOf(run, node));
		expect(estimatedCostUsd).toBeGreaterThan(0);
		expect(simulator.journal.prices()).toHaveLength(1);
	});

	it('of an edit is not known, so a maximum stops it unless that is allowed', async () => {
		const run = await on({}, { ...edit, video: url, options: cap });
		expect(causeOf(run.data.resultData.error)).toBe('priceUnknown');
		expect(run.data.resultData.error?.description).toContain("length isn't known");
		expect(bodies()).toEqual([]);
		await on({}, { ...edit, video: url, options: { ...cap, allowUnknownPrices: true } });
		expect(bodies()).toHaveLength(1);
	});

	it('of a file whose length is read is told apart', async () => {
		const run = await onItems([item({ data: video() })], { ...edit, options: cap });
		expect(run.data.resultData.error?.description).toContain('publishes no price');
		expect(bodies()).toEqual([]);
	});

	it('of a long file is told before it is used: how much of it the model takes', async () => {
		const bytes = await makeMp4({ width: 64, height: 64, durationSeconds: 33 });
		const run = await onItems([item({ data: video(bytes) })], edit);
		expect(run.data.resultData.error).toBeUndefined();
		const hints = JSON.stringify(run.data.resultData.runData[node]?.[0]?.hints);
		expect(hints).toContain('33 seconds long. The model uses the first 30.');
	});
});

describe('a retry', () => {
	it('of an item with the task of an earlier node pays once, also with the URL that it has since', async () => {
		const { taskId } = await finishedTask(simulator.url);
		const earlier = simulator.journal.accepted().length;
		simulator.faults.onTask({ kind: 'status', status: 'processing', forMs: 3_600_000 });
		const impatient = { video: String(taskId), options: { timeoutMinutes: 0.3 } };
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 };
		const original = chainOfItems([item({})], [step(impatient, settings)]);
		const setup = setupFor(simulator.url);
		const failed = await startWorkflow(original, setup).done;
		expect(causeOf(failed.data.resultData.error)).toBe('deadline');
		const reads = simulator.journal.reads(String(taskId)).length;
		simulator.clock.pass(3_600_000);
		const again = await retryWorkflow(failed, original, setup);
		expect(again.data.resultData.error).toBeUndefined();
		expect(jsonOf(outputOf(again, node))).toMatchObject([{ status: 'completed' }]);
		expect(simulator.journal.accepted()).toHaveLength(earlier + 1);
		// The earlier task isn't needed any more.
		expect(simulator.journal.reads(String(taskId))).toHaveLength(reads);
	});
});

describe('a price by the seconds of the video', () => {
	const upscaled = async (seconds: number, options: IDataObject = {}) => {
		const bytes = await makeMp4({ width: 64, height: 64, durationSeconds: seconds });
		return await onItems([item({ data: video(bytes) })], { ...upscale, options });
	};

	it.each([
		[7, 0.07],
		[2, 0.05],
	])('is that of %d seconds, which its header says', async (seconds, usd) => {
		const run = await upscaled(seconds);
		expect(jsonOf(outputOf(run, node))).toMatchObject([{ estimatedCostUsd: usd }]);
	});

	it('counts for the maximum of the execution, before anything is uploaded', async () => {
		const run = await upscaled(7, { maximumCostUsd: 0.06 });
		expect(causeOf(run.data.resultData.error)).toBe('costAboveMaximum');
		expect(run.data.resultData.error?.description).toContain('$0.07 more for 1 video');
		expect([bodies(), simulator.journal.uploads()]).toEqual([[], []]);
		expect((await upscaled(6, { maximumCostUsd: 0.06 })).data.resultData.error).toBeUndefined();
		expect(bodies()).toHaveLength(1);
	});

	it("isn't known of a URL, so the maximum stops it", async () => {
		const run = await on({}, { ...upscale, video: url, options: { maximumCostUsd: 1 } });
		expect(causeOf(run.data.resultData.error)).toBe('priceUnknown');
		expect(bodies()).toEqual([]);
	});
});
