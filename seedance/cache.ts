/** What a process keeps in memory for a while. The least recently used goes first when there is too much. */

export interface CacheLimits<Value> {
	/** How many values are kept. */
	readonly most: number;
	/** How long one is taken for the right one, in ms; 0 for a value that is not to be kept at all. */
	readonly keptMs: number | ((value: Value) => number);
}

interface Entry<Value> {
	readonly value: Value;
	readonly sinceMs: number;
}

/** Whether something was less than so many ms ago. A clock that was put back makes it old. */
const isRecent = (atMs: number, withinMs: number, now: number) =>
	atMs <= now && now - atMs < withinMs;

/** Times are in ms since the epoch. */
export class Cache<Value> {
	/** In the order of their last use. */
	private readonly entries = new Map<string, Entry<Value>>();
	/** The requests that are under way. */
	private readonly asking = new Map<string, Promise<Value>>();

	constructor(private readonly limits: CacheLimits<Value>) {}

	get size(): number {
		return this.entries.size;
	}

	/** The value of a key; undefined where there is none, or none that is recent enough. */
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

	/** Whether a request for a key is under way. */
	isAsking(key: string): boolean {
		return this.asking.has(key);
	}

	/**
	 * The value of a key, asked for where none is kept: once for all who want it at the same time.
	 * @throws what `fetch` throws
	 */
	async ask(key: string, fetch: () => Promise<Value>, now: () => number): Promise<Value> {
		return this.get(key, now()) ?? (await this.renew(key, fetch, now));
	}

	/** The same, whatever is kept. */
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
			// Never at once: the request must be known as under way before it can be over.
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
