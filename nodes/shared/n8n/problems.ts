/** Converts the domain's problems to n8n's errors and error items. */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { defined } from '../../../seedance/result';
import { agentAdvice } from '../../../seedance/errors/problem';
import type { Problem } from '../../../seedance/errors/problem';
import { isToolRun } from './parameters';

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
 * A problem as text for an agent, which doesn't read an error's description. It isn't under
 * `error`, because n8n would run the node again.
 */
function toToolItem(problem: Problem, itemIndex: number): INodeExecutionData {
	const { message, description } = problem;
	const text = `${message}. ${description} ${agentAdvice(problem)}`.trim();
	return {
		json: { problem: text, ...facts(problem) },
		pairedItem: { item: itemIndex },
	};
}

/** Makes the item of a problem: an error item, or text for an agent. */
export const problemItem = (context: Pick<IExecuteFunctions, 'getNode'>) =>
	isToolRun(context) ? toToolItem : toErrorItem;
