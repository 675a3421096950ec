jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Requests follow the schema that WaveSpeedAI lists today: both shapes of 2.0/image-to-video, and new models. */
import { causeOf } from '../support/errors/causeOf';
import { problem } from '../../seedance/errors/messages';
import type { IDataObject } from 'n8n-workflow';
import { outputOf, jsonOf, runChain, seedance } from './bench';
import type { SeedanceNode } from './bench';
import { testSimulator } from './test-simulator';

const seedance2 = 'bytedance/seedance-2.0/image-to-video';
const newModel = 'bytedance/seedance-3.0/text-to-video';
const retiredModel = 'bytedance/seedance-v1-lite-t2v-480p';

const current = testSimulator({
	hurry: 20,
	offer: {
		schemas: 'current',
		retired: [retiredModel],
		liveModels: [
			{
				id: newModel,
				name: 'Seedance 3.0 Text to Video',
				type: 'text-to-video',
				usdPerSecond: 0.2,
				schema: {
					type: 'object',
					required: ['prompt', 'duration'],
					properties: {
						prompt: { type: 'string' },
						duration: { type: 'integer', minimum: 4, maximum: 20, default: 5 },
						style: { type: 'string', enum: ['film', 'ink'] },
						hdr: { type: 'boolean', default: false },
					},
				},
			},
		],
	},
});
const documented = testSimulator({ hurry: 20 });

async function run(
	{ url }: { url: string },
	node: SeedanceNode,
	parameters: IDataObject,
	items: readonly IDataObject[] = [{}],
) {
	return await runChain(url, items, [seedance(node, parameters)]);
}
const id = (value: string) => ({ __rl: true, mode: 'id', value });
const pictures = (simulator: typeof current, count: number) =>
	Array.from({ length: count }, () => `${simulator.url}/samples/first-frame.png`);
const bodies = (simulator: typeof current) =>
	simulator.journal.accepted().map(({ body, model }) => ({ model, body }));

// A model outside the catalogue waits for the list; those of the catalogue don't.
beforeAll(async () => {
	const parameters = { model: id(newModel), prompt: 'Fox', options: { previewOnly: 'always' } };
	for (const simulator of [current, documented]) {
		await run(simulator, 'seedanceTextToVideo', parameters);
	}
});

describe('2.0/image-to-video', () => {
	const node = 'seedanceImageToVideo';
	const parameters = (images: string[], more: IDataObject = {}) => ({
		model: id(seedance2),
		prompt: 'Fox',
		images: images.join('\n'),
		...more,
	});

	it('gets its one picture as image, where the API has moved on', async () => {
		const [picture] = pictures(current, 1);
		const done = await run(current, node, parameters(pictures(current, 1)));
		expect(done.data.resultData.error).toBeUndefined();
		expect(bodies(current)).toEqual([
			{ model: seedance2, body: { prompt: 'Fox', image: picture, duration: 5 } },
		]);
	});

	it.each([2, 3, 4])(
		'is refused with %d pictures there, before anything is sent',
		async (count) => {
			const done = await run(current, node, parameters(pictures(current, count)));
			expect(done.data.resultData.error).toMatchObject({
				message: `Images now allows one image (got ${count})`,
				description: expect.stringContaining('bytedance/seedance-2.0/text-to-video'),
				context: { itemIndex: 0 },
			});
			expect(current.journal.submits()).toEqual([]);
		},
	);

	it('gets all its pictures as images, where the API still has the shape of the document', async () => {
		const images = pictures(documented, 4);
		const done = await run(documented, node, parameters(images));
		expect(done.data.resultData.error).toBeUndefined();
		expect(bodies(documented)).toEqual([
			{ model: seedance2, body: { prompt: 'Fox', images, duration: 5 } },
		]);
	});

	it("gets the document's shape with Schema: Built-In, whatever the API lists", async () => {
		const images = pictures(current, 2);
		const options = { schema: 'builtIn' };
		const done = await run(current, node, parameters(images, { options }));
		expect(current.journal.submits().map(({ body }) => body)).toEqual([
			{ prompt: 'Fox', images, duration: 5 },
		]);
		// The API has the last word, and says so for nothing.
		expect(causeOf(done.data.resultData.error)).toBe('requestRefused');
	});

	it("is quoted by today's parameters also with Schema: Built-In, so that no quote is the floor", async () => {
		const options = { schema: 'builtIn', previewOnly: 'always', liveQuote: 'always' };
		await run(current, node, parameters(pictures(current, 1), { options }));
		expect(current.journal.prices().map(({ body }) => body?.inputs)).toMatchObject([
			{ duration: 5, resolution: '720p', generate_audio: true },
		]);
	});

	it('takes a picture by the name Image when the model is an expression', async () => {
		const [image] = pictures(current, 1);
		const model = { __rl: true, mode: 'id', value: '={{ $json.model }}' };
		const done = await run(current, node, { model, prompt: 'Fox', image }, [{ model: seedance2 }]);
		expect(done.data.resultData.error).toBeUndefined();
		expect(bodies(current)).toEqual([{ model: seedance2, body: { prompt: 'Fox', image } }]);
	});
});

