import { deepEqual, equal, ok } from 'node:assert/strict';
import { storedExample } from '../examples';
import { sendForm } from '../form-sent';
import { png } from '../picture';
import { Published } from '../published';
import type { Case } from '../scene';
import { videosOf } from '../item-videos';

const name = 'first-and-last-frame';
const form = '5a2e6f1a-4a1e-4f3e-9a51-0d3a3c1f7ef0';
const prompt = 'The door opens';

export const firstAndLastFrame: Case = {
	name,
	shows: 'Two images of a form become the first and the last frame of a video file',
	play: async (scene) => {
		const { journal, stage } = scene;
		const published = await Published.stored(scene, storedExample(stage, name).workflow);
		const first = png('closed.png', 640, 360);
		const last = png('open.png', 960, 540);
		await sendForm(scene, form, [[first], [last], prompt]);
		const execution = await published.succeeded(await published.newExecution());

		equal(journal.submits().length, 1);
		const [submit] = journal.accepted();
		const { image, last_image: lastImage, ...rest } = submit?.body ?? {};
		deepEqual(rest, { prompt, duration: 5, resolution: '480p', generate_audio: false });
		for (const [address, { bytes }] of [
			[image, first],
			[lastImage, last],
		] as const) {
			const uploaded = Buffer.from(await (await fetch(String(address))).arrayBuffer());
			ok(bytes.equals(uploaded));
		}
		const videos = await videosOf(scene, execution, 'Make video');
		deepEqual(
			videos.map(({ taskId }) => taskId),
			[submit?.taskId],
		);
	},
};
