/** The form that is made from the schema of a model that the catalogue does not have. */
import type { ResourceMapperField } from 'n8n-workflow';
import { modelForm } from '../../../nodes/shared/actions/editor';
import { noSchema } from '../../../nodes/shared/descriptions/modelFields';
import type { OfferedMode } from '../../../seedance/models';
import { liveList } from '../../support/models/editorModelList';

const id = 'bytedance/seedance-9/image-to-video';

function fieldsFor(
	properties: Readonly<Record<string, unknown>>,
	required: readonly string[] = [],
	mode: OfferedMode = 'image-to-video',
): ResourceMapperField[] {
	const schema = { type: 'object', properties, required };
	return modelForm(mode, id, liveList([{ id, schema }])).fields;
}

const fieldFor = (name: string, property: unknown, required: readonly string[] = []) =>
	fieldsFor({ [name]: property }, required)[0];

const listOf = (items: unknown, more: object = {}) => ({ type: 'array', items, ...more });

describe('a field of the form', () => {
	it.each<[string, unknown, string]>([
		['duration', { type: 'integer', minimum: 4, maximum: 30 }, 'Duration (4 to 30)'],
		['seed', { type: 'integer', minimum: -1, maximum: 2147483647 }, 'Seed (-1 to 2147483647)'],
		['strength', { type: 'number', minimum: 0 }, 'Strength (min 0)'],
		['strength', { type: 'number', maximum: 0.5 }, 'Strength (max 0.5)'],
		['strength', { type: 'number' }, 'Strength'],
		['negative_prompt', { type: 'string', maxLength: 2500 }, 'Negative Prompt (max 2,500)'],
		['title', { type: 'string', minLength: 3 }, 'Title (min 3)'],
		['title', { type: 'string', minLength: 1, maxLength: 9 }, 'Title (max 9)'],
		['title', { type: 'string' }, 'Title'],
		['last_image', { type: 'string' }, 'Last Image (binary field or URL)'],
		[
			'reference_images',
			listOf({ type: 'string' }, { maxItems: 9 }),
			'Reference Images (max 9, several as JSON)',
		],
		['loras', listOf({ type: 'object' }, { minItems: 1, maxItems: 3 }), 'Loras (max 3, JSON list)'],
		['points', listOf({ type: 'number' }, { minItems: 2, maxItems: 2 }), 'Points (2, JSON list)'],
		['points', listOf({ type: 'number' }, { minItems: 2 }), 'Points (min 2, JSON list)'],
		['references', listOf({ type: 'object' }), 'References (JSON list)'],
		['camera', { type: 'object', properties: {} }, 'Camera (JSON)'],
		['camera_fixed', { type: 'boolean' }, 'Fixed Camera'],
		['duration', { type: 'integer', enum: [4, 8], minimum: 4, maximum: 8 }, 'Duration'],
	])('%s %j is called %j', (name, property, expected) => {
		// An image-to-video model has a main image, so that the others are shown.
		const fields = fieldsFor({ image: { type: 'string' }, [name]: property }, ['image']);
		expect(fields.map(({ displayName }) => displayName)).toEqual([expected]);
	});

	it.each<[unknown, string]>([
		[{ type: 'integer' }, 'number'],
		[{ type: 'number' }, 'number'],
		[{ type: 'boolean', default: false }, 'boolean'],
		[{ type: 'boolean' }, 'options'],
		[{ type: 'string' }, 'string'],
		[{ type: 'string', enum: ['a'] }, 'options'],
		[{ type: 'integer', enum: [5, 10] }, 'options'],
		[listOf({ type: 'string' }), 'array'],
		[{ type: 'object' }, 'object'],
		[{ type: 'riddle' }, 'string'],
	])('for %j is of type %j', (property, type) => {
		expect(fieldFor('thing', property)?.type).toBe(type);
	});

	it("has a list of pictures as text, as n8n's own list takes nothing but JSON", () => {
		const properties = {
			image: { type: 'string' },
			reference_images: listOf({ type: 'string' }),
		};
		const fields = fieldsFor(properties, ['image']);
		expect(fields.map(({ type }) => type)).toEqual(['string']);
	});

	it('offers the choices with the values that the API wants', () => {
		const { options } = fieldFor('duration', { type: 'integer', enum: [5, 10] }) ?? {};
		expect(options).toEqual([
			{ name: '5', value: 5 },
			{ name: '10', value: 10 },
		]);
		const texts = fieldFor('mode', { type: 'string', enum: ['', 'pro'] })?.options;
		expect(texts).toEqual([
			{ name: 'Empty', value: '' },
			{ name: 'pro', value: 'pro' },
		]);
	});

	it.each<[unknown, unknown]>([
		[{ type: 'integer', default: 5 }, 5],
		[{ type: 'integer', default: '5' }, undefined],
		[{ type: 'string', enum: ['480p', '720p'], default: '720p' }, '720p'],
		[{ type: 'string', enum: ['480p', '720p'], default: '4k' }, undefined],
		[{ type: 'boolean', default: false }, false],
		[{ type: 'string', default: '' }, ''],
		[{ type: 'string', default: null }, undefined],
		[{ default: null }, undefined],
		[{ type: 'string' }, undefined],
		[listOf({ type: 'string' }, { default: ['a'] }), '["a"]'],
		[{ type: 'object', default: { x: 1 } }, '{"x":1}'],
	])('for %j begins with %j', (property, preset) => {
		expect(fieldFor('thing', property)?.defaultValue).toBe(preset);
	});

	it('is required where the schema requires it, with a default, too', () => {
		const property = { type: 'integer', default: 5 };
		expect(fieldFor('seconds', property, ['seconds'])?.required).toBe(true);
		expect(fieldFor('seconds', property)?.required).toBe(false);
	});

	it('is never one to match by, and always to be had', () => {
		const field = fieldFor('seed', { type: 'integer' });
		expect(field).toMatchObject({ defaultMatch: false, canBeUsedToMatch: false, display: true });
	});
});

