import { settle } from '../../../seedance/task/settle';
import type { Settled } from '../../../seedance/task/settle';
import { settleChoices } from '../options';
import type { SettleTasks } from '../tasks/taskNode';
import type { Waiting } from './waiting';

/** Waits for all tasks together; those whose wait goes on later are not in the result. */
export const waitForAll =
	({ wait }: Waiting): SettleTasks =>
	async (tasks, ports, options) => {
		const choices = settleChoices(options);
		const waited = await wait(ports)(tasks);
		return new Map<string, Settled>(
			[...waited].map(([taskId, result]) => [taskId, settle(result, choices)]),
		);
	};
