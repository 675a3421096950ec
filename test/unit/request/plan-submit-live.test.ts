/** What is sent when the API's own schema is known: drift is resolved or refused, never sent blindly. */
import type { ItemFiles } from '../../../seedance/media/source';
import { planSubmit } from '../../../seedance/request/planSubmit';
import type { SubmitInput } from '../../../seedance/request/planSubmit';
import { liveList } from '../../support/request/modelList';
import type { Listed } from '../../support/request/modelList';
import {
	body,
	duration,
	fromImage,
	image,
	plan,
	pro15,
	problem,
	prompt,
	text,
} from '../../support/request/planned';

const pro15Image = 'bytedance/seedance-v1.5-pro/image-to-video';
const seedance2 = 'bytedance/seedance-2.0/image-to-video';
const other = 'https://example.com/b.png';

/** 2.0/image-to-video as the API has it today (docs/internals/api.md#seedance-models). */
const today: Listed = {
	id: seedance2,
	type: fromImage,
	properties: {
		image: text,
		prompt: text,
		last_image: text,
		duration,
		resolution: { type: 'string', enum: ['480p', '720p', '1080p'], default: '720p' },
	},
	required: ['image', 'prompt'],
};

/** The same as its document has it. */
const asDocumented: Listed = {
	id: seedance2,
	type: fromImage,
	properties: {
		images: { type: 'array', items: text, minItems: 1, maxItems: 4 },
		prompt: text,
		duration: { type: 'integer', enum: [5, 10, 15], default: 5 },
	},
	required: ['images', 'prompt'],
};

describe('planSubmit for 2.0/image-to-video, which has moved from images to image', () => {
	const given = (fields: object, more: Partial<SubmitInput> = {}): SubmitInput => ({
		model: seedance2,
		fields: { prompt, ...fields },
		...more,
	});

	it.each([
		['an address', image],
		['a list of one', [image]],
		['one line', `${image}\n`],
		['a list as JSON', `["${image}"]`],
	])('sends one picture as image: %s', async (_, images) => {
		expect(await body(fromImage, given({ images }), [today])).toEqual({ image, prompt });
	});

	it('sends one picture of Parameters (JSON) as image', async () => {
		const json = { images: [image], resolution: '1080p' };
		expect(await body(fromImage, given({}, { json }), [today])).toEqual({
			image,
			prompt,
			resolution: '1080p',
		});
	});

	it.each([
		['two', [image, other], 2],
		['four lines', `${image}\n${other}\n${image}\n${other}`, 4],
	])('refuses %s, and names models that take references', async (_, images, count) => {
		expect(await problem(fromImage, given({ images }), [today])).toMatchObject({
			message: `Images now allows one image (got ${count})`,
			description: expect.stringContaining('bytedance/seedance-2.0/text-to-video, '),
			outcome: 'refused',
		});
	});

	it('says what else is wrong beside several pictures, and does not call them missing', async () => {
		const refused = await problem(fromImage, given({ images: [image, other], duration: 16 }), [
			today,
		]);
		expect(refused.message).toBe('Images now allows one image (got 2)');
		expect(refused.description).toContain('Duration must be from 4 to 15 seconds (got 16)');
		expect(refused.description).not.toContain('Image is empty');
	});

	it('refuses a form field that stands for several files', async () => {
		const files: ItemFiles = {
			names: ['photo_0', 'photo_1', 'photo_2'],
			find: (name) => (name === 'photo' ? ['photo_0', 'photo_1', 'photo_2'] : []),
		};
		const context = { files, allowsPrivate: false };
		const planned = planSubmit(
			fromImage,
			given({ images: 'photo' }),
			context,
			await liveList(today),
		);
		expect(planned).toMatchObject({
			problem: { message: 'Images now allows one image (got 3)' },
		});
	});

	it('refuses a missing picture by the name that the model has for it now', async () => {
		const { message, description } = await problem(fromImage, given({}), [today]);
		expect(message).toContain('Image is empty');
		// The node has a field for it.
		expect(description).not.toContain('Parameters (JSON)');
	});

	it('sends the one picture of other models in the list that they take now', async () => {
		const moved: Listed = {
			id: pro15Image,
			type: fromImage,
			properties: { images: { type: 'array', items: text }, prompt: text },
			required: ['images', 'prompt'],
		};
		const input = { model: pro15Image, fields: { prompt, image } };
		expect(await body(fromImage, input, [moved])).toEqual({ images: [image], prompt });
	});

	it('sends the one picture of other models under the name that it has now', async () => {
		const renamed: Listed = {
			id: pro15Image,
			type: fromImage,
			properties: { image_url: { ...text, 'x-ui-component': 'uploader' }, prompt: text },
			required: ['image_url', 'prompt'],
		};
		const input = { model: pro15Image, fields: { prompt, image } };
		expect(await body(fromImage, input, [renamed])).toEqual({ image_url: image, prompt });
	});

	it('sends all pictures where the list has another name now', async () => {
		const renamed: Listed = {
			id: seedance2,
			type: fromImage,
			properties: { input_images: { type: 'array', items: text }, prompt: text },
			required: ['input_images', 'prompt'],
		};
		const images = [image, other];
		expect(await body(fromImage, given({ images }), [renamed])).toEqual({
			input_images: images,
			prompt,
		});
	});

	it("checks values against today's schema", async () => {
		expect(await body(fromImage, given({ images: image, duration: 6 }), [today])).toEqual({
			image,
			prompt,
			duration: 6,
		});
		const { message } = await problem(fromImage, given({ images: image, duration: 16 }), [today]);
		expect(message).toBe('Duration must be from 4 to 15 seconds (got 16)');
	});

	it("sends the document's shape with Schema: Built-In", async () => {
		const images = [image, other];
		const input = given({ images }, { schema: 'builtIn' });
		expect(await body(fromImage, input, [today])).toEqual({ images, prompt });
	});

	it("sends the document's shape where the API still has it", async () => {
		const images = [image, other];
		expect(await body(fromImage, given({ images }), [asDocumented])).toEqual({ images, prompt });
	});

	it.each<[string, Listed[]]>([
		['is not listed', []],
		['is listed without a schema', [{ id: seedance2 }]],
	])("sends the document's shape where the model %s", async (_, models) => {
		const images = [image, other];
		expect(await body(fromImage, given({ images }), models)).toEqual({ images, prompt });
	});
});

