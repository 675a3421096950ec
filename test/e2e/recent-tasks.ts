import { itemTaskIds } from './batch';
import { ourNode } from './batch-workflow';
import { manualChain, seedanceNode } from './chain';
import { runToSuccess } from './example-run';
import type { Scene } from './scene';

const patienceMs = 20_000;

/**
 * What a person does after a crash: Seedance Get Result, Operation Get Many, run by hand.
 * @param since ISO time
 * @returns the ids of the tasks that it finds, newest first
 */
export async function listTasks({ stage, signal }: Scene, since: string): Promise<unknown[]> {
	const parameters = { operation: 'getAll', returnAll: true, filters: { createdAfter: since } };
	const node = seedanceNode(ourNode, 'seedanceGetResult', stage.credentialId, parameters);
	const workflow = manualChain('Recent tasks', [node]);
	const stored = { id: await stage.rest.addWorkflow(workflow), workflow };
	return itemTaskIds(await runToSuccess(stage.rest, stored, patienceMs, signal));
}
