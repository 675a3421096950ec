/**
 * The pace at which one node run may submit. New accounts make 2 videos a minute, others hundreds,
 * and no header says which: the first 429 does, and from then on all submits of the run slow down
 * together instead of each finding out for itself.
 */
import { pauseMs } from './backoff';
import { isStopped, sleepUntil } from './ports';
import type { Clock, Ports } from './ports';

export interface SubmitPace {
	/** Resolves when a submit may be sent; every entry must be followed by `left`. */
	enter(): Promise<void>;
	left(): void;
	accepted(): void;
	/**
	 * The API asked to slow down; `retryAfterMs`: for how long, if it said so.
	 * @returns until when nothing is submitted, in ms since the epoch
	 */
	limited(retryAfterMs?: number): number;
	/**
	 * One submit has used up its patience. From now on every other gets a single try, without a pause,
	 * until one is accepted: patience is for the run, not for each of its items in turn.
	 */
	gaveUp(): void;
	/** Whether a submit may be sent again after a pause. */
	isPatient(): boolean;
}

/** How often a lane that has no place yet looks again, in ms. */
const lookAgainMs = 50;

/** @param atOnce the most submits that may be under way together */
export function createSubmitPace(atOnce: number, ports: Clock & Pick<Ports, 'signal'>): SubmitPace {
	let allowed = atOnce;
	let underWay = 0;
	let heldUntil = 0;
	let limitsInARow = 0;
	let patient = true;
	return {
		async enter() {
			while (!isStopped(ports)) {
				if (underWay < allowed && ports.now() >= heldUntil) break;
				await sleepUntil(Math.min(ports.now() + 1000, heldUntil), ports);
				if (underWay >= allowed) await sleepUntil(ports.now() + lookAgainMs, ports);
			}
			underWay += 1;
		},
		left() {
			underWay -= 1;
		},
		accepted() {
			patient = true;
			// Submits that were under way when the limit came prove nothing about it.
			if (ports.now() < heldUntil) return;
			limitsInARow = Math.max(0, limitsInARow - 1);
			allowed = Math.min(atOnce, allowed + 1);
		},
		limited(retryAfterMs) {
			// Several answers to one burst are one limit, not several in a row.
			if (ports.now() >= heldUntil) limitsInARow += 1;
			allowed = 1;
			const pause = pauseMs(retryAfterMs, limitsInARow + 1, ports.random());
			heldUntil = Math.max(heldUntil, ports.now() + pause);
			return heldUntil;
		},
		gaveUp() {
			patient = false;
			heldUntil = 0;
		},
		isPatient: () => patient,
	};
}
