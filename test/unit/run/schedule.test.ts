/** Where looks at a task are placed, and what is remembered of when tasks ended. */
import fc from 'fast-check';
import { seededRandom, taskTimesMs } from '../../../bench/random';
import {
	createEndTimes,
	firstLookMs,
	longestPauseMs,
	lookPauseMs,
	planLooks,
	shortestPauseMs,
} from '../../../seedance/run/schedule';

const model = 'bytedance/seedance-2.0/text-to-video';
const now = Date.UTC(2026, 0, 5, 12);
const dayMs = 86_400_000;

/** All looks of a plan, in ms since the task began. */
function looksOf(plan: ReturnType<typeof planLooks>): number[] {
	const looks: number[] = [];
	for (let at = plan(undefined); at !== undefined; at = plan(at)) looks.push(at);
	return looks;
}

/** The step of a plan, and how much later than an end a look is best, in ms. */
const [stepMs, lateMs] = [50, 100];

/** How many ends there are at each step: each is spread over the time of its nearest neighbours. */
function densityOf(ends: readonly number[]): ReadonlyArray<readonly [number, number]> {
	const density = new Map<number, number>();
	for (const end of ends) {
		const distance = (other: number) => Math.abs(other - end);
		const nearest = [...ends]
			.sort((a, b) => distance(a) - distance(b) || a - b)
			.slice(0, 1 + Math.round(Math.sqrt(ends.length)));
		const [first, last] = [Math.min(end - 1, ...nearest), Math.max(end + 1, ...nearest)];
		for (let step = first; step <= last; step += 1) {
			density.set(step, (density.get(step) ?? 0) + 1 / (last - first + 1));
		}
	}
	return [...density];
}

/** A plan's looks cost as little as possible: in steps of delay, and 0.4 of a step for each look. */
function expectBest(endsMs: readonly number[]) {
	const ends = endsMs.map((ms) => Math.ceil((ms + lateMs) / stepMs));
	const density = densityOf(ends);
	const last = Math.max(...ends);
	/** What a look costs, after one at another step. */
	const costOf = (from: number, to: number) => {
		let cost = 0;
		for (const [step, count] of density) {
			if (step > from) cost += count * (0.4 + Math.max(0, to - step));
		}
		return cost;
	};
	const leastCost = (longestPause: number) => {
		const known = new Map<number, number>();
		const after = (from: number, shortest = 100, longest = longestPause): number => {
			if (from >= last) return 0;
			const before = known.get(from);
			if (before !== undefined) return before;
			let least = Infinity;
			for (let to = from + shortest; to <= from + longest; to += 1) {
				least = Math.min(least, costOf(from, to) + after(to));
			}
			known.set(from, least);
			return least;
		};
		return after(0, 40, 106);
	};
	const looks = looksOf(planLooks(endsMs)).map((ms) => ms / stepMs);
	const cost = looks.reduce((sum, to, i) => sum + costOf(looks[i - 1] ?? 0, to), 0);
	const [steady, moved] = [leastCost(100), leastCost(106)];
	expect(cost).toBeCloseTo(moved < 0.95 * steady ? moved : steady, 6);
}

describe('lookPauseMs', () => {
	it('is 5 s for 40 minutes, and grows to 30 s', () => {
		expect([0, 60_000, 2_400_000].map(lookPauseMs)).toEqual([5_000, 5_000, 5_000]);
		expect(lookPauseMs(3_600_000)).toBe(10_000);
		expect(lookPauseMs(24 * 3_600_000)).toBe(longestPauseMs);
	});
});

