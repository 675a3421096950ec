/** The exact message when an item can't be submitted. */
import type { OfferedMode } from '../../../seedance/models';
import { planSubmit } from '../../../seedance/request/planSubmit';
import type { SubmitInput } from '../../../seedance/request/planSubmit';
import { mediaForms } from '../../../seedance/request/allowed';

const fromImage = 'image-to-video';
const pro15 = 'bytedance/seedance-v1.5-pro/image-to-video';
const proI2v = 'bytedance/seedance-v1-pro-i2v-480p';
const seedance2 = 'bytedance/seedance-2.0/image-to-video';
const image = 'https://example.com/a.png';
const images = Array.from({ length: 5 }, () => image);
const prompt = 'A fox';

function refusal(mode: OfferedMode, input: SubmitInput) {
	const plan = planSubmit(mode, input);
	if (plan.ok) throw new Error(`Planned: ${JSON.stringify(plan.request)}`);
	return plan.problem;
}

/** A plan without its media, which media-values.test.ts looks at. */
function planned(...args: Parameters<typeof planSubmit>) {
	const plan = planSubmit(...args);
	return plan.ok ? { ok: true, request: plan.request } : plan;
}

describe('planSubmit refuses a value', () => {
	it.each([
		[
			'duration',
			{ model: pro15, fields: { image, prompt, duration: 13 } },
			'Duration must be from 4 to 12 seconds (got 13)',
		],
		[
			'duration',
			{ model: pro15, fields: { image, prompt, duration: '5 min' } },
			'Duration must be a whole number of seconds from 4 to 12 (got "5 min")',
		],
		[
			'duration',
			{ model: seedance2, fields: { images: image, prompt, duration: 6 } },
			'Duration must be 5, 10 or 15 seconds (got 6)',
		],
		[
			'images',
			{ model: seedance2, fields: { images, prompt } },
			'Images allows 1 to 4 images (got 5)',
		],
		[
			'seed',
			{ model: pro15, fields: { image, prompt, seed: -2 } },
			'Seed must be from -1 to 2147483647 (got -2)',
		],
		['prompt', { model: pro15, fields: { image, prompt: ' \n' } }, 'Prompt is empty'],
		[
			'prompt',
			{ model: proI2v, fields: { image, prompt: 'a'.repeat(2001) } },
			'Prompt must be at most 2,000 characters (got 2,001)',
		],
		[
			'aspect_ratio',
			{ model: pro15, fields: { image, prompt, aspect_ratio: '5:4' } },
			'Aspect Ratio must be 21:9, 16:9, 4:3, 1:1, 3:4 or 9:16 (got "5:4")',
		],
		[
			'generate_audio',
			{ model: pro15, fields: { image, prompt, generate_audio: 'maybe' } },
			'Generate Audio must be true or false (got "maybe")',
		],
		[
			'fps',
			{ model: seedance2, fields: { images: image, prompt }, json: '{"fps": 24}' },
			'Parameters (JSON) has an unknown parameter: "fps"',
		],
		[
			'constructor',
			{ model: seedance2, fields: { images: image, prompt }, json: '{"constructor": 24}' },
			'Parameters (JSON) has an unknown parameter: "constructor"',
		],
	])('of %s', (parameter, input, message) => {
		const { model } = input;
		const refused = { cause: 'parameterRefused', outcome: 'refused', message, model, parameter };
		expect(refusal(fromImage, input)).toMatchObject(refused);
	});

	it('of image, and says what it takes instead', () => {
		const refused = refusal(fromImage, { model: pro15, fields: { image: 'data', prompt } });
		expect(refused.message).toBe('Image names a file, but the item has none (got "data")');
		expect(refused.description).toContain(mediaForms);
	});

	it('and all others that are wrong with it', () => {
		const fields = { image, prompt: '', duration: 3 };
		const refused = refusal(fromImage, { model: pro15, fields });
		expect(refused.message).toBe('Prompt is empty');
		expect(refused.description).toContain('Also, Duration must be from 4 to 12 seconds (got 3).');
	});
});

describe('planSubmit refuses a model', () => {
	const fields = { image, prompt };

	it.each([
		[
			'of the other mode',
			'bytedance/seedance-2.5/text-to-video',
			'wrongMode',
			'Seedance Text to Video',
		],
		[
			'that is not offered',
			'bytedance/seedance-2.5/reference-to-video',
			'modelNotOffered',
			'bytedance/seedance-2.5/reference-to-video',
		],
		[
			'that works on a video',
			'bytedance/seedance-2.5/video-edit',
			'wrongMode',
			'Seedance Video to Video',
		],
		['with ..', 'bytedance/../predictions', 'malformedModel', '"bytedance/../predictions"'],
		[
			'that is an address',
			'https://wavespeed.ai/models/x',
			'malformedModel',
			'"https://wavespeed.ai/models/x"',
		],
	])('%s', (_, model, cause, told) => {
		const refused = refusal(fromImage, { model, fields });
		expect(refused.cause).toBe(cause);
		expect(`${refused.message} ${refused.description}`).toContain(told);
	});

	it('that is empty', () => {
		const { cause, message } = refusal(fromImage, { model: ' ', fields });
		expect(cause).toBe('malformedModel');
		expect(message).not.toContain('" "');
	});
});

