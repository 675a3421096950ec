import { deepEqual, equal } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { chain, chainNode, seedanceNode, splitNode } from '../chain';
import { itemsOf, Published } from '../published';
import type { Case, Scene } from '../scene';
import { rows } from './suspended/nodes';

/** Seedance Trigger → Seedance Get Result, and the path of its address. */
function triggered(scene: Scene, subject: string) {
	const { credentialId } = scene.stage;
	const webhookId = randomUUID();
	const trigger = seedanceNode(
		'Trigger',
		'seedanceTrigger',
		credentialId,
		{ events: ['completed', 'failed'], options: {} },
		{ webhookId },
	);
	const fetch = seedanceNode('Fetch', 'seedanceGetResult', credentialId, { return: 'file' });
	const tell = chainNode('Tell', 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput:
			'={{ { reference: $("Trigger").item.json.reference, type: $binary.data.mimeType } }}',
		options: {},
	});
	return { workflow: chain(subject, [trigger, fetch, tell]), path: `${webhookId}/seedance` };
}

/** A workflow that submits, and has the trigger called. */
async function submitter(scene: Scene, callbackUrl: string): Promise<Published> {
	const submit = seedanceNode('Submit', 'seedanceTextToVideo', scene.stage.credentialId, {
		prompt: '=trigger {{ $json.row }}',
		return: 'taskId',
		options: { notifyWhenDone: 'url', callbackUrl, reference: '=row {{ $json.row }} ü&=' },
	});
	return await Published.open(scene, 'trigger-submitter', [splitNode(), submit]);
}

export const trigger: Case = {
	name: 'trigger',
	shows:
		'A verified callback starts another workflow with the reference, once; Get Result brings the file',
	play: async (scene) => {
		const { rest, simulator } = scene.stage;
		simulator.setTaskMs(1_500);
		// A callback of an earlier case may still be on its way.
		const match = ({ body }: { body?: object }) => JSON.stringify(body).includes('"trigger ');
		scene.faults.onCallback({ kind: 'duplicate', times: 3 }, { times: 2, match });
		const { workflow, path } = triggered(scene, 'trigger');
		const started = await Published.stored(scene, workflow);
		const submits = await submitter(scene, `${rest.url}/webhook/${path}`);
		await submits.call(rows(2));
		const executions = [];
		for (let i = 0; i < 2; i += 1)
			executions.push(await started.ended(await started.newExecution()));
		deepEqual(
			executions
				.flatMap((execution) => itemsOf(execution, 'Tell'))
				.sort((a, b) => String(a.reference).localeCompare(String(b.reference))),
			[0, 1].map((row) => ({ reference: `row ${row} ü&=`, type: 'video/mp4' })),
		);
		await scene.until('every callback is answered', () => {
			const answered = scene.journal.callbacks().filter(({ status }) => status === 200);
			return answered.length === 6;
		});
		equal((await rest.executionsOf(started.workflowId)).length, 2);
		// A replay, and an unsigned callback.
		const [first] = scene.journal.accepted();
		const order = { url: first?.webhook ?? '', taskId: first?.taskId ?? '' };
		equal((await simulator.sendCallback(order)).status, 200);
		equal((await simulator.sendCallback({ ...order, secret: 'whsec_forged' })).status, 401);
		await scene.later(1_000);
		equal((await rest.executionsOf(started.workflowId)).length, 2);
	},
};

export const triggerTest: Case = {
	name: 'trigger-test',
	shows: '“Listen for test event” takes one callback to the test URL',
	play: async (scene) => {
		const { rest, simulator } = scene.stage;
		simulator.setTaskMs(1_500);
		const { workflow, path } = triggered(scene, 'trigger-test');
		const started = await Published.unpublished(scene, workflow);
		await rest.listenForTest(started.workflowId, 'Trigger');
		const submits = await submitter(scene, `${rest.url}/webhook-test/${path}`);
		await submits.call(rows(1));
		const execution = await started.succeeded(await started.newExecution());
		deepEqual(itemsOf(execution, 'Trigger')[0]?.reference, 'row 0 ü&=');
	},
};
