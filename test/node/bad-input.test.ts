import type { Cause } from '../../seedance/errors/problem';
import { causeOf, textOf } from '../support/errors/causeOf';
import { jsonOf, outputOf, pricedModel as pro15, runChain, seedance } from './bench';
import type { SeedanceNode } from './bench';
import { requestsBesidesList, testSimulator } from './test-simulator';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const lite480 = byId('bytedance/seedance-v1-lite-t2v-480p');
const lite720i = byId('bytedance/seedance-v1-lite-i2v-720p');
const two = byId('bytedance/seedance-2.0/image-to-video');
const picture = 'https://example.com/a.png';
const tooLong = 'x'.repeat(2001);

interface Case {
	readonly name: string;
	readonly node: SeedanceNode;
	readonly row: Record<string, unknown>;
	readonly parameters: Record<string, unknown>;
	/** A value outside of what a parameter allows, unless said otherwise. */
	readonly cause?: Cause;
	/** What the texts tell in this order: the field, what is allowed, and the value given. */
	readonly tells: readonly [field: string, ...values: string[]];
}

const cases: Case[] = [
	{
		name: 'an empty prompt',
		node: 'seedanceTextToVideo',
		row: { text: '  ' },
		parameters: { prompt: '={{ $json.text }}' },
		tells: ['Prompt', 'model bytedance/seedance-2.0-fast/text-to-video'],
	},
	{
		name: 'a prompt of nothing that can be seen',
		node: 'seedanceTextToVideo',
		row: { text: '\u200b \u2060' },
		parameters: { prompt: '={{ $json.text }}' },
		tells: ['Prompt', 'model bytedance/seedance-2.0-fast/text-to-video'],
	},
	{
		name: '2,001 characters',
		node: 'seedanceImageToVideo',
		row: { text: tooLong },
		parameters: { model: lite720i, image: picture, prompt: '={{ $json.text }}' },
		tells: ['Prompt', '2,000', '2,001'],
	},
	{
		name: 'duration 13',
		node: 'seedanceTextToVideo',
		row: { seconds: 13 },
		parameters: { model: pro15, prompt: 'A fox', duration: '={{ $json.seconds }}' },
		tells: ['Duration', '4', '12', '13'],
	},
	{
		name: 'duration 16, the default model being chosen',
		node: 'seedanceTextToVideo',
		row: { seconds: 16 },
		parameters: { prompt: 'A fox', duration: '={{ $json.seconds }}' },
		tells: ['Duration', '4', '15', '16', 'model bytedance/seedance-2.0-fast/text-to-video'],
	},
	{
		name: 'duration "5 min"',
		node: 'seedanceTextToVideo',
		row: { seconds: '5 min' },
		parameters: { model: lite480, prompt: 'A fox', duration: '={{ $json.seconds }}' },
		tells: ['Duration', '5', '10', '"5 min"'],
	},
	{
		name: 'duration 7 where there are three choices',
		node: 'seedanceImageToVideo',
		row: { seconds: 7 },
		parameters: { model: two, images: picture, prompt: 'A fox', duration: '={{ $json.seconds }}' },
		tells: ['Duration', '5', '10', '15', '7'],
	},
	{
		name: 'five images',
		node: 'seedanceImageToVideo',
		row: { pictures: Array.from({ length: 5 }, (_, i) => `https://example.com/${i}.png`) },
		parameters: { model: two, images: '={{ $json.pictures }}', prompt: 'A fox' },
		tells: ['Images', '1', '4', '5'],
	},
	{
		name: 'seed -2',
		node: 'seedanceTextToVideo',
		row: { seed: -2 },
		parameters: { model: pro15, prompt: 'A fox', options: { seed: '={{ $json.seed }}' } },
		tells: ['Seed', '-1', '2147483647', '-2'],
	},
	{
		name: 'a model of the wrong mode',
		node: 'seedanceTextToVideo',
		row: { model: 'bytedance/seedance-2.0/image-to-video' },
		parameters: { model: byId('={{ $json.model }}'), prompt: 'A fox' },
		cause: 'wrongMode',
		tells: ['model', 'Seedance Image to Video', 'bytedance/seedance-2.0/image-to-video'],
	},
	{
		name: 'a model that is not offered',
		node: 'seedanceTextToVideo',
		row: { model: 'bytedance/seedance-2.5/reference-to-video' },
		parameters: { model: byId('={{ $json.model }}'), prompt: 'A fox' },
		cause: 'modelNotOffered',
		tells: ['model', 'document its parameters', 'bytedance/seedance-2.5/reference-to-video'],
	},
	{
		name: 'a model id with ..',
		node: 'seedanceTextToVideo',
		row: { model: 'bytedance/../predictions' },
		parameters: { model: byId('={{ $json.model }}'), prompt: 'A fox' },
		cause: 'malformedModel',
		tells: ['Model', '"bytedance/../predictions"'],
	},
	{
		name: 'an image that is neither address nor data',
		node: 'seedanceImageToVideo',
		row: { picture: 'C:\\cat.png' },
		parameters: { image: '={{ $json.picture }}', prompt: 'A fox' },
		tells: ['Image', '"C:\\cat.png"'],
	},
	{
		name: 'a JSON parameter that the model does not have',
		node: 'seedanceTextToVideo',
		row: {},
		parameters: { model: pro15, prompt: 'A fox', options: { parametersJson: '{"fps": 60}' } },
		tells: ['Parameters (JSON)', '"fps"', 'aspect_ratio', 'seed'],
	},
	{
		name: 'Parameters (JSON) that is no JSON',
		node: 'seedanceTextToVideo',
		row: { json: '{seed: 7' },
		parameters: { prompt: 'A fox', options: { parametersJson: '={{ $json.json }}' } },
		cause: 'parametersNotJson',
		tells: ['Parameters (JSON)', '"{seed: 7"'],
	},
];

