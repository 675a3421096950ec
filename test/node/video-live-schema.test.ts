/** Models whose live schema names its video otherwise, or that only the list has. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { causeOf, textOf } from '../support/errors/causeOf';
import { seedance } from './bench';
import { finishedTask } from './finished-task';
import { binary, byId, item, photo, runItems } from './media';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());

const text = { type: 'string' };
const video = { type: 'string', 'x-accept': 'video/*' };
const image = { type: 'string', 'x-accept': 'image/*' };
const listed = (
	id: string,
	type: string,
	properties: Readonly<Record<string, object>>,
	required: readonly string[],
) => ({
	id: `bytedance/${id}`,
	name: id,
	type,
	schema: { type: 'object', properties: { prompt: text, ...properties }, required },
});

const simulator = testSimulator({
	hurry: 20,
	offer: {
		liveModels: [
			listed('seedance-2.5/video-extend', 'video-extend', { video_url: video }, ['video_url']),
			listed(
				'seedance-2.0/video-extend',
				'video-extend',
				{ videos: { type: 'array', items: text, 'x-accept': 'video/*' } },
				['videos'],
			),
			listed('seedance-9/video-extend', 'video-extend', { video: text }, ['video']),
			listed('seedance-9/video-edit', 'video-to-video', { input_video: video }, ['input_video']),
			listed('seedance-9/motion', 'motion-control', { clip: video, image }, ['clip', 'image']),
			listed('seedance-9/text-to-video', 'text-to-video', {}, ['prompt']),
		],
	},
});

const clip = readFileSync(path.join(__dirname, '../fixtures/media/video.mp4'));
const file = binary(clip, 'clip.mp4', 'video/mp4');
const run = async (one: INodeExecutionData, id: string, parameters: IDataObject = {}) =>
	await runItems(
		simulator.url,
		[one],
		[
			seedance('seedanceVideoToVideo', {
				prompt: 'It goes on',
				model: byId(`bytedance/${id}`),
				// Fields of the catalogue's model that the live one doesn't have.
				duration: '',
				return: 'taskId',
				...parameters,
			}),
		],
	);
// A model that only the list has waits for it. Those of the catalogue don't.
beforeAll(async () => void (await run(item({ data: file }), 'seedance-9/video-edit')));
const sent = () => simulator.journal.accepted().at(-1)?.body;

describe.each([
	['seedance-2.5/video-extend', 'video_url', false],
	['seedance-2.0/video-extend', 'videos', true],
	['seedance-9/video-extend', 'video', false],
	['seedance-9/video-edit', 'input_video', false],
] as const)('%s has the video in %s', (id, name, isList) => {
	const as = (value: unknown) => ({ [name]: isList ? [value] : value });

	it('as an uploaded file', async () => {
		await run(item({ data: file }), id);
		expect(sent()).toMatchObject(as(expect.stringMatching(/\/media\/.*clip\.mp4$/)));
	});

	it('as the output of an earlier task', async () => {
		const { taskId, videoUrl } = await finishedTask(simulator.url);
		await run({ json: { taskId: String(taskId) } }, id);
		expect(sent()).toMatchObject(as(videoUrl));
	});

	it('as a URL', async () => {
		const url = 'https://example.com/clip.mp4';
		await run({ json: {} }, id, { video: url });
		expect(sent()).toMatchObject(as(url));
	});
});

it('an image that only the live schema has comes from Parameters (JSON)', async () => {
	const both = item({ data: file, person: binary(photo) });
	const parametersJson = '{"image":"person"}';
	await run(both, 'seedance-9/motion', { options: { parametersJson } });
	expect(sent()).toMatchObject({
		clip: expect.stringMatching(/clip\.mp4$/),
		image: expect.stringMatching(/\.png$/),
	});
	const { error } = (await run(both, 'seedance-9/motion')).data.resultData;
	expect(causeOf(error)).toBe('parameterRefused');
	expect(textOf(error)).toContain('Image is empty');
});

it('a listed model of another node names that node', async () => {
	const { error } = (await run(item({ data: file }), 'seedance-9/text-to-video')).data.resultData;
	expect(causeOf(error)).toBe('wrongMode');
	expect(textOf(error)).toContain('Seedance Text to Video');
	expect(simulator.journal.submits()).toEqual([]);
});
