import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { videosOf } from '../item-videos';
import { withOutside } from '../outside';
import { png } from '../picture';
import { Published } from '../published';
import type { Case } from '../scene';
import { exampleWithOutside } from '../stand-ins';

const name = 'generated-image-to-video';

export const generatedImageToVideo: Case = {
	name,
	shows: 'An image that n8n’s OpenAI node generated is uploaded and becomes a video',
	play: async (scene) => {
		const { journal } = scene;
		const { bytes } = png('bottle.png', 512, 768);
		const answer = () => ({ data: [{ b64_json: bytes.toString('base64') }] });
		await withOutside(answer, async (outside) => {
			const openAiApi = { apiKey: 'image-key', url: `${outside.url}/v1` };
			const workflow = await exampleWithOutside(scene, name, outside.url, { openAiApi });
			const published = await Published.unpublished(scene, workflow);
			const execution = await published.succeeded(await published.startByHand());

			equal(outside.to('/v1/images/generations').length, 1);
			equal(journal.submits().length, 1);
			const [task] = journal.accepted();
			const { image, prompt, ...rest } = task?.body ?? {};
			match(String(prompt), /^Water drops/);
			deepEqual(rest, { duration: 5, resolution: '720p', generate_audio: true });
			const uploaded = Buffer.from(await (await fetch(String(image))).arrayBuffer());
			ok(bytes.equals(uploaded));
			const videos = await videosOf(scene, execution, 'Make video');
			deepEqual(
				videos.map(({ taskId }) => taskId),
				[task?.taskId],
			);
		});
	},
};
