/** Suspended executions in the places where workflows put them. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { chain, chainNode, linked, seedanceNode, webhookNode, splitNode } from '../../chain';
import { itemsOf, Published, runsOf } from '../../published';
import type { Case } from '../../scene';
import { after, afterName, pair, rows, sleeper, sleeperName } from './nodes';

const videoMs = 4_000;

export const subWorkflow: Case = {
	name: 'suspend-sub-workflow',
	shows: 'A sub-workflow sleeps, its parent with it, and the parent gets what it made',
	play: async (scene) => {
		const { rest, simulator, credentialId } = scene.stage;
		simulator.setTaskMs(videoMs);
		const child = chain('suspend-child', [
			chainNode('Start', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
				inputSource: 'passthrough',
			}),
			seedanceNode(sleeperName, 'seedanceTextToVideo', credentialId, {
				prompt: '=child {{ $json.row }}',
				options: { waitUsing: 'suspend', includeInputFields: 'all' },
			}),
		]);
		const childId = await rest.addWorkflow(child);
		await rest.publishWorkflow(childId);
		const call = chainNode('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
			workflowId: { __rl: true, mode: 'id', value: childId },
			options: {},
		});
		const execution = await Published.sleepThrough(
			scene,
			'suspend-parent',
			[splitNode(), call, after()],
			rows(2),
		);
		const items = itemsOf(execution, 'Call');
		deepEqual(
			items.map(({ status, row }) => [status, row]),
			[
				['completed', 0],
				['completed', 1],
			],
		);
		equal(runsOf(execution, afterName), 1);
		equal(scene.journal.accepted().length, 2);
	},
};

export const binary: Case = {
	name: 'suspend-binary',
	shows:
		'Items with files go to sleep and come back with them; the video is downloaded after the wake',
	play: async (scene) => {
		const { simulator, credentialId } = scene.stage;
		simulator.setTaskMs(videoMs);
		const file = chainNode('File', 'n8n-nodes-base.convertToFile', 1.1, {
			operation: 'toJson',
			mode: 'each',
			options: {},
		});
		const submit = seedanceNode(sleeperName, 'seedanceTextToVideo', credentialId, {
			prompt: '=binary {{ $binary.data.fileName }} {{ $itemIndex }}',
			return: 'file',
			options: { waitUsing: 'suspend' },
		});
		const look = chainNode(afterName, 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput:
				'={{ { before: $("File").item.binary.data.mimeType, video: $binary.data.mimeType, size: $binary.data.fileSize } }}',
			options: {},
		});
		const nodes = [splitNode(), file, submit, look];
		const execution = await Published.sleepThrough(scene, 'suspend-binary', nodes, rows(2));
		const items = itemsOf(execution, afterName);
		deepEqual(
			items.map(({ before, video }) => [before, video]),
			Array(2).fill(['application/json', 'video/mp4']),
		);
		equal(scene.journal.accepted().length, 2);
	},
};

export const respond: Case = {
	name: 'suspend-respond',
	shows: 'Webhook → respond with the task id → suspended wait → callback',
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(videoMs);
		const [submit, wait] = pair(scene, 'respond');
		if (submit === undefined || wait === undefined) throw new Error('Two nodes were meant');
		const answer = chainNode('Respond', 'n8n-nodes-base.respondToWebhook', 1.1, {
			respondWith: 'json',
			responseBody: '={{ { taskId: $json.taskId } }}',
			options: {},
		});
		const nodes = [splitNode(), submit, answer, wait, after()];
		const published = await Published.open(scene, 'suspend-respond', nodes, 'responseNode');
		const { executionId, answer: text } = await published.call(rows(1));
		const { taskId } = z.object({ taskId: z.string() }).parse(JSON.parse(text));
		match(taskId, /^[0-9a-f]{32}$/);
		await published.waits(executionId);
		const execution = await published.succeeded(executionId, 20_000);
		deepEqual(
			itemsOf(execution, afterName).map((item) => [item.taskId, item.status]),
			[[taskId, 'completed']],
		);
	},
};

export const branches: Case = {
	name: 'suspend-branches',
	shows: 'One branch sleeps, the other does not: Merge waits for both and runs once',
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(videoMs);
		const path = randomUUID();
		const merge = chainNode('Merge', 'n8n-nodes-base.merge', 3, { mode: 'append' });
		const other = chainNode('Other', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: '={{ { other: $json.row } }}',
			options: {},
		});
		const nodes = [
			webhookNode(path, 'onReceived'),
			splitNode(),
			sleeper(scene, 'branch'),
			other,
			merge,
		];
		const published = await Published.behindWebhook(
			scene,
			path,
			linked('suspend-branches', nodes, [
				{ from: 'Webhook', to: 'Split Out' },
				{ from: 'Split Out', to: sleeperName },
				{ from: 'Split Out', to: 'Other' },
				{ from: sleeperName, to: 'Merge' },
				{ from: 'Other', to: 'Merge', input: 1 },
			]),
		);
		const id = await published.asleep(rows(2));
		const execution = await published.succeeded(id, 20_000);
		equal(runsOf(execution, 'Merge'), 1);
		deepEqual(
			itemsOf(execution, 'Merge').map(({ status, other: row }) => status ?? row),
			['completed', 'completed', 0, 1],
		);
	},
};

export const step: Case = {
	name: 'suspend-execute-step',
	shows:
		'“Execute step” on a node that sleeps: it wakes, gives its items, and nothing behind it runs',
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(videoMs);
		const nodes = [sleeper(scene, 'step'), chainNode(afterName, 'n8n-nodes-base.noOp', 1)];
		const published = await Published.manual(scene, 'suspend-execute-step', nodes);
		const id = await published.startByHand(sleeperName);
		await published.waits(id);
		const execution = await published.succeeded(id, 20_000);
		equal(itemsOf(execution, sleeperName)[0]?.status, 'completed');
		equal(execution.data.resultData.runData[afterName], undefined);
		equal(scene.journal.accepted().length, 1);
	},
};
