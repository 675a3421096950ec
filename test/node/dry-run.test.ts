jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** A dry run shows the request and its price without creating anything. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, IRun } from 'n8n-workflow';
import { startWorkflow } from '../engine/run';
import { chainOf, jsonOf, outputOf, pricedModel, runChain, seedance, setupFor } from './bench';
import type { SeedanceNode } from './bench';
import { finishedTask } from './finished-task';
import { binary, item, photo, runItems, submitting } from './media';
import { testSimulator } from './test-simulator';

const clip = readFileSync(path.join(__dirname, '../fixtures/media/video.mp4'));
const fromText = 'seedanceTextToVideo';
const fromImage = 'seedanceImageToVideo';
const always = { previewOnly: 'always' };
/** The same with the request. */
const detailed = { ...always, simplify: false };
const simulator = testSimulator({ hurry: 20, offer: { balanceUsd: 10 } });

/** Requests that create something, or may. */
const creating = () =>
	simulator.journal.requests.filter(({ route }) => ['submit', 'ticket', 'upload'].includes(route));

async function run(
	node: SeedanceNode,
	parameters: IDataObject,
	items: readonly IDataObject[] = [{}],
): Promise<IRun> {
	return await runChain(simulator.url, items, [seedance(node, parameters)]);
}

describe('A dry run', () => {
	afterEach(() => expect(creating()).toEqual([]));

	it('gives the method, the address, the body, the price and where each value comes from', async () => {
		const done = await run(
			fromText,
			{
				model: pricedModel,
				prompt: 'A fox',
				duration: '={{ $json.seconds }}',
				options: { ...detailed, parametersJson: '{"seed": 7}' },
			},
			[{ seconds: '10' }],
		);
		const model = pricedModel.value;
		expect(outputOf(done, fromText)).toMatchObject([{ pairedItem: { item: 0 } }]);
		expect(jsonOf(outputOf(done, fromText))).toEqual([
			{
				status: 'dryRun',
				prompt: 'A fox',
				durationSeconds: 10,
				resolution: '720p',
				aspectRatio: '16:9',
				hasAudio: true,
				seed: 7,
				method: 'POST',
				url: `${simulator.url}/api/v3/${model}`,
				model,
				body: {
					prompt: 'A fox',
					duration: 10,
					resolution: '720p',
					aspect_ratio: '16:9',
					generate_audio: true,
					camera_fixed: false,
					seed: 7,
				},
				estimatedCostUsd: 0.52,
				priceSource: 'published',
				values: [
					{ parameter: 'prompt', value: 'A fox', from: 'Field' },
					{ parameter: 'duration', value: 10, from: 'Field' },
					{ parameter: 'aspect_ratio', value: '16:9', from: 'Field' },
					{ parameter: 'resolution', value: '720p', from: 'Field' },
					{ parameter: 'generate_audio', value: true, from: 'Field' },
					{ parameter: 'camera_fixed', value: false, from: 'Field' },
					{ parameter: 'seed', value: 7, from: 'Parameters (JSON)' },
				].map((value) => expect.objectContaining(value)),
			},
		]);
	});

	it('simplified: one row, with the settings, the price and its source', async () => {
		const parameters = { model: pricedModel, prompt: 'A fox', options: always };
		expect(jsonOf(outputOf(await run(fromText, parameters), fromText))).toEqual([
			{
				status: 'dryRun',
				model: pricedModel.value,
				prompt: 'A fox',
				durationSeconds: 5,
				resolution: '720p',
				aspectRatio: '16:9',
				hasAudio: true,
				estimatedCostUsd: 0.26,
				priceSource: 'published',
			},
		]);
	});

	it('shows the defaults of the model that are not sent', async () => {
		const parameters = { model: pricedModel, prompt: 'A fox', options: detailed };
		const [json] = jsonOf(outputOf(await run(fromText, parameters), fromText));
		expect(json?.body).not.toHaveProperty('camera_fixed');
		expect(json?.values).toContainEqual({
			parameter: 'camera_fixed',
			value: false,
			from: 'Model default, not sent',
		});
	});

	it('gives the quote with Live Quote, or why there is none', async () => {
		const options = { ...detailed, liveQuote: 'always' };
		const done = await run(fromText, { prompt: 'A fox', options });
		const [priced] = jsonOf(outputOf(done, fromText));
		expect(priced).toMatchObject({ estimatedCostUsd: 0.8, priceSource: 'quote' });
		expect(priced).not.toHaveProperty('priceUnknownBecause');
		// Parameters without a default that aren't sent have no value to show.
		const values = priced?.values as IDataObject[];
		expect(values.map(({ parameter }) => parameter)).not.toContain('reference_images');
		simulator.faults.onPrice({ kind: 'serverError' }, { times: Infinity });
		const [json] = jsonOf(outputOf(await run(fromText, { prompt: 'A fox', options }), fromText));
		expect(json).not.toHaveProperty('estimatedCostUsd');
		expect(json?.priceUnknownBecause).toContain("WaveSpeedAI isn't available");
	});

	it('refuses what would be refused: a bad value, a sum above the maximum', async () => {
		const bad = await run(fromText, { prompt: 'A fox', duration: 99, options: always });
		expect(bad.data.resultData.error?.message).toContain('Duration must be');
		const options = { ...always, maximumCostUsd: 0.2 };
		const dear = await run(fromText, { prompt: 'A fox', options });
		expect(dear.data.resultData.error?.description).toContain('$0.80 more for 1 video');
	});

	it('checks files and uploads none: their names stand in the body', async () => {
		const step = submitting({ image: 'photo', options: detailed });
		const done = await runItems(simulator.url, [item({ photo: binary(photo) })], [step]);
		expect(done.data.resultData.error).toBeUndefined();
		expect(jsonOf(outputOf(done, fromImage))).toMatchObject([
			{ status: 'dryRun', body: { image: '<file: photo>' } },
		]);
	});

	it('shows a URL as it is, and a data URI by its length', async () => {
		const url = 'https://example.com/fox.png';
		const dataUri = `data:image/png;base64,${Buffer.from(photo).toString('base64')}`;
		const done = await run(
			fromImage,
			{ prompt: 'A fox', image: '={{ $json.image }}', options: detailed },
			[{ image: url }, { image: dataUri }],
		);
		expect(jsonOf(outputOf(done, fromImage))).toMatchObject([
			{ body: { image: url } },
			{ body: { image: `<data URI: ${dataUri.length} characters>` } },
		]);
	});

	it('says why the price of a model outside the catalogue is not known, and shows what is sent', async () => {
		const model = { __rl: true, mode: 'id', value: 'bytedance/unheard-of' };
		const done = await run(fromText, { model, prompt: 'A fox', options: detailed });
		const [json] = jsonOf(outputOf(done, fromText));
		const { prompt, ...others } = json?.body as IDataObject;
		expect(prompt).toBe('A fox');
		const values = json?.values as IDataObject[];
		const shown = values.map(({ parameter }) => String(parameter));
		expect(shown.sort()).toEqual(['prompt', ...Object.keys(others)].sort());
		expect(json).toMatchObject({ priceUnknownBecause: expect.any(String) });
	});

	it('takes no request key: the real run after it submits', async () => {
		const options = { ...always, requestKey: 'row-1' };
		const done = await run(fromText, { prompt: 'A fox', options });
		expect(jsonOf(outputOf(done, fromText))).toMatchObject([
			{ status: 'dryRun', requestKey: 'row-1' },
		]);
	});

	it('passes through the nodes behind it unchanged, without a request', async () => {
		const done = await runChain(
			simulator.url,
			[{}],
			[
				seedance(fromText, { prompt: 'A fox', options: always }),
				seedance('seedanceWaitForCompletion', {}),
				seedance('seedanceGetResult', {}),
			],
		);
		expect(done.data.resultData.error).toBeUndefined();
		expect(jsonOf(outputOf(done, 'seedanceGetResult'))).toMatchObject([{ status: 'dryRun' }]);
		expect(simulator.journal.reads()).toEqual([]);
	});

	it('suspends nothing and calls nobody', async () => {
		const options = { ...always, waitUsing: 'suspend', notifyWhenDone: 'execution' };
		const done = await run(fromText, { prompt: 'A fox', options });
		expect(done.status).toBe('success');
		expect(jsonOf(outputOf(done, fromText))).toMatchObject([{ status: 'dryRun' }]);
	});
});

