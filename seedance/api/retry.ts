/** Retries what failed for a reason that may pass. */
import { isStopped, sleepUntil } from '../clock';
import type { Clock, Stoppable } from '../clock';
import { pauseMs } from './http';

export interface RetryRules<Outcome> {
	/** The most tries. */
	readonly tries: number;
	/**
	 * The pause before the next try, in ms; undefined for an outcome that another try wouldn't change.
	 * `made` counts the tries so far, from 1.
	 */
	readonly pauseAfter: (outcome: Outcome, made: number) => number | undefined;
	/** No further try begins after it, in ms since the epoch; by default there is no such limit. */
	readonly until?: number;
}

/**
 * Tries until the outcome is final, the tries or the time are used up, or the work is stopped.
 * @returns the outcome of the last try
 * @throws what `attempt` throws
 */
export async function retry<Outcome>(
	attempt: () => Promise<Outcome>,
	ports: Clock & Stoppable,
	{ tries, pauseAfter, until = Infinity }: RetryRules<Outcome>,
): Promise<Outcome> {
	for (let made = 1; ; made += 1) {
		const outcome = await attempt();
		if (made >= tries || isStopped(ports)) return outcome;
		const pause = pauseAfter(outcome, made);
		if (pause === undefined) return outcome;
		const next = ports.now() + pause;
		if (next > until) return outcome;
		await sleepUntil(next, ports);
		if (isStopped(ports)) return outcome;
	}
}

/**
 * Lets `retry` repeat what is transient, after the pause that the API asks for, or backoff.
 * @param longestPauseMs the longest pause, in ms, whatever a Retry-After asks for
 */
export const afterTransient =
	({ random }: Pick<Clock, 'random'>, longestPauseMs = Infinity) =>
	(outcome: { readonly kind: string; readonly retryAfterMs?: number }, made: number) =>
		outcome.kind === 'transient'
			? Math.min(pauseMs(outcome.retryAfterMs, made, random()), longestPauseMs)
			: undefined;