describe('planSubmit, Parameters (JSON)', () => {
	const input = { model: pro15, fields: { image, prompt, duration: 6 } };

	it.each([
		['{seed: 7}', '"{seed: 7}"'],
		['[1]', 'Parameters (JSON)'],
		['5', 'Parameters (JSON)'],
		['null', 'Parameters (JSON)'],
	])('refuses %s', (json, told) => {
		const { cause, message } = refusal(fromImage, { ...input, json });
		expect(cause).toBe('parametersNotJson');
		expect(message).toContain(told);
	});

	it.each([
		['nothing', undefined, { duration: 6 }],
		['blank text', ' ', { duration: 6 }],
		['an empty object', '{}', { duration: 6 }],
		['text that wins over a field', '{"duration": 7}', { duration: 7 }],
		['an object', { seed: '7' }, { duration: 6, seed: 7 }],
	])('takes %s', (_, json, parameters) => {
		expect(planned(fromImage, { ...input, json })).toEqual({
			ok: true,
			request: { model: pro15, body: { image, prompt, ...parameters } },
		});
	});
});

describe('planSubmit, fields', () => {
	it('leaves out what the panel hides for the model', () => {
		const fields = { images: image, prompt, resolution: '720p', last_image: image };
		expect(planned(fromImage, { model: seedance2, fields })).toEqual({
			ok: true,
			request: { model: seedance2, body: { images: [image], prompt } },
		});
	});

	it('takes Image for the list of a model that was not known while editing', () => {
		expect(planned(fromImage, { model: seedance2, fields: { image, prompt } })).toEqual({
			ok: true,
			request: { model: seedance2, body: { images: [image], prompt } },
		});
	});

	it('passes an unlisted model on with fields that are set and JSON as it is', () => {
		const model = 'bytedance/seedance-9/image-to-video';
		const input = { model: ` ${model} `, fields: { image, prompt: ' ' }, json: '{"fps": 24}' };
		expect(planned(fromImage, input)).toEqual({
			ok: true,
			request: { model, body: { image, fps: 24 } },
		});
		const plan = planSubmit(fromImage, input);
		expect(plan.ok && Object.keys(plan.request.body)).toEqual(['image', 'fps']);
		expect(plan.ok && plan.origins).toEqual({ image: 'field', fps: 'json' });
		expect(plan).not.toHaveProperty('pricedBy');
	});

	describe('of an unlisted model', () => {
		const model = 'bytedance/seedance-9/image-to-video';

		it('are texts, and null and numbers of Parameters (JSON) are sent as they are', () => {
			const fields = { prompt: '{"a": 1}' };
			const json = { negative_prompt: null, fps: 24 };
			expect(planned(fromImage, { model, fields, json })).toEqual({
				ok: true,
				request: { model, body: { ...fields, ...json } },
			});
		});

		it.each<[string, SubmitInput]>([
			['prompt', { model, fields: { prompt: 'undefined' } }],
			['style', { model, fields: { prompt, image: 'no file' }, form: { style: 'null' } }],
			['fps', { model, fields: { prompt }, form: { fps: NaN } }],
			['mood', { model, fields: { prompt }, json: { mood: '{{ $json.mood }}' } }],
		])('are refused where they are the remains of an expression: %s', (parameter, input) => {
			const refused = refusal(fromImage, input);
			expect(refused).toMatchObject({ cause: 'parameterRefused', model, parameter });
			expect(refused.message).not.toContain('no file');
		});
	});

	it('sends the pictures of the visible field, whatever a hidden one still holds', () => {
		const left = 'https://example.com/left-over.png';
		const fields = { image: left, images: [image], prompt };
		expect(planned(fromImage, { model: seedance2, fields })).toEqual({
			ok: true,
			request: { model: seedance2, body: { images: [image], prompt } },
		});
	});

	it.each<[string, string, string]>([
		['a private address', 'http://192.168.1.7/a.png', "can't be reached from the internet"],
		['a share page', 'https://drive.google.com/file/d/1/view', 'is a Google Drive page'],
		['a password', 'https://me:hunter2@example.com/a.png', 'a user name or password'],
		['no address', 'ftp://example.com/a.png', "isn't a URL"],
	])('refuse %s for a model outside the catalogue', (_, address, finding) => {
		const model = 'bytedance/seedance-9/image-to-video';
		const given = [
			{ model, fields: { image: address, prompt } },
			{ model, fields: { prompt }, form: { last_image: address } },
			{ model, fields: { prompt }, json: { image: address } },
		];
		for (const input of given) {
			const { cause, message, outcome } = refusal(fromImage, input);
			expect([cause, outcome]).toEqual(['parameterRefused', 'refused']);
			expect(message).toContain(finding);
			expect(message).not.toContain('undefined');
			expect(message).not.toContain('hunter2');
		}
	});
});
