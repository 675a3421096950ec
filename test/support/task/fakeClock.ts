/** A clock that jumps from one sleeper to the next, so that an hour passes in no time. */
import type { Clock } from '../../../seedance/time';

export interface FakeClock extends Clock {
	/** Ms since the clock was made. */
	elapsed(): number;
	/** Does something at a moment, in ms since the clock was made. */
	at(ms: number, action: () => void): void;
}

interface Sleeper {
	readonly until: number;
	readonly wake: () => void;
}

/**
 * Wakes one sleeper at a time, the earliest first, and runs everything that is ready before the
 * next. So simultaneous events happen in the order in which they were started.
 */
export function createFakeClock(random: () => number = () => 0.5): FakeClock {
	const begun = Date.UTC(2026, 0, 5, 12, 0, 0);
	const sleepers: Sleeper[] = [];
	let now = begun;
	let isTurning = false;

	function turn() {
		isTurning = true;
		// After all microtasks that are due.
		setImmediate(() => {
			const earliest = sleepers.reduce<Sleeper | undefined>(
				(best, one) => (best === undefined || one.until < best.until ? one : best),
				undefined,
			);
			if (earliest === undefined) {
				isTurning = false;
				return;
			}
			sleepers.splice(sleepers.indexOf(earliest), 1);
			now = Math.max(now, earliest.until);
			earliest.wake();
			turn();
		});
	}

	const sleep = async (ms: number) =>
		await new Promise<void>((wake) => {
			sleepers.push({ until: now + Math.max(0, ms), wake });
			if (!isTurning) turn();
		});

	return {
		now: () => now,
		elapsed: () => now - begun,
		sleep,
		random,
		at: (ms, action) => void sleep(begun + ms - now).then(action),
	};
}
