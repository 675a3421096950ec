/** The API's own list of models, and how long it is cached. */
import { createModelListCache, fetchModelList, readModelList } from '../../../seedance/api/models';
import type { ModelListResult } from '../../../seedance/api/models';
import { problem } from '../../../seedance/errors/messages';
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

	it('keeps Seedance of every type, models of the catalogue, and of other families what makes a video of text or a picture', async () => {
		const models = [
			{ model_id: 'bytedance/seedance-9/video-edit', type: 'video-to-video' },
			{ model_id: 'bytedance/seedance-10' },
			{ model_id: 'bytedance/video-upscaler' },
			{ model_id: 'other/one', type: 'text-to-video' },
			{ model_id: 'other/two', type: 'image-to-video' },
			{ model_id: 'other/three', type: 'text-to-image' },
			{ model_id: 'other/four' },
			{ model_id: 'other/five', type: 'upscaler', description: 'for text-to-video' },
		];
		expect(await idsOf(models)).toEqual([
			'bytedance/seedance-9/video-edit',
			'bytedance/seedance-10',
			'bytedance/video-upscaler',
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

	it('keeps 200 characters of a name', async () => {
		const model = await only(entry('a/b', { name: `${'x'.repeat(200)} 1` }));
		expect(model).toHaveProperty('name', 'x'.repeat(200));
	});

	it('leaves out an entry that is no JSON', async () => {
		const list = await readModelList('[{"text-to-video"}]', createFakeClock());
		expect(list.models).toEqual([]);
	});

	it('reads an empty list, and nothing in what is no list', async () => {
		for (const data of [[], null, {}, 'models', { models: [entry('a/b')] }]) {
			expect(await read(data)).toEqual([]);
		}
	});
});

describe('the digest of a list', () => {
	const digestOf = async (data: unknown) =>
		(await readModelList(JSON.stringify(data), createFakeClock())).digest;

	it('is the same where the models that are kept are, and else another', async () => {
		const list = [entry('a/one'), entry('a/two')];
		const digest = await digestOf(list);
		expect(await digestOf([...list, { model_id: 'other/three' }])).toBe(digest);
		expect(await digestOf(list.slice(1))).not.toBe(digest);
		expect(await digestOf([entry('a/one'), entry('a/two', { base_price: 1 })])).not.toBe(digest);
	});
});

describe('the limits of a list', () => {
	/** An entry with this many characters. */
	function sized(id: string, size: number): string {
		const text = JSON.stringify(entry(id, { padding: '' }));
		return text.replace('"padding":""', `"padding":"${'x'.repeat(size - text.length)}"`);
	}
	const readAll = async (entries: readonly string[]) =>
		(await readModelList(`[${entries.join()}]`, createFakeClock())).models.map(({ id }) => id);

	it('leave out entries of more than 256,000 characters', async () => {
		const entries = [sized('a/long', 256_001), sized('a/fits', 256_000), sized('a/short', 100)];
		expect(await readAll(entries)).toEqual(['a/fits', 'a/short']);
	});

	it('keep 1,000 models', async () => {
		const entries = Array.from({ length: 1_002 }, (_, i) => JSON.stringify(entry(`a/${i}`)));
		const ids = await readAll(entries);
		expect([ids.length, ids.at(-1)]).toEqual([1_000, 'a/999']);
	});

	it('keep no further model after 8,000,000 characters', async () => {
		const entries = Array.from({ length: 33 }, (_, i) => sized(`a/${i}`, 250_000));
		const ids = await readAll(entries);
		expect([ids.length, ids.at(-1)]).toEqual([32, 'a/31']);
	});
});

describe('a long list', () => {
	/** How often others had their turn, had every step taken long. */
	async function rests(json: string): Promise<number> {
		let now = 0;
		let slept = 0;
		const clock = {
			now: () => (now += 1_000),
			sleep: async () => {
				slept += 1;
			},
		};
		await readModelList(json, clock);
		return slept;
	}

	const other = { model_id: 'other/model' };

	it('lets others have their turn at every 200 entries', async () => {
		expect(await rests(JSON.stringify(Array(199).fill(other)))).toBe(0);
		expect(await rests(JSON.stringify(Array(401).fill(other)))).toBe(2);
	});

	it('lets others have their turn after every entry that is read', async () => {
		expect(await rests(JSON.stringify([entry('a/one'), 1, entry('a/two')]))).toBe(2);
	});

	it('lets others have their turn within a long entry', async () => {
		expect(await rests(JSON.stringify([Array(600_000).fill(1)]))).toBe(2);
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

	it('reads answers of up to 20,000,000 characters', async () => {
		const ofLength = async (length: number) =>
			await fetchModelList(scriptedApi(() => answer(200, `[${' '.repeat(length - 2)}]`)).ports);
		expect(await ofLength(20_000_000)).toMatchObject({ ok: true, value: { models: [] } });
		expect(await ofLength(20_000_001)).toMatchObject({ ok: false });
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

const minute = 60_000;
const hour = 60 * minute;

const failure: ModelListResult = { ok: false, problem: problem('unreachable', { detail: '' }) };
const listOf = (id: string): ModelListResult => ({
	ok: true,
	value: { models: [{ id, name: id, type: '' }], digest: id },
});

/** A cache whose every request is answered with a list of its own: "list 1", "list 2", … */
function scene() {
	const cache = createModelListCache();
	const state = { nowMs: Date.UTC(2026, 0, 5), asked: 0, fails: false };
	const fetch = async () => {
		state.asked += 1;
		return state.fails ? failure : listOf(`list ${state.asked}`);
	};
	/** The list's only id. */
	const ask = async (account = 'a') => {
		const list = await cache.list(account, fetch, () => state.nowMs);
		return list?.models[0]?.id;
	};
	const pass = (ms: number) => {
		state.nowMs += ms;
	};
	return { cache, state, ask, pass };
}

describe('a list', () => {
	it('finds its models by id, and none of another', async () => {
		const { cache, state } = scene();
		const list = await cache.list(
			'a',
			async () => listOf('a/b'),
			() => state.nowMs,
		);
		expect(list?.find('a/b')).toBe(list?.models[0]);
		expect(list?.find('a/b')).toBeDefined();
		expect(list?.find('constructor')).toBeUndefined();
	});

	it('is one object for all accounts with the same models', async () => {
		const { cache, state } = scene();
		const now = () => state.nowMs;
		const first = await cache.list('a', async () => listOf('a/b'), now);
		expect(await cache.list('b', async () => listOf('a/b'), now)).toBe(first);
		expect(await cache.list('c', async () => listOf('a/c'), now)).not.toBe(first);
	});

	it('can be looked up without a request, however old it is', async () => {
		const { cache, state, ask, pass } = scene();
		expect(cache.last('a')).toBeUndefined();
		await ask();
		pass(2 * hour);
		expect(cache.last('a')?.models).toMatchObject([{ id: 'list 1' }]);
		expect(state.asked).toBe(1);
	});

	it('is kept for an hour, and asked for again after it', async () => {
		const { state, ask, pass } = scene();
		expect(await ask()).toBe('list 1');
		pass(hour - 1);
		expect(await ask()).toBe('list 1');
		expect(state.asked).toBe(1);
		pass(1);
		expect(await ask()).toBe('list 2');
		pass(hour - 1);
		expect(await ask()).toBe('list 2');
	});

	it('is of one account', async () => {
		const { ask } = scene();
		expect([await ask('a'), await ask('b'), await ask('a')]).toEqual([
			'list 1',
			'list 2',
			'list 1',
		]);
	});

	it('is asked for once by all who want it at the same time', async () => {
		const { state, ask } = scene();
		expect(await Promise.all([ask(), ask(), ask()])).toEqual(['list 1', 'list 1', 'list 1']);
		expect(state.asked).toBe(1);
	});

	it('is asked for again when the clock was put back', async () => {
		const { ask, pass } = scene();
		await ask();
		pass(-1);
		expect(await ask()).toBe('list 2');
	});

	it.each([21, 50, 200])(
		'of each of %i accounts is asked for once, however often they take turns',
		async (count) => {
			const { state, ask } = scene();
			for (let round = 0; round < 4; round += 1) {
				for (let i = 1; i <= count; i += 1) {
					expect(await ask(`account ${i}`)).toBe(`list ${i}`);
				}
			}
			expect(state.asked).toBe(count);
		},
	);

	it('of the 201st account drops the one that was used least recently', async () => {
		const { state, ask } = scene();
		for (let i = 1; i <= 200; i += 1) await ask(`account ${i}`);
		await ask('account 1');
		await ask('account 201');
		expect([await ask('account 1'), state.asked]).toEqual(['list 1', 201]);
		expect([await ask('account 2'), state.asked]).toEqual(['list 202', 202]);
	});
});

describe('a failure', () => {
	it('is remembered for a minute', async () => {
		const { state, ask, pass } = scene();
		state.fails = true;
		expect(await ask()).toBeUndefined();
		state.fails = false;
		pass(minute - 1);
		expect(await ask()).toBeUndefined();
		expect(state.asked).toBe(1);
		pass(1);
		expect(await ask()).toBe('list 2');
	});

	it('is shared by all who asked at the same time', async () => {
		const { state, ask } = scene();
		state.fails = true;
		expect(await Promise.all([ask(), ask()])).toEqual([undefined, undefined]);
		expect(state.asked).toBe(1);
	});

	it('leaves the older list in use, and is remembered all the same', async () => {
		const { state, ask, pass } = scene();
		await ask();
		state.fails = true;
		pass(hour);
		expect([await ask(), state.asked]).toEqual(['list 1', 2]);
		pass(minute - 1);
		expect([await ask(), state.asked]).toEqual(['list 1', 2]);
		pass(1);
		expect([await ask(), state.asked]).toEqual(['list 1', 3]);
		state.fails = false;
		pass(minute);
		expect([await ask(), state.asked]).toEqual(['list 4', 4]);
	});

	it('is forgotten when the clock was put back', async () => {
		const { state, ask, pass } = scene();
		state.fails = true;
		await ask();
		state.fails = false;
		pass(-hour);
		expect(await ask()).toBe('list 2');
	});

	it('of one account says nothing of another', async () => {
		const { state, ask } = scene();
		state.fails = true;
		await ask('a');
		state.fails = false;
		expect(await ask('b')).toBe('list 2');
	});

	it('that is thrown is not kept: the next one asks again', async () => {
		const { cache, state, ask } = scene();
		const broken = cache.list(
			'a',
			async () => await Promise.reject(new Error('bug')),
			() => 0,
		);
		await expect(broken).rejects.toThrow('bug');
		expect([await ask(), state.asked]).toEqual(['list 1', 1]);
	});
});
