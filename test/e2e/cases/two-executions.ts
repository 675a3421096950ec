import { deepEqual, equal } from 'node:assert/strict';
import { itemTaskIds } from '../batch';
import type { Case } from '../scene';

export const twoExecutions: Case = {
	name: 'two-executions',
	shows: 'The same call twice at a time is twice the work: another execution is new work',
	play: async (scene) => {
		const batch = await scene.publish('two-executions');
		const first = await batch.start(3);
		const second = await batch.start(3);
		const done = [await batch.ended(first), await batch.ended(second)];
		deepEqual(
			done.map(({ status }) => status),
			['success', 'success'],
		);
		deepEqual(batch.paid(3), [2, 2, 2]);
		const ids = done.flatMap(itemTaskIds);
		equal(new Set(ids).size, 6);
		deepEqual([...ids].sort(), batch.taskIds(3).sort());
	},
};
