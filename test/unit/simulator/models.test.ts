import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BODY, envelope, start, stopAll, T2V } from '../../support/simulator/client';
import { listed, quoted, rawSchemaOf, schemaOf } from '../../support/simulator/listedModels';

afterEach(stopAll);

const TWO = 'bytedance/seedance-2.0/image-to-video';
const PRO_15 = 'bytedance/seedance-v1.5-pro/image-to-video';
const image = 'https://example.com/a.png';

describe('the list of models', () => {
	it('has every entry in the documented shape, each property told in words', async () => {
		const api = await start();
		const entries = await listed(api);
		expect(entries.size).toBeGreaterThan(5);
		for (const entry of entries.values()) {
			const schema = schemaOf(entry);
			const names = Object.keys(schema.properties);
			expect(schema['x-order-properties']).toEqual(names);
			expect(names).toEqual(expect.arrayContaining(schema.required));
			const [{ server, api_path: path }] = entry.api_schema.api_schemas;
			expect(server + path).toBe(`${api.simulator.url}/api/v3/${entry.model_id}`);
			expect(entry).not.toHaveProperty('discount_rate');
		}
		expect([...entries.values()].map((entry) => entry.sort_order)).toEqual(
			[...entries.keys()].map((_id, at) => at + 1),
		);
	});

	it('is journalled as such, and is no submit', async () => {
		const { simulator, call } = await start();
		await call('GET', '/api/v3/models');
		expect(simulator.journal.modelLists()).toMatchObject([
			{ status: 200, note: expect.stringMatching(/^\d+ models$/) as string },
		]);
		expect(simulator.journal.submits()).toEqual([]);
	});

	it('says of what each model makes videos', async () => {
		const entries = await listed(await start());
		const typeOf = (id: string) => entries.get(id)?.type;
		expect(typeOf(T2V)).toBe('text-to-video');
		expect(typeOf(TWO)).toBe('image-to-video');
		expect(typeOf('bytedance/seedance-2.5/text-to-video-turbo')).toBe('text-to-video');
		expect(typeOf('bytedance/seedance-v1-pro-i2v-720p')).toBe('image-to-video');
		expect(typeOf('bytedance/seedance-2.5/video-edit')).toBe('video-to-video');
		expect(typeOf('bytedance/seedance-2.5/talking-avatar')).toBe('digital-human');
		expect(typeOf('bytedance/seedance-2.0-fast/video-extend')).toBe('video-extend');
	});

	it('tells defaults and descriptions as the documents do', async () => {
		const entries = await listed(await start());
		const pro = schemaOf(entries.get(PRO_15));
		const defaults = Object.entries(pro.properties).map(([name, entry]) => [name, entry.default]);
		expect(Object.fromEntries(defaults)).toEqual({
			prompt: undefined,
			image: undefined,
			last_image: undefined,
			aspect_ratio: undefined,
			duration: 5,
			resolution: '720p',
			generate_audio: true,
			camera_fixed: false,
			seed: -1,
		});
		for (const [id, document] of [
			['bytedance/seedance-v1-pro-i2v-480p', '000_3bbf5b1fe4b9a64c.txt'],
			['bytedance/seedance-v1-lite-i2v-720p', '001_6bf58662b6a55cc1.txt'],
			[PRO_15, '002_0e9a96f715cb861a.txt'],
			[TWO, '003_e3f5cf4fc7b9fe0c.txt'],
			[T2V, '004_b04650d993fc9264.txt'],
		] as const) {
			const text = readFileSync(join(__dirname, '../../fixtures/models', document), 'utf8');
			const { properties } = schemaOf(entries.get(id));
			for (const { description } of Object.values(properties)) expect(text).toContain(description);
		}
	});

	it('tells forms what to draw', async () => {
		const entries = await listed(await start());
		const { properties } = schemaOf(entries.get('bytedance/seedance-2.0/text-to-video'));
		expect(properties.reference_images).toMatchObject({
			title: 'Reference Images',
			'x-ui-component': 'uploaders',
			'x-accept': 'image/*',
		});
		expect(properties.reference_audios).toMatchObject({ 'x-accept': 'audio/*' });
		expect(properties.resolution).toMatchObject({ 'x-ui-component': 'select', default: '720p' });
		expect(properties.duration).toMatchObject({ 'x-ui-component': 'slider', minimum: 4 });
		expect(properties.prompt).not.toHaveProperty('x-ui-component');
	});

	it('has models of other vendors, which can be submitted to as well', async () => {
		const api = await start();
		const entries = await listed(api);
		const others = [...entries.keys()].filter((id) => !id.startsWith('bytedance/'));
		expect(others.map((id) => entries.get(id)?.type)).toEqual(['text-to-image', 'text-to-video']);
		for (const id of others) {
			expect((await api.submit({ prompt: 'a fox' }, id)).status).toBe(200);
			expect((await api.submit({}, id)).status).toBe(400);
		}
	});
});

