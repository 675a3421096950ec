/** What every node test needs: a simulator, the nodes from source, and a way to run them. */
import type { IDataObject, INode, INodeExecutionData, IRun } from 'n8n-workflow';
import { WaveSpeedAiApi } from '../../credentials/WaveSpeedAiApi.credentials';
import { SeedanceGetResult } from '../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceImageToVideo } from '../../nodes/SeedanceImageToVideo/SeedanceImageToVideo.node';
import { SeedanceTextToVideo } from '../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { SeedanceTrigger } from '../../nodes/SeedanceTrigger/SeedanceTrigger.node';
import { SeedanceWaitForCompletion } from '../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { Loop, ManualTrigger, Pick, Source } from '../engine/coreNodes';
import { outputOf, startWorkflow } from '../engine/run';
import type { EngineSetup, Run, WorkflowJson } from '../engine/run';

export const apiKey = 'key-for-tests-000';

export const nodeTypes = {
	'n8n-nodes-base.manualTrigger': new ManualTrigger(),
	'test.source': new Source(),
	'test.pick': new Pick(),
	'test.loop': new Loop(),
	'n8n-nodes-seedance.seedanceTextToVideo': new SeedanceTextToVideo(),
	'n8n-nodes-seedance.seedanceImageToVideo': new SeedanceImageToVideo(),
	'n8n-nodes-seedance.seedanceGetResult': new SeedanceGetResult(),
	'n8n-nodes-seedance.seedanceWaitForCompletion': new SeedanceWaitForCompletion(),
	'n8n-nodes-seedance.seedanceTrigger': new SeedanceTrigger(),
};

export type SeedanceNode =
	| 'seedanceTextToVideo'
	| 'seedanceImageToVideo'
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
	parameters,
	settings: { credentials: { waveSpeedAiApi: { id: '1', name: 'Test' } }, ...settings },
});

/** Reads an expression for every item that reaches it. */
export const pick = (value: string): Step => ({
	name: 'Pick',
	type: 'test.pick',
	parameters: { value },
});

/** The engine with our nodes and one credential. */
export const setupFor = (baseUrl: string, credential: IDataObject = {}): EngineSetup => ({
	nodeTypes,
	credentialTypes: { waveSpeedAiApi: new WaveSpeedAiApi() },
	credentials: { waveSpeedAiApi: { apiKey, baseUrl, ...credential } as Record<string, string> },
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

/** Starts a chain of nodes after a Source that emits `items`. */
export function startChain(
	baseUrl: string,
	items: readonly IDataObject[],
	steps: readonly Step[],
	credential: IDataObject = {},
): Run {
	return startWorkflow(chainOf(items, steps), setupFor(baseUrl, credential));
}

/** Runs a chain to its end. */
export async function runChain(...args: Parameters<typeof startChain>): Promise<IRun> {
	return await startChain(...args).done;
}

export const jsonOf = (items: readonly INodeExecutionData[]) => items.map(({ json }) => json);

export { outputOf };
