import {
	chain,
	chainNode,
	linked,
	seedanceNode,
	splitNode,
	webhookNode,
	type ChainNode,
} from './chain';
import type { Workflow } from './examples';

/** The name of the node of ours in a batch's workflow. */
export const ourNode = 'Seedance';
const loopNode = 'Loop Over Items';

/** What differs between the workflows of the cases. */
export interface BatchOptions {
	/** Parameters of the node besides the prompt. */
	parameters?: Record<string, unknown>;
	/** The node's Settings tab, such as retryOnFail. */
	settings?: Record<string, unknown>;
	/** Whether the items go through Loop Over Items one by one. */
	loop?: boolean;
	/** Settings of the workflow besides n8n's execution order, such as saveExecutionProgress. */
	workflowSettings?: Record<string, unknown>;
}

/** The webhook and the credential of a batch's workflow. */
export interface BatchPlace {
	webhookPath: string;
	credentialId: string;
}

/**
 * A workflow that makes a video of every row that its webhook is sent:
 * Webhook → Split Out → (Loop Over Items →) Seedance Text to Video.
 */
export function batchWorkflow(
	subject: string,
	{ webhookPath, credentialId }: BatchPlace,
	{ parameters = {}, settings = {}, loop = false, workflowSettings = {} }: BatchOptions,
): Workflow {
	const prompt = `=${subject} {{ $json.row }}`;
	const seedance = seedanceNode(
		ourNode,
		'seedanceTextToVideo',
		credentialId,
		{ prompt, ...parameters },
		settings,
	);
	const begin = [webhookNode(webhookPath), splitNode()];
	const set = (workflow: Workflow): Workflow => ({
		...workflow,
		settings: { ...workflow.settings, ...workflowSettings },
	});
	if (!loop) return set(chain(subject, [...begin, seedance]));
	const loopOver = chainNode(loopNode, 'n8n-nodes-base.splitInBatches', 3, { options: {} });
	const links = [
		{ from: 'Webhook', to: 'Split Out' },
		{ from: 'Split Out', to: loopNode },
		{ from: loopNode, to: ourNode, output: 1 },
		{ from: ourNode, to: loopNode },
	];
	return set(linked(subject, [...begin, loopOver, seedance], links));
}

/** The same workflow with other parameters in the node of ours. */
export function withParameters(workflow: Workflow, parameters: Record<string, unknown>): Workflow {
	const change = (each: ChainNode): ChainNode =>
		each.name === ourNode ? { ...each, parameters: { ...each.parameters, ...parameters } } : each;
	return { ...workflow, nodes: workflow.nodes.map(change) };
}
