/** What Get Result and Wait for Completion share: task ids in, settled tasks out. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Problem } from '../../../seedance/errors/problem';
import { isStopped, inSlices } from '../../../seedance/clock';
import type { Ports } from '../../../seedance/api/http';
import { settle } from '../../../seedance/task/settle';
import type { Settled } from '../../../seedance/task/settle';
import type { AwaitedTask } from '../../../seedance/task/waitFor';
import { clock } from '../n8n/memory';
import { readApi, createPorts } from '../n8n/client';
import { fileNames, openDownloads } from '../n8n/download';
import { settleChoices } from '../n8n/parameters';
import type { Options, TaskSettings } from '../n8n/parameters';
import { toOutputItem, goesOn, problemItem } from '../n8n/outputItem';
import { failNode, settleItems } from '../outcomes';
import type { ItemOutcome } from '../outcomes';
import { readTaskItem } from './taskItem';
import type { Sleep } from '../waiting/waiting';

/** Finds out what became of tasks; every id comes once. */
export type SettleTasks = (
	tasks: readonly AwaitedTask[],
	ports: Ports,
	options: Options,
) => Promise<ReadonlyMap<string, Settled>>;

/** Fails every item, and keeps the ids of their tasks. */
export async function failTasks(
	context: IExecuteFunctions,
	problem: Problem,
): Promise<INodeExecutionData[][]> {
	if (!goesOn(context)) return [failNode(context, problem)];
	const toProblemItem = problemItem(context);
	const items = await inSlices(context.getInputData(), clock, (_, i) => {
		const item = readTaskItem(context, i);
		const known = item.kind === 'task' && { taskId: item.taskId };
		return toProblemItem({ ...problem, ...known }, i);
	});
	return [items];
}

/**
 * Settles the task of every incoming item. Items that need no request pass through unchanged.
 * @param sleep when the execution may be suspended because of tasks that are not finished
 * @throws NodeApiError or NodeOperationError when an item fails and On Error is Stop Workflow
 */
export async function runTaskNode(
	context: IExecuteFunctions,
	settings: TaskSettings,
	settleTasks: SettleTasks,
	sleep?: Sleep,
): Promise<INodeExecutionData[][]> {
	try {
		return await settleItemsOf(context, settings, settleTasks, sleep);
	} finally {
		sleep?.runEnds();
	}
}

async function settleItemsOf(
	context: IExecuteFunctions,
	{ options, fields }: TaskSettings,
	settleTasks: SettleTasks,
	sleep?: Sleep,
): Promise<INodeExecutionData[][]> {
	const inputs = context.getInputData();
	const items = await inSlices(inputs, clock, (_, i) => readTaskItem(context, i));

	const asked = new Map<string, AwaitedTask>();
	for (const item of items) {
		if (item.kind === 'task' && item.finished === undefined) asked.set(item.taskId, item);
	}
	const api = await readApi(context);
	if (!api.ok) return await failTasks(context, api.problem);
	const ports = createPorts(context, api);
	const names = await fileNames(context, fields.downloadVideo);
	const addFiles = openDownloads(context, options, api, ports, names);
	const settled =
		asked.size === 0
			? new Map<string, Settled>()
			: await settleTasks([...asked.values()], ports, options);
	if (sleep?.isNeeded() === true && !isStopped(ports)) return await sleep.begin();

	const choices = settleChoices(options);
	const outcomes = await inSlices(items, clock, (item, i): ItemOutcome => {
		if (item.kind === 'problem') return item;
		const unchanged = { ...inputs[i], json: inputs[i]?.json ?? {}, pairedItem: { item: i } };
		const passOn: ItemOutcome = {
			kind: 'result',
			toItem: async () => ({ ok: true, item: unchanged }),
		};
		if (item.kind === 'passThrough') return passOn;
		const { model, taskId, finished } = item;
		const result =
			finished === undefined
				? settled.get(taskId)
				: settle({ kind: 'terminal', prediction: finished }, choices);
		if (result === undefined) return passOn;
		if (!result.ok) return { kind: 'problem', problem: result.problem };
		const output =
			finished === undefined
				? toOutputItem(
						{ ...result, ...(model !== undefined && { model }) },
						unchanged.json,
						i,
						options,
					)
				: unchanged;
		return {
			kind: 'result',
			taskId,
			toItem: async () => await addFiles(output, result.prediction, i),
		};
	});
	return [await settleItems(context, outcomes)];
}
