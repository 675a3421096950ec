/** When to come back: the pauses between reads, between tries, and the naps in which they are slept. */
import fc from 'fast-check';
import { catalogue } from '../../../seedance/catalogue';
import { backoffMs } from '../../../seedance/task/backoff';
import { isStopped, sleepUntil } from '../../../seedance/task/ports';
import { pollPauseMs, typicalSecondsUnknown } from '../../../seedance/task/schedule';
import { createFakeClock } from './fake-clock';

const elapsed = fc.integer({ min: 0, max: 86_400_000 });
const typical = fc.integer({ min: 1, max: 3_600 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('pollPauseMs', () => {
	it('is whole and from 1 s to 10 s', () => {
		fc.assert(
			fc.property(elapsed, typical, (ms, seconds) => {
				const pause = pollPauseMs(ms, seconds);
				expect(Number.isInteger(pause)).toBe(true);
				expect(pause).toBeGreaterThanOrEqual(1_000);
				expect(pause).toBeLessThanOrEqual(10_000);
			}),
		);
	});

	it('never shrinks as time goes by, nor for a slower model', () => {
		fc.assert(
			fc.property(elapsed, elapsed, typical, typical, (a, b, m, n) => {
				const [early, late] = [Math.min(a, b), Math.max(a, b)];
				const [quick, slow] = [Math.min(m, n), Math.max(m, n)];
				expect(pollPauseMs(late, m)).toBeGreaterThanOrEqual(pollPauseMs(early, m));
				expect(pollPauseMs(a, slow)).toBeGreaterThanOrEqual(pollPauseMs(a, quick));
			}),
		);
	});

	it('finds a task of any catalogued model within a tenth of its typical time, or 2 s', () => {
		for (const { typicalSeconds } of catalogue) {
			const latest = Math.max(2_000, typicalSeconds * 100);
			expect(pollPauseMs(typicalSeconds * 1000, typicalSeconds)).toBeLessThanOrEqual(latest);
		}
		expect(pollPauseMs(600_000, typicalSecondsUnknown)).toBe(6_000);
	});
});

describe('backoffMs', () => {
	it.each([
		[1, 500, 1_000],
		[2, 1_000, 2_000],
		[3, 2_000, 4_000],
		[6, 16_000, 32_000],
		[7, 30_000, 60_000],
		[1000, 30_000, 60_000],
	])('after %d tries: from %d to %d ms', (tries, least, most) => {
		expect(backoffMs(tries, 0)).toBe(least);
		expect(backoffMs(tries, 0.999999)).toBe(most);
	});

	it('stays between half and all of the ceiling or the doubled base', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e6 }), chance, (tries, random) => {
				const pause = backoffMs(tries, random, 2_000, 60_000);
				expect(pause).toBeGreaterThanOrEqual(1_000);
				expect(pause).toBeLessThanOrEqual(60_000);
				expect(backoffMs(tries + 1, random, 2_000, 60_000)).toBeGreaterThanOrEqual(pause);
			}),
		);
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
