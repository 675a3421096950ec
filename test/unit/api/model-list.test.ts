/** The API's own list of models, as it answers it. */
import { fetchModelList, readModelList } from '../../../seedance/api/models';
import { answer, enveloped, html, lost } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { createFakeClock } from '../../support/task/fakeClock';

const entry = (id: unknown, more: object = {}) => ({
	model_id: id,
	type: 'text-to-video',
	...more,
});
/** The models in a list. */
const read = async (data: unknown) =>
	(await readModelList(JSON.stringify(data), createFakeClock())).models;
const idsOf = async (data: unknown) => (await read(data)).map(({ id }) => id);

/** The only model of a list that holds it. */
async function only(raw: unknown) {
	const models = await read([raw]);
	expect(models).toHaveLength(1);
	return models[0];
}

describe('readModelList', () => {
	it('reads what an entry says', async () => {
		const requestSchema = { properties: {} };
		const raw = entry('bytedance/seedance-9', {
			name: ' Seedance 9 ',
			description: 'New',
			base_price: 0.26,
			formula: '{"total_price": 1}',
			api_schema: { api_schemas: [{ type: 'model_run', request_schema: requestSchema }] },
		});
		expect(await only(raw)).toEqual({
			id: 'bytedance/seedance-9',
			name: 'Seedance 9',
			type: 'text-to-video',
			basePriceUsd: 0.26,
			requestSchema,
		});
	});

	it('keeps Seedance of every type, and of other families what makes a video of text or a picture', async () => {
		const models = [
			{ model_id: 'bytedance/seedance-9/video-edit', type: 'video-to-video' },
			{ model_id: 'bytedance/seedance-10' },
			{ model_id: 'other/one', type: 'text-to-video' },
			{ model_id: 'other/two', type: 'image-to-video' },
			{ model_id: 'other/three', type: 'text-to-image' },
			{ model_id: 'other/four' },
		];
		expect(await idsOf(models)).toEqual([
			'bytedance/seedance-9/video-edit',
			'bytedance/seedance-10',
			'other/one',
			'other/two',
		]);
	});

	it('leaves out entries that cannot be read, and keeps those around them', async () => {
		const models = [
			entry('a/first'),
			null,
			'a/text',
			7,
			[],
			{},
			entry(''),
			entry(5),
			{ type: 'text-to-video' },
			entry('a/last'),
		];
		expect(await idsOf(models)).toEqual(['a/first', 'a/last']);
	});

	it('keeps an entry of which only a part is odd', async () => {
		const odd = entry('a/b', { name: 5, base_price: '0.26', api_schema: 'none' });
		expect(await only(odd)).toEqual({ id: 'a/b', name: 'a/b', type: 'text-to-video' });
		expect(await only(entry('a/seedance', { type: null, name: ' ' }))).toEqual({
			id: 'a/seedance',
			name: 'a/seedance',
			type: '',
		});
	});

	it.each([-1, null, '1', NaN, Infinity])('takes %p for no price', async (price) => {
		expect(await only(entry('a/b', { base_price: price }))).not.toHaveProperty('basePriceUsd');
	});

	it('takes 0 for a price', async () => {
		expect(await only(entry('a/b', { base_price: 0 }))).toHaveProperty('basePriceUsd', 0);
	});

	it.each([
		['the one that runs the model', [{ type: 'other' }, { type: 'model_run', request_schema: 1 }]],
		['else the first', [{ type: 'other', request_schema: 1 }, { type: 'more' }]],
		['the first also when it has no type', [{ request_schema: 1 }]],
		['the one behind an entry that is none', [null, { type: 'model_run', request_schema: 1 }]],
	])('of several schemas takes %s', async (_, schemas) => {
		const model = await only(entry('a/b', { api_schema: { api_schemas: schemas } }));
		expect(model).toHaveProperty('requestSchema', 1);
	});

	it.each([{}, { api_schemas: [] }, { api_schemas: [{ type: 'model_run' }] }, { api_schemas: 1 }])(
		'has no schema from %j',
		async (schema) => {
			expect(await only(entry('a/b', { api_schema: schema }))).not.toHaveProperty('requestSchema');
		},
	);

	it('reads an empty list, and nothing in what is no list', async () => {
		for (const data of [[], null, {}, 'models', { models: [entry('a/b')] }]) {
			expect(await read(data)).toEqual([]);
		}
	});
});

describe('fetchModelList', () => {
	it('asks once, for 10 s at most', async () => {
		const api = scriptedApi(() => answer(200, enveloped(200, 'success', [entry('a/b')])));
		expect(await fetchModelList(api.ports)).toMatchObject({
			ok: true,
			value: { models: [{ id: 'a/b' }] },
		});
		expect(api.sent).toMatchObject([
			{ method: 'GET', url: 'https://api.test/api/v3/models', timeoutMs: 10_000 },
		]);
	});

	it.each([
		['no answer', lost('ECONNRESET'), 'unreachable'],
		['a page', answer(200, html), 'proxyAnswered'],
		['an object', answer(200, enveloped(200, 'success', { models: [] })), 'malformedAnswer'],
		['404', answer(404, enveloped(404)), 'malformedAnswer'],
		['401', answer(401, enveloped(401)), 'invalidKey'],
		['503', answer(503, html), 'proxyAnswered'],
	])('gives the problem of %s, and does not ask again', async (_, reply, cause) => {
		const api = scriptedApi(() => reply);
		expect(await fetchModelList(api.ports)).toMatchObject({ ok: false, problem: { cause } });
		expect(api.sent).toHaveLength(1);
	});
});