/** Words between which others may stand. */
const inOrder = (words: readonly string[]) =>
	new RegExp(
		words.map((word) => `(?<!\\w)${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`).join('.*'),
	);

const simulator = testSimulator();

describe('bad input is refused before any request about it', () => {
	it.each(cases)('$name', async ({ node, row, parameters, cause = 'parameterRefused', tells }) => {
		const run = await runChain(
			simulator.url,
			[row as never],
			[seedance(node, parameters as never)],
		);
		const error = run.data.resultData.error;
		expect(causeOf(error)).toBe(cause);
		expect(`${error?.message} ${error?.description}`).toMatch(inOrder(tells));
		expect(error?.message).not.toContain('\n');
		expect(error).toMatchObject({ context: { itemIndex: 0 } });
		expect(requestsBesidesList(simulator)).toEqual([]);
	});

	it.each(cases)('$name, as an error item when the workflow goes on', async (testCase) => {
		const { node, row, parameters, cause = 'parameterRefused', tells } = testCase;
		const run = await runChain(
			simulator.url,
			[row as never],
			[seedance(node, parameters as never, { onError: 'continueRegularOutput' })],
		);
		const [item] = outputOf(run, node);
		expect(causeOf(item?.json.error)).toBe(cause);
		expect(Object.keys(item?.json ?? {})).toEqual(['error']);
		expect(textOf(item?.json.error).replace('\n', ' ')).toMatch(inOrder(tells));
		expect(item?.pairedItem).toEqual({ item: 0 });
		expect(requestsBesidesList(simulator)).toEqual([]);
	});

	it('names the bad item among good ones and submits none', async () => {
		const run = await runChain(
			simulator.url,
			[{ seconds: 5 }, { seconds: 5 }, { seconds: 99 }, { seconds: 'x' }],
			[seedance('seedanceTextToVideo', { prompt: 'A fox', duration: '={{ $json.seconds }}' })],
		);
		expect(run.data.resultData.error).toMatchObject({
			message: expect.stringMatching(inOrder(['Duration', '99'])),
			description: expect.stringMatching(inOrder(['3', 'Duration', '"x"'])),
			context: { itemIndex: 2 },
		});
		expect(requestsBesidesList(simulator)).toEqual([]);
	});

	it('leaves a prompt that was never filled in to n8n, which refuses to start', async () => {
		await expect(
			runChain(simulator.url, [{}], [seedance('seedanceTextToVideo', { prompt: '' })]),
		).rejects.toThrow('issues');
		expect(requestsBesidesList(simulator)).toEqual([]);
	});

	it('submits the good ones when the workflow goes on', async () => {
		const run = await runChain(
			simulator.url,
			[{ seconds: 5 }, { seconds: 99 }, { seconds: 6 }],
			[
				seedance(
					'seedanceTextToVideo',
					{ prompt: 'A fox', duration: '={{ $json.seconds }}' },
					{ onError: 'continueRegularOutput' },
				),
			],
		);
		const items = jsonOf(outputOf(run, 'seedanceTextToVideo'));
		expect(items.map((json) => ('error' in json ? 'error' : json.status))).toEqual([
			'completed',
			'error',
			'completed',
		]);
		expect(simulator.journal.accepted()).toHaveLength(2);
	});
});

describe('a prompt that an expression has not filled', () => {
	const models = [{}, { model: byId('someone/else-video') }];
	const prompts = [
		'=A video of {{ $json.product }}',
		'={{ $json.price * 2 }}',
		'={{ `${$json.missing}` }}',
		'={{ "null" }}',
		'A video of {{ $json.product.name }}',
	];

	it.each(models.flatMap((model) => prompts.map((prompt) => ({ ...model, prompt }))))(
		'is refused by name: %j',
		async (parameters) => {
			const row = { product: { name: 'Mug' } };
			const run = await runChain(
				simulator.url,
				[row],
				[seedance('seedanceTextToVideo', parameters)],
			);
			expect(causeOf(run.data.resultData.error)).toBe('parameterRefused');
			expect(run.data.resultData.error?.message).toContain('Prompt');
			expect(simulator.journal.submits()).toEqual([]);
		},
	);

	it.each(['null and void', 'A mug for $5 {{ and }} more', 'Undefined shapes', 'NaN bread'])(
		'is none of these: %s',
		async (prompt) => {
			await runChain(simulator.url, [{}], [seedance('seedanceTextToVideo', { prompt })]);
			expect(simulator.journal.accepted()).toMatchObject([{ body: { prompt } }]);
		},
	);
});