describe('A dry run with a video', () => {
	it('checks a video and uploads none; an earlier task is read, and its URL shown', async () => {
		const earlier = await finishedTask(simulator.url);
		const step = seedance('seedanceVideoToVideo', { prompt: 'On', options: detailed });
		const file = binary(clip, 'clip.mp4', 'video/mp4');
		const { taskId, videoUrl } = earlier;
		const before = creating().length;
		const items = [item({ data: file }), { json: { taskId } }];
		const done = await runItems(simulator.url, items, [step]);
		expect(jsonOf(outputOf(done, 'seedanceVideoToVideo'))).toMatchObject([
			{ status: 'dryRun', body: { video: '<file: data>' } },
			{ status: 'dryRun', body: { video: videoUrl } },
		]);
		expect(creating()).toHaveLength(before);
	});
});

describe('Preview Only', () => {
	const chain = chainOf(
		[{}],
		[seedance(fromText, { prompt: 'A fox', options: { previewOnly: 'manual' } })],
	);

	it.each(['trigger', 'webhook'] as const)('Always holds in production: %s', async (mode) => {
		const step = seedance(fromText, { prompt: 'A fox', options: always });
		const setup = setupFor(simulator.url);
		const done = await startWorkflow(chainOf([{}], [step]), setup, () => {}, mode).done;
		expect(jsonOf(outputOf(done, fromText))).toMatchObject([{ status: 'dryRun' }]);
		expect(creating()).toEqual([]);
	});

	it('In Manual Executions holds for a run by hand', async () => {
		const done = await startWorkflow(chain, setupFor(simulator.url)).done;
		expect(jsonOf(outputOf(done, fromText))).toMatchObject([{ status: 'dryRun' }]);
		expect(creating()).toEqual([]);
	});

	it('In Manual Executions does not hold in production', async () => {
		const done = await startWorkflow(chain, setupFor(simulator.url), () => {}, 'webhook').done;
		expect(jsonOf(outputOf(done, fromText))).toMatchObject([{ status: 'completed' }]);
		expect(simulator.journal.submits()).toHaveLength(1);
	});
});
