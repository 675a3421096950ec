/** The least median delay that any schedule of looks could reach. */
import { leastMedianDelayMs } from '../../../bench/batch/leastDelay';

const pauseMs = 5_000;
/** Ends that are spread evenly. */
const evenly = (count: number, fromMs: number, toMs: number) =>
	Array.from({ length: count }, (_, i) => fromMs + ((toMs - fromMs) * (i + 0.5)) / count);

it('is nothing where all tasks take equally long', () => {
	expect(leastMedianDelayMs([60_000, 60_000, 60_000], pauseMs)).toBe(0);
});

it('is half a pause where ends are spread over many pauses', () => {
	const least = leastMedianDelayMs(evenly(10_000, 20_000, 220_000), pauseMs);
	expect(least).toBeGreaterThanOrEqual(2_400);
	expect(least).toBeLessThanOrEqual(2_500);
});

it('is half the time in which all tasks end, if one look can follow it', () => {
	const least = leastMedianDelayMs(evenly(10_000, 60_000, 63_000), pauseMs);
	expect(least).toBeGreaterThanOrEqual(1_400);
	expect(least).toBeLessThanOrEqual(1_500);
});

it('leaves out the tasks that cost the others most', () => {
	const times = [...Array<number>(60).fill(30_000), ...Array<number>(40).fill(33_000)];
	expect(leastMedianDelayMs(times, pauseMs)).toBe(0);
});
