/** The output items of every Seedance node: one flat, stable shape. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { expiresAt } from '../../../seedance/api/task';
import type { Task } from '../../../seedance/api/task';
import { defined } from '../../../seedance/result';
import type { Result } from '../../../seedance/result';
import type { Problem } from '../../../seedance/errors/problem';
import { goesOn, isToolRun } from './parameters';
import type { Options } from './parameters';
import { inParallel } from '../../../seedance/time';
import {
	problem as problemOf,
	startedBefore,
	withOthers,
	withSentences,
} from '../../../seedance/errors/messages';
import { itemsIn, settingsOf, taskIdOf, withoutResult } from '../../../seedance/run/itemState';
import type { Failed, Item, StatusChange, VideoSettings } from '../../../seedance/run/itemState';
import { inputsOf } from '../../../seedance/run/trace';
import { combineVideos } from './combine';
import { clock } from './memory';
import { problemItem, toNodeError } from './problems';

export interface TaskResult {
	readonly task: Task;
	readonly timedOut?: boolean;
	/** The submitted model, for answers without one. */
	readonly model?: string;
	/** The price that was known before the submit, in USD. */
	readonly estimatedCostUsd?: number;
	/** The statuses that a wait has seen, with their times. */
	readonly progress?: readonly StatusChange[];
	/** What it was started with; by default what the API's answer says. */
	readonly settings?: VideoSettings;
}

/** Shortens the API's nanoseconds to milliseconds. A text that isn't a date is unchanged. */
function inMilliseconds(createdAt: string): string {
	const date = new Date(createdAt);
	return Number.isNaN(date.getTime()) ? createdAt : date.toISOString();
}

/** Flat and stable, the useful fields first. What does not apply is left out. */
function simplified(result: TaskResult): IDataObject {
	const { task, timedOut, model, estimatedCostUsd, settings } = result;
	const { id, status, outputs, nsfw, createdAt, failureCode, failureReason } = task;
	const files = task.statusKind === 'succeeded' ? outputs : [];
	return defined({
		videoUrl: files[0],
		status,
		taskId: id,
		model: task.model ?? model,
		...(settings ?? settingsOf(inputsOf(task), task.model ?? model)),
		estimatedCostUsd,
		createdAt: createdAt === undefined ? undefined : inMilliseconds(createdAt),
		expiresAt: expiresAt(createdAt),
		outputs: files.length > 1 ? [...files] : undefined,
		nsfw: nsfw === true ? true : undefined,
		timedOut: timedOut === true ? true : undefined,
		failureCode,
		failureReason,
	});
}

/**
 * The API's own object without an empty `error`, which would make Retry On Fail run the node again
 * (docs/internals/n8n.md#error-items).
 */
function unsimplified({ task, timedOut, estimatedCostUsd, progress }: TaskResult): IDataObject {
	const { error, ...raw } = task.raw as IDataObject;
	return {
		...raw,
		...(error !== undefined && error !== null && error !== '' && { error }),
		...defined({ estimatedCostUsd, timedOut: timedOut === true ? true : undefined }),
		...(progress !== undefined && { progress: [...progress] }),
	};
}

/** The json of one result, in our shape or the API's. */
export const toJson = (result: TaskResult, simplify: boolean): IDataObject =>
	simplify ? simplified(result) : unsimplified(result);

/**
 * An output item.
 * @param input the json of its incoming item, whose fields are included if the options say so
 */
export function toOutputItem(
	json: IDataObject,
	input: IDataObject,
	itemIndex: number,
	{ includeInputFields: which, inputFieldsToInclude: names }: Options,
): INodeExecutionData {
	const included = Object.entries(input).filter(
		([name]) => name !== 'error' && which !== 'none' && (which === 'all' || names.includes(name)),
	);
	return {
		json: { ...Object.fromEntries(included), ...json },
		pairedItem: { item: itemIndex },
	};
}

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
	const ids = list(others.map(({ taskId }) => taskId));
	return [withOthers(first, others.length, ids), { tasks }];
}

