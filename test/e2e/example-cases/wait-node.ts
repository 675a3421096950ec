import { deepEqual, equal } from 'node:assert/strict';
import { storedExample } from '../examples';
import { itemsOf, Published } from '../published';
import type { Case } from '../scene';

/** Longer than n8n takes to suspend an execution, in ms. */
const taskMs = 4_000;

export const waitNode: Case = {
	name: 'wait-node',
	shows: "n8n's own Wait node sleeps until WaveSpeedAI calls, and the file comes after it",
	play: async (scene) => {
		const { journal, stage } = scene;
		stage.simulator.setTaskMs(taskMs);
		const { workflow } = storedExample(stage, 'wait-node');
		const published = await Published.unpublished(scene, workflow);
		const id = await published.startByHand();
		await published.waits(id);
		const ended = await published.succeeded(id, 60_000);
		const [accepted] = journal.accepted();
		deepEqual(
			itemsOf(ended, 'Get video').map(({ taskId, status }) => [taskId, status]),
			[[accepted?.taskId, 'completed']],
		);
		equal(journal.submits().length, 1);
		equal(journal.callbacks().at(-1)?.status, 200);
	},
};
