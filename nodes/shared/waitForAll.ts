import { settle } from '../../seedance/task/settle';
import type { Settled } from '../../seedance/task/settle';
import { waitFor } from '../../seedance/task/waitFor';
import type { SettleTasks } from './taskNode';

/** Waits for all tasks together, for at most `timeoutMs`. */
export const waitForAll =
	(timeoutMs: number): SettleTasks =>
	async (tasks, ports, options) => {
		const choices = {
			failedIsResult: options.ifTaskFails === 'item',
			timedOutIsResult: options.ifTimeoutIsReached === 'item',
		};
		const waited = await waitFor(tasks, ports, { timeoutMs });
		return new Map<string, Settled>(
			[...waited].map(([taskId, result]) => [taskId, settle(result, choices)]),
		);
	};
