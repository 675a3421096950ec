import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { inGroups } from '../support/panel';
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
export function webhookNode(
	path: string,
	responds: 'onReceived' | 'responseNode' = 'onReceived',
): ChainNode {
	const parameters = { httpMethod: 'POST', path, responseMode: responds, options: {} };
	return chainNode('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: path });
}

/** Makes items of the rows that the webhook was sent. */
export const splitNode = (): ChainNode =>
	chainNode('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.rows' });

/** A node of this package, whose options are written flat. */
export function seedanceNode(
	name: string,
	type: string,
	credentialId: string,
	parameters: Record<string, unknown>,
	settings: Record<string, unknown> = {},
): ChainNode {
	const { options } = parameters;
	const hasGroups = type !== 'seedanceTrigger' && typeof options === 'object';
	const given = {
		...parameters,
		...(hasGroups && { options: inGroups({ ...(options as IDataObject) }) }),
	};
	return chainNode(name, `n8n-nodes-seedance.${type}`, 1, given, {
		credentials: { waveSpeedAiApi: { id: credentialId, name: 'WaveSpeedAI account' } },
		...settings,
	});
}

/** From one node to another: by its first output and input unless numbers are given. */
export interface Link {
	readonly from: string;
	readonly to: string;
	readonly output?: number;
	readonly input?: number;
}

/** A workflow of nodes that are linked in some way. */
export function linked(
	title: string,
	nodes: readonly ChainNode[],
	links: readonly Link[],
): Workflow {
	const outputsOf = (name: string) => {
		const own = links.filter(({ from }) => from === name);
		const last = Math.max(0, ...own.map(({ output = 0 }) => output));
		return Array.from({ length: last + 1 }, (_, index) =>
			own
				.filter(({ output = 0 }) => output === index)
				.map(({ to, input = 0 }) => ({ node: to, type: 'main', index: input })),
		);
	};
	return {
		name: title,
		nodes: nodes.map((each, i) => ({ ...each, position: [i * 220, 0] })),
		connections: Object.fromEntries(nodes.map(({ name }) => [name, { main: outputsOf(name) }])),
		settings: { executionOrder: 'v1' },
	};
}

/** A workflow of nodes one after the other. */
export function chain(title: string, nodes: readonly ChainNode[]): Workflow {
	const links = nodes.slice(1).map(({ name }, i) => ({ from: nodes[i]?.name ?? '', to: name }));
	return linked(title, nodes, links);
}

/** The node by which a person starts a workflow. */
export const manualTriggerName = 'When clicking Execute workflow';

/** A workflow that a person starts. */
export function manualChain(title: string, nodes: readonly ChainNode[]): Workflow {
	const trigger = chainNode(manualTriggerName, 'n8n-nodes-base.manualTrigger', 1);
	return chain(title, [trigger, ...nodes]);
}