describe('planLooks', () => {
	const ends = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { maxLength: 40 });

	it('begins between 2 and 5.3 s, with pauses from 5 to 5.3 s, whatever was seen', () => {
		fc.assert(
			fc.property(ends, (endsMs) => {
				const looks = [...looksOf(planLooks(endsMs))];
				const [first = NaN] = looks;
				expect(first).toBeGreaterThanOrEqual(firstLookMs);
				expect(first).toBeLessThanOrEqual(5_300);
				// The least and the most, not each of them: 70,000 expectations take seconds.
				const pauses = looks.slice(1).map((look, i) => look - (looks[i] ?? NaN));
				expect(Math.min(shortestPauseMs, ...pauses)).toBe(shortestPauseMs);
				expect(Math.max(shortestPauseMs, ...pauses)).toBeLessThanOrEqual(5_300);
			}),
		);
	});

	it('keeps these pauses from any moment on', () => {
		fc.assert(
			fc.property(ends, fc.integer({ min: 0, max: 7_200_000 }), (endsMs, at) => {
				const next = planLooks(endsMs)(at) ?? at + shortestPauseMs;
				expect(next - at).toBeGreaterThanOrEqual(shortestPauseMs);
				expect(next - at).toBeLessThanOrEqual(5_300);
			}),
			{ examples: [[[30_000], 0]] },
		);
	});

	it.each([34_000, 41_000, 64_500, 80_000, 333_000])(
		'looks within a second after %d ms where tasks always end then',
		(end) => {
			const looks = looksOf(planLooks([end, end, end]));
			const next = looks.find((at) => at >= end) ?? Infinity;
			expect(next - end).toBeLessThanOrEqual(1_000);
			expect(next - end).toBeGreaterThanOrEqual(100);
		},
	);

	it('keeps the shortest pauses where ends scatter, because gaps between them are chance', () => {
		const times = taskTimesMs(100, 60, seededRandom(1));
		const looks = looksOf(planLooks(times));
		const pauses = looks.slice(1).map((at, i) => at - (looks[i] ?? NaN));
		expect(new Set(pauses)).toEqual(new Set([shortestPauseMs]));
	});

	it('looks at the end of each hump where ends have two', () => {
		const hump = (center: number) => Array.from({ length: 20 }, (_, i) => center + i * 100);
		const looks = looksOf(planLooks([...hump(40_000), ...hump(122_500)]));
		for (const last of [41_900, 124_400]) {
			const next = looks.find((at) => at >= last) ?? Infinity;
			expect(next - last).toBeLessThanOrEqual(1_000);
		}
	});

	describe('does as well as a search of all schedules', () => {
		it.each([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20])('of %d ends that scatter', (count) => {
			for (let seed = 1; seed <= 12; seed += 1) {
				const random = seededRandom(seed);
				const lengthMs = seed * 4_000;
				expectBest(Array.from({ length: count }, () => 5_000 + Math.round(random() * lengthMs)));
			}
		});

		it.each([
			['of ends that only the longest pauses meet', [10_500, 10_500, 10_500]],
			['of ends at two distances', [9_000, 9_000, 9_100, 9_100, 9_100, 14_950, 15_000, 15_000]],
			['of ends that are as far from one side as from the other', [9_000, 9_300, 9_600, 9_900]],
			['of ends that one look less may meet', [36_900, 36_950, 37_000, 37_050, 37_100]],
		])('%s', (_, endsMs) => {
			expectBest(endsMs);
		});
	});

	it('places the same looks in whichever order tasks have ended', () => {
		const times = [...taskTimesMs(30, 60, seededRandom(2)), 20_000, 20_000, 20_000, 150_000];
		const sorted = [...times].sort((a, b) => a - b);
		for (const order of [times, sorted, [...sorted].reverse()]) {
			expect(looksOf(planLooks(order))).toEqual(looksOf(planLooks(sorted)));
		}
	});

	it('plans for tasks of less than 40 minutes', () => {
		const isPlanned = (end: number) => planLooks([end, end, end])(30_000) !== undefined;
		expect([2_399_850, 2_399_900, 3_600_000].map(isPlanned)).toEqual([true, false, false]);
	});

	it('has no opinion on what lasts longer than all before', () => {
		expect(planLooks([30_000])(40_000)).toBeUndefined();
		expect(planLooks([])(0)).toBeUndefined();
		expect(planLooks([])(undefined)).toBe(firstLookMs);
	});
});

describe('createEndTimes', () => {
	const kind = { model, resolution: '720p', durationSeconds: 5 };
	const noted = (count: number, endMs = 60_000, of = kind) => {
		const ends = createEndTimes();
		for (let i = 0; i < count; i += 1) ends.note(of, endMs, now);
		return ends;
	};

	it.each([
		[2, false],
		[3, true],
	])('after %d ends of a kind there is a plan: %p', (count, isThere) => {
		expect(noted(count).plan(kind, now) !== undefined).toBe(isThere);
	});

	it('plans with the times of the ends', () => {
		const plan = noted(3, 60_000).plan(kind, now);
		expect(plan && looksOf(plan)).toEqual(looksOf(planLooks([60_000, 60_000, 60_000])));
	});

	it('keeps a plan until a tenth of the ends is new', () => {
		const ends = noted(20);
		const plan = ends.plan(kind, now);
		for (const isKept of [true, true, true, false]) {
			expect(ends.plan(kind, now) === plan).toBe(isKept);
			ends.note(kind, 60_000, now);
		}
		const few = noted(9);
		const planOfFew = few.plan(kind, now);
		few.note(kind, 60_000, now);
		expect(few.plan(kind, now)).not.toBe(planOfFew);
	});

	it('remembers a plan as long as the last end, and no longer', () => {
		const ends = noted(3);
		ends.note(kind, 60_000, now + 1_000);
		expect(ends.plan(kind, now + 2_000)).toBeDefined();
		expect(ends.plan(kind, now + dayMs + 999)).toBeDefined();
		expect(ends.plan(kind, now + dayMs + 1_000)).toBeUndefined();
	});

	it('uses those of the model where too few of the kind are known', () => {
		const ends = noted(3);
		expect(ends.plan({ ...kind, durationSeconds: 10 }, now)).toBeDefined();
		expect(ends.plan({ model }, now)).toBeDefined();
		expect(ends.plan({ ...kind, model: 'other' }, now)).toBeUndefined();
	});

	it('prefers those of the kind', () => {
		const ends = noted(3, 20_000);
		for (let i = 0; i < 20; i += 1) ends.note({ ...kind, resolution: '1080p' }, 300_000, now);
		expect(ends.plan(kind, now)?.(30_000)).toBeUndefined();
	});

	it('forgets an end after a day', () => {
		const ends = noted(3);
		expect(ends.plan(kind, now + dayMs - 1)).toBeDefined();
		expect(ends.plan(kind, now + dayMs)).toBeUndefined();
		ends.note(kind, 20_000, now + dayMs - 1);
		ends.note(kind, 20_000, now + dayMs);
		expect(ends.plan(kind, now + dayMs)).toBeUndefined();
	});

	it('remembers the latest 200 of a kind, and 200 kinds', () => {
		const ends = noted(3, 200_000);
		for (let i = 0; i < 200; i += 1) ends.note(kind, 20_000, now);
		expect(ends.plan(kind, now)?.(30_000)).toBeUndefined();
		for (let i = 0; i < 200; i += 1) ends.note({ model: `model ${i}` }, 20_000, now);
		expect(ends.plan(kind, now)).toBeUndefined();
		expect(ends.plan({ model }, now)).toBeUndefined();
	});
});
