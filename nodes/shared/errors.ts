/** From the domain's problems to n8n's errors and error items. */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import type { Problem } from '../../seedance/errors/problem';

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
