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

/** A workflow of nodes one after the other. */
export function chain(title: string, nodes: readonly ChainNode[]): Workflow {
	const links = nodes.slice(1).map(({ name }, i) => {
		const to = { node: name, type: 'main', index: 0 };
		return [nodes[i]?.name ?? '', { main: [[to]] }] as const;
	});
	return {
		name: title,
		nodes: nodes.map((each, i) => ({ ...each, position: [i * 220, 0] })),
		connections: Object.fromEntries(links),
		settings: { executionOrder: 'v1' },
	};
}
