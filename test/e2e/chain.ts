import { randomUUID } from 'node:crypto';
import type { Workflow } from './examples';

/** One node of a chain. */
export type ChainNode = Workflow['nodes'][number];

/** A node with n8n's defaults for all that is not given. */
export function chainNode(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown> = {},
	settings: Record<string, unknown> = {},
): ChainNode {
	const position: ChainNode['position'] = [0, 0];
	return { id: randomUUID(), name, type, typeVersion, position, parameters, ...settings };
}

/** A Webhook node that answers at once, or when a Respond to Webhook node does. */
export function webhookNode(path: string, responds: 'onReceived' | 'responseNode'): ChainNode {
	const parameters = { httpMethod: 'POST', path, responseMode: responds, options: {} };
	return chainNode('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: path });
}

/** A node of this package. */
export function seedanceNode(
	name: string,
	type: string,
	credentialId: string,
	parameters: Record<string, unknown>,
	settings: Record<string, unknown> = {},
): ChainNode {
	return chainNode(name, `n8n-nodes-seedance.${type}`, 1, parameters, {
		credentials: { waveSpeedAiApi: { id: credentialId, name: 'WaveSpeedAI account' } },
		...settings,
	});
}

/** From one node's output to the input of another, the first unless a number is given. */
export type Link = readonly [from: string, to: string, input?: number];

/** A workflow of nodes that are linked in some way. */
export function linked(
	title: string,
	nodes: readonly ChainNode[],
	links: readonly Link[],
): Workflow {
	const from = (name: string) =>
		links
			.filter(([source]) => source === name)
			.map(([, node, index = 0]) => ({ node, type: 'main', index }));
	return {
		name: title,
		nodes: nodes.map((each, i) => ({ ...each, position: [i * 220, 0] })),
		connections: Object.fromEntries(nodes.map(({ name }) => [name, { main: [from(name)] }])),
		settings: { executionOrder: 'v1' },
	};
}

/** A workflow of nodes one after the other. */
export function chain(title: string, nodes: readonly ChainNode[]): Workflow {
	const links = nodes.slice(1).map(({ name }, i): Link => [nodes[i]?.name ?? '', name]);
	return linked(title, nodes, links);
}
