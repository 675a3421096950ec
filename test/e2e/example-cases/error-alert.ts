import { deepEqual, equal, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ourNode } from '../batch-workflow';
import { chain, seedanceNode, splitNode, webhookNode } from '../chain';
import { Published } from '../published';
import { withReceiver } from '../receiver';
import type { Case, Scene } from '../scene';
import { causeOf } from '../../support/errors/causeOf';
import { Example } from './example';

const alertSchema = z.object({
	workflow: z.string(),
	node: z.string(),
	message: z.string(),
	description: z.string(),
	taskIds: z.array(z.string()),
	executionUrl: z.string(),
	text: z.string(),
});

export const errorAlert: Case = {
	name: 'error-alert',
	shows: 'A workflow fails in production; the alert names the tasks that were submitted',
	lines: [1, 2],
	play: async (scene) => {
		await withReceiver(async ({ url, received }) => {
			const example = await addressedTo(scene, url);
			const watched = await publishWatched(scene, example.id);
			scene.faults.onTask(
				{ kind: 'failTask', code: 1403 },
				{ match: ({ body }) => body.prompt === 'alert 1' },
			);
			const { executionId } = await watched.call({ rows: [{ row: 0 }, { row: 1 }] });
			equal((await watched.ended(executionId)).status, 'error');
			await scene.until('the alert has come', () => received.length > 0);

			const alert = alertSchema.parse(received[0]);
			const accepted = scene.journal.accepted();
			equal(accepted.length, 2);
			deepEqual([...alert.taskIds].sort(), accepted.map(({ taskId }) => taskId).sort());
			const failed = accepted.find(({ body }) => body.prompt === 'alert 1')?.taskId ?? 'none';
			equal(causeOf(alert), 'taskNotMade');
			ok(alert.taskIds.includes(failed), alert.text);
			deepEqual([alert.workflow, alert.node], ['error-alert: watched', ourNode]);
			ok(alert.executionUrl.endsWith(`/executions/${executionId}`), alert.executionUrl);
			for (const part of [alert.message, alert.executionUrl, ...alert.taskIds]) {
				ok(alert.text.includes(part), `${part} is in the text`);
			}
			equal(received.length, 1);
		});
	},
};

/** What the note says to do: the address of the alerts, and publish. */
async function addressedTo(scene: Scene, url: string): Promise<Example> {
	const { rest, line } = scene.stage;
	const example = await (
		await Example.open(scene, 'error-alert')
	).change((node) =>
		node.name === 'Send alert' ? { ...node, parameters: { ...node.parameters, url } } : node,
	);
	// n8n 1.x neither needs nor offers it for a workflow that only other workflows' errors start.
	if (line === 2) await rest.publishWorkflow(example.id);
	return example;
}

async function publishWatched(scene: Scene, errorWorkflow: string): Promise<Published> {
	const path = randomUUID();
	const prompt = '=alert {{ $json.row }}';
	const seedance = seedanceNode(ourNode, 'seedanceTextToVideo', scene.stage.credentialId, {
		prompt,
	});
	const workflow = chain('error-alert: watched', [webhookNode(path), splitNode(), seedance]);
	const settings = { ...workflow.settings, errorWorkflow };
	return await Published.behindWebhook(scene, path, { ...workflow, settings });
}
