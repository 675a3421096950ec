/** What a video was started with is in its item: for captions, sheets and timelines. */
import type { IDataObject } from 'n8n-workflow';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, outputOf, pricedModel, runChain, seedance, setupFor } from './bench';
import { ended, testInstance } from './test-instance';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());

const node = 'seedanceTextToVideo';
const taskMs = 400;
const simulator = testSimulator({ hurry: 20, taskMs });
const instance = testInstance(simulator);

const rows = [
	{ row: 0, seconds: 5, shape: '9:16', audio: true },
	{ row: 1, seconds: 10, shape: '1:1', audio: false },
];
const perRow = {
	model: pricedModel,
	prompt: '=Fox {{ $json.row }}',
	duration: '={{ $json.seconds }}',
	aspectRatio: '={{ $json.shape }}',
	resolution: '480p',
	generateAudio: '={{ $json.audio }}',
};
const step = (options: IDataObject = {}, more: IDataObject = {}) =>
	seedance(node, { ...perRow, ...more, options: { seed: '={{ $json.row + 7 }}', ...options } });

/** The settings of both rows. */
const both = rows.map(({ row, seconds, shape, audio }) => ({
	prompt: `Fox ${row}`,
	durationSeconds: seconds,
	resolution: '480p',
	aspectRatio: shape,
	hasAudio: audio,
	seed: row + 7,
}));
const keys = Object.keys(both[0] ?? {});
const settings = (items: readonly IDataObject[]) =>
	items.map((json) => Object.fromEntries(keys.map((key) => [key, json[key]])));

describe('the settings of a video', () => {
	it.each(['url', 'file', 'taskId'])('are in its item: Return %s', async (returned) => {
		const done = await runChain(simulator.url, rows, [step({}, { return: returned })]);
		expect(settings(jsonOf(outputOf(done, node)))).toEqual(both);
	});

	it('are those that were sent, and none that was not', async () => {
		const model = { __rl: true, mode: 'id', value: 'bytedance/seedance-2.0-fast/image-to-video' };
		const image = 'https://example.com/fox.png';
		const fromImage = seedance('seedanceImageToVideo', { model, image, prompt: ' A fox ' });
		const done = await runChain(simulator.url, [{}], [fromImage]);
		const [json] = jsonOf(outputOf(done, 'seedanceImageToVideo'));
		const [{ body } = { body: undefined }] = simulator.journal.accepted();
		expect(json?.prompt).toBe(body?.prompt);
		// The image decides, and the model chose the seed.
		expect(json).not.toHaveProperty('aspectRatio');
		expect(json).not.toHaveProperty('seed');
	});

	it('name no seed that the model is to choose', async () => {
		const done = await runChain(simulator.url, rows, [step({ seed: -1 })]);
		expect(simulator.journal.accepted().map(({ body }) => body.seed)).toEqual([-1, -1]);
		for (const json of jsonOf(outputOf(done, node))) expect(json).not.toHaveProperty('seed');
	});

	it('are there when a retry finds the task of an earlier try', async () => {
		simulator.clock.hold();
		const chain = chainOf(rows, [step({ timeoutMinutes: 0.3 })]);
		const failed = await startWorkflow(chain, setupFor(simulator.url)).done;
		expect(causeOf(failed.data.resultData.error)).toBe('deadline');
		simulator.clock.release();
		const done = await retryWorkflow(failed, chain, setupFor(simulator.url));
		expect(settings(jsonOf(outputOf(done, node)))).toEqual(both);
		expect(simulator.journal.submits()).toHaveLength(2);
	});

	it('are there after a paused wait', async () => {
		simulator.clock.hold();
		const options = { waitUsing: 'suspend', notifyWhenDone: 'execution' };
		const execution = await instance().start(chainOf(rows, [step(options)]));
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		expect(settings(jsonOf(outputOf(await ended(execution), node)))).toEqual(both);
	});

	it('are not in the data of the API', async () => {
		const done = await runChain(simulator.url, rows, [step({ simplify: false })]);
		for (const json of jsonOf(outputOf(done, node))) {
			expect(json).not.toHaveProperty('durationSeconds');
		}
	});
});

describe('outputs', () => {
	const filesOf = async (outputs?: readonly string[]) => {
		if (outputs !== undefined) simulator.faults.onTask({ kind: 'replaceUrls', outputs });
		const parameters = { prompt: 'A fox', return: 'url' };
		const done = await runChain(simulator.url, [{}], [seedance(node, parameters)]);
		return jsonOf(outputOf(done, node))[0];
	};

	it('are there when a task has several files, the first of which is videoUrl', async () => {
		const outputs = ['https://example.com/1.mp4', 'https://example.com/2.mp4'];
		expect(await filesOf(outputs)).toMatchObject({ videoUrl: outputs[0], outputs });
	});

	it('are not there beside the one file of a task', async () => {
		const json = await filesOf();
		expect(json?.videoUrl).toEqual(expect.any(String));
		expect(json).not.toHaveProperty('outputs');
	});
});
