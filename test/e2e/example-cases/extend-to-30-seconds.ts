import { deepEqual, equal, ok } from 'node:assert/strict';
import { videosOf } from '../item-videos';
import { itemsOf, Published } from '../published';
import type { Case } from '../scene';
import { storedExample } from '../examples';

const name = 'extend-to-30-seconds';

export const extendTo30Seconds: Case = {
	name,
	shows: 'A video is extended twice by the task of the node before; nothing is uploaded',
	play: async (scene) => {
		const { journal, stage } = scene;
		const published = await Published.unpublished(scene, storedExample(stage, name).workflow);
		const execution = await published.succeeded(await published.startByHand());

		equal(journal.submits().length, 3);
		const accepted = journal.accepted();
		deepEqual(
			accepted.map(({ model, body }) => [model, body.duration]),
			[
				['bytedance/seedance-2.0-fast/text-to-video', 10],
				['bytedance/seedance-2.0-fast/video-extend', 10],
				['bytedance/seedance-2.0-fast/video-extend', 10],
			],
		);
		const urlOf = (node: string) => itemsOf(execution, node)[0]?.videoUrl;
		deepEqual(
			accepted.map(({ body }) => body.video),
			[undefined, urlOf('First 10 seconds'), urlOf('Extend to 20 seconds')],
		);
		deepEqual([journal.uploads(), journal.forms()], [[], []]);
		const [video, ...more] = await videosOf(scene, execution, 'Extend to 30 seconds');
		equal(video?.taskId, accepted[2]?.taskId);
		ok(video !== undefined && more.length === 0);
	},
};