describe('A model that only the live list has', () => {
	const node = 'seedanceTextToVideo';
	const withForm = (value: IDataObject, more: IDataObject = {}) => ({
		model: id(newModel),
		prompt: 'Fox',
		modelParameters: {
			mappingMode: 'defineBelow',
			value,
			matchingColumns: [],
			schema: [],
			attemptToConvertTypes: false,
			convertFieldsToString: false,
		},
		...more,
	});

	it('is submitted with the values of its form, in the types of its schema', async () => {
		const form = { duration: '={{ $json.seconds }}', style: 'INK', hdr: false };
		const done = await run(current, node, withForm(form), [{ seconds: '7' }]);
		expect(done.data.resultData.error).toBeUndefined();
		expect(bodies(current)).toEqual([
			{ model: newModel, body: { prompt: 'Fox', duration: 7, style: 'ink', hdr: false } },
		]);
	});

	it.each<[string, IDataObject, IDataObject, string]>([
		['of its form', { duration: 21 }, {}, 'Duration must be'],
		[
			'of Parameters (JSON)',
			{ duration: 5 },
			{ options: { parametersJson: '{"style": "oil"}' } },
			'Style must be',
		],
		['that it does not know', { fps: 24 }, {}, 'unknown parameter: "fps"'],
	])('is refused with a value %s, before anything is sent', async (_, form, more, words) => {
		const done = await run(current, node, withForm(form, more));
		expect(done.data.resultData.error?.message).toContain(words);
		expect(current.journal.submits()).toEqual([]);
	});

	it('is checked in the same way when it comes as an expression', async () => {
		const model = { __rl: true, mode: 'id', value: '={{ $json.model }}' };
		const parameters = { model, prompt: 'Fox', options: { parametersJson: '{"hdr": 5}' } };
		const done = await run(current, node, parameters, [{ model: newModel }]);
		expect(done.data.resultData.error?.message).toContain('Hdr must be true or false (got 5)');
		expect(current.journal.submits()).toEqual([]);
	});

	it('takes the default of a required parameter that nobody gave', async () => {
		await run(current, node, { model: id(newModel), prompt: 'Fox' });
		expect(bodies(current)).toEqual([{ model: newModel, body: { prompt: 'Fox', duration: 5 } }]);
	});

	it('is refused in the node of the other mode', async () => {
		const [image] = pictures(current, 1);
		const parameters = { model: id(newModel), prompt: 'Fox', image };
		const done = await run(current, 'seedanceImageToVideo', parameters);
		expect(done.data.resultData.error?.message).toContain('Seedance Text to Video');
	});
});

describe('The live list', () => {
	const node = 'seedanceTextToVideo';
	const parameters = { prompt: '=Fox {{ $json.row }}' };
	const rows = [{ row: 0 }, { row: 1 }, { row: 2 }];

	it('is asked for once, whatever is submitted within the hour', async () => {
		await run(current, node, parameters, rows);
		await run(current, node, parameters, rows);
		expect(current.journal.accepted()).toHaveLength(6);
		// Earlier tests of this file have asked for it.
		expect(current.journal.modelLists()).toEqual([]);
	});
});

describe('A model that was withdrawn', () => {
	it('names its replacement', async () => {
		const parameters = { model: id(retiredModel), prompt: 'Fox', duration: 5 };
		const done = await run(current, 'seedanceTextToVideo', parameters);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('unknownModel');
		expect(error?.description).toMatch(
			new RegExp(`model ${retiredModel}, replacement bytedance/seedance-\\S+`),
		);
		expect(jsonOf(outputOf(done, 'seedanceTextToVideo'))).toEqual([]);
	});

	it('names it also where its price is asked for first', async () => {
		const options = { maximumCostUsd: 5 };
		const parameters = { model: id(retiredModel), prompt: 'Fox', duration: 5, options };
		const done = await run(current, 'seedanceTextToVideo', parameters);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('priceUnknown');
		expect(error?.description).toContain(problem('unknownModel', { model: retiredModel }).message);
		expect(error?.description?.replaceAll(retiredModel, '')).toMatch(/bytedance\/seedance-\S+/);
		expect(current.journal.submits()).toEqual([]);
	});
});
