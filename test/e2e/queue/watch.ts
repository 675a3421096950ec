import { setTimeout as wait } from 'node:timers/promises';
import { PlainMessage, say } from '../say';

/** What is looked at again and again. */
export interface Watch<Seen> {
	/** "all executions are suspended", for messages. */
	readonly what: string;
	readonly look: () => Promise<Seen>;
	readonly isReached: (seen: Seen) => boolean;
	/** The progress, reported from time to time and on a timeout. */
	readonly describe: (seen: Seen) => string;
	readonly patienceMs: number;
	/** For how long it must be so without a break; by default once is enough. */
	readonly forMs?: number;
}

const lookEveryMs = 500;
const tellEveryMs = 15_000;

/** Looks until it is as it should be, and gives the last look. */
export async function watch<Seen>(given: Watch<Seen>, signal: AbortSignal): Promise<Seen> {
	const { what, look, isReached, describe, patienceMs, forMs = 0 } = given;
	const deadline = Date.now() + patienceMs;
	let toldAt = Date.now();
	let reachedAt: number | undefined;
	for (;;) {
		const seen = await look();
		const now = Date.now();
		reachedAt = isReached(seen) ? (reachedAt ?? now) : undefined;
		if (reachedAt !== undefined && now - reachedAt >= forMs) return seen;
		if (now > deadline) {
			throw new PlainMessage(
				`Not within ${Math.round(patienceMs / 1000)} s: ${what}. At last: ${describe(seen)}.`,
			);
		}
		if (now - toldAt >= tellEveryMs) {
			say(`  … ${describe(seen)}`);
			toldAt = now;
		}
		await wait(lookEveryMs, undefined, { signal });
	}
}
