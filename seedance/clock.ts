/** Time and chance, and how work shares the process with others. */

/** Time and chance come from outside, so that tests can rule them. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Resolves after so many ms. */
	sleep(ms: number): Promise<void>;
	/** From 0 (inclusive) to 1 (exclusive). */
	random(): number;
}

/** What can be stopped from outside. */
export interface Stoppable {
	/** Set when whoever started the work wants it to stop. */
	readonly signal?: AbortSignal;
}

export const isStopped = ({ signal }: Stoppable) => signal?.aborted === true;

/** How long a stop may go unnoticed, in ms (design.md §4: within 1 s). */
const longestNap = 500;

/**
 * Sleeps until `until` (ms since the epoch) or until the work is stopped, whichever is first. In
 * short naps, because published code has no timer that it could cancel.
 */
export async function sleepUntil(until: number, ports: Clock & Stoppable) {
	for (let left = until - ports.now(); left > 0 && !isStopped(ports); left = until - ports.now()) {
		await ports.sleep(Math.min(left, longestNap));
	}
}

// Long work in slices: whatever else the process has to do goes on between two of them.

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
