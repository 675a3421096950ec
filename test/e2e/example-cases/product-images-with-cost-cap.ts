import { createHash } from 'node:crypto';
import { deepEqual, equal, match } from 'node:assert/strict';
import { storedExample } from '../examples';
import { sendForm } from '../form-sent';
import { png, type ChosenFile } from '../picture';
import { Published } from '../published';
import type { Case } from '../scene';
import { videosOf } from '../item-videos';
import { causeOf } from '../../support/errors/causeOf';

const name = 'product-images-with-cost-cap';
const form = '5a2e6f1a-4a1e-4f3e-9a51-0d3a3c1f7df0';
const prompt = 'It turns';

/** So many images, each of another size, so that all differ. */
const images = (count: number): ChosenFile[] =>
	Array.from({ length: count }, (_, i) => png(`vase ${i + 1}.png`, 320 + i, 320));

export const productImagesWithCostCap: Case = {
	name,
	shows: 'Each image of a form becomes a video file; above the maximum nothing is submitted',
	play: async (scene) => {
		const { journal, stage } = scene;
		const published = await Published.stored(scene, storedExample(stage, name).workflow);
		// At the simulator's $0.40 each, 9 cost more than the example's $3.50, and 8 don't.
		await sendForm(scene, form, [images(9), prompt]);
		const refused = await published.ended(await published.newExecution());
		equal(refused.status, 'error');
		const { error } = refused.data.resultData;
		equal(causeOf(error), 'costAboveMaximum');
		match(error?.description ?? '', /\$3\.60/);
		match(error?.description ?? '', /\$3\.50/);
		deepEqual([journal.submits(), journal.uploads()], [[], []]);

		const chosen = images(8);
		await sendForm(scene, form, [chosen, prompt]);
		const made = await published.succeeded(await published.newExecution());
		equal(journal.submits().length, 8);
		deepEqual(
			journal.accepted().map(({ body: { image, ...rest } }) => [typeof image, rest]),
			chosen.map(() => [
				'string',
				{ prompt, duration: 5, resolution: '480p', generate_audio: false },
			]),
		);
		deepEqual(
			journal
				.uploads()
				.map(({ sha256 }) => sha256)
				.sort(),
			chosen.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex')).sort(),
		);
		const videos = await videosOf(scene, made, 'Make videos');
		equal(new Set(videos.map(({ taskId }) => taskId)).size, 8);
		// n8n returns the files in any order, so each video's file has the name of its image.
		for (const { taskId, fileName } of videos) {
			const image = journal.accepted().find((task) => task.taskId === taskId)?.body.image;
			const uploaded = Buffer.from(await (await fetch(String(image))).arrayBuffer());
			const index = chosen.findIndex(({ bytes }) => bytes.equals(uploaded));
			equal(fileName, `vase ${index + 1}.mp4`);
		}
	},
};
