import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { settle } from '../../../seedance/task/settle';
import type { Settled } from '../../../seedance/task/settle';
import { readTaskSettings, settleChoices } from '../n8n/parameters';
import { failTasks, runTaskNode } from '../tasks/taskNode';
import type { SettleTasks } from '../tasks/taskNode';
import { endSleep } from './note';
import { openWaiting } from './waiting';
import type { Waiting } from './waiting';

/** Waits for all tasks together; those whose wait goes on later are not in the result. */
const waitForAll =
	({ wait }: Waiting): SettleTasks =>
	async (tasks, ports, options) => {
		const choices = settleChoices(options);
		const waited = await wait(ports)(tasks);
		return new Map<string, Settled>(
			[...waited].map(([taskId, result]) => [taskId, settle(result, choices)]),
		);
	};

/** What Seedance Wait for Completion does. */
export async function runWaitForCompletion(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	const settings = await readTaskSettings(context);
	if (!settings.ok) {
		endSleep(context);
		return await failTasks(context, settings.problem);
	}
	const { fields, options } = settings.value;
	const waiting = openWaiting(context, {
		suspends: fields.waitUsing === 'suspend',
		timeoutMs: fields.timeoutMinutes * 60_000,
		recheckMs: options.recheckMinutes * 60_000,
	});
	return await runTaskNode(context, settings.value, waitForAll(waiting), waiting.sleep);
}
