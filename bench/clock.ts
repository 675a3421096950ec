import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../seedance/time';

/** A clock that runs faster than the real one, so that an hour passes in minutes. */
export interface FastClock extends Clock {
	/** How many of its milliseconds pass in a real one. */
	readonly times: number;
}

/**
 * Starts a fast clock. Real delays (HTTP, timers) grow with it: 2 ms become 50 at 25 times.
 * @param beginsAtMs the time it shows now, in ms since the epoch
 */
export function startFastClock(
	times: number,
	random: () => number,
	beginsAtMs = Date.UTC(2026, 0, 5, 12),
): FastClock {
	const begun = performance.now();
	return {
		times,
		random,
		now: () => beginsAtMs + (performance.now() - begun) * times,
		sleep: async (ms) => await wait(ms / times),
	};
}
