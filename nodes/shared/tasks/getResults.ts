import { inParallel } from '../../../seedance/task/inParallel';
import { retrieve } from '../../../seedance/task/retrieve';
import { settle } from '../../../seedance/task/settle';
import type { Settled } from '../../../seedance/task/settle';
import { settleChoices } from '../options';
import type { SettleTasks } from './taskNode';

/** Reads every task once, a few at a time. */
export const getResults: SettleTasks = async (tasks, ports, options) => {
	const choices = {
		...settleChoices(options),
		failedIsResult: !options.failWhenTaskFailed,
		timedOutIsResult: true,
	};
	const entries = await inParallel(tasks, 5, async ({ taskId }): Promise<[string, Settled]> => {
		const result = await retrieve(taskId, ports);
		if (result.kind === 'notRead') return [taskId, settle(result, choices)];
		const { prediction } = result;
		const kind = prediction.statusKind === 'running' ? 'submitted' : 'terminal';
		return [taskId, settle({ kind, prediction }, choices)];
	});
	return new Map(entries);
};
