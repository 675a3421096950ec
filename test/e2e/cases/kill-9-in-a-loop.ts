import { deepEqual, equal } from 'node:assert/strict';
import type { Case } from '../scene';

/** The round in which n8n is killed, from 0. */
const dyingRound = 2;

export const kill9InALoop: Case = {
	name: 'kill-9-in-a-loop',
	shows:
		'kill -9 in the 3rd round with Save Execution Progress: Retry pays for no earlier round again',
	play: async (scene) => {
		const { stage } = scene;
		const batch = await scene.publish('kill-9-in-a-loop', {
			loop: true,
			workflowSettings: { saveExecutionProgress: true },
		});
		const isDying = batch.isRow(dyingRound);
		stage.simulator.setTaskMs((submit) => (isDying(submit) ? 60_000 : 800));
		const executionId = await batch.start(5);
		await scene.until('the 3rd round waits', () => scene.journal.accepted().length === 3);
		await stage.killN8n();
		await stage.restartN8n();

		const crashed = await batch.ended(executionId);
		equal(crashed.status, 'crashed');
		stage.simulator.setTaskMs(800);
		const retried = await batch.retry(crashed, 'original');
		equal(retried.status, 'success', retried.data.resultData.error?.message);
		// The round in which n8n was killed is paid for again; those before it aren't.
		deepEqual(batch.paid(5), [1, 1, 2, 1, 1]);
	},
};
