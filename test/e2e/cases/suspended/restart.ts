/** Suspended executions outlive n8n itself. */
import { equal } from 'node:assert/strict';
import { splitNode } from '../../chain';
import { itemsOf, Published, runsOf } from '../../published';
import type { Case } from '../../scene';
import { after, afterName, sleeper } from './nodes';

export const killAsleep: Case = {
	name: 'suspend-kill-9',
	shows: 'kill -9 while suspended: after the restart a callback wakes one, the timer another',
	play: async (scene) => {
		const { stage } = scene;
		// The first ends while n8n is down, so its callback isn't received.
		stage.simulator.setTaskMs(({ body }) => (body.prompt === 'killed 0' ? 3_000 : 45_000));
		scene.faults.onCallback({ kind: 'drop' }, { match: ({ body }) => body?.prompt === 'killed 0' });
		const nodes = [splitNode(), sleeper(scene, 'killed', { timeoutMinutes: 10 }), after()];
		const published = await Published.open(scene, 'suspend-kill-9', nodes);
		const ids: string[] = [];
		for (const row of [0, 1]) ids.push(await published.asleep({ rows: [{ row }] }));
		await stage.killN8n();
		await stage.restartN8n();
		const executions = [];
		for (const id of ids) executions.push(await published.succeeded(id, 140_000));
		for (const [row, execution] of executions.entries()) {
			equal(runsOf(execution, afterName), 1);
			equal(itemsOf(execution, afterName)[0]?.row, row);
		}
		equal(scene.journal.submits().length, 2);
	},
};
