/** Converts the items of a run to the node's output, or to the error that stops the workflow. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inParallel } from '../../../seedance/clock';
import { problem as problemOf, startedBefore } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import type { Result } from '../../../seedance/result';
import { itemsIn, taskIdOf, withoutResult } from '../../../seedance/run/itemState';
import type { Failed, Item } from '../../../seedance/run/itemState';
import { clock } from './memory';
import { toNodeError, goesOn, problemItem } from './outputItem';

/** The most items whose output is made concurrently, including downloads. */
const madeAtOnce = 3;

const list = (ids: readonly string[]) =>
	ids.length > 20 ? `${ids.slice(0, 20).join(', ')} and ${ids.length - 20} more` : ids.join(', ');

/** The problem that the node reports, with the tasks of the other items. */
function report(items: readonly Item[], first: Problem): [Problem, IDataObject] {
	const tasks = items.flatMap((item) => {
		const taskId = taskIdOf(item);
		return taskId === undefined ? [] : [{ itemIndex: item.index, taskId }];
	});
	const others = tasks.filter(({ taskId }) => taskId !== first.taskId);
	if (others.length === 0) return [first, { tasks }];
	const notSubmitted = items.filter(
		(item) =>
			(item.now.state === 'planned' || item.now.state === 'failed') && taskIdOf(item) === undefined,
	).length;
	const count =
		first.outcome === 'refused' || first.outcome === 'unknown'
			? ` ${tasks.length} submitted, ${notSubmitted} not.`
			: '';
	const description = `${first.description}${count} Task ids of the other items, which are paid for: ${list(others.map(({ taskId }) => taskId))}.`;
	return [{ ...first, description }, { tasks }];
}

/**
 * The other items that were refused before the first submit, so that a person can correct all at
 * once.
 */
function alsoRefused(failed: ReadonlyArray<{ item: Item; now: Failed }>, first: Problem): string {
	return failed
		.filter(({ now: { problem, notBegun } }) => notBegun === true && problem !== first)
		.slice(0, 5)
		.map(({ item, now }) => ` Item ${item.index}: ${now.problem.message}.`)
		.join('');
}

/**
 * Stops the run after a stage when an item has failed and On Error is Stop Workflow. It reports the
 * first failure that isn't a consequence of another, with the IDs of all tasks.
 * @throws NodeApiError or NodeOperationError
 */
export function stopIfFailed(context: IExecuteFunctions, items: readonly Item[]): void {
	const failed = itemsIn(items, 'failed');
	const first = failed.find(({ now }) => now.problem.cause !== 'notSubmitted') ?? failed[0];
	if (first === undefined || goesOn(context)) return;
	const { problem, notBegun } = first.now;
	const also = notBegun === true ? alsoRefused(failed, problem) : '';
	const [complete, more] = report(items, {
		...problem,
		description: `${problem.description}${also}`,
	});
	throw toNodeError(context.getNode(), complete, first.item.index, more);
}

/**
 * Fails the whole node because of a setting or a key that every item needs.
 * @param items the items with what is known from earlier tries
 * @returns an error item for each incoming one, or text for an AI agent
 * @throws NodeApiError or NodeOperationError when On Error is Stop Workflow
 */
export function failNode(
	context: IExecuteFunctions,
	problem: Problem,
	items: readonly Item[] = [],
): INodeExecutionData[] {
	if (!goesOn(context)) {
		const [complete, more] = report(items, problem);
		throw toNodeError(context.getNode(), complete, 0, more);
	}
	const toProblemItem = problemItem(context);
	const taskIds = new Map(items.map((item) => [item.index, taskIdOf(item)]));
	return context.getInputData().map((_, i) => {
		const taskId = taskIds.get(i);
		return toProblemItem(taskId === undefined ? problem : startedBefore(problem, taskId), i);
	});
}

/**
 * Makes the output of items, in order and a few at a time. An item whose output can't be made
 * fails.
 * @param toOutput makes the output of an item that hasn't failed, with side effects such as
 * downloads
 * @throws NodeApiError or NodeOperationError when an item has failed and On Error is Stop Workflow
 */
export async function toOutput(
	context: IExecuteFunctions,
	items: readonly Item[],
	toOutput: (item: Item) => Promise<Result<INodeExecutionData, Problem>>,
): Promise<INodeExecutionData[]> {
	stopIfFailed(context, items);
	const stopsAtFirst = !goesOn(context);
	let isOver = false;
	const made = new Map<Item, INodeExecutionData>();
	await inParallel(
		items,
		madeAtOnce,
		async (item) => {
			// After a failure that stops the run, further output would be discarded.
			if (item.now.state === 'failed' || isOver) return;
			const result = await toOutput(item);
			if (result.ok) {
				made.set(item, result.value);
				return;
			}
			item.now = { state: 'failed', problem: result.problem };
			isOver ||= stopsAtFirst;
		},
		clock,
	);
	stopIfFailed(context, items);
	const toProblemItem = problemItem(context);
	return items.map((item) => {
		if (item.now.state === 'failed') return toProblemItem(item.now.problem, item.index);
		const output = made.get(item);
		if (output === undefined) throw withoutResult(item, 'output');
		return output;
	});
}

/** n8n's own message, truncated. */
const saidBy = (thrown: unknown) =>
	thrown instanceof Error && thrown.message !== '' ? { said: thrown.message.slice(0, 500) } : {};

/**
 * Runs a node. If it throws although On Error is Continue, the error is unexpected. n8n would
 * output the incoming items as if they were results, so each of them fails instead.
 */
export async function onErrorRoute(
	context: IExecuteFunctions,
	run: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	if (!goesOn(context)) return await run();
	try {
		return await run();
	} catch (thrown) {
		return [failNode(context, problemOf('unexpected', saidBy(thrown)))];
	}
}
