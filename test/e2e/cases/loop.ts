import { deepEqual, equal, ok } from 'node:assert/strict';
import { ourNode } from '../batch-workflow';
import type { Case } from '../scene';

const timeoutMs = 3_000;
const slowTaskMs = 5_000;

export const loop: Case = {
	name: 'loop',
	shows: 'Loop Over Items, 8 rounds, the 4th only within a second try: one task a round',
	play: async (scene) => {
		const batch = await scene.publish('loop', {
			loop: true,
			parameters: { options: { timeoutMinutes: timeoutMs / 60_000 } },
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 200 },
		});
		const isSlow = batch.isRow(3);
		scene.stage.simulator.setTaskMs((submit) => (isSlow(submit) ? slowTaskMs : 800));
		const done = await batch.run(8);
		equal(done.status, 'success');
		deepEqual(batch.paid(8), Array(8).fill(1));
		const rounds = done.data.resultData.runData[ourNode] ?? [];
		deepEqual(
			rounds.map(({ data }) => data?.main[0]?.map(({ json }) => json.taskId)),
			batch.taskIds(8).map((id) => [id]),
		);
		// The 4th round took longer than one try may: so the first one did end at its deadline.
		const [slow, next] = [3, 4].map((row) => scene.journal.accepted()[row]?.atMs ?? 0);
		ok(Number(next) - Number(slow) >= slowTaskMs, 'the 4th round was not the slow one');
	},
};
