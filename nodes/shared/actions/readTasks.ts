/** Runs Get Result and Wait for Completion: reads the tasks of items. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { defined } from '../../../seedance/result';
import { deleteTask } from '../../../seedance/api/deleteTask';
import type { Deletion } from '../../../seedance/api/deleteTask';
import { retrieve } from '../../../seedance/api/submit';
import type { Task } from '../../../seedance/api/task';
import { inParallel, isStopped, inSlices } from '../../../seedance/time';
import type { Problem } from '../../../seedance/errors/problem';
import { checkTaskId } from '../../../seedance/request/listQuery';
import { cancelTimedOut } from '../../../seedance/run/cancel';
import {
	itemsIn,
	progressOf,
	stateOfTask,
	taskOf,
	withoutResult,
} from '../../../seedance/run/itemState';
import type { Item, TaskState } from '../../../seedance/run/itemState';
import type { AwaitedTask } from '../../../seedance/run/look';
import { failUnwantedEnds } from '../../../seedance/run/stages';
import type { EndChoices, Wait } from '../../../seedance/run/stages';
import { z } from '../../../seedance/zod';
import { readApi, createPorts } from '../n8n/client';
import type { AccountPorts } from '../n8n/client';
import { fileNames, openDownloads } from '../n8n/download';
import { endSleep, hasSlept } from '../n8n/executionStore';
import { leaveSleep } from '../n8n/internals/suspend';
import { resultOptions, runOptions } from '../descriptions/optionTable';
import {
	failNode,
	isSimple,
	stopIfFailed,
	toJson,
	toOutput,
	toOutputItem,
	withCombined,
} from '../n8n/outputItem';
import { problemItem } from '../n8n/problems';
import { clock } from '../n8n/memory';
import { readTaskSettings, endChoices, evaluate, goesOn } from '../n8n/parameters';
import type { Options, TaskSettings } from '../n8n/parameters';
import { runGetMany } from './listTasks';
import { openWaiting } from './waiting';
import type { Sleep } from './waiting';

/** The most concurrent reads of Get Result. */
const readsAtOnce = 5;

/** Returns a function that reads every task once. */
const readOnceEach =
	(ports: AccountPorts): Wait =>
	async (tasks) =>
		new Map(
			await inParallel(tasks, readsAtOnce, async ({ taskId }): Promise<[string, TaskState]> => {
				const result = await retrieve(taskId, ports);
				return [
					taskId,
					result.kind === 'read'
						? stateOfTask(result.task)
						: { state: 'failed', problem: result.problem },
				];
			}),
		);

/** Runs Seedance Get Result, which reads the tasks of its items or lists the recent ones. */
export async function runGetResult(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const settings = await readTaskSettings(context, resultOptions);
	if (!settings.ok) return await failTasks(context, settings.problem);
	const { fields, options } = settings.value;
	if (fields.operation === 'getAll') return await runGetMany(context, settings.value);
	if (fields.operation === 'delete') return await deleteTasks(context, options);
	const choices = endChoices(options);
	return await readTasks(context, settings.value, readOnceEach, choices);
}

/** Runs Seedance Wait for Completion, which waits for the tasks of all items together. */
export async function runWaitForCompletion(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	if (hasSlept(context)) leaveSleep(context);
	const settings = await readTaskSettings(context, runOptions);
	if (!settings.ok) {
		endSleep(context);
		return await failTasks(context, settings.problem);
	}
	const { fields, options } = settings.value;
	const { wait, sleep } = openWaiting(context, {
		suspends: fields.waitUsing === 'suspend',
		timeoutMs: fields.timeoutMinutes * 60_000,
		recheckMs: options.recheckMinutes * 60_000,
	});
	try {
		return await readTasks(context, settings.value, wait, endChoices(options), sleep);
	} finally {
		sleep?.runEnds();
	}
}

/**
 * Outputs the task of every incoming item. Items without a task to read pass through unchanged.
 * @param read reads tasks, each ID once
 * @param sleep set when the execution may be suspended
 * @throws NodeApiError or NodeOperationError when an item fails and On Error is Stop Workflow
 */
async function readTasks(
	context: IExecuteFunctions,
	{ options, downloads }: TaskSettings,
	read: (ports: AccountPorts) => Wait,
	choices: EndChoices,
	sleep?: Sleep,
): Promise<INodeExecutionData[][]> {
	const items = await readTaskItems(context);
	const finished = new Set(itemsIn(items, 'done').map(({ item }) => item));
	const asked = itemsIn(items, 'running');
	const inputs = context.getInputData();
	const tasks = new Map(
		asked.map(({ item: { index, key: taskId, model } }): [string, AwaitedTask] => [
			taskId,
			{ taskId, ...defined({ model }), ...startedWith(inputs[index]?.json) },
		]),
	);
	const api = await readApi(context);
	if (!api.ok) return await failTasks(context, api.problem);
	const ports = createPorts(context, api);
	const addFiles = downloads
		? openDownloads(context, options, api, ports, await fileNames(context))
		: undefined;
	const states = await read(ports)([...tasks.values()]);
	for (const { item } of asked) {
		const state = states.get(item.key);
		if (state === undefined) throw withoutResult(item, 'read');
		item.now = state;
	}
	if (sleep?.isNeeded() === true && !isStopped(ports)) return await sleep.begin();

	if (options.ifTimeoutIsReached === 'cancel') await cancelTimedOut(items, ports);
	failUnwantedEnds(items, choices);
	const output = await toOutput(context, items, async (item, input) => {
		const { index, model, now } = item;
		const unchanged = { ...input, pairedItem: { item: index } };
		const task = taskOf(item);
		if (task === undefined) return { ok: true, value: unchanged };
		const result = {
			task,
			...(now.state === 'timedOut' && { timedOut: true }),
			...defined({ model, progress: progressOf(item) }),
		};
		const output = finished.has(item)
			? unchanged
			: toOutputItem(toJson(result, isSimple(options)), input.json, index, options);
		return (await addFiles?.(output, task, item)) ?? { ok: true, value: output };
	});
	return [withCombined(output, options)];
}

