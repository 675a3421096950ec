import type { Clock } from './ports';
import { beginSlices } from './slices';

/**
 * Does some work for every entry, a few at a time; results come in order.
 * @param atOnce the most entries worked on together
 * @param clock for work that need not wait for anything, and would keep others waiting: done in slices
 */
export async function inParallel<T, R>(
	entries: readonly T[],
	atOnce: number,
	work: (entry: T, index: number) => Promise<R>,
	clock?: Pick<Clock, 'now' | 'sleep'>,
): Promise<R[]> {
	const results: R[] = [];
	const queue = entries.entries();
	const rest = clock && beginSlices(clock);
	async function lane() {
		for (const [index, entry] of queue) {
			results[index] = await work(entry, index);
			await rest?.();
		}
	}
	await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, lane));
	return results;
}
