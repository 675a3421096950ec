import { deepEqual, equal } from 'node:assert/strict';
import { notedTaskIds } from '../batch';
import { listTasks } from '../recent-tasks';
import type { Case } from '../scene';
import { stopAndWatch } from './stop';

export const stopWhileSubmitting: Case = {
	name: 'stop-while-submitting',
	shows: 'Stop with 5 submits under way: no more is sent; Get Many finds those 5, too',
	play: async (scene) => {
		const since = new Date().toISOString();
		const batch = await scene.publish('stop-while-submitting');
		for (const row of [2, 3, 4, 5, 6]) {
			const rule = { match: batch.isRow(row) };
			scene.faults.onSubmit({ kind: 'delayAfterAccept', ms: 20_000 }, rule);
		}
		const executionId = await batch.start(9);
		await scene.until('7 submits have arrived', () => scene.journal.accepted().length === 7);
		// The first two answers must not only have been sent, but also have arrived.
		await scene.later(500);
		deepEqual(await stopAndWatch(scene, executionId), []);

		const stopped = await batch.ended(executionId);
		equal(stopped.status, 'canceled');
		deepEqual(batch.paid(9), [1, 1, 1, 1, 1, 1, 1, 0, 0]);
		const answered = [...batch.tasksOf(0), ...batch.tasksOf(1)];
		deepEqual(notedTaskIds(stopped).sort(), answered.sort());
		deepEqual((await listTasks(scene, since)).sort(), batch.taskIds(9).sort());
		equal(scene.journal.submits().length, 7);
	},
};
