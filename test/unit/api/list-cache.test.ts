/** How long a list is kept, and what a failure does. Time is only what is passed in. */
import { problem } from '../../../seedance/errors/messages';
import { createModelListCache } from '../../../seedance/api/models';
import type { ModelListResult } from '../../../seedance/api/models';

const minute = 60_000;
const hour = 60 * minute;

const failure: ModelListResult = { ok: false, problem: problem('unreachable', { detail: '' }) };
const listOf = (id: string): ModelListResult => ({
	ok: true,
	value: { models: [{ id, name: id, type: '' }] },
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
