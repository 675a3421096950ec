import { findModel } from '../../../seedance/models';
import type { ModelRecord } from '../../../seedance/models';
import { buildRequest } from '../../../seedance/request/buildRequest';

function model(id: string): ModelRecord {
	const record = findModel(`bytedance/${id}`);
	if (record === undefined) throw new Error(`No model ${id}`);
	return record;
}

const pro15 = model('seedance-v1.5-pro/image-to-video');
const proI2v = model('seedance-v1-pro-i2v-480p');
const liteT2v = model('seedance-v1-lite-t2v-480p');
const seedance2 = model('seedance-2.0/image-to-video');
const image = 'https://example.com/a.png';
const prompt = 'A fox';

describe('buildRequest', () => {
	it('sends what a spreadsheet gives in the types of the API, and nothing unset', () => {
		const built = buildRequest(pro15, {
			image: ` ${image} `,
			prompt,
			duration: '5.0',
			aspect_ratio: ' 9:16 ',
			generate_audio: 'FALSE',
			camera_fixed: '',
			last_image: null,
			seed: undefined,
		});
		const body = { image, prompt, duration: 5, aspect_ratio: '9:16', generate_audio: false };
		expect(built).toMatchObject({ ok: true, value: { body } });
		expect(built.ok && Object.keys(built.value.body)).toEqual(Object.keys(body));
	});

	it('leaves optional parameters to the API, which has the defaults', () => {
		const built = buildRequest(pro15, { image, prompt });
		expect(built.ok && built.value.body).toEqual({ image, prompt });
	});

	it('fills a required parameter with its documented default', () => {
		expect(buildRequest(liteT2v, { prompt })).toEqual({
			ok: true,
			value: { body: { prompt, duration: 5 }, media: [] },
		});
		const built = buildRequest(proI2v, { image, duration: ' ' });
		expect(built.ok && built.value.body).toEqual({ image, duration: 5 });
	});

	it('does not take the documented default [] for a list that needs an entry', () => {
		expect(buildRequest(seedance2, { prompt })).toEqual({
			ok: false,
			problem: [
				{ parameter: 'images', given: undefined, finding: 'is empty', allowed: '1 to 4 images' },
			],
		});
	});

	it.each([
		['one image', image, [image]],
		['lines', `${image}\n${image}`, [image, image]],
		['JSON', JSON.stringify([image]), [image]],
		['attachments', [{ url: image, size: 7 }], [image]],
	])('takes a list given as %s', (_, given, images) => {
		const built = buildRequest(seedance2, { images: given, prompt });
		expect(built.ok && built.value.body).toEqual({ images, prompt });
	});

	it('says all that is wrong at once, and quotes values as they were given', () => {
		const values = { image, prompt, duration: '13', seed: -2, fps: 24 };
		expect(buildRequest(pro15, values)).toEqual({
			ok: false,
			problem: [
				{
					parameter: 'fps',
					given: 24,
					finding: 'is unknown',
					allowed: Object.keys(pro15.parameters).join(', '),
				},
				{
					parameter: 'duration',
					given: '13',
					finding: 'must be from 4 to 12 seconds',
					got: '"13"',
				},
				{
					parameter: 'seed',
					given: -2,
					finding: 'must be from -1 to 2147483647',
					got: '-2',
				},
			],
		});
	});

	it('counts characters, not UTF-16 units', () => {
		const atLimit = buildRequest(proI2v, { image, prompt: '🦊'.repeat(2000) });
		expect(atLimit.ok).toBe(true);
		const above = buildRequest(proI2v, { image, prompt: '🦊'.repeat(2001) });
		expect(above.ok || above.problem.map(({ finding, got }) => [finding, got])).toEqual([
			['must be at most 2,000 characters', '2,001'],
		]);
	});

	it.each(['constructor', 'toString', 'hasOwnProperty', 'fps', '__proto__'])(
		'refuses the undeclared parameter %s',
		(name) => {
			const values = Object.fromEntries([...Object.entries({ image, prompt }), [name, 5]]);
			const built = buildRequest(pro15, values);
			expect(built.ok || built.problem.map(({ parameter }) => parameter)).toEqual([name]);
		},
	);
});
