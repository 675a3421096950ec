/** What is sent of the form that the editor makes of a live schema. */
import type { ModelList } from '../../../seedance/api/models';
import { noMedia } from '../../../seedance/request/mediaValues';
import { planSubmit } from '../../../seedance/request/planSubmit';
import type { SubmitInput } from '../../../seedance/request/planSubmit';
import {
	body,
	duration,
	fromImage,
	fromText,
	image,
	plan,
	pro15,
	problem,
	prompt,
	text,
} from '../../support/request/planned';

const unlisted = 'bytedance/seedance-3.0/text-to-video';

describe('planSubmit for a model of the catalogue that an expression comes to', () => {
	const input = (form: object): SubmitInput => ({
		model: pro15,
		fields: { prompt, image },
		form: { ...form },
	});

	it.each([
		['the built-in schema', []],
		[
			'the live one',
			[{ id: pro15, type: fromImage, properties: { prompt: text, image: text, duration } }],
		],
	])('takes the values of the generated form, by %s', async (_, models) => {
		expect(await body(fromImage, input({ duration: '8' }), models)).toEqual({
			prompt,
			image,
			duration: 8,
		});
	});

	it('refuses a value of the form that the model of this item does not know', async () => {
		const { message } = await problem(fromImage, input({ fps: 24, hdr: false, note: null }), []);
		expect(message).toBe('Model Parameters has an unknown parameter: "fps"');
		expect(message).not.toContain('hdr');
	});
});

describe('planSubmit for a model that only the API lists', () => {
	const model = {
		id: unlisted,
		type: fromText,
		properties: {
			prompt: { type: 'string', maxLength: 10 },
			duration,
			hdr: { type: 'boolean' },
			style: { type: 'string', enum: ['film', 'ink'] },
			reference_images: { type: 'array', items: text, maxItems: 2 },
		},
		required: ['prompt'],
	};
	const input = (more: Partial<SubmitInput>): SubmitInput => ({
		model: unlisted,
		fields: { prompt },
		...more,
	});

	it('sends what the form holds, in the types of the schema', async () => {
		const form = { duration: '7', hdr: false, style: 'INK', reference_images: image };
		expect(await body(fromText, input({ form }), [model])).toEqual({
			prompt,
			duration: 7,
			hdr: false,
			style: 'ink',
			reference_images: [image],
		});
	});

	it('lets Parameters (JSON) win over the form', async () => {
		const given = input({ form: { duration: 7 }, json: { duration: 8 } });
		expect(await plan(fromText, given, [model])).toMatchObject({
			request: { body: { duration: 8 } },
			origins: { prompt: 'field', duration: 'json' },
		});
	});

	it('says of each value where it comes from', async () => {
		const given = input({ form: { duration: 7, hdr: null }, json: { style: 'ink', hdr: ' ' } });
		expect(await plan(fromText, given, [model])).toMatchObject({
			origins: { prompt: 'field', duration: 'form', style: 'json' },
		});
	});

	it('has its price by the live record, which it is checked against', async () => {
		const planned = await plan(fromText, input({}), [model]);
		expect(planned).toMatchObject({ record: { id: unlisted, confidence: 'live' } });
		expect(planned.ok && planned.pricedBy).toBe(planned.ok && planned.record);
	});

	it('has no advice for a missing value, because the form has all its fields', async () => {
		const { description } = await problem(fromText, input({ fields: {} }), [model]);
		expect(description).not.toContain('Parameters (JSON)');
	});

	it('leaves out untouched fields of a form that was drawn for another schema', async () => {
		const form = { fps: null, watermark: false, note: '' };
		expect(await body(fromText, input({ form }), [model])).toEqual({ prompt });
	});

	it('refuses a value of the form that the model does not know, by name', async () => {
		const refused = await problem(fromText, input({ form: { fps: 24 } }), [model]);
		expect(refused.message).toBe('Model Parameters has an unknown parameter: "fps"');
		expect(refused.description).toContain('prompt, duration, hdr, style, reference_images');
	});

	it.each([
		[{ form: { duration: 16 } }, 'Duration must be'],
		[{ json: { style: 'oil' } }, 'Style must be'],
		[{ fields: { prompt: 'eleven char' } }, 'Prompt must be'],
		[{ fields: {} }, 'Prompt is empty'],
		[{ form: { reference_images: [image, image, image] } }, 'Reference Images allows'],
	])('refuses %j before anything is sent', async (more, words) => {
		expect((await problem(fromText, input(more), [model])).message).toContain(words);
	});

	it('puts the picture where the model has it', async () => {
		const id = 'bytedance/seedance-3.0/image-to-video';
		const fields = { prompt, image };
		for (const [name, value] of [
			['first_frame_image', image],
			['images', [image]],
		] as const) {
			const property = Array.isArray(value) ? { type: 'array', items: text } : text;
			const listed = { id, type: fromImage, properties: { prompt: text, [name]: property } };
			expect(await body(fromImage, { model: id, fields }, [listed])).toEqual({
				prompt,
				[name]: value,
			});
		}
	});

	it('is refused in the node of another mode', async () => {
		const { message } = await problem(fromImage, input({}), [model]);
		expect(message).toContain('Seedance Text to Video');
	});

	it('is sent as it is given with Schema: Built-In, or without a list', async () => {
		const given = input({ form: { fps: 24, note: null }, json: { hdr: true } });
		const asGiven = { prompt, fps: 24, hdr: true };
		expect(await body(fromText, { ...given, schema: 'builtIn' }, [model])).toEqual(asGiven);
		const noList: ModelList | undefined = undefined;
		expect(planSubmit(fromText, given, noMedia, noList)).toMatchObject({
			request: { body: asGiven },
		});
	});
});
