/** Work for thousands of items gives way now and then: counted on a clock that only the work moves. */
import fc from 'fast-check';
import { inParallel, inSlices, isStopped, sleepUntil } from '../../../seedance/time';
import { createFakeClock } from '../../support/task/fakeClock';

/** A clock on which each step takes so many ms, and the longest time without a yield. */
function scene(msOf: (index: number) => number) {
	const state = { nowMs: 1_000_000, since: 1_000_000, longest: 0, turns: 0 };
	const clock = {
		now: () => state.nowMs,
		async sleep(ms: number) {
			expect(ms).toBe(0);
			await Promise.resolve();
			state.turns += 1;
			state.since = state.nowMs;
		},
	};
	const work = (_: unknown, index: number) => {
		state.nowMs += msOf(index);
		state.longest = Math.max(state.longest, state.nowMs - state.since);
		return index;
	};
	return { state, clock, work };
}

const items = (count: number) => Array.from({ length: count }, (_, i) => i);

describe.each([
	[
		'one after the other',
		async ({ clock, work }: ReturnType<typeof scene>, count: number) =>
			await inSlices(items(count), clock, work),
	],
	[
		'three at a time',
		async ({ clock, work }: ReturnType<typeof scene>, count: number) =>
			await inParallel(items(count), 3, async (...args) => work(...args), clock),
	],
] as const)('work %s', (_, run) => {
	it('for 4,000 items of 2 ms keeps others waiting for 31 ms at most', async () => {
		const one = scene(() => 2);
		expect(await run(one, 4_000)).toEqual(items(4_000));
		expect(one.state.longest).toBeLessThanOrEqual(25 + 3 * 2);
	});

	it('that is quickly done does not wait for anything', async () => {
		const one = scene(() => 0.001);
		await run(one, 4_000);
		expect(one.state.turns).toBe(0);
	});

	it('keeps others waiting for one slice and the pieces during which it ends', async () => {
		const times = fc.array(fc.nat(60), { maxLength: 80 });
		await fc.assert(
			fc.asyncProperty(times, async (ms) => {
				const one = scene((index) => ms[index] ?? 0);
				expect(await run(one, ms.length)).toEqual(items(ms.length));
				expect(one.state.longest).toBeLessThan(25 + 3 * 60);
			}),
		);
	});

	it('gives way also when the clock was put back meanwhile', async () => {
		const one = scene((index) => (index === 10 ? -3_600_000 : 5));
		await run(one, 40);
		expect(one.state.turns).toBeGreaterThan(5);
	});
});

describe('work in parallel without a clock', () => {
	it('never gives way by itself', async () => {
		const one = scene(() => 100);
		await inParallel(items(20), 3, async (...args) => one.work(...args));
		expect(one.state.turns).toBe(0);
	});
});

describe('sleepUntil', () => {
	it('sleeps to the moment', async () => {
		const clock = createFakeClock();
		await sleepUntil(clock.now() + 12_345, clock);
		expect(clock.elapsed()).toBe(12_345);
	});

	it('does not sleep for a moment that is past, nor when stopped already', async () => {
		const clock = createFakeClock();
		await sleepUntil(clock.now() - 1, clock);
		await sleepUntil(clock.now() + 60_000, { ...clock, signal: AbortSignal.abort() });
		expect(clock.elapsed()).toBe(0);
	});

	it('notices a stop within 1 s', async () => {
		const clock = createFakeClock();
		const controller = new AbortController();
		clock.at(20_001, () => controller.abort());
		await sleepUntil(clock.now() + 3_600_000, { ...clock, signal: controller.signal });
		expect(clock.elapsed()).toBeLessThanOrEqual(21_001);
	});
});

describe('isStopped', () => {
	it('is false without a signal', () => {
		expect(isStopped({})).toBe(false);
		expect(isStopped({ signal: new AbortController().signal })).toBe(false);
		expect(isStopped({ signal: AbortSignal.abort() })).toBe(true);
	});
});
