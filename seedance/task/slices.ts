/** Long work in slices: whatever else the process has to do goes on between two of them. */
import type { Clock } from './ports';

/** How long a slice takes, besides the piece of work during which it ends, in ms. */
const sliceMs = 25;

/**
 * Begins a slice.
 * @returns what is to be awaited between two pieces of work: when the slice is over it lets others have
 * their turn, and a new slice begins
 */
export function beginSlices({ now, sleep }: Pick<Clock, 'now' | 'sleep'>): () => Promise<void> {
	let begun = now();
	return async () => {
		// Either way: a clock that was put back must not make one long slice of the rest.
		while (Math.abs(now() - begun) >= sliceMs) {
			const mine = begun;
			await sleep(0);
			// Of those that wake together the first begins a slice, and the others go on while it lasts.
			if (begun === mine) {
				begun = now();
				return;
			}
		}
	};
}

/** Does some work for every entry, one after the other, in slices; results come in order. */
export async function inSlices<T, R>(
	entries: readonly T[],
	clock: Pick<Clock, 'now' | 'sleep'>,
	work: (entry: T, index: number) => R,
): Promise<R[]> {
	const rest = beginSlices(clock);
	const results: R[] = [];
	for (const [index, entry] of entries.entries()) {
		results.push(work(entry, index));
		await rest();
	}
	return results;
}
