/** A model of the API's list as a record. */
import { findModel } from '../../../seedance/models';
import type { ListedModel } from '../../../seedance/api/models';
import { modeOfListed } from '../../../seedance/models/modes';
import { liveRecord } from '../../../seedance/request/liveModel';

const text = { type: 'string' };

const listed = (requestSchema: unknown, more: Partial<ListedModel> = {}): ListedModel => ({
	id: 'bytedance/seedance-9/text-to-video',
	name: 'Seedance 9',
	type: 'text-to-video',
	requestSchema,
	...more,
});

function recordOf(requestSchema: unknown, more: Partial<ListedModel> = {}) {
	const record = liveRecord(listed(requestSchema, more), 'image-to-video');
	if (record === undefined) throw new Error('no record');
	return record;
}

describe('a record from the list', () => {
	it('says what the list says, for a model that nobody knows', () => {
		expect(
			recordOf({ type: 'object', properties: { prompt: text }, required: ['prompt'] }),
		).toEqual({
			id: 'bytedance/seedance-9/text-to-video',
			displayName: 'Seedance 9',
			mode: 'text-to-video',
			generation: 'none',
			tier: '',
			parameters: { prompt: { type: 'string' } },
			required: ['prompt'],
			typicalSeconds: 120,
			source: 'GET /api/v3/models',
			confidence: 'live',
		});
	});

	it.each([undefined, null, 'text', [], {}, { properties: [] }, { properties: 'prompt' }])(
		'is none where the schema is %j',
		(schema) => {
			expect(liveRecord(listed(schema), 'text-to-video')).toBeUndefined();
		},
	);

	it('is one without parameters where the schema lists none', () => {
		expect(recordOf({ properties: {} })).toMatchObject({ parameters: {}, required: [] });
	});

	it('requires only what it declares', () => {
		const { required } = recordOf({
			properties: { prompt: text, image: text },
			required: ['image', 'toString', 'gone', 'prompt'],
		});
		expect(required).toEqual(['image', 'prompt']);
	});

	it.each(['prompt', null, [1], undefined])('requires nothing where required is %j', (required) => {
		expect(recordOf({ properties: { prompt: text }, required }).required).toEqual([]);
	});
});

describe('the order of parameters', () => {
	const namesOf = (order?: unknown) =>
		Object.keys(
			recordOf({
				properties: { seed: text, prompt: text, image: text, mood: text },
				'x-order-properties': order,
			}).parameters,
		);

	it('is that of x-order-properties, the others after them as they come', () => {
		expect(namesOf(['image', 'gone', 'prompt'])).toEqual(['image', 'prompt', 'seed', 'mood']);
	});

	it.each([undefined, 'prompt', [1, 2], []])('is that of the schema for %j', (order) => {
		expect(namesOf(order)).toEqual(['seed', 'prompt', 'image', 'mood']);
	});

	it('of a model that the catalogue knows is that of the catalogue, what is new after it', () => {
		const { parameters } = recordOf(
			{
				properties: { mood: text, seed: text, style: text, prompt: text, image: text },
				'x-order-properties': ['style', 'seed', 'prompt'],
			},
			{ id: 'bytedance/seedance-v1-lite-i2v-720p' },
		);
		expect(Object.keys(parameters)).toEqual(['image', 'prompt', 'seed', 'style', 'mood']);
	});
});

