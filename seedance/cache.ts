/**
 * An in-memory cache with a time to live, which evicts the least recently used value when it's
 * full.
 */

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

/** Times are in ms since the epoch. */
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
