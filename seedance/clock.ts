/** Time and chance, and how work shares the process with others. */

/** The clock and the random generator, which tests replace. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Resolves after so many ms. */
	sleep(ms: number): Promise<void>;
	/** Returns a number from 0 (inclusive) to 1 (exclusive). */
	random(): number;
}

/** What can be stopped from outside. */
export interface Stoppable {
	/** Aborts when the execution is stopped. */
	readonly signal?: AbortSignal;
}

export const isStopped = ({ signal }: Stoppable) => signal?.aborted === true;

/** How long a stop may go unnoticed, in ms. */
const longestNap = 500;

/**
 * Sleeps until `until` (ms since the epoch) or until the execution is stopped. It sleeps in short
 * steps, because published code can't use timers that it could cancel.
 */
export async function sleepUntil(until: number, ports: Clock & Stoppable) {
	for (let left = until - ports.now(); left > 0 && !isStopped(ports); left = until - ports.now()) {
		await ports.sleep(Math.min(left, longestNap));
	}
}

// Splits long work into slices, so that the event loop isn't blocked.

/** The length of a slice, in ms, not counting the step during which it ends. */
const sliceMs = 25;

/**
 * Begins a slice.
 * @returns a function to await between two steps, which yields to the event loop when the slice is
 * over
 */
export function beginSlices({ now, sleep }: Pick<Clock, 'now' | 'sleep'>): () => Promise<void> {
	let begun = now();
	return async () => {
		// The absolute value is used, so that a clock that was set back doesn't make one long slice.
		while (Math.abs(now() - begun) >= sliceMs) {
			const mine = begun;
			await sleep(0);
			// Of several that wake together, the first begins a slice and the others continue in it.
			if (begun === mine) {
				begun = now();
				return;
			}
		}
	};
}

/** Maps entries one after the other, in slices; results are in order. */
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

/**
 * Maps entries with limited concurrency; results are in order.
 * @param atOnce the most concurrent entries
 * @param clock for synchronous work, which then yields to the event loop
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
	async function worker() {
		for (const [index, entry] of queue) {
			results[index] = await work(entry, index);
			await rest?.();
		}
	}
	await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, worker));
	return results;
}
