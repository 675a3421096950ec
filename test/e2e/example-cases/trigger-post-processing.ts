import { deepEqual, equal, match } from 'node:assert/strict';
import { storedExample } from '../examples';
import type { Execution } from '../n8n-rest';
import { itemsOf, Published } from '../published';
import type { Case } from '../scene';
import { videosOf } from '../item-videos';

const name = 'trigger-post-processing';
/** Long enough for the execution that submits to have ended, in ms. */
const videoMs = 1_500;

const rowOf = (execution: Execution, node: string) => {
	const items = itemsOf(execution, node);
	equal(items.length, 1);
	const { rowId, prompt, status, taskId, videoUrl, reason } = items[0] ?? {};
	return { rowId, prompt: String(prompt).slice(0, 13), status, taskId, videoUrl, reason };
};

export const triggerPostProcessing: Case = {
	name,
	shows: 'Rows are submitted; when their tasks end, the trigger finds each row by its reference',
	play: async (scene) => {
		const { journal, faults, stage } = scene;
		stage.simulator.setTaskMs(videoMs);
		faults.onTask(
			{ kind: 'failTask', error: 'out of paint' },
			{ match: ({ body }) => String(body.prompt).startsWith('A paper plane') },
		);
		const published = await Published.stored(scene, storedExample(stage, name).workflow);
		await published.succeeded(await published.startByHand());
		equal(journal.submits().length, 2);
		const taskOf = (begin: string) =>
			journal.acceptedFor(({ prompt }) => String(prompt).startsWith(begin))[0]?.taskId;
		const [boat, plane] = [taskOf('A paper boat'), taskOf('A paper plane')];

		const ended: Execution[] = [];
		for (let i = 0; i < 2; i += 1) {
			ended.push(await published.succeeded(await published.newExecution()));
		}
		const find = (node: string) => ended.filter((each) => itemsOf(each, node).length > 0);
		const [done, ...noMore] = find('Row is done');
		const [without, ...noneEither] = find('Row has no video');
		if (done === undefined || without === undefined) throw new Error('One of each was meant');
		deepEqual([noMore, noneEither], [[], []]);
		const videos = await videosOf(scene, done, 'Save video here');
		deepEqual(
			videos.map(({ taskId, fileName }) => [taskId, fileName]),
			[[boat, 'row-1.mp4']],
		);
		deepEqual(rowOf(done, 'Row is done'), {
			rowId: 'row-1',
			prompt: 'A paper boat ',
			status: 'completed',
			taskId: boat,
			videoUrl: videos[0]?.videoUrl,
			reason: null,
		});
		const { reason, ...row } = rowOf(without, 'Row has no video');
		deepEqual(row, {
			rowId: 'row-2',
			prompt: 'A paper plane',
			status: 'failed',
			taskId: plane,
			videoUrl: null,
		});
		match(String(reason), /out of paint/);
	},
};
