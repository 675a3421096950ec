/** The item of a dry run: the request that would be sent, what it costs, and where its values come from. */
import { dryRunHint, toDryRunOutput } from '../../../nodes/shared/actions/dryRun';
import type { Options } from '../../../nodes/shared/n8n/parameters';
import type { MediaSource, MediaUse } from '../../../seedance/models';
import { defaultModel, findModel } from '../../../seedance/models';
import type { Planned } from '../../../seedance/run/itemState';

const model = defaultModel['text-to-video'];
const record = findModel(model);
const options = { simplify: false, includeInputFields: 'none', inputFieldsToInclude: [] };

function outputOf(more: Partial<Planned>, simplify = false, body: object = { prompt: 'A fox' }) {
	const planned: Planned = {
		state: 'planned',
		request: { model, body: { ...body } },
		media: [],
		origins: {},
		...more,
	};
	const given = { ...options, simplify } as unknown as Options;
	return toDryRunOutput(3, planned, 'https://api.test', {}, given);
}

const use = (parameter: string, source: MediaSource, index?: number): MediaUse => ({
	parameter,
	...(index !== undefined && { index }),
	source,
	rule: {} as MediaUse['rule'],
	acceptsBase64: false,
});

describe('the item of a dry run', () => {
	it('has the request, and belongs to its incoming item', () => {
		expect(outputOf({})).toEqual({
			json: {
				status: 'dryRun',
				model,
				prompt: 'A fox',
				method: 'POST',
				url: `https://api.test/api/v3/${model}`,
				body: { prompt: 'A fox' },
				values: [{ parameter: 'prompt', value: 'A fox', from: 'Model default' }],
			},
			pairedItem: { item: 3 },
		});
	});

	it('simplified has the settings only', () => {
		const body = { prompt: 'A fox', duration: 5 };
		expect(outputOf({}, true, body).json).toEqual({
			status: 'dryRun',
			model,
			prompt: 'A fox',
			durationSeconds: 5,
		});
	});

	it.each([
		['field', 'Field'],
		['form', 'Model Parameters'],
		['json', 'Parameters (JSON)'],
		['default', 'Model default'],
	] as const)('says that a value is from the %s', (origin, from) => {
		const { values } = outputOf({ origins: { prompt: origin } }).json;
		expect(values).toEqual([{ parameter: 'prompt', value: 'A fox', from }]);
	});

	it("lists the model's defaults that are not sent after what is sent", () => {
		const { values } = outputOf({ ...(record && { record }) }, false, {
			prompt: 'A fox',
			duration: 7,
		}).json;
		const defaults = Object.entries(record?.parameters ?? {})
			.filter(([name, { default: usual }]) => usual !== undefined && name !== 'duration')
			.map(([parameter, { default: value }]) => ({
				parameter,
				value,
				from: 'Model default, not sent',
			}));
		expect(defaults).not.toEqual([]);
		expect(values).toEqual([
			{ parameter: 'prompt', value: 'A fox', from: 'Model default' },
			{ parameter: 'duration', value: 7, from: 'Model default' },
			...defaults,
		]);
	});

	it('shows a file by its name, a data URI by its length and a URL as it is', () => {
		const url = 'https://example.com/fox.png';
		const images = ['binary:data', 'data:image/png;base64,AAAA', url];
		const media = [
			use('images', { kind: 'file', name: 'data' }, 0),
			use('images', { kind: 'dataUri', text: images[1] } as MediaSource, 1),
			use('images', { kind: 'url', url }, 2),
		];
		expect(outputOf({ media }, false, { images }).json.body).toEqual({
			images: ['<file: data>', '<data URI: 26 characters>', url],
		});
	});

	it('has the price with its source', () => {
		const price = { ok: true, value: { usd: 0.26, source: 'quote' } } as const;
		const { json } = outputOf({ price });
		expect(json).toMatchObject({ estimatedCostUsd: 0.26, priceSource: 'quote' });
		expect(json).not.toHaveProperty('priceUnknownBecause');
	});

	it('says why the price is not known', () => {
		const { json } = outputOf({ price: { ok: false, problem: 'no answer' } });
		expect(json).toMatchObject({ priceUnknownBecause: 'no answer' });
		expect(json).not.toHaveProperty('estimatedCostUsd');
		expect(json).not.toHaveProperty('priceSource');
	});

	it('has the request key, if there is one', () => {
		expect(outputOf({ requestKey: 'row 7' }).json).toMatchObject({ requestKey: 'row 7' });
	});
});

describe('the hint of a dry run', () => {
	it('has the sum of the known prices, and how many are not known', () => {
		const known = { ok: true, value: { usd: 0.26, source: 'quote' } } as const;
		const hint = dryRunHint([known, known, { ok: false, problem: 'no answer' }]);
		expect(hint).toMatch(/\$0\.52 for 2 videos\b.*\b1\b/);
	});
});
