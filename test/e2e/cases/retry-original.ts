import { deepEqual, equal, ok } from 'node:assert/strict';
import { itemTaskIds } from '../batch';
import type { Case } from '../scene';

export const retryOriginal: Case = {
	name: 'retry-original',
	shows: 'Retry execution with the original workflow submits only what was refused',
	lines: [1, 2],
	play: async (scene) => {
		const batch = await scene.publish('retry-original', {
			parameters: { options: { submitsAtOnce: 1 } },
		});
		scene.faults.onSubmit({ kind: 'insufficientCredits' }, { match: batch.isRow(3) });
		const failed = await batch.run(6);
		equal(failed.status, 'error');
		deepEqual(batch.paid(6), [1, 1, 1, 0, 0, 0]);
		// The error names the videos that were started, and nothing else gives their IDs to a person.
		const description = failed.data.resultData.error?.description ?? '';
		for (const taskId of batch.taskIds(3)) ok(description.includes(taskId), description);

		const done = await batch.retry(failed, 'original');
		equal(done.status, 'success');
		deepEqual(batch.paid(6), [1, 1, 1, 1, 1, 1]);
		deepEqual(itemTaskIds(done), batch.taskIds(6));
	},
};
