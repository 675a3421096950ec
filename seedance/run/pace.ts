/**
 * Limits the pace of one run's submits. New accounts may make 2 videos a minute, others hundreds,
 * and no header says which (docs/internals/api.md#rate-limits). From the first 429 on, all submits
 * of the run slow down together.
 */
import type { Ports } from '../api/http';
import { isStopped, sleepUntil } from '../clock';
import type { Clock } from '../clock';

export interface SubmitPace {
	/** Resolves when a submit may be sent. Call `left` after each. */
	enter(): Promise<void>;
	left(): void;
	accepted(): void;
	/**
	 * Records a 429.
	 * @param retryAfterMs the pause that the API asked for, if any
	 * @returns until when nothing is submitted, in ms since the epoch
	 */
	limited(retryAfterMs?: number): number;
	/**
	 * One submit has used up the time for its retries. From now on every other gets a single try,
	 * without a pause, until one is accepted: the time is for the run, not for each of its items in
	 * turn.
	 */
	gaveUp(): void;
	/** Whether a submit may be retried after a pause. */
	mayRetry(): boolean;
}

/** How often a submit that has no place yet looks again, in ms. */
const lookAgainMs = 50;
/** A shorter Retry-After is ignored, in ms ("Retry-After: 0"). */
const leastAskedMs = 1_000;
/**
 * The pause after a 429 that doesn't say for how long, in ms. A new account waits up to a minute for
 * its next two videos: pauses of 6 s cost 5 % of that on average, and about ten refusals.
 */
const pauseMs = 6_000;
/** The longest such pause, in ms. */
const longestPauseMs = 30_000;

/** @param atOnce the most concurrent submits */
export function createSubmitPace(
	atOnce: number,
	ports: Clock & Pick<Ports, 'signal' | 'log'>,
): SubmitPace {
	let allowed = atOnce;
	let underWay = 0;
	let heldUntil = 0;
	let patient = true;
	/** When the 429s began that no acceptance has followed yet, in ms since the epoch. */
	let limitedSince: number | undefined;

	/**
	 * The next pause, in ms. A long limit is tried less often, but pauses are never doubled: its end
	 * would be noticed up to twice as late as it comes.
	 */
	function nextPause(limitedMs: number): number {
		const pause = Math.min(longestPauseMs, Math.max(pauseMs, limitedMs / 10));
		// Subtracts up to a quarter, so that many workflows don't retry at the same moment.
		return pause * (1 - ports.random() / 4);
	}

	/** @returns until when nothing is submitted, in ms since the epoch */
	function hold(asked: number): number {
		const now = ports.now();
		// Several 429s to one burst are one limit.
		if (now < heldUntil) return (heldUntil = Math.max(heldUntil, now + asked));
		// If a requested pause was too short, it's only a minimum.
		const isTrusted = asked > 0 && limitedSince === undefined;
		limitedSince ??= now;
		heldUntil = now + (isTrusted ? asked : Math.max(asked, nextPause(now - limitedSince)));
		allowed = 1;
		return heldUntil;
	}

	return {
		async enter() {
			while (!isStopped(ports)) {
				const now = ports.now();
				if (underWay < allowed && now >= heldUntil) break;
				await sleepUntil(
					now < heldUntil ? Math.min(now + 1_000, heldUntil) : now + lookAgainMs,
					ports,
				);
			}
			underWay += 1;
		},
		left() {
			underWay -= 1;
		},
		accepted() {
			patient = true;
			// An accept of a submit that was in flight when the limit began doesn't show its end.
			if (ports.now() < heldUntil) return;
			limitedSince = undefined;
			allowed = Math.min(atOnce, allowed + 1);
		},
		limited(retryAfterMs = 0) {
			const until = hold(retryAfterMs < leastAskedMs ? 0 : retryAfterMs);
			ports.log?.('rate limited', { retryInMs: Math.round(until - ports.now()) });
			return until;
		},
		gaveUp() {
			patient = false;
			heldUntil = 0;
		},
		mayRetry: () => patient,
	};
}
