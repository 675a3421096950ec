import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Acceptance } from '../../../simulator/acceptance/acceptance';
import { handWrittenSchemas } from '../../../simulator/acceptance/hand-written';
import { offeredModels } from '../../../simulator/models/offered';
import { BODY, envelope, start, stopAll } from '../../support/simulator/client';

afterEach(stopAll);

const acceptance = new Acceptance(offeredModels());
const image = 'https://example.com/a.png';

const cases: ReadonlyArray<{
	readonly model: string;
	readonly document: string;
	readonly valid: ReadonlyArray<Record<string, unknown>>;
	readonly refused: ReadonlyArray<readonly [Record<string, unknown>, RegExp]>;
}> = [
	{
		model: 'bytedance/seedance-v1-pro-i2v-480p',
		document: '000_3bbf5b1fe4b9a64c.txt',
		valid: [
			{ image, duration: 2 },
			{ image, duration: 12, prompt: '', aspect_ratio: '9:16', seed: -1, camera_fixed: true },
			{ image, duration: 5, prompt: '🦊'.repeat(2000), last_image: image, seed: 2147483647 },
		],
		refused: [
			[{ image }, /missing required parameter: duration/],
			[{ duration: 5 }, /missing required parameter: image/],
			[{ image: '', duration: 5 }, /image/],
			[{ image, duration: 13 }, /duration/],
			[{ image, duration: '5' }, /duration/],
			[{ image, duration: 5, prompt: '🦊'.repeat(2001) }, /prompt/],
			[{ image, duration: 5, aspect_ratio: '9:21' }, /aspect_ratio.*21:9/],
			[{ image, duration: 5, seed: 2147483648 }, /seed/],
			[{ image, duration: 5, resolution: '480p' }, /unknown parameter: resolution/],
		],
	},
	{
		model: 'bytedance/seedance-v1-lite-i2v-720p',
		document: '001_6bf58662b6a55cc1.txt',
		valid: [{ image }, { image, duration: 12, seed: 0 }],
		refused: [
			[{ image, duration: 1 }, /duration/],
			[{ image, seed: -2 }, /seed/],
			[{ image, generate_audio: true }, /unknown parameter: generate_audio/],
		],
	},
	{
		model: 'bytedance/seedance-v1.5-pro/image-to-video',
		document: '002_0e9a96f715cb861a.txt',
		valid: [
			{ image, prompt: 'x' },
			{ image, prompt: 'x'.repeat(5000), duration: 4, resolution: '480p', generate_audio: false },
		],
		refused: [
			[{ image }, /missing required parameter: prompt/],
			[{ image, prompt: '' }, /prompt/],
			[{ image, prompt: 'x', duration: 3 }, /duration/],
			[{ image, prompt: 'x', duration: 4.5 }, /duration/],
			[{ image, prompt: 'x', resolution: '1080p' }, /resolution/],
			[{ image, prompt: 'x', enable_sync_mode: true }, /unknown parameter: enable_sync_mode/],
		],
	},
	{
		model: 'bytedance/seedance-2.0/image-to-video',
		document: '003_e3f5cf4fc7b9fe0c.txt',
		valid: [
			{ images: [image], prompt: 'x' },
			{ images: [image, image, image, image], prompt: 'x', duration: 15 },
		],
		refused: [
			[{ images: [], prompt: 'x' }, /images/],
			[{ images: [image, image, image, image, image], prompt: 'x' }, /images/],
			[{ images: image, prompt: 'x' }, /images/],
			[{ images: [image] }, /missing required parameter: prompt/],
			[{ images: [image], prompt: 'x', duration: 6 }, /duration/],
			[{ images: [image], prompt: 'x', seed: 1 }, /unknown parameter: seed/],
		],
	},
	{
		model: 'bytedance/seedance-v1-lite-t2v-480p',
		document: '004_b04650d993fc9264.txt',
		valid: [BODY, { prompt: 'x', duration: 10, aspect_ratio: '9:21', seed: 7 }],
		refused: [
			[{ prompt: 'x' }, /missing required parameter: duration/],
			[{ prompt: 'x', duration: 4 }, /duration/],
			[{ prompt: 'x', duration: 11 }, /duration/],
			[{ prompt: 'x', duration: 5, aspect_ratio: null }, /aspect_ratio/],
			[{ prompt: 'x', duration: 5, image }, /unknown parameter: image/],
		],
	},
];

