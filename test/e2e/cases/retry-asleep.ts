import { deepEqual, equal } from 'node:assert/strict';
import { splitNode } from '../chain';
import { itemsOf, Published } from '../published';
import type { Case } from '../scene';
import { rows, sleeper, sleeperName } from './suspended/nodes';

const taskMs = 6_000;

export const retryAsleep: Case = {
	name: 'retry-asleep',
	shows:
		'Retry of an execution that ended asleep: goes on as it was, or is refused by name; never its inputs as videos',
	lines: [2, 1],
	play: async (scene) => {
		const { rest, simulator } = scene.stage;
		simulator.setTaskMs(taskMs);
		const options = { notifyWhenDone: 'nothing' };
		const published = await Published.open(scene, 'retry-asleep', [
			splitNode(),
			sleeper(scene, 'retry-asleep', options),
		]);
		const id = await published.asleep(rows(2));
		await rest.stopExecution(id);
		equal((await published.ended(id)).status, 'canceled');
		const refused = await published.retry({ id }, 'saved').then(
			({ status }) => `retried: ${status}`,
			(error: unknown) => String(error),
		);
		equal(refused.includes('“Retry with original workflow”'), true, refused);
		await scene.later(taskMs);
		const done = await published.retry({ id }, 'original');
		equal(done.status, 'success', done.data.resultData.error?.message);
		deepEqual(
			itemsOf(done, sleeperName).map(({ status }) => status),
			['completed', 'completed'],
		);
		equal(scene.journal.accepted().length, 2);
	},
};
