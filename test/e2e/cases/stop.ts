import { deepEqual, equal } from 'node:assert/strict';
import { notedTaskIds } from '../batch';
import type { Case, Scene } from '../scene';

/** Long enough for the next read of a task if it hadn't been stopped: 4 s after its submit. */
const watchMs = 6_000;

/** Stops an execution and returns what was sent later than a second after n8n had answered. */
export async function stopAndWatch(scene: Scene, executionId: string): Promise<string[]> {
	await scene.stage.rest.stopExecution(executionId);
	const stoppedAt = Date.now();
	await scene.later(watchMs);
	const late = scene.journal.requests.filter(({ atMs }) => atMs > stoppedAt + 1_000);
	return late.map(({ method, path, atMs }) => `${method} ${path} after ${atMs - stoppedAt} ms`);
}

export const stop: Case = {
	name: 'stop',
	shows: 'Stop while 4 tasks are waited for: no more is sent, their ids stay with the execution',
	play: async (scene) => {
		const batch = await scene.publish('stop');
		scene.stage.simulator.setTaskMs(60_000);
		const executionId = await batch.start(4);
		// One request for the list looks at all of them.
		await scene.until('they were looked at', () =>
			scene.journal.requests.some(({ route }) => route === 'list'),
		);
		deepEqual(await stopAndWatch(scene, executionId), []);

		const stopped = await batch.ended(executionId);
		equal(stopped.status, 'canceled');
		deepEqual(batch.paid(4), [1, 1, 1, 1]);
		// The node context isn't checked, because n8n saves a stopped execution in its initial state
		// and offers no retry of it. Custom data is saved separately.
		deepEqual(notedTaskIds(stopped).sort(), batch.taskIds(4).sort());
	},
};
