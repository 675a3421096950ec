/** What comes out of every Seedance node: one flat, stable shape. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Prediction } from '../../seedance/api/prediction';
import { expiresAt } from '../../seedance/task/retention';
import type { Options } from './options';

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