describe('the generations of seedance-2.0/image-to-video', () => {
	const documented = { images: [image], prompt: 'x', duration: 15 };
	const current = { image, prompt: 'x', duration: 4, resolution: '4k', last_image: image };

	it('is as its document says, unless told otherwise', async () => {
		for (const api of [await start(), await start({ schemas: 'documented' })]) {
			const { properties, required } = schemaOf((await listed(api)).get(TWO));
			expect(Object.keys(properties)).toEqual(['images', 'prompt', 'duration']);
			expect(required).toEqual(['images', 'prompt']);
			expect((await api.submit(documented, TWO)).status).toBe(200);
			expect((await api.submit(current, TWO)).status).toBe(400);
		}
	});

	it('is as it is today when told so, and nothing else changes', async () => {
		const api = await start({ schemas: 'current' });
		const entries = await listed(api);
		const { properties, required } = schemaOf(entries.get(TWO));
		expect(Object.keys(properties)).toEqual([
			'prompt',
			'image',
			'last_image',
			'aspect_ratio',
			'resolution',
			'duration',
			'generate_audio',
			'enable_web_search',
		]);
		expect([...required].sort()).toEqual(['image', 'prompt']);
		expect((await api.submit(current, TWO)).status).toBe(200);
		expect((await api.submit({ ...current, duration: 16 }, TWO)).status).toBe(400);
		const refused = await api.submit(documented, TWO);
		expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('parameter')]);

		const before = await listed(await start());
		expect([...entries.keys()].sort()).toEqual([...before.keys()].sort());
		expect(rawSchemaOf(entries.get(PRO_15))).toEqual(rawSchemaOf(before.get(PRO_15)));
	});
});

describe('further models', () => {
	const live = {
		id: 'acme/dream/text-to-video',
		name: 'Acme Dream',
		type: 'text-to-video',
		basePriceUsd: 0.3,
		usdPerSecond: 0.07,
		schema: {
			type: 'object',
			properties: {
				prompt: { type: 'string', title: 'Prompt', 'x-placeholder': 'a fox' },
				duration: { type: 'integer', minimum: 3, maximum: 9, default: 6 },
			},
			required: ['prompt'],
			additionalProperties: true,
		},
	};

	it('of a test are listed, priced and judged, unknown parameters refused', async () => {
		const api = await start({ liveModels: [live] });
		const entry = (await listed(api)).get(live.id);
		expect(entry).toMatchObject({ name: 'Acme Dream', type: 'text-to-video', base_price: 0.3 });
		expect(rawSchemaOf(entry)).toEqual({ ...live.schema, additionalProperties: false });
		expect((await api.submit({ prompt: 'x', duration: 9 }, live.id)).status).toBe(200);
		expect((await api.submit({ prompt: 'x', style: 'noir' }, live.id)).status).toBe(400);
		expect((await quoted(api, live.id, { duration: 9 })).price).toBe(0.63);
		expect((await quoted(api, live.id)).price).toBe(0.3);
	});

	it('may take the place of others, but of the five only where their documents are history', async () => {
		const other = 'bytedance/seedance-2.5/text-to-video';
		const api = await start({ liveModels: [{ ...live, id: other }] });
		expect((await listed(api)).get(other)?.name).toBe('Acme Dream');
		expect((await api.submit({ prompt: 'x', duration: 3 }, other)).status).toBe(200);
		await expect(start({ liveModels: [{ ...live, id: T2V }] })).rejects.toThrow(/document/);
		const today = await start({ schemas: 'current', liveModels: [{ ...live, id: T2V }] });
		expect((await today.submit({ prompt: 'x' }, T2V)).status).toBe(200);
	});

	it('known by a schema only are listed too, and accept what they did', async () => {
		const id = 'acme/new/image-to-video';
		const api = await start({ extraModels: { [id]: { type: 'object' } } });
		const entry = (await listed(api)).get(id);
		expect(entry?.type).toBe('image-to-video');
		expect(rawSchemaOf(entry)).toEqual({ type: 'object', properties: {} });
		expect((await api.submit({ anything: 1 }, id)).status).toBe(200);
	});
});

describe('retired models', () => {
	it('are gone from the list, have no price and answer as unknown ones', async () => {
		const retired = [T2V, 'bytedance/seedance-2.5/text-to-video'];
		const api = await start({ retired });
		const entries = await listed(api);
		const before = await listed(await start());
		expect(entries.size).toBe(before.size - retired.length);
		const unknown = await api.submit(BODY, 'bytedance/seedance-9');
		for (const id of retired) {
			expect(entries.has(id)).toBe(false);
			const answer = await api.submit(BODY, id);
			expect([answer.status, envelope(answer).code]).toEqual([404, 404]);
			expect(answer.text.replace(id, 'x')).toBe(unknown.text.replace('bytedance/seedance-9', 'x'));
			const body = { model_id: id, inputs: {} };
			expect((await api.call('POST', '/api/v3/model/price', { body })).status).toBe(404);
		}
		expect(api.simulator.journal.accepted()).toEqual([]);
	});
});
