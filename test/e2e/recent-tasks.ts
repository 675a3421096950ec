import { randomUUID } from 'node:crypto';
import { itemTaskIds } from './batch';
import { ourNode } from './batch-workflow';
import { runToSuccess } from './example-run';
import type { Workflow } from './examples';
import type { Scene } from './scene';

const patienceMs = 20_000;

/**
 * What a person does after a crash: Seedance Get Result, Operation Get Many, run by hand.
 * @param since ISO time
 * @returns the ids of the tasks that it finds, newest first
 */
export async function listTasks({ stage, signal }: Scene, since: string): Promise<unknown[]> {
	const workflow = listWorkflow(since, stage.credentialId);
	const stored = { id: await stage.rest.addWorkflow(workflow), workflow };
	return itemTaskIds(await runToSuccess(stage.rest, stored, patienceMs, signal));
}

function listWorkflow(since: string, credentialId: string): Workflow {
	const trigger = 'When clicking Execute workflow';
	return {
		name: 'Recent tasks',
		nodes: [
			{
				id: randomUUID(),
				name: trigger,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: randomUUID(),
				name: ourNode,
				type: 'n8n-nodes-seedance.seedanceGetResult',
				typeVersion: 1,
				position: [260, 0],
				parameters: { operation: 'getAll', returnAll: true, filters: { since } },
				credentials: { waveSpeedAiApi: { id: credentialId, name: 'WaveSpeedAI account' } },
			},
		],
		connections: { [trigger]: { main: [[{ node: ourNode, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
