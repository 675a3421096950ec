import { randomUUID } from 'node:crypto';
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
}

/** Where a batch's workflow is called and whom it pays with. */
export interface BatchPlace {
	webhookPath: string;
	credentialId: string;
}

type Node = Workflow['nodes'][number];

/**
 * A workflow that makes a video of every row that its webhook is sent:
 * Webhook → Split Out → (Loop Over Items →) Seedance Text to Video.
 */
export function batchWorkflow(
	subject: string,
	{ webhookPath, credentialId }: BatchPlace,
	{ parameters = {}, settings = {}, loop = false }: BatchOptions,
): Workflow {
	const webhook = {
		...node('Webhook', 'n8n-nodes-base.webhook', 2, {
			httpMethod: 'POST',
			path: webhookPath,
			responseMode: 'onReceived',
			options: {},
		}),
		webhookId: webhookPath,
	};
	const split = node('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.rows' });
	const loopOver = node(loopNode, 'n8n-nodes-base.splitInBatches', 3, { options: {} });
	const seedance = {
		...node(ourNode, 'n8n-nodes-seedance.seedanceTextToVideo', 1, {
			prompt: `=${subject} {{ $json.row }}`,
			...parameters,
		}),
		credentials: { waveSpeedAiApi: { id: credentialId, name: 'WaveSpeedAI account' } },
		...settings,
	};
	return {
		name: subject,
		nodes: [webhook, split, ...(loop ? [loopOver] : []), seedance],
		connections: {
			Webhook: { main: [to('Split Out')] },
			'Split Out': { main: [to(loop ? loopNode : ourNode)] },
			...(loop && { [loopNode]: { main: [[], to(ourNode)] }, [ourNode]: { main: [to(loopNode)] } }),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** The same workflow with other parameters in the node of ours. */
export function withParameters(workflow: Workflow, parameters: Record<string, unknown>): Workflow {
	const change = (each: Node): Node =>
		each.name === ourNode ? { ...each, parameters: { ...each.parameters, ...parameters } } : each;
	return { ...workflow, nodes: workflow.nodes.map(change) };
}

function node(name: string, type: string, typeVersion: number, parameters: Node['parameters']) {
	return {
		id: randomUUID(),
		name,
		type,
		typeVersion,
		position: [0, 0] as [number, number],
		parameters,
	};
}

function to(name: string) {
	return [{ node: name, type: 'main', index: 0 }];
}
