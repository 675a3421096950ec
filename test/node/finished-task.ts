/** Tasks that an earlier execution has submitted, and the nodes that read them. */
import type { IDataObject } from 'n8n-workflow';
import { jsonOf, outputOf, runChain, seedance } from './bench';
import type { SeedanceNode } from './bench';

const node = 'seedanceTextToVideo';

export const readers: readonly SeedanceNode[] = ['seedanceGetResult', 'seedanceWaitForCompletion'];

/** A finished task as its submit node puts it out. */
export async function finishedTask(baseUrl: string): Promise<IDataObject> {
	const options = { ifFlaggedNsfw: 'continue' };
	const steps = [seedance(node, { prompt: 'Row 0', options })];
	const [json] = jsonOf(outputOf(await runChain(baseUrl, [{}], steps), node));
	if (json === undefined) throw new Error('No task');
	return json;
}
