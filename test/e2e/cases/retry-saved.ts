import { deepEqual, equal } from 'node:assert/strict';
import { itemTaskIds, type Batch } from '../batch';
import type { Execution } from '../n8n-rest';
import type { Case, Scene } from '../scene';

const options = { submitsAtOnce: 1 };

/** Runs six rows, of which the first three are accepted. */
async function runToFourth(scene: Scene, subject: string): Promise<[Batch, Execution]> {
	const batch = await scene.publish(subject, { parameters: { options } });
	scene.faults.onSubmit({ kind: 'insufficientCredits' }, { match: batch.isRow(3) });
	const failed = await batch.run(6);
	equal(failed.status, 'error');
	deepEqual(batch.paid(6), [1, 1, 1, 0, 0, 0]);
	return [batch, failed];
}

export const retrySaved: Case = {
	name: 'retry-saved',
	shows: 'Retry with the saved workflow: another timeout pays nothing twice, another prompt is new',
	play: async (scene) => {
		const [batch, failed] = await runToFourth(scene, 'retry-saved');
		await batch.save({ options: { ...options, timeoutMinutes: 5 } });
		const done = await batch.retry(failed, 'saved');
		equal(done.status, 'success');
		deepEqual(batch.paid(6), [1, 1, 1, 1, 1, 1]);
		deepEqual(itemTaskIds(done), batch.taskIds(6));

		const [other, alsoFailed] = await runToFourth(scene, 'retry-saved-before');
		await other.save({ prompt: '=retry-saved-after {{ $json.row }}' });
		const edited = await other.retry(alsoFailed, 'saved');
		equal(edited.status, 'success');
		deepEqual(other.paid(6), [1, 1, 1, 0, 0, 0]);
		const after = scene.journal.acceptedFor(({ prompt }) =>
			/^retry-saved-after \d$/.test(String(prompt)),
		);
		equal(after.length, 6);
		deepEqual(
			itemTaskIds(edited),
			after.map(({ taskId }) => taskId),
		);
	},
};
