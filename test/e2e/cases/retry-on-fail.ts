import { deepEqual, equal } from 'node:assert/strict';
import { itemTaskIds } from '../batch';
import type { Case } from '../scene';

const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 200 };

export const retryOnFail: Case = {
	name: 'retry-on-fail',
	shows: 'Retry On Fail submits anew what the API refunded, and nothing that would fail again',
	play: async (scene) => {
		const refunded = await scene.publish('retry-on-fail-1403', { settings });
		scene.faults.onTask({ kind: 'failTask', code: 1403 }, { match: refunded.isRow(1) });
		const done = await refunded.run(3);
		equal(done.status, 'success');
		deepEqual(refunded.paid(3), [1, 2, 1]);
		const [spent, anew] = refunded.tasksOf(1);
		deepEqual(
			itemTaskIds(done),
			refunded.taskIds(3).filter((id) => id !== spent),
		);
		equal(itemTaskIds(done)[1], anew);

		const flagged = await scene.publish('retry-on-fail-1200', { settings });
		scene.faults.onTask({ kind: 'failTask', code: 1200 }, { match: flagged.isRow(1) });
		const failed = await flagged.run(3);
		equal(failed.status, 'error');
		deepEqual(flagged.paid(3), [1, 1, 1]);
	},
};
