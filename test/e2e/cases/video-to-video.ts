/** A clip that is made, extended twice and upscaled, with the fields of each node as they come. */
import { deepEqual, equal } from 'node:assert/strict';
import { seedanceNode } from '../chain';
import { Published } from '../published';
import type { Case } from '../scene';

const extend = 'seedanceVideoToVideo';
const by = (id: string) => ({ model: { __rl: true, mode: 'list', value: `bytedance/${id}` } });

export const videoToVideo: Case = {
	name: 'video-to-video',
	shows: 'A file is uploaded, a URL and a task are used where they are; each step is one task',
	play: async (scene) => {
		const credentialId = scene.stage.credentialId;
		const chain = await Published.manual(scene, 'video-to-video', [
			seedanceNode('Clip', 'seedanceTextToVideo', credentialId, { prompt: 'A red fox' }),
			seedanceNode('From File', extend, credentialId, { prompt: 'It runs', return: 'url' }),
			seedanceNode('From URL', extend, credentialId, { prompt: 'It rests', return: 'url' }),
			seedanceNode('From Task', extend, credentialId, {
				...by('video-upscaler'),
				video: '={{ $json.taskId }}',
				targetResolution: '4k',
			}),
		]);
		const done = await chain.succeeded(await chain.startByHand());
		const outputOf = (name: string) =>
			done.data.resultData.runData[name]?.[0]?.data?.main[0]?.map(({ json }) => json) ?? [];
		const accepted = scene.journal.accepted();
		equal(accepted.length, 4);
		const [, file, url, task] = accepted.map(({ body }) => body);
		equal(scene.journal.uploads().length, 1);
		equal(typeof file?.video === 'string' && file.video.includes('/media/'), true);
		equal(url?.video, outputOf('From File')[0]?.videoUrl);
		deepEqual(task, { video: outputOf('From URL')[0]?.videoUrl, target_resolution: '4k' });
	},
};
