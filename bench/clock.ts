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

/** A clock that jumps from one event to the next, so that its times don't depend on the machine. */
export interface VirtualClock extends Clock {
	/** Milliseconds since it was started. */
	elapsed(): number;
}

/** Starts a virtual clock. Work that isn't waiting for it takes no time. */
export function startVirtualClock(
	random: () => number,
	beginsAtMs = Date.UTC(2026, 0, 5, 12),
): VirtualClock {
	const sleepers: Array<{ readonly until: number; readonly wake: () => void }> = [];
	let now = beginsAtMs;
	let isTurning = false;
	const turn = () => {
		// After everything that is ready.
		setImmediate(() => {
			let first = 0;
			for (const [i, { until }] of sleepers.entries()) {
				if (until < (sleepers[first]?.until ?? Infinity)) first = i;
			}
			const [next] = sleepers.splice(first, 1);
			isTurning = next !== undefined;
			if (next === undefined) return;
			now = Math.max(now, next.until);
			next.wake();
			turn();
		});
	};
	return {
		random,
		now: () => now,
		elapsed: () => now - beginsAtMs,
		sleep: async (ms) =>
			await new Promise<void>((wake) => {
				sleepers.push({ until: now + Math.max(0, ms), wake });
				if (isTurning) return;
				isTurning = true;
				turn();
			}),
	};
}
