/** What comes out of every Seedance node: one flat, stable shape. */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { expiresAt } from '../../../seedance/api/task';
import type { Prediction } from '../../../seedance/api/task';
import { mustNotRepeat } from '../../../seedance/errors/problem';
import type { Problem } from '../../../seedance/errors/problem';
import type { Options } from './parameters';

export interface Result {
	readonly prediction: Prediction;
	readonly timedOut?: boolean;
	/** The model that was submitted to, for answers that leave it out. */
	readonly model?: string;
	/** What it cost as far as was known before it was submitted, in USD. */
	readonly estimatedCostUsd?: number;
}

/** The API writes nanoseconds, which dates elsewhere do not have; what is no date stays as it is. */
function inMilliseconds(createdAt: string): string {
	const date = new Date(createdAt);
	return Number.isNaN(date.getTime()) ? createdAt : date.toISOString();
}

function simplified({ prediction, timedOut, model, estimatedCostUsd }: Result): IDataObject {
	const { id, status, outputs, nsfw, createdAt, inferenceMs } = prediction;
	const isDone = prediction.statusKind === 'succeeded';
	const expires = expiresAt(createdAt);
	const json: IDataObject = { taskId: id, status };
	const modelId = prediction.model ?? model;
	if (modelId !== undefined) json.model = modelId;
	if (isDone && outputs[0] !== undefined) json.videoUrl = outputs[0];
	if (isDone) json.outputs = [...outputs];
	if (nsfw !== undefined) json.nsfw = nsfw;
	if (createdAt !== undefined) json.createdAt = inMilliseconds(createdAt);
	if (expires !== undefined) json.expiresAt = expires;
	if (inferenceMs !== undefined) json.inferenceMs = inferenceMs;
	if (prediction.failureCode !== undefined) json.failureCode = prediction.failureCode;
	if (prediction.failureReason !== undefined) json.failureReason = prediction.failureReason;
	if (estimatedCostUsd !== undefined) json.estimatedCostUsd = estimatedCostUsd;
	if (timedOut === true) json.timedOut = true;
	return json;
}

/** The API's own data object; its empty `error` would make Retry On Fail run the node again. */
function unsimplified({ prediction, timedOut, estimatedCostUsd }: Result): IDataObject {
	const { error, ...raw } = prediction.raw as IDataObject;
	return {
		...raw,
		...(error !== undefined && error !== null && error !== '' && { error }),
		...(estimatedCostUsd !== undefined && { estimatedCostUsd }),
		...(timedOut === true && { timedOut: true }),
	};
}

/** The json of one result, in our shape or as the API gave it. */
export const toJson = (result: Result, simplify: boolean): IDataObject =>
	simplify ? simplified(result) : unsimplified(result);

/** The fields of the incoming item that the person wants in the outgoing one. */
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
 * @param input the json of the incoming item that it belongs to; its fields come along as the options say
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

/** The item of a video that was not submitted, because its request key was submitted before. */
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

// From the domain's problems to n8n's errors and error items.

/** What an error and an error item tell besides the texts. */
export function facts({ taskId, model, status, outcome, answer }: Problem): IDataObject {
	return {
		...(taskId !== undefined && { taskId }),
		...(model !== undefined && { model }),
		...(status !== undefined && { status }),
		...(outcome !== undefined && { outcome }),
		...(answer !== undefined && { answer }),
	};
}

/**
 * The error that stops the workflow for one item.
 * @param more data for the error's context, e.g. the ids of tasks that were submitted before
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
	// n8n replaces a message that holds the letters of a network code, as PREEXISTING.HEIC holds EEXIST,
	// and keeps the replaced one among its messages. It does so while it makes the error, not later.
	return Object.assign(error, { message, description, messages: [] });
}

/**
 * The item that stands for a failed one when the workflow goes on. `error` is its only key and
 * `item.error` stays unset: only then does n8n route it to the error output.
 */
export function toErrorItem(problem: Problem, itemIndex: number): INodeExecutionData {
	const { message, description } = problem;
	return {
		json: { error: { message, description, ...facts(problem) } },
		pairedItem: { item: itemIndex },
	};
}

// What is different when an AI agent runs a node as its tool.

/** Whether an agent runs this node. n8n's own question is missing or hard-coded in some versions. */
export const isToolRun = (context: Pick<IExecuteFunctions, 'getNode'>) =>
	context.getNode().type.endsWith('Tool');

/**
 * A problem as text for an agent, which reads what a tool returns and no error's description. Not
 * under `error`: n8n would run the node again.
 */
function toToolItem(problem: Problem, itemIndex: number): INodeExecutionData {
	const { message, description } = problem;
	const warning = mustNotRepeat(problem) ? ' Do not submit this again.' : '';
	return {
		json: { problem: `${message}. ${description}${warning}`, ...facts(problem) },
		pairedItem: { item: itemIndex },
	};
}

/** Whether the other items go on when one fails: as On Error says, and always for an agent. */
export const goesOn = (context: Pick<IExecuteFunctions, 'continueOnFail' | 'getNode'>) =>
	isToolRun(context) || context.continueOnFail();

/** How the items of a run tell of a problem: as n8n's error output takes it, or as text for an agent. */
export const problemItem = (context: Pick<IExecuteFunctions, 'getNode'>) =>
	isToolRun(context) ? toToolItem : toErrorItem;
