import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inParallel } from '../../../seedance/clock';
import { retrieve } from '../../../seedance/api/retrieve';
import { settle } from '../../../seedance/task/settle';
import type { Settled } from '../../../seedance/task/settle';
import { readTaskSettings, settleChoices } from '../n8n/parameters';
import { runGetMany } from '../actions/listTasks';
import { failTasks, runTaskNode } from './taskNode';
import type { SettleTasks } from './taskNode';

/** Reads every task once, a few at a time. */
const getResults: SettleTasks = async (tasks, ports, options) => {
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

/** What Seedance Get Result does: it reads the tasks of its items, or lists the recent ones. */
export async function runGetResult(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const settings = await readTaskSettings(context);
	if (!settings.ok) return await failTasks(context, settings.problem);
	return settings.value.fields.operation === 'getAll'
		? await runGetMany(context, settings.value)
		: await runTaskNode(context, settings.value, getResults);
}
