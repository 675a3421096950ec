/** Time and chance: pauses, work that shares the process with others, and a cache with a time to live. */

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

export interface CacheLimits<Value> {
	/** How many values are kept. */
	readonly most: number;
	/** How long a value is valid, in ms; 0 for a value that isn't kept. */
	readonly keptMs: number | ((value: Value) => number);
}

interface Entry<Value> {
	readonly value: Value;
	readonly sinceMs: number;
}

/** Whether something happened less than so many ms ago. If the clock was set back, it didn't. */
const isRecent = (atMs: number, withinMs: number, now: number) =>
	atMs <= now && now - atMs < withinMs;

/**
 * An in-memory cache with a time to live, which evicts the least recently used value when it's
 * full. Times are in ms since the epoch.
 */
export class Cache<Value> {
	/** Ordered by last use. */
	private readonly entries = new Map<string, Entry<Value>>();
	/** The requests in flight. */
	private readonly asking = new Map<string, Promise<Value>>();

	constructor(private readonly limits: CacheLimits<Value>) {}

	get size(): number {
		return this.entries.size;
	}

	/** The value of a key; undefined when there is none, or when it has expired. */
	get(key: string, now: number): Value | undefined {
		const entry = this.entries.get(key);
		if (entry === undefined || !isRecent(entry.sinceMs, this.keptMs(entry.value), now)) {
			return undefined;
		}
		this.use(key, entry);
		return entry.value;
	}

	/** The last value of a key, however old it is. */
	last(key: string): Value | undefined {
		return this.entries.get(key)?.value;
	}

	set(key: string, value: Value, now: number): void {
		this.use(key, { value, sinceMs: now });
		for (const oldest of this.entries.keys()) {
			if (this.entries.size <= this.limits.most) return;
			this.entries.delete(oldest);
		}
	}

	/** Whether a request for a key is in flight. */
	isAsking(key: string): boolean {
		return this.asking.has(key);
	}

	/**
	 * Returns the value of a key, fetching it when none is cached. Concurrent callers share one
	 * request.
	 * @throws what `fetch` throws
	 */
	async ask(key: string, fetch: () => Promise<Value>, now: () => number): Promise<Value> {
		return this.get(key, now()) ?? (await this.renew(key, fetch, now));
	}

	/** The same, ignoring a cached value. */
	async renew(key: string, fetch: () => Promise<Value>, now: () => number): Promise<Value> {
		const running = this.asking.get(key) ?? this.fetchInto(key, fetch, now);
		this.asking.set(key, running);
		return await running;
	}

	private async fetchInto(
		key: string,
		fetch: () => Promise<Value>,
		now: () => number,
	): Promise<Value> {
		try {
			// It starts asynchronously, because the request must be registered as in flight before it can
			// end.
			const value = await Promise.resolve().then(fetch);
			if (this.keptMs(value) > 0) this.set(key, value, now());
			return value;
		} finally {
			this.asking.delete(key);
		}
	}

	private keptMs(value: Value): number {
		const { keptMs } = this.limits;
		return typeof keptMs === 'number' ? keptMs : keptMs(value);
	}

	private use(key: string, entry: Entry<Value>): void {
		this.entries.delete(key);
		this.entries.set(key, entry);
	}
}
