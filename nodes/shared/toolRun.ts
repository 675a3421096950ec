/** What is different when an AI agent runs a node as its tool. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { mustNotRepeat } from '../../seedance/errors/problem';
import type { Problem } from '../../seedance/errors/problem';
import { facts } from './errors';

/** Whether an agent runs this node. n8n's own question is missing or hard-coded in some versions. */
export const isToolRun = (context: Pick<IExecuteFunctions, 'getNode'>) =>
	context.getNode().type.endsWith('Tool');

/**
 * A problem as text for an agent, which reads what a tool returns and no error's description. Not
 * under `error`: n8n would run the node again.
 */
export function toToolItem(problem: Problem, itemIndex: number): INodeExecutionData {
	const { message, description } = problem;
	const warning = mustNotRepeat(problem) ? ' Do not submit this again.' : '';
	return {
		json: { problem: `${message}. ${description}${warning}`, ...facts(problem) },
		pairedItem: { item: itemIndex },
	};
}
