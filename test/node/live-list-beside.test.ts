/** The list of models is fetched beside the other steps of a run: who waits for it, and when it is used. */
import { causeOf } from '../support/errors/causeOf';
import type { IDataObject } from 'n8n-workflow';
import { runChain, seedance } from './bench';
import type { SeedanceNode } from './bench';
import { until } from './test-instance';
import { testSimulator } from './test-simulator';

const drifted = 'bytedance/seedance-2.0/image-to-video';
const outside = 'bytedance/seedance-9/text-to-video';

/** Each test has an API of its own: the nodes keep the list of one for an hour. */
const scene = () =>
	testSimulator({
		offer: {
			schemas: 'current',
			liveModels: [
				{
					id: outside,
					name: 'Seedance 9 Text to Video',
					type: 'text-to-video',
					schema: {
						type: 'object',
						required: ['prompt'],
						properties: {
							prompt: { type: 'string' },
							duration: { type: 'integer', minimum: 4, maximum: 20 },
						},
					},
				},
			],
		},
	});

async function submit(
	{ url }: { url: string },
	parameters: IDataObject,
	node: SeedanceNode = 'seedanceTextToVideo',
) {
	const all = { prompt: 'Fox', return: 'taskId', ...parameters };
	const { data } = await runChain(url, [{}], [seedance(node, all)]);
	return data.resultData.error;
}
const id = (value: string) => ({ __rl: true, mode: 'id', value });

describe('a model of the catalogue', () => {
	const simulator = scene();

	it('is submitted while the list is still on its way, and the next run uses the list', async () => {
		let release = () => {};
		const released = new Promise<void>((resolve) => (release = resolve));
		simulator.faults.onModels({ kind: 'hold', until: released });
		const image = `${simulator.url}/samples/first-frame.png`;
		const parameters = { model: id(drifted), images: image };
		// In the shape of the catalogue, which this API does not take any more: it says so for nothing.
		const refused = await submit(simulator, parameters, 'seedanceImageToVideo');
		expect(causeOf(refused)).toBe('requestRefused');
		expect(simulator.journal.submits()).toHaveLength(1);
		const lists = () => simulator.journal.modelLists().map(({ status }) => status);
		expect(lists()).toEqual([undefined]);
		release();
		await until(() => lists()[0] !== undefined);
		// It has been sent; when it has been read, the next run uses it.
		while ((await submit(simulator, parameters, 'seedanceImageToVideo')) !== undefined);
		expect(simulator.journal.accepted().map(({ body }) => body)).toEqual([
			expect.objectContaining({ image }),
		]);
		expect(lists()).toEqual([200]);
	});
});

describe('a list that comes before the submit', () => {
	const simulator = scene();

	it('is used, though the request was planned without it', async () => {
		simulator.faults.onModels({ kind: 'delay', ms: 100 });
		simulator.faults.onSecret({ kind: 'delay', ms: 1_500 });
		const image = `${simulator.url}/samples/first-frame.png`;
		const options = {
			notifyWhenDone: 'url',
			callbackUrl: `${simulator.url}/nowhere`,
			reference: 'row 7',
		};
		const parameters = { model: id(drifted), images: image, options };
		expect(await submit(simulator, parameters, 'seedanceImageToVideo')).toBeUndefined();
		expect(simulator.journal.accepted().map(({ body }) => body)).toEqual([
			expect.objectContaining({ image }),
		]);
	});
});

describe('a model outside the catalogue', () => {
	const simulator = scene();

	it('waits for the list, by which it is checked', async () => {
		simulator.faults.onModels({ kind: 'delay', ms: 700 });
		const parameters = { model: id(outside), options: { parametersJson: '{"duration": 99}' } };
		expect((await submit(simulator, parameters))?.message).toContain('Duration must be');
		expect(simulator.journal.submits()).toEqual([]);
	});
});

describe('a model outside the catalogue beside one of it', () => {
	const simulator = scene();

	it('waits for the list, too', async () => {
		simulator.faults.onModels({ kind: 'delay', ms: 700 });
		const parameters = {
			model: id('={{ $json.model }}'),
			prompt: 'Fox',
			waitForCompletion: false,
			modelOptions: { parametersJson: '{"duration": 16}' },
		};
		const rows = [{ model: 'bytedance/seedance-2.5/text-to-video' }, { model: outside }];
		const step = seedance('seedanceTextToVideo', parameters);
		const { data } = await runChain(simulator.url, rows, [step]);
		expect(data.resultData.error).toBeUndefined();
		expect(simulator.journal.modelLists().map(({ status }) => status)).toEqual([200]);
		expect(simulator.journal.accepted()).toHaveLength(2);
	});
});

describe('an expression that fails', () => {
	const simulator = scene();

	it('does not wait for the list, which cannot change that', async () => {
		simulator.faults.onModels({ kind: 'delay', ms: 1_500 });
		const error = await submit(simulator, { prompt: '={{ $("No").item.json.x }}' });
		expect(causeOf(error)).toBe('expressionFailed');
		expect(simulator.journal.modelLists().map(({ status }) => status)).toEqual([undefined]);
	});
});

describe('a value that the catalogue refuses', () => {
	const simulator = scene();

	it('waits for the list, which may allow it', async () => {
		simulator.faults.onModels({ kind: 'delay', ms: 700 });
		const image = `${simulator.url}/samples/first-frame.png`;
		const options = { parametersJson: '{"resolution": "1080p"}' };
		const parameters = { model: id(drifted), images: image, options };
		expect(await submit(simulator, parameters, 'seedanceImageToVideo')).toBeUndefined();
		expect(simulator.journal.accepted()).toHaveLength(1);
	});
});

describe('a quote', () => {
	const simulator = scene();

	it('waits for the list: it depends on all that the model takes today', async () => {
		simulator.faults.onModels({ kind: 'delay', ms: 700 });
		const image = `${simulator.url}/samples/first-frame.png`;
		const options = { previewOnly: 'always', liveQuote: 'always' };
		await submit(simulator, { model: id(drifted), images: image, options }, 'seedanceImageToVideo');
		expect(simulator.journal.prices().map(({ body }) => body?.inputs)).toMatchObject([
			{ duration: 5, resolution: '720p', generate_audio: true },
		]);
	});
});

describe('Schema: Built-In', () => {
	const simulator = scene();

	it('asks for no list', async () => {
		expect(await submit(simulator, { options: { schema: 'builtIn' } })).toBeUndefined();
		expect(simulator.journal.modelLists()).toEqual([]);
	});
});
