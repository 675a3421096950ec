/** The pauses between reads and between tries, and the steps in which they sleep. */
import fc from 'fast-check';
import { seededRandom, taskTimesMs } from '../../../bench/random';
import { quantile } from '../../../bench/statistics';
import { backoffMs } from '../../../seedance/api/http';
import { isStopped, sleepUntil } from '../../../seedance/clock';
import { catalogue } from '../../../seedance/models';
import { pollPauseMs, typicalSecondsUnknown } from '../../../seedance/run/wait';
import { seed } from '../../seed';
import { createFakeClock } from '../../support/task/fakeClock';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** Looks at one task after the other and counts, beside a loop that looks every 2 s. */
function lookAtTasks(typicalSeconds: number, count: number) {
	const random = seededRandom(seed + typicalSeconds);
	const delaysMs: number[] = [];
	let looks = 0;
	let loopLooks = 0;
	for (const takesMs of taskTimesMs(count, typicalSeconds, random)) {
		let now = 0;
		for (; now < takesMs; looks += 1) now += pollPauseMs(now, typicalSeconds);
		delaysMs.push(now - takesMs);
		loopLooks += Math.ceil(takesMs / 2_000);
	}
	return { share: looks / loopLooks, delaysMs };
}

describe('pollPauseMs', () => {
	const typicals = [...new Set(catalogue.map(({ typicalSeconds }) => typicalSeconds))];

	it.each([...new Set([...typicals, typicalSecondsUnknown])])(
		'typically %d s: half the looks of a 2 s loop, median delay 1 s, 95th 5 s',
		(typicalSeconds) => {
			const { share, delaysMs } = lookAtTasks(typicalSeconds, 10_000);
			expect(share).toBeLessThanOrEqual(0.5);
			expect(quantile(delaysMs, 0.5)).toBeLessThanOrEqual(1_000);
			expect(quantile(delaysMs, 0.95)).toBeLessThanOrEqual(5_000);
		},
	);

	it('is whole and from 0.9 s to 30 s, whatever the times', () => {
		const elapsed = fc.integer({ min: 0, max: 86_400_000 });
		const typical = fc.integer({ min: 1, max: 3_600 });
		fc.assert(
			fc.property(elapsed, typical, (ms, seconds) => {
				const pause = pollPauseMs(ms, seconds);
				expect(Number.isInteger(pause)).toBe(true);
				expect(pause).toBeGreaterThanOrEqual(900);
				expect(pause).toBeLessThanOrEqual(30_000);
			}),
		);
	});

	it('looks early: failures come in the first seconds', () => {
		expect(pollPauseMs(0, 60)).toBe(1_000);
		for (const typicalSeconds of typicals) {
			expect(pollPauseMs(0, typicalSeconds)).toBeLessThanOrEqual(4_000);
		}
	});

	it('asks at most every 6.5 s for a task that is overdue', () => {
		for (const typicalSeconds of typicals) {
			expect(pollPauseMs(5_000 * typicalSeconds, typicalSeconds)).toBe(6_500);
		}
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

	it('stays between half a second and a minute, and grows with the tries', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e6 }), chance, (tries, random) => {
				const pause = backoffMs(tries, random);
				expect(pause).toBeGreaterThanOrEqual(500);
				expect(pause).toBeLessThanOrEqual(60_000);
				expect(backoffMs(tries + 1, random)).toBeGreaterThanOrEqual(pause);
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
