/** What every node test needs: a simulator, the nodes from source, and a way to run them. */
import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import { WaveSpeedAiApi } from '../../credentials/WaveSpeedAiApi.credentials';
import { SeedanceGetResult } from '../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceImageToVideo } from '../../nodes/SeedanceImageToVideo/SeedanceImageToVideo.node';
import { SeedanceTextToVideo } from '../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { SeedanceTrigger } from '../../nodes/SeedanceTrigger/SeedanceTrigger.node';
import { SeedanceVideoToVideo } from '../../nodes/SeedanceVideoToVideo/SeedanceVideoToVideo.node';
import { SeedanceWaitForCompletion } from '../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { chainOf } from '../engine/chain';
import type { Step } from '../engine/chain';
import { Loop, ManualTrigger, Pick, Source } from '../engine/coreNodes';
import { outputOf, startWorkflow } from '../engine/run';
import type { EngineSetup, Run } from '../engine/run';

export const apiKey = 'key-for-tests-000';

export const nodeTypes = {
	'n8n-nodes-base.manualTrigger': new ManualTrigger(),
	'test.source': new Source(),
	'test.pick': new Pick(),
	'test.loop': new Loop(),
	'n8n-nodes-seedance.seedanceTextToVideo': new SeedanceTextToVideo(),
	'n8n-nodes-seedance.seedanceImageToVideo': new SeedanceImageToVideo(),
	'n8n-nodes-seedance.seedanceVideoToVideo': new SeedanceVideoToVideo(),
	'n8n-nodes-seedance.seedanceGetResult': new SeedanceGetResult(),
	'n8n-nodes-seedance.seedanceWaitForCompletion': new SeedanceWaitForCompletion(),
	'n8n-nodes-seedance.seedanceTrigger': new SeedanceTrigger(),
};

/** The engine with our nodes and one credential. */
export const setupFor = (baseUrl: string, credential: IDataObject = {}): EngineSetup => ({
	nodeTypes,
	credentialTypes: { waveSpeedAiApi: new WaveSpeedAiApi() },
	credentials: { waveSpeedAiApi: { apiKey, baseUrl, ...credential } as Record<string, string> },
});

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

/** A choice in the Model field. */
export const modelOf = (id: string) => ({ __rl: true, mode: 'list', value: id });

/**
 * For tests about money: 1.5 Pro, which has published prices. 5 seconds at 720p with audio cost
 * $0.26.
 */
export const pricedModel = modelOf('bytedance/seedance-v1.5-pro/text-to-video');

/** What a new Text to Video node starts with. */
export const startModel = 'bytedance/seedance-2.0-fast/text-to-video';

export const jsonOf = (items: readonly INodeExecutionData[]) => items.map(({ json }) => json);

export { chainOf, outputOf };
export { loopOf, pick, seedance } from '../engine/chain';
export type { SeedanceNode, Step } from '../engine/chain';