/**
 * The other items that were refused before the first submit, so that a person can correct all at
 * once.
 */
function alsoRefused(failed: ReadonlyArray<{ item: Item; now: Failed }>, first: Problem): string[] {
	const others = failed
		.filter(({ now: { problem, notBegun } }) => notBegun === true && problem !== first)
		.map(({ item, now }) => `Item ${item.index}: ${now.problem.message}.`);
	// The videos of one item have the same problem.
	return [...new Set(others)].slice(0, 5);
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
	const also = notBegun === true ? alsoRefused(failed, problem) : [];
	const [complete, more] = report(items, withSentences(problem, ...also));
	throw toNodeError(context.getNode(), complete, first.item.index, more);
}

/**
 * Fails the whole node because of a setting or a key that every item needs.
 * @param items the items with what is known from earlier tries
 * @returns an error item for each incoming one, and for each of its videos that was started, or
 * text for an AI agent
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
	const started = new Map<number, Problem[]>();
	for (const item of items) {
		const taskId = taskIdOf(item);
		if (taskId === undefined) continue;
		started.set(item.index, [...(started.get(item.index) ?? []), startedBefore(problem, taskId)]);
	}
	return context
		.getInputData()
		.flatMap((_, i) => (started.get(i) ?? [problem]).map((one) => toProblemItem(one, i)));
}

/**
 * Makes the output of items, in order and a few at a time. An item whose output can't be made
 * fails.
 * @param toOutput makes the output of an item that hasn't failed from its incoming item, with side
 * effects such as downloads
 * @throws NodeApiError or NodeOperationError when an item has failed and On Error is Stop Workflow
 */
export async function toOutput(
	context: IExecuteFunctions,
	items: readonly Item[],
	toOutput: (item: Item, input: INodeExecutionData) => Promise<Result<INodeExecutionData, Problem>>,
): Promise<INodeExecutionData[]> {
	stopIfFailed(context, items);
	const inputs = context.getInputData();
	const stopsAtFirst = !goesOn(context);
	let isOver = false;
	const made = new Map<Item, INodeExecutionData>();
	await inParallel(
		items,
		madeAtOnce,
		async (item) => {
			// After a failure that stops the run, further output would be discarded.
			if (item.now.state === 'failed' || isOver) return;
			const result = await toOutput(item, { json: {}, ...inputs[item.index] });
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
	return items.map((item) => {
		if (item.now.state === 'failed') return problemItem(context)(item.now.problem, item.index);
		const output = made.get(item);
		if (output === undefined) throw withoutResult(item, 'output');
		return output;
	});
}

/** Whether items have our own fields. Combined videos always have them. */
export const isSimple = ({ simplify, combineIntoOneItem }: Options) =>
	simplify || combineIntoOneItem;

/** The output as it is, or with its finished videos in one item if the options say so. */
export const withCombined = (
	output: INodeExecutionData[],
	{ combineIntoOneItem, binaryPropertyName }: Options,
): INodeExecutionData[] =>
	combineIntoOneItem ? combineVideos(output, binaryPropertyName) : output;

/** n8n's own message, truncated. */
const saidBy = (thrown: unknown) =>
	thrown instanceof Error && thrown.message !== '' ? { said: thrown.message.slice(0, 500) } : {};

/**
 * Runs a node. If it throws although On Error is Continue, the error is unexpected. n8n would
 * output the incoming items as if they were results, so each of them fails instead.
 * @param continueOnFail whether the workflow continues after an error, as the node's setting On
 * Error says
 */
export async function onErrorRoute(
	context: IExecuteFunctions,
	continueOnFail: boolean,
	run: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	if (!continueOnFail && !isToolRun(context)) return await run();
	try {
		return await run();
	} catch (thrown) {
		return [failNode(context, problemOf('unexpected', saidBy(thrown)))];
	}
}
