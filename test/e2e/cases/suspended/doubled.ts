/** Callbacks that come doubled and late, to executions with two nodes that sleep one after the other. */
import { deepEqual, equal } from 'node:assert/strict';
import { seedanceNode, splitNode } from '../../chain';
import { itemsOf, Published } from '../../published';
import type { Case, Scene } from '../../scene';
import { rows, sleeper } from './nodes';

/** Sleeps in the node "first" and then in "Second"; the callbacks of the first come three times each. */
async function publish(scene: Scene, name: string): Promise<Published> {
	const { simulator, credentialId } = scene.stage;
	simulator.setTaskMs(({ body }) => (String(body.prompt).startsWith('second') ? 8_000 : 4_000));
	scene.faults.onCallback(
		{ kind: 'duplicate', times: 2 },
		{ match: ({ body }) => String(body?.prompt).startsWith('first'), times: Infinity },
	);
	const second = seedanceNode('Second', 'seedanceTextToVideo', credentialId, {
		prompt: 'second',
		options: { waitUsing: 'suspend' },
	});
	return await Published.open(scene, name, [splitNode(), sleeper(scene, 'first'), second]);
}

const acceptedFor = ({ journal }: Scene, prompt: string) =>
	journal.acceptedFor((body) => String(body.prompt).startsWith(prompt));

/**
 * Waits until the second node of so many executions has submitted, and repeats the callback of
 * every first task.
 */
async function callLate(scene: Scene, count: number): Promise<number[]> {
	const isReached = () => acceptedFor(scene, 'second').length === count;
	await scene.until(`the second node of ${count} has submitted`, isReached, 60_000);
	const statuses: number[] = [];
	for (const { webhook = '', taskId } of acceptedFor(scene, 'first')) {
		const { status } = await scene.stage.simulator.sendCallback({ url: webhook, taskId });
		statuses.push(status);
	}
	return statuses;
}

export const twoSleepers: Case = {
	name: 'suspend-two-nodes',
	shows:
		'Two nodes that wait one after the other: a late callback of the first leaves the second asleep',
	play: async (scene) => {
		const published = await publish(scene, 'suspend-two-nodes');
		const id = await published.asleep(rows(1));
		await scene.until('the second task is submitted', () => scene.journal.accepted().length === 2);
		await published.waits(id);
		deepEqual(await callLate(scene, 1), [200]);
		equal(await scene.stage.rest.executionStatus(id), 'waiting');
		const execution = await published.succeeded(id, 30_000);
		deepEqual(
			itemsOf(execution, 'Second').map(({ status }) => status),
			['completed'],
		);
		equal(scene.journal.accepted().length, 2);
	},
};

/** Enough for two callbacks to meet in n8n now and then: 2 of 24 did before each ended one sleep only. */
const crowd = 24;

export const crowdOfSleepers: Case = {
	name: 'suspend-crowd',
	shows: `${crowd} such executions, with doubled and late callbacks: each node is paid for once in each`,
	play: async (scene) => {
		const published = await publish(scene, 'suspend-crowd');
		const { executionId } = await published.call(rows(1));
		const ids = [executionId];
		for (const times of [7, 8, 8]) {
			ids.push(...(await published.callAtOnce(times, rows(1))));
			await scene.later(700);
		}
		await callLate(scene, crowd);
		for (const id of ids) {
			const execution = await published.succeeded(id, 90_000);
			deepEqual(
				itemsOf(execution, 'Second').map(({ status }) => status),
				['completed'],
			);
		}
		equal(acceptedFor(scene, 'first').length, crowd);
		equal(acceptedFor(scene, 'second').length, crowd);
	},
};
