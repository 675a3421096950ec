import { roundUsd } from '../prices/pricing';
import { stateAt, type Task } from './task';

/** The statuses that are refunded (docs/internals/api.md#refunds). */
const GIVEN_BACK: readonly string[] = ['failed', 'cancelled', 'timeout', 'deleted'];

/**
 * The balance of an account, in USD.
 * @param startUsd what it had before any task
 * @param tasks all tasks it ever submitted
 * @param nowMs on the simulator's clock; a task that has failed by then costs nothing
 */
export function restUsd(startUsd: number, tasks: readonly Task[], nowMs: number): number {
	const charged = tasks
		// Nobody promises a refund for a task that somebody deleted.
		.filter(
			(task) => task.deletedAtMs !== undefined || !GIVEN_BACK.includes(stateAt(task, nowMs).status),
		)
		.map(({ priceUsd }) => priceUsd);
	return roundUsd(charged.reduce((rest, usd) => rest - usd, startUsd));
}
