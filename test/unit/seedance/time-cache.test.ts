/** The cache: time to live, size, and shared requests. */
import fc from 'fast-check';
import { Cache } from '../../../seedance/time';

const keptMs = 1_000;
const create = (most = 3) => new Cache<string>({ most, keptMs });

/** A cache of answers, and how often it has asked. */
function scene(answer: (request: number) => Promise<string> = async (request) => `${request}`) {
	const state = { nowMs: 5_000, asked: 0 };
	const cache = new Cache<string>({ most: 3, keptMs: (value) => (value === 'no' ? 0 : keptMs) });
	const fetch = async () => {
		state.asked += 1;
		return await answer(state.asked);
	};
	return {
		state,
		cache,
		ask: async (key = 'a') => await cache.ask(key, fetch, () => state.nowMs),
		renew: async (key = 'a') => await cache.renew(key, fetch, () => state.nowMs),
	};
}

describe('a value', () => {
	it('is kept for its time, and not a millisecond longer', () => {
		const cache = create();
		cache.set('a', 'A', 0);
		expect([cache.get('a', 0), cache.get('a', keptMs - 1)]).toEqual(['A', 'A']);
		expect(cache.get('a', keptMs)).toBeUndefined();
	});

	it('is not taken for recent when the clock was put back', () => {
		const cache = create();
		cache.set('a', 'A', 5_000);
		expect(cache.get('a', 4_999)).toBeUndefined();
	});

	it('that is too old can still be had as the last one', () => {
		const cache = create();
		cache.set('a', 'A', 0);
		expect(cache.get('a', keptMs)).toBeUndefined();
		expect([cache.last('a'), cache.last('b')]).toEqual(['A', undefined]);
	});

	it('that was used least recently makes way', () => {
		const cache = create(3);
		for (const key of ['a', 'b', 'c']) cache.set(key, key, 0);
		cache.get('a', 1);
		cache.set('d', 'd', 2);
		expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key, 3))).toEqual([
			'a',
			undefined,
			'c',
			'd',
		]);
	});

	it('of a name that objects have is none', () => {
		const cache = create();
		expect([cache.get('constructor', 0), cache.get('__proto__', 0)]).toEqual([
			undefined,
			undefined,
		]);
		cache.set('__proto__', 'A', 0);
		expect(cache.get('__proto__', 0)).toBe('A');
	});

	it('is there as long as no more than the limit were used since, whatever the order', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(6), { maxLength: 60 }), (keys) => {
				const cache = create(3);
				const used: string[] = [];
				for (const key of keys.map(String)) {
					if (cache.get(key, 0) === undefined) cache.set(key, key, 0);
					used.push(key);
				}
				const latest = [...new Set(used.reverse())].slice(0, 3);
				expect(latest.map((key) => cache.last(key))).toEqual(latest);
				expect(cache.size).toBe(latest.length);
			}),
		);
	});
});

describe('what is asked for', () => {
	it('is asked for once while it is kept', async () => {
		const { ask, state } = scene();
		expect([await ask(), await ask()]).toEqual(['1', '1']);
		state.nowMs += keptMs;
		expect([await ask(), state.asked]).toEqual(['2', 2]);
	});

	it('is asked for once by all who want it at the same time, renewals too', async () => {
		const { ask, renew, state } = scene();
		expect(await Promise.all([ask(), ask(), renew()])).toEqual(['1', '1', '1']);
		expect(state.asked).toBe(1);
	});

	it('is its own for each key', async () => {
		const { ask } = scene();
		expect(await Promise.all([ask('a'), ask('b'), ask('a')])).toEqual(['1', '2', '1']);
	});

	it('is asked for again on demand', async () => {
		const { ask, renew } = scene();
		expect([await ask(), await renew(), await ask()]).toEqual(['1', '2', '2']);
	});

	it('is not kept where its time is none, and leaves what was known before', async () => {
		const { ask, renew, cache } = scene(async (request) => (request === 2 ? 'no' : `${request}`));
		expect([await ask(), await renew(), cache.last('a')]).toEqual(['1', 'no', '1']);
	});

	it('is asked for again after a request that broke', async () => {
		const { ask, cache } = scene(async (request) => {
			if (request === 1) throw new Error('broken');
			return `${request}`;
		});
		await expect(ask()).rejects.toThrow('broken');
		expect(cache.isAsking('a')).toBe(false);
		expect(await ask()).toBe('2');
	});
});