describe.each(cases)('$model', ({ model, document, valid, refused }) => {
	it('takes exactly the parameters its document lists', () => {
		const text = readFileSync(join(__dirname, '../../fixtures/models', document), 'utf8');
		const start = text.search(/^(#+ )?Request Parameters/m);
		const [table = ''] = text.slice(start).split(/Response Parameters/);
		// Three layouts of the same table: with pipes, all run together, and one cell per line.
		const rows = [
			...table.matchAll(
				/^\|? ?([a-z_\\]+?) ?(?:\||$|(?=(?:string|integer|boolean|array)(?:Yes|No)))/gm,
			),
		];
		const cells = ['string', 'integer', 'boolean', 'array', 'true', 'false'];
		const listed = rows
			.map(([, name = '']) => name.replaceAll('\\', ''))
			.filter((name) => !cells.includes(name));
		const properties = Object(handWrittenSchemas[model]?.properties);
		expect(listed.sort()).toEqual(Object.keys(properties).sort());
	});

	it('accepts valid bodies', () => {
		for (const body of valid) expect(acceptance.judge(model, body)).toEqual({ kind: 'fine' });
	});

	it('refuses what is missing, unknown or out of range, and says which', () => {
		for (const [body, message] of refused) {
			const verdict = acceptance.judge(model, body);
			expect(verdict).toEqual({ kind: 'invalid', message: expect.stringMatching(message) });
		}
	});
});

describe('other models', () => {
	it('judges a model of the table by its parameters', () => {
		const model = 'bytedance/seedance-2.5/text-to-video';
		expect(acceptance.judge(model, { prompt: 'x', duration: 30 }).kind).toBe('fine');
		expect(acceptance.judge(model, { prompt: 'x', duration: 31 }).kind).toBe('invalid');
		expect(acceptance.judge(model, { prompt: 'x', camera_fixed: true }).kind).toBe('invalid');
		expect(acceptance.judge(model, {}).kind).toBe('invalid');
	});

	it('demands at least one entry of a required list', () => {
		const model = 'bytedance/seedance-v1-lite/reference-to-video';
		const body = { prompt: 'x', duration: 5, reference_images: [] };
		expect(acceptance.judge(model, body).kind).toBe('invalid');
		expect(acceptance.judge(model, { ...body, reference_images: [image] }).kind).toBe('fine');
	});

	it('takes further models from a test, but never in place of the five', async () => {
		const { submit } = await start({
			extraModels: {
				'acme/new-model': { type: 'object' },
				'bytedance/seedance-v1-lite-t2v-480p': { type: 'object' },
			},
		});
		expect((await submit({ anything: 1 }, 'acme/new-model')).status).toBe(200);
		expect((await submit({ anything: 1 })).status).toBe(400);
	});
});

describe('over HTTP', () => {
	it('answers an unknown model with 404 and a bad body with 400, in the envelope', async () => {
		const { simulator, call, submit } = await start();
		const unknown = await submit(BODY, 'bytedance/seedance-9');
		expect([unknown.status, envelope(unknown).code]).toEqual([404, 404]);
		const invalid = await submit({ ...BODY, duration: 99 });
		expect([invalid.status, envelope(invalid).code]).toEqual([400, 400]);
		for (const body of ['{"prompt":', '[]', '"x"', '']) {
			const path = '/api/v3/bytedance/seedance-v1-lite-t2v-480p';
			expect((await call('POST', path, { body })).status).toBe(400);
		}
		const encoded = await submit(BODY, 'bytedance%2Fseedance-v1-lite-t2v-480p');
		expect(encoded.status).toBe(404);
		expect(simulator.journal.accepted()).toEqual([]);
	});
});
