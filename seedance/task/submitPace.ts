/**
 * The pace at which one node run may submit. New accounts make 2 videos a minute, others hundreds,
 * and no header says which: the first 429 does, and from then on all submits of the run slow down
 * together instead of each finding out for itself.
 */
import { backoffMs } from './backoff';
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
}

/** @param atOnce the most submits that may be under way together */
export function createSubmitPace(atOnce: number, ports: Clock & Pick<Ports, 'signal'>): SubmitPace {
	let allowed = atOnce;
	let underWay = 0;
	let heldUntil = 0;
	let limitsInARow = 0;
	return {
		async enter() {
			while (!isStopped(ports)) {
				await sleepUntil(heldUntil, ports);
				if (underWay < allowed && ports.now() >= heldUntil) break;
				await sleepUntil(ports.now() + 50, ports);
			}
			underWay += 1;
		},
		left() {
			underWay -= 1;
		},
		accepted() {
			limitsInARow = Math.max(0, limitsInARow - 1);
			allowed = Math.min(atOnce, allowed + 1);
		},
		limited(retryAfterMs) {
			limitsInARow += 1;
			allowed = 1;
			const pause = retryAfterMs ?? backoffMs(limitsInARow, ports.random(), 2000);
			heldUntil = Math.max(heldUntil, ports.now() + pause);
			return heldUntil;
		},
	};
}
