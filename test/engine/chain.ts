/** Workflows that are a chain: a trigger, a source of items, and some nodes. */
import type { IDataObject, INode } from 'n8n-workflow';
import { panelParameters } from '../support/panel';
import type { WorkflowJson } from './run';

export type SeedanceNode =
	| 'seedanceTextToVideo'
	| 'seedanceImageToVideo'
	| 'seedanceVideoToVideo'
	| 'seedanceGetResult'
	| 'seedanceWaitForCompletion'
	| 'seedanceTrigger';

export interface Step {
	readonly name: string;
	readonly type: string;
	readonly parameters?: IDataObject;
	readonly settings?: Partial<INode>;
}

/** A node of ours in a chain; `settings` are n8n's own (onError, retryOnFail, …). */
export const seedance = (
	type: SeedanceNode,
	parameters: IDataObject,
	settings: Partial<INode> = {},
	name: string = type,
): Step => ({
	name,
	type: `n8n-nodes-seedance.${type}`,
	parameters: type === 'seedanceTrigger' ? parameters : panelParameters(parameters),
	settings: { credentials: { waveSpeedAiApi: { id: '1', name: 'Test' } }, ...settings },
});

/** Reads an expression for every item that reaches it. */
export const pick = (value: string): Step => ({
	name: 'Pick',
	type: 'test.pick',
	parameters: { value },
});

/** A chain of nodes after a Source that emits `items`. */
export function chainOf(items: readonly IDataObject[], steps: readonly Step[]): WorkflowJson {
	const source: Step = {
		name: 'Source',
		type: 'test.source',
		parameters: { items: JSON.stringify(items.map((json) => ({ json }))) },
	};
	const chain = [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }, source, ...steps];
	const nodes = chain.map(({ name, type, parameters = {}, settings }: Step, i): INode => ({
		id: `${i}`,
		name,
		type,
		typeVersion: 1,
		position: [i * 200, 0],
		parameters: parameters as INode['parameters'],
		...settings,
	}));
	const connections = Object.fromEntries(
		chain
			.slice(0, -1)
			.map(({ name }, i) => [
				name,
				{ main: [[{ node: chain[i + 1]?.name ?? '', type: 'main' as const, index: 0 }]] },
			]),
	);
	return { nodes, connections };
}

/** Source → Loop → node → back to Loop, an item a round. */
export function loopOf(items: readonly IDataObject[], step: Step): WorkflowJson {
	const chain = chainOf(items, [{ name: 'Loop', type: 'test.loop' }, step]);
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	const connections = {
		...chain.connections,
		Loop: { main: [[], to(step.name)] },
		[step.name]: { main: [to('Loop')] },
	};
	return { ...chain, connections };
}
