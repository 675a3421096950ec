import { deepEqual, equal } from 'node:assert/strict';
import { itemStatuses, itemTaskIds } from '../batch';
import type { Execution } from '../n8n-rest';
import type { Case } from '../scene';

const options = { requestKey: '={{ $json.row }}' };

export const requestKey: Case = {
	name: 'request-key',
	shows: 'One request key is one video: in later executions, in 20 at the same moment, in a retry',
	play: async (scene) => {
		const batch = await scene.publish('request-key', { parameters: { options } });
		const first = await batch.run(3);
		deepEqual(itemStatuses(first), ['completed', 'completed', 'completed']);
		const later = await batch.run(4);
		deepEqual(itemStatuses(later), Array(4).fill('completed'));
		deepEqual(itemTaskIds(later).slice(0, 3), itemTaskIds(first));
		deepEqual(batch.paid(4), [1, 1, 1, 1]);

		const crowd = await scene.publish('request-key-crowd', { parameters: { options } });
		// Once with one row, so that the webhook is known to be published.
		await crowd.run(1);
		const ids = await crowd.startAtOnce(20, 6);
		const ends: Execution[] = [];
		for (const id of ids) ends.push(await crowd.ended(id));
		deepEqual(new Set(ends.map(({ status }) => status)), new Set(['success']));
		deepEqual(crowd.paid(6), [1, 1, 1, 1, 1, 1]);
		// All of them are given the six videos, where those were accepted within seconds.
		const statuses = ends.flatMap(itemStatuses);
		equal(statuses.length, 20 * 6);
		deepEqual(
			statuses.filter((status) => status !== 'completed' && status !== 'skipped'),
			[],
		);
		const given = new Set(ends.flatMap(itemTaskIds).filter((id) => id !== undefined));
		deepEqual([...given].sort(), [...crowd.taskIds(6)].sort());
	},
};

export const requestKeyRetry: Case = {
	name: 'request-key-retry',
	shows: 'A refused submit gives its key back; a retry knows its own keys',
	play: async (scene) => {
		const parameters = { options: { ...options, submitsAtOnce: 1 } };
		const batch = await scene.publish('request-key-retry', { parameters });
		scene.faults.onSubmit({ kind: 'insufficientCredits' }, { match: batch.isRow(2) });
		const failed = await batch.run(4);
		equal(failed.status, 'error');
		deepEqual(batch.paid(4), [1, 1, 0, 0]);
		const retried = await batch.retry(failed, 'original');
		deepEqual(batch.paid(4), [1, 1, 1, 1]);
		deepEqual(itemTaskIds(retried), batch.taskIds(4));
	},
};

export const requestKeyCrash: Case = {
	name: 'request-key-crash',
	shows:
		'kill -9 while waiting, then Retry of the crashed execution: its keys give it what was paid for',
	play: async (scene) => {
		const { stage } = scene;
		const batch = await scene.publish('request-key-crash', { parameters: { options } });
		stage.simulator.setTaskMs(30_000);
		const executionId = await batch.start(4);
		await scene.until('4 tasks are accepted', () => scene.journal.accepted().length === 4);
		await stage.killN8n();
		await stage.restartN8n();
		const crashed = await batch.ended(executionId);
		equal(crashed.status, 'crashed');
		const retried = await batch.retry(crashed, 'original');
		deepEqual(itemTaskIds(retried), batch.taskIds(4));
		deepEqual(batch.paid(4), [1, 1, 1, 1]);
	},
};
