import { itemTaskIds } from './batch';
import { ourNode } from './batch-workflow';
import { runToSuccess } from './example-run';
import { manualWorkflow } from './manual-workflow';
import type { Scene } from './scene';

const patienceMs = 20_000;

/**
 * What a person does after a crash: Seedance Get Result, Operation Get Many, run by hand.
 * @param since ISO time
 * @returns the ids of the tasks that it finds, newest first
 */
export async function listTasks({ stage, signal }: Scene, since: string): Promise<unknown[]> {
	const parameters = { operation: 'getAll', returnAll: true, filters: { since } };
	const node = { name: ourNode, type: 'seedanceGetResult', parameters };
	const workflow = manualWorkflow('Recent tasks', node, stage.credentialId);
	const stored = { id: await stage.rest.addWorkflow(workflow), workflow };
	return itemTaskIds(await runToSuccess(stage.rest, stored, patienceMs, signal));
}
