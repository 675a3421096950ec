import { deepEqual, equal, match } from 'node:assert/strict';
import { runToSuccess } from '../example-run';
import { storedExample } from '../examples';
import type { Case } from '../scene';
import { videosOf } from '../item-videos';

const name = 'one-product-three-aspect-ratios';
const ratios = ['16:9', '9:16', '1:1'];

export const oneProductThreeAspectRatios: Case = {
	name,
	shows: 'One product becomes three video files, named by their aspect ratios',
	play: async (scene) => {
		const { journal, stage, signal } = scene;
		const execution = await runToSuccess(stage.rest, storedExample(stage, name), 60_000, signal);
		equal(journal.submits().length, ratios.length);
		const bodies = journal.accepted().map(({ body }) => body);
		deepEqual(bodies.map((body) => body.aspect_ratio).sort(), [...ratios].sort());
		for (const { prompt, ...rest } of bodies) {
			match(String(prompt), /^A pair of desert boots/);
			deepEqual(
				{ ...rest, aspect_ratio: 'any' },
				{ duration: 5, resolution: '480p', generate_audio: false, aspect_ratio: 'any' },
			);
		}
		const ratioOf = (taskId: string) =>
			journal.accepted().find((task) => task.taskId === taskId)?.body.aspect_ratio;
		const videos = await videosOf(scene, execution, 'Make videos');
		deepEqual(
			videos.map(({ taskId, fileName }) => [ratioOf(taskId), fileName]),
			ratios.map((ratio) => [ratio, `Desert boots ${ratio.replace(':', 'x')}.mp4`]),
		);
	},
};