describe('planSubmit for a model whose live schema differs', () => {
	const listed = (properties: Record<string, object>, required: string[] = []): Listed => ({
		id: pro15,
		type: fromImage,
		properties: { prompt: text, ...properties },
		required,
	});
	const input = (fields: object): SubmitInput => ({ model: pro15, fields: { prompt, ...fields } });

	it('sends one picture as a list where the model takes a list now', async () => {
		const moved = listed({ images: { type: 'array', items: text } }, ['images']);
		expect(await body(fromImage, input({ image }), [moved])).toEqual({ images: [image], prompt });
	});

	it('refuses a last frame that the model does not take any more', async () => {
		const moved = listed({ images: { type: 'array', items: text } }, ['images']);
		const { message, description } = await problem(fromImage, input({ image, last_image: other }), [
			moved,
		]);
		expect(message).toBe('Last Image is no longer a setting of this model');
		expect(description).toContain('Schema to Built-In');
		expect(description).toContain('prompt, images');
	});

	it.each([
		['a default', { resolution: '720p', duration: '5', generate_audio: 'TRUE' }],
		['blank', { resolution: ' ', seed: null }],
	])('leaves out what it does not take any more where the field holds %s', async (_, fields) => {
		expect(await body(fromImage, input({ image, ...fields }), [listed({ image: text })])).toEqual({
			image,
			prompt,
		});
	});

	it.each([
		['resolution', '480p', 'Resolution is no longer'],
		['generate_audio', false, 'Generate Audio is no longer'],
	])('refuses %s by name where it is not the default', async (name, value, words) => {
		const refusal = await problem(fromImage, input({ image, [name]: value }), [
			listed({ image: text }),
		]);
		expect(refusal.message).toContain(words);
	});

	it('refuses a choice that is gone, and names those that are left', async () => {
		const resolution = { type: 'string', enum: ['720p', '1080p'] };
		const refusal = await problem(fromImage, input({ image, resolution: '480p' }), [
			listed({ image: text, resolution }),
		]);
		expect(refusal.message).toBe('Resolution must be 720p or 1080p (got "480p")');
	});

	it('refuses a parameter of Parameters (JSON) that it does not know', async () => {
		const json = '{"camera_fixed": true}';
		const refusal = await problem(fromImage, { ...input({ image }), json }, [
			listed({ image: text }),
		]);
		expect(refusal.message).toContain('unknown parameter: "camera_fixed"');
	});

	it('says where to give a new parameter that no field asks for', async () => {
		const refusal = await problem(fromImage, input({ image }), [
			listed({ image: text, style: text }, ['style']),
		]);
		expect(refusal.message).toContain('Style is empty');
		expect(refusal.description).toContain('Parameters (JSON)');
	});

	it('gives no advice on a missing value for one that does not fit', async () => {
		const live = listed({ image: text, style: { type: 'string', enum: ['ink'] } });
		const refusal = await problem(fromImage, { ...input({ image }), json: { style: 'oil' } }, [
			live,
		]);
		expect(refusal.message).toContain('Style must be ink (got "oil")');
		expect(refusal.description).not.toContain('Parameters (JSON)');
	});

	it('has its price by the live record, whichever it is checked against', async () => {
		const live = listed({ image: text });
		for (const schema of ['automatic', 'builtIn'] as const) {
			const planned = await plan(fromImage, { ...input({ image }), schema }, [live]);
			expect(planned).toMatchObject({ pricedBy: { confidence: 'live', id: pro15 } });
		}
		expect(await plan(fromImage, input({ image }), [])).toMatchObject({
			pricedBy: { confidence: 'document', id: pro15 },
		});
	});

	it('has no price where it is refused', async () => {
		const planned = await plan(fromImage, input({}), [listed({ image: text }, ['image'])]);
		expect(planned).toEqual({
			ok: false,
			problem: expect.objectContaining({ outcome: 'refused' }),
		});
	});

	it('says of each value of the request where it comes from', async () => {
		const planned = await plan(
			fromImage,
			{ ...input({ image, duration: '' }), json: { seed: 7 } },
			[listed({ image: text, seed: { type: 'integer' }, duration }, ['duration'])],
		);
		expect(planned).toMatchObject({
			ok: true,
			origins: { prompt: 'field', image: 'field', seed: 'json', duration: 'default' },
			record: { confidence: 'live' },
		});
	});
});
