/** What is sent when the API's own schema is known: drift is resolved or refused, never sent blindly. */
import type { OfferedMode } from '../../../seedance/catalogue';
import type { ModelList } from '../../../seedance/live/listCache';
import type { ItemFiles } from '../../../seedance/media/itemFiles';
import { openWorld } from '../../../seedance/validation/mediaValues';
import { planSubmit } from '../../../seedance/validation/planSubmit';
import type { SubmitInput } from '../../../seedance/validation/planSubmit';
import { liveList } from './liveList';
import type { Listed } from './liveList';

const fromImage = 'image-to-video';
const fromText = 'text-to-video';
const seedance2 = 'bytedance/seedance-2.0/image-to-video';
const pro15 = 'bytedance/seedance-v1.5-pro/image-to-video';
const unlisted = 'bytedance/seedance-3.0/text-to-video';
const image = 'https://example.com/a.png';
const other = 'https://example.com/b.png';
const prompt = 'A fox';

const text = { type: 'string' };
const duration = { type: 'integer', minimum: 4, maximum: 15, default: 5 };

/** 2.0/image-to-video as the API has it today (reference §H). */
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

async function plan(mode: OfferedMode, input: SubmitInput, models: readonly Listed[]) {
	return planSubmit(mode, input, openWorld, await liveList(...models));
}

async function body(...args: Parameters<typeof plan>) {
	const planned = await plan(...args);
	if (!planned.ok) throw new Error(planned.problem.message);
	return planned.request.body;
}

async function problem(...args: Parameters<typeof plan>) {
	const planned = await plan(...args);
	if (planned.ok) throw new Error(`Planned: ${JSON.stringify(planned.request)}`);
	return planned.problem;
}

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
			message: `'Images' has ${count} pictures, but WaveSpeedAI now takes one first frame for Seedance 2.0 Image to Video`,
			description: expect.stringContaining(
				'with Seedance Text to Video and its Reference Images, e.g. with bytedance/seedance-2.0/text-to-video, ',
			),
			outcome: 'refused',
		});
	});

	it('refuses a form field that stands for several files', async () => {
		const files: ItemFiles = {
			names: ['photo_0', 'photo_1', 'photo_2'],
			find: (name) => (name === 'photo' ? ['photo_0', 'photo_1', 'photo_2'] : []),
		};
		const world = { files, allowsPrivate: false };
		const planned = planSubmit(fromImage, given({ images: 'photo' }), world, await liveList(today));
		expect(planned).toMatchObject({
			problem: { message: expect.stringContaining("'Images' has 3 pictures") },
		});
	});

	it('refuses a missing picture by the name that the model has for it now', async () => {
		expect((await problem(fromImage, given({}), [today])).message).toContain("'Image' is empty");
	});

	it("checks values against today's schema", async () => {
		expect(await body(fromImage, given({ images: image, duration: 6 }), [today])).toEqual({
			image,
			prompt,
			duration: 6,
		});
		const { message } = await problem(fromImage, given({ images: image, duration: 16 }), [today]);
		expect(message).toBe(
			"'Duration' is 16; Seedance 2.0 Image to Video takes a whole number from 4 to 15",
		);
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
		expect(message).toBe(
			"'Last Image' is not taken any more; Seedance V1.5 Pro Image to Video takes prompt, images",
		);
		expect(description).toContain('set Schema to Built-In');
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
		['resolution', '480p', "'Resolution' is not taken any more"],
		['generate_audio', false, "'Generate Audio' is not taken any more"],
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
		expect(refusal.message).toBe(
			`'Resolution' is "480p"; Seedance V1.5 Pro Image to Video takes 720p or 1080p`,
		);
	});

	it('refuses a parameter of Parameters (JSON) that it does not know', async () => {
		const json = '{"camera_fixed": true}';
		const refusal = await problem(fromImage, { ...input({ image }), json }, [
			listed({ image: text }),
		]);
		expect(refusal.message).toContain("'camera_fixed' in 'Parameters (JSON)' is not a parameter");
	});

	it('says where to give a new parameter that no field asks for', async () => {
		const refusal = await problem(fromImage, input({ image }), [
			listed({ image: text, style: text }, ['style']),
		]);
		expect(refusal.message).toContain("'Style' is empty");
		expect(refusal.description).toContain('Give it in Parameters (JSON)');
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
		expect(message).toMatch(/^'fps' in 'Model Parameters' is not a parameter of Seedance V1.5 Pro/);
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

	it('leaves out untouched fields of a form that was drawn for another schema', async () => {
		const form = { fps: null, watermark: false, note: '' };
		expect(await body(fromText, input({ form }), [model])).toEqual({ prompt });
	});

	it('refuses a value of the form that the model does not know, by name', async () => {
		const { message } = await problem(fromText, input({ form: { fps: 24 } }), [model]);
		expect(message).toBe(
			`'fps' in 'Model Parameters' is not a parameter of The ${unlisted}, which takes prompt, duration, hdr, style, reference_images`,
		);
	});

	it.each([
		[{ form: { duration: 16 } }, "'Duration' is 16"],
		[{ json: { style: 'oil' } }, `'Style' is "oil"`],
		[{ fields: { prompt: 'eleven char' } }, "'Prompt' has 11 characters"],
		[{ fields: {} }, "'Prompt' is empty"],
		[{ form: { reference_images: [image, image, image] } }, "'Reference Images' has 3 entries"],
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
		expect(planSubmit(fromText, given, openWorld, noList)).toMatchObject({
			request: { body: asGiven },
		});
	});
});
