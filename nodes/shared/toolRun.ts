/** What is different when an AI agent runs a node as its tool. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { mustNotRepeat } from '../../seedance/errors/problem';
import type { Problem } from '../../seedance/errors/problem';
import { facts, toErrorItem } from './errors';

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