describe('a model that the catalogue knows', () => {
	const id = 'bytedance/seedance-v1-lite-i2v-720p';
	const builtIn = findModel(id);
	const today = () =>
		recordOf(
			{ properties: { image: text, prompt: text, last_image: { type: 'boolean' } } },
			{ id, name: 'Other name', type: '' },
		);

	it('keeps its name, mode, price and replacement', () => {
		expect(builtIn?.price).toBeDefined();
		expect(today()).toMatchObject({
			displayName: builtIn?.displayName,
			mode: 'image-to-video',
			generation: '1.0',
			tier: 'lite',
			typicalSeconds: builtIn?.typicalSeconds,
			price: builtIn?.price,
			retiring: builtIn?.retiring,
		});
	});

	it('has the parameters of the list, not those of the catalogue', () => {
		const { parameters } = today();
		expect(Object.keys(parameters)).toEqual(['image', 'prompt', 'last_image']);
		expect(parameters['last_image']).toEqual({ type: 'boolean' });
		// The catalogue's 2000 characters are not said by this schema.
		expect(parameters['prompt']).not.toHaveProperty('maxLength');
	});

	it('has the facts on files of the catalogue, which no schema tells', () => {
		expect(today().parameters['image']).toMatchObject({
			'x-accept': 'image/*',
			files: { formats: ['JPEG', 'PNG'], acceptsBase64: true },
		});
	});

	it('has them in lists too', () => {
		const lite = 'bytedance/seedance-v1-lite/reference-to-video';
		const schema = { properties: { reference_images: { type: 'array', items: text } } };
		const { parameters } = recordOf(schema, { id: lite });
		expect(parameters['reference_images']).toMatchObject({ 'x-accept': 'image/*' });
	});

	it('takes nothing from it for a parameter that is called like a member of every object', () => {
		const { parameters } = recordOf({ properties: { constructor: text } }, { id });
		expect(parameters['constructor']).toEqual({ type: 'string' });
	});
});

describe('a schema', () => {
	const lists = (count: number): unknown => (count === 0 ? 0 : [lists(count - 1)]);
	const isRead = (requestSchema: unknown) =>
		liveRecord(listed(requestSchema), 'text-to-video') !== undefined;

	it('is read up to 4,000 values', () => {
		// Four of them are the schema, its properties, the parameter and the list.
		const withDefaults = (count: number) => ({
			properties: { prompt: { default: Array.from({ length: count }, () => 0) } },
		});
		expect([isRead(withDefaults(3_996)), isRead(withDefaults(3_997))]).toEqual([true, false]);
	});

	it('is read up to 40 levels', () => {
		const withLists = (count: number) => ({ properties: { prompt: { default: lists(count) } } });
		expect([isRead(withLists(37)), isRead(withLists(38))]).toEqual([true, false]);
	});

	it('is read once for each mode', () => {
		const model = listed({ properties: { prompt: text } });
		const record = liveRecord(model, 'text-to-video');
		expect(liveRecord(model, 'text-to-video')).toBe(record);
		expect(liveRecord(model, 'image-to-video')).not.toBe(record);
	});
});

describe('the mode', () => {
	it.each([
		['a/b', 'text-to-video', 'text-to-video'],
		['a/b', 'image-to-video', 'image-to-video'],
		['a/image-to-video', 'text-to-video', 'text-to-video'],
		['a/text-to-video', 'video-edit', 'video-edit'],
		['a/video-edit-turbo', 'video-to-video', 'video-edit'],
		['a/video-upscaler', 'video-to-video', 'upscale'],
		['a/image-to-video', 'video-to-video', 'video-to-video'],
		['a/talking-avatar', 'digital-human', 'talking-avatar'],
		['a/b', 'text-to-audio', undefined],
		['a/text-to-video-turbo', '', 'text-to-video'],
		['a/b/image-to-video', '', 'image-to-video'],
		['a/image-to-video/fast', '', undefined],
		['a/image-to-video-turbo', '', 'image-to-video'],
		['a/b-image-to-video', '', undefined],
		['a/b', '', undefined],
	])('of %s with type "%s" is %s', (id, type, expected) => {
		expect(modeOfListed({ id, type })).toBe(expected);
	});

	it('is that of the node that asks where nothing tells it', () => {
		const unknown = listed({ properties: {} }, { id: 'a/b', type: '' });
		expect(liveRecord(unknown, 'image-to-video')?.mode).toBe('image-to-video');
		expect(liveRecord(unknown, 'text-to-video')?.mode).toBe('text-to-video');
	});

	it('of a model of the catalogue is the one that it has there', () => {
		const schema = { properties: {} };
		const id = 'bytedance/seedance-v1-pro-t2v-480p';
		expect(recordOf(schema, { id, type: 'image-to-video' }).mode).toBe('text-to-video');
	});
});
