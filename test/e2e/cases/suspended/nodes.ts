import { chainNode, seedanceNode, type ChainNode } from '../../chain';
import type { Scene } from '../../scene';

/** The name of the node that waits. */
export const sleeperName = 'Sleeper';
/** The name of the node behind it, which says which row each item comes from. */
export const afterName = 'After';

/** A node that submits and waits suspended. */
export function sleeper(
	{ stage }: Scene,
	subject: string,
	options: Record<string, unknown> = {},
	settings: Record<string, unknown> = {},
): ChainNode {
	const parameters = {
		prompt: `=${subject} {{ $json.row }}`,
		options: { waitUsing: 'suspend', ...options },
	};
	const { credentialId } = stage;
	return seedanceNode(sleeperName, 'seedanceTextToVideo', credentialId, parameters, settings);
}

/** One node that submits, another that waits suspended. */
export function pair(
	{ stage }: Scene,
	subject: string,
	parameters: Record<string, unknown> = {},
	settings: Record<string, unknown> = {},
	notifyWhenDone = 'execution',
): ChainNode[] {
	const { credentialId } = stage;
	const submit = {
		prompt: `=${subject} {{ $json.row }}`,
		return: 'taskId',
		options: { notifyWhenDone },
	};
	const wait = { waitUsing: 'suspend', ...parameters };
	return [
		seedanceNode('Submit', 'seedanceTextToVideo', credentialId, submit),
		seedanceNode(sleeperName, 'seedanceWaitForCompletion', credentialId, wait, settings),
	];
}

/** Tells of every item its task, its status, and the row that the video was made of. */
export const after = (): ChainNode =>
	chainNode(afterName, 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput:
			'={{ { taskId: $json.taskId, status: $json.status, row: $("Split Out").item.json.row } }}',
		options: {},
	});

/** What the webhook is sent for so many rows. */
export const rows = (count: number) => ({
	rows: Array.from({ length: count }, (_, row) => ({ row })),
});
