/** The output items of every Seedance node: one flat, stable shape. */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { expiresAt } from '../../../seedance/api/task';
import type { Task } from '../../../seedance/api/task';
import { defined } from '../../../seedance/result';
import { mustNotRepeat } from '../../../seedance/errors/problem';
import type { Problem } from '../../../seedance/errors/problem';
import type { Options } from './parameters';

export interface Result {
	readonly task: Task;
	readonly timedOut?: boolean;
	/** The submitted model, for answers without one. */
	readonly model?: string;
	/** The price that was known before the submit, in USD. */
	readonly estimatedCostUsd?: number;
}

/** Shortens the API's nanoseconds to milliseconds. A text that isn't a date is unchanged. */
function inMilliseconds(createdAt: string): string {
	const date = new Date(createdAt);
	return Number.isNaN(date.getTime()) ? createdAt : date.toISOString();
}

function simplified({ task, timedOut, model, estimatedCostUsd }: Result): IDataObject {
	const { id, status, outputs, nsfw, createdAt, inferenceMs } = task;
	const isDone = task.statusKind === 'succeeded';
	const expires = expiresAt(createdAt);
	const json: IDataObject = { taskId: id, status };
	const modelId = task.model ?? model;
	if (modelId !== undefined) json.model = modelId;
	if (isDone && outputs[0] !== undefined) json.videoUrl = outputs[0];
	if (isDone) json.outputs = [...outputs];
	if (nsfw !== undefined) json.nsfw = nsfw;
	if (createdAt !== undefined) json.createdAt = inMilliseconds(createdAt);
	if (expires !== undefined) json.expiresAt = expires;
	if (inferenceMs !== undefined) json.inferenceMs = inferenceMs;
	if (task.failureCode !== undefined) json.failureCode = task.failureCode;
	if (task.failureReason !== undefined) json.failureReason = task.failureReason;
	if (estimatedCostUsd !== undefined) json.estimatedCostUsd = estimatedCostUsd;
	if (timedOut === true) json.timedOut = true;
	return json;
}

/**
 * The API's own object without an empty `error`, which would make Retry On Fail run the node again
 * (docs/internals/n8n.md#error-items).
 */
function unsimplified({ task, timedOut, estimatedCostUsd }: Result): IDataObject {
	const { error, ...raw } = task.raw as IDataObject;
	return {
		...raw,
		...(error !== undefined && error !== null && error !== '' && { error }),
		...defined({ estimatedCostUsd, timedOut: timedOut === true ? true : undefined }),
	};
}

/** The json of one result, in our shape or the API's. */
export const toJson = (result: Result, simplify: boolean): IDataObject =>
	simplify ? simplified(result) : unsimplified(result);

/** The fields of the incoming item to include in the output item. */
export function carriedAlong(input: IDataObject, options: Options): IDataObject {
	const { includeInputFields, inputFieldsToInclude } = options;
	if (includeInputFields === 'none') return {};
	const entries = Object.entries(input).filter(
		([name]) =>
			name !== 'error' && (includeInputFields === 'all' || inputFieldsToInclude.includes(name)),
	);
	return Object.fromEntries(entries);
}

/**
 * The item of one result.
 * @param input the json of its incoming item, whose fields are included if the options say so
 */
export function toOutputItem(
	result: Result,
	input: IDataObject,
	itemIndex: number,
	options: Options,
): INodeExecutionData {
	const own = toJson(result, options.simplify);
	return {
		json: { ...carriedAlong(input, options), ...own },
		pairedItem: { item: itemIndex },
	};
}

/** The item of a video that wasn't submitted, because its request key was submitted before. */
export function toSkippedItem(
	{ requestKey, reason }: { readonly requestKey: string; readonly reason: string },
	model: string,
	input: IDataObject,
	itemIndex: number,
	options: Options,
): INodeExecutionData {
	const own = { status: 'skipped', model, requestKey, reason };
	return {
		json: { ...carriedAlong(input, options), ...own },
		pairedItem: { item: itemIndex },
	};
}

// Converts the domain's problems to n8n's errors and error items.

/** The data of an error or an error item, in addition to its texts. */
function facts({ taskId, model, status, outcome, answer }: Problem): IDataObject {
	return defined({ taskId, model, status, outcome, answer });
}

/**
 * The error that stops the workflow because of one item.
 * @param more data for the error's context, such as the IDs of other tasks
 */
export function toNodeError(
	node: INode,
	problem: Problem,
	itemIndex: number,
	more: IDataObject = {},
): NodeApiError | NodeOperationError {
	const { message, description, httpStatus } = problem;
	const error =
		httpStatus === undefined
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, { message }, { httpCode: String(httpStatus), itemIndex });
	Object.assign(error.context, { data: { ...facts(problem), ...more } });
	// While it creates an error, n8n replaces a message that contains the letters of a network code,
	// as PREEXISTING.HEIC contains EEXIST, and keeps the original among its messages
	// (docs/internals/n8n.md#error-items).
	return Object.assign(error, { message, description, messages: [] });
}

/**
 * The error item of a failed item. `error` is its only key and `item.error` isn't set, so that n8n
 * routes it to the error output (docs/internals/n8n.md#error-items).
 */
export function toErrorItem(problem: Problem, itemIndex: number): INodeExecutionData {
	const { message, description } = problem;
	return {
		json: { error: { message, description, ...facts(problem) } },
		pairedItem: { item: itemIndex },
	};
}

// Differences of runs as an AI agent's tool.

/**
 * Whether an agent runs this node. n8n's own `isToolExecution` is missing or hard-coded in some
 * versions (docs/internals/n8n.md#ai-tools).
 */
export const isToolRun = (context: Pick<IExecuteFunctions, 'getNode'>) =>
	context.getNode().type.endsWith('Tool');

/**
 * A problem as text for an agent, which doesn't read an error's description. It isn't under
 * `error`, because n8n would run the node again.
 */
function toToolItem(problem: Problem, itemIndex: number): INodeExecutionData {
	const { message, description } = problem;
	const warning = mustNotRepeat(problem) ? ' Do not submit this again.' : '';
	return {
		json: { problem: `${message}. ${description}${warning}`, ...facts(problem) },
		pairedItem: { item: itemIndex },
	};
}

/** Whether other items continue when one fails: as On Error says, and always for an agent. */
export const goesOn = (context: Pick<IExecuteFunctions, 'continueOnFail' | 'getNode'>) =>
	isToolRun(context) || context.continueOnFail();

/** Makes the item of a problem: an error item, or text for an agent. */
export const problemItem = (context: Pick<IExecuteFunctions, 'getNode'>) =>
	isToolRun(context) ? toToolItem : toErrorItem;