/**
 * Deletes the task of every incoming item, each task once. Items without a task pass through
 * unchanged.
 * @throws NodeApiError or NodeOperationError when an item fails and On Error is Stop Workflow
 */
async function deleteTasks(
	context: IExecuteFunctions,
	options: Options,
): Promise<INodeExecutionData[][]> {
	const items = await readTaskItems(context);
	stopIfFailed(context, items);
	const api = await readApi(context);
	if (!api.ok) return await failTasks(context, api.problem);
	const ports = createPorts(context, api);
	const deletions = new Map<string, Promise<Deletion>>();
	const output = await toOutput(context, items, async ({ index, key, now }, input) => {
		if (now.state === 'skipped') {
			return { ok: true, value: { ...input, pairedItem: { item: index } } };
		}
		const asked = deletions.get(key) ?? deleteTask(key, ports);
		deletions.set(key, asked);
		const deletion = await asked;
		if (!deletion.ok) return deletion;
		const { taskId, status } = deletion.value;
		const json = { taskId, deleted: true, status };
		return { ok: true, value: toOutputItem(json, input.json, index, options) };
	});
	return [output];
}

/** Fails every item, keeping the IDs of their tasks. */
async function failTasks(
	context: IExecuteFunctions,
	problem: Problem,
): Promise<INodeExecutionData[][]> {
	if (!goesOn(context)) return [failNode(context, problem)];
	const toProblemItem = problemItem(context);
	const items = await readTaskItems(context);
	const output = items.map(({ key, now, index }) => {
		const hasTask = now.state === 'running' || now.state === 'done';
		return toProblemItem({ ...problem, ...(hasTask && { taskId: key }) }, index);
	});
	return [output];
}

const text = z.string().min(1).optional().catch(undefined);
const inputSchema = z
	.object({
		taskId: text,
		status: text,
		model: text,
		videoUrl: text,
		outputs: z.array(z.string()).min(1).optional().catch(undefined),
		nsfw: z.boolean().optional().catch(undefined),
		error: z.unknown(),
	})
	.catch({});
type Input = z.output<typeof inputSchema>;
const errorSchema = z.object({ taskId: text, model: text }).catch({});

const startSchema = z
	.object({
		createdAt: text,
		resolution: text,
		durationSeconds: z.number().optional().catch(undefined),
	})
	.catch({});

/** What an item tells about the start of its task, which makes its reads more efficient. */
function startedWith(json: unknown): Pick<AwaitedTask, 'createdAt' | 'settings'> {
	const { createdAt, resolution, durationSeconds } = startSchema.parse(json);
	return defined({ createdAt, settings: defined({ resolution, durationSeconds }) });
}

/** The completed task that an earlier Seedance node put into the item. */
function finishedTask(input: Input, json: IDataObject, taskId: string): Task | undefined {
	const { status, videoUrl, model, nsfw } = input;
	const outputs = input.outputs ?? (videoUrl === undefined ? undefined : [videoUrl]);
	if (input.taskId !== taskId || status !== 'completed' || outputs === undefined) return undefined;
	return {
		id: taskId,
		status,
		statusKind: 'succeeded',
		outputs,
		raw: json,
		...defined({ model, nsfw }),
	};
}

/**
 * Reads the Task ID field of one item, or the task ID of an upstream error item.
 * @returns a running item whose task must be read; a done item that already holds its finished
 * task; or a skipped item without a task to read: an upstream error without a task, a skipped item,
 * or a dry run
 */
function readTaskItem(context: IExecuteFunctions, json: IDataObject, index: number): Item {
	const read = evaluate(
		(): unknown => context.getNodeParameter('taskId', index, null, { extractValue: true }),
		'Task ID',
	);
	if (!read.ok) return { index, key: '', now: { state: 'failed', problem: read.problem } };
	const given = read.value;
	const input = inputSchema.parse(json);
	const failed = errorSchema.parse(input.error);
	const isBlank = given === null || given === undefined || given === '';
	const hasError = input.error !== undefined && input.error !== null && input.error !== '';
	const isNoTask = input.status === 'skipped' || input.status === 'dryRun';
	const hasNoTask = (hasError && failed.taskId === undefined) || isNoTask;
	if (isBlank && hasNoTask) return { index, key: '', now: { state: 'skipped' } };
	const check = checkTaskId(isBlank ? failed.taskId : given);
	if (!check.ok) return { index, key: '', now: { state: 'failed', problem: check.problem } };
	const { value: taskId } = check;
	const model = input.model ?? failed.model;
	const task = finishedTask(input, json, taskId);
	return {
		index,
		key: taskId,
		...defined({ model }),
		now: task === undefined ? { state: 'running' } : { state: 'done', task },
	};
}

const readTaskItems = async (context: IExecuteFunctions): Promise<Item[]> =>
	await inSlices(context.getInputData(), clock, ({ json }, index) =>
		readTaskItem(context, json, index),
	);
