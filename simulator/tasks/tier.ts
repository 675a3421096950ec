/** The limits of an account (docs/internals/api.md#rate-limits). */
export interface Tier {
	/** Tasks that may begin in one minute of the simulator's clock; the count resets with the minute. */
	readonly videosPerMinute: number;
	/** Tasks that may run at the same time. */
	readonly concurrent: number;
	/**
	 * What happens to a submit beyond the limit: 429 without Retry-After, or a task that waits for
	 * its place. The docs say the latter about Bronze; what the API really does isn't known.
	 */
	readonly whenFull: 'refuse' | 'queue';
}

/** The tier of a new account, refusing. */
export const BRONZE: Tier = { videosPerMinute: 2, concurrent: 2, whenFull: 'refuse' };

/** The tier of a new account, queueing. */
export const BRONZE_QUEUE: Tier = { ...BRONZE, whenFull: 'queue' };

/** When a task begins to run and when it ends, in milliseconds on the simulator's clock. */
export interface Run {
	readonly startsAtMs: number;
	readonly endsAtMs: number;
}

const MINUTE_MS = 60_000;
const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS);

/**
 * When the account's next task may begin, at the earliest now: first come, first served.
 * @param runs the account's tasks so far, in the order of their submits
 * @returns milliseconds on the simulator's clock; Infinity when no place will ever be free
 */
export function nextStart(tier: Tier, runs: readonly Run[], nowMs: number): number {
	let at = Math.max(nowMs, runs.at(-1)?.startsAtMs ?? nowMs);
	while (Number.isFinite(at)) {
		const ends = runs.map((run) => run.endsAtMs).filter((endsAtMs) => endsAtMs > at);
		const begun = runs.filter((run) => minuteOf(run.startsAtMs) === minuteOf(at)).length;
		if (ends.length >= tier.concurrent) at = Math.min(...ends);
		else if (begun >= tier.videosPerMinute) at = (minuteOf(at) + 1) * MINUTE_MS;
		else break;
	}
	return at;
}
