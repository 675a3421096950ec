import { deepEqual, equal, match } from 'node:assert/strict';
import { listTasks } from '../recent-tasks';
import type { Case } from '../scene';

/** How long a restarted n8n is watched for executions that it runs again by itself, in ms. */
const watchMs = 5_000;

export const kill9: Case = {
	name: 'kill-9',
	shows: 'kill -9 with 5 submits under way: after the restart Get Many finds every accepted task',
	play: async (scene) => {
		const { stage } = scene;
		const since = new Date().toISOString();
		const batch = await scene.publish('kill-9');
		for (const row of [3, 4, 5, 6, 7]) {
			const rule = { match: batch.isRow(row) };
			scene.faults.onSubmit({ kind: 'delayAfterAccept', ms: 20_000 }, rule);
		}
		const executionId = await batch.start(8);
		await scene.until('8 tasks are accepted', () => scene.journal.accepted().length === 8);
		await stage.killN8n();
		const underWay = scene.journal.submits().filter(({ status }) => status === undefined);
		equal(underWay.length, 5);
		await stage.restartN8n();

		await scene.later(watchMs);
		const crashed = await batch.ended(executionId);
		equal(crashed.status, 'crashed');
		match(crashed.data.resultData.error?.message ?? '', /did not finish/);
		// n8n runs nothing again by itself.
		equal((await stage.rest.executionsOf(batch.workflowId)).length, 1);
		deepEqual(batch.paid(8), Array(8).fill(1));
		deepEqual((await listTasks(scene, since)).sort(), batch.taskIds(8).sort());
		equal(scene.journal.submits().length, 8);
	},
};