describe('the form', () => {
	const shown = (properties: Readonly<Record<string, unknown>>, required: readonly string[] = []) =>
		fieldsFor(properties, required)
			.filter(({ removed }) => removed !== true)
			.map((field) => field.id);

	it('begins with what is required and what the panels of other models show', () => {
		const properties = {
			seed: { type: 'integer' },
			style: { type: 'string' },
			resolution: { type: 'string', enum: ['480p'] },
			aspect_ratio: { type: 'string' },
			duration: { type: 'integer' },
		};
		expect(shown(properties, ['style'])).toEqual([
			'style',
			'resolution',
			'aspect_ratio',
			'duration',
		]);
	});

	it('has On and Off for a switch whose default is not known: n8n would send false untouched', () => {
		const field = fieldFor('generate_audio', { type: 'boolean' });
		expect(field).toMatchObject({
			type: 'options',
			options: [
				{ name: 'On', value: true },
				{ name: 'Off', value: false },
			],
		});
		expect(field).not.toHaveProperty('defaultValue');
	});

	const text = { type: 'string' };
	it.each<[OfferedMode, Record<string, unknown>, string[], string[]]>([
		['image-to-video', { prompt: text, image: text, last_image: text }, ['image'], ['last_image']],
		['image-to-video', { images: listOf(text), last_image: text }, ['images'], ['last_image']],
		['image-to-video', { first_frame_image: text, image: text }, ['first_frame_image'], ['image']],
		['image-to-video', { image: text, last_image: text }, [], ['last_image']],
		['text-to-video', { prompt: text, image: text }, ['image'], ['image']],
	])('of a node %s leaves out what the panel has: %j, %j', (mode, properties, required, left) => {
		expect(fieldsFor(properties, required, mode).map((field) => field.id)).toEqual(left);
	});

	it('shows a switch of the panel from the first, whether its default is known or not', () => {
		const generate_audio = { type: 'boolean' };
		expect(shown({ generate_audio })).toEqual(['generate_audio']);
		expect(shown({ generate_audio: { ...generate_audio, default: true } })).toEqual([
			'generate_audio',
		]);
	});

	it('leaves out what the API hides', () => {
		const properties = { seed: { type: 'integer' }, sync: { type: 'boolean', 'x-hidden': true } };
		expect(fieldsFor(properties).map((field) => field.id)).toEqual(['seed']);
	});

	it("keeps the API's order", () => {
		const schema = {
			properties: { a: {}, b: {}, c: {} },
			'x-order-properties': ['c', 'a', 'b'],
		};
		const { fields } = modelForm('text-to-video', id, liveList([{ id, schema }]));
		expect(fields.map((field) => field.id)).toEqual(['c', 'a', 'b']);
	});
});

describe('instead of the form', () => {
	const noticeFor = (...args: Parameters<typeof modelForm>) => {
		const { fields, emptyFieldsNotice } = modelForm(...args);
		expect(fields).toEqual([]);
		return emptyFieldsNotice;
	};

	it('stands why there is none, and what to do', () => {
		const notices = [
			noticeFor('text-to-video', id, undefined),
			noticeFor('text-to-video', id, liveList([])),
			noticeFor('text-to-video', id, liveList([{ id, schema: 'none' }])),
			noticeFor('text-to-video', '', liveList([])),
		];
		for (const notice of notices) expect(notice).toContain('Parameters (JSON)');
		expect(notices[0]).toContain('credential');
		expect(notices[1]).toBe(noSchema);
		expect(notices[2]).toBe(notices[1]);
		expect(notices[3]).toContain('Run the previous nodes');
	});

	it.each([
		['without a list', undefined],
		['that is not listed any more', liveList([])],
	])(
		'stands the form of a model of the catalogue %s, to which an expression may come',
		(_, list) => {
			const known = 'bytedance/seedance-v1.5-pro/text-to-video';
			const { fields } = modelForm('text-to-video', known, list);
			expect(fields.map((field) => field.id)).toEqual([
				'duration',
				'aspect_ratio',
				'resolution',
				'generate_audio',
				'camera_fixed',
				'seed',
			]);
		},
	);

	it('stands that the panel has it all', () => {
		const schema = { properties: { prompt: { type: 'string' } } };
		const notice = noticeFor('text-to-video', id, liveList([{ id, schema }]));
		expect(notice).toBe('This model has no other parameters.');
	});
});
