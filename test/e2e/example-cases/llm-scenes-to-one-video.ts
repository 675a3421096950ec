import { deepEqual, equal } from 'node:assert/strict';
import { storedExample } from '../examples';
import { sendForm } from '../form-sent';
import { itemsOf, Published } from '../published';
import type { Case } from '../scene';
import { mergePath, withSceneServices } from '../scene-writer';
import { exampleWithOutside } from '../stand-ins';

const name = 'llm-scenes-to-one-video';
const prompts = ['A train leaves the station', 'It crosses a bridge', 'The sea appears'];

export const llmScenesToOneVideo: Case = {
	name,
	shows: 'The scenes that a language model writes become videos, one merge request and one row',
	play: async (scene) => {
		const { journal, stage } = scene;
		const form = storedExample(stage, name).workflow.nodes.find(
			({ type }) => type === 'n8n-nodes-base.formTrigger',
		)?.webhookId;
		const written = { title: 'To the sea', scenes: prompts.map((prompt) => ({ prompt })) };
		const nothingElse = () => undefined;
		await withSceneServices(written, nothingElse, async (services) => {
			const { outside, openAiApi, httpHeaderAuth } = services;
			const credentials = { openAiApi, httpHeaderAuth };
			const workflow = await exampleWithOutside(scene, name, outside.url, credentials);
			const published = await Published.stored(scene, workflow);
			await sendForm(scene, String(form), ['A train to the sea']);
			const execution = await published.succeeded(await published.newExecution());

			equal(journal.submits().length, prompts.length);
			const accepted = journal.accepted();
			deepEqual(accepted.map(({ body }) => body.prompt).sort(), [...prompts].sort());
			equal(itemsOf(execution, 'Make videos').length, 1);
			// The videos come in the order of the scenes, whichever was ready first.
			const tasks = prompts.map(
				(prompt) => accepted.find(({ body }) => body.prompt === prompt)?.taskId,
			);
			const [merge, ...more] = outside.to(mergePath);
			const { video_urls: urls } = merge?.json as { video_urls: string[] };
			deepEqual(
				urls.map((url, i) => url.includes(tasks[i] ?? 'no task')),
				[true, true, true],
			);
			deepEqual(more, []);
			deepEqual(
				outside.to('/sheet/append').map(({ json }) => json),
				[{ title: 'To the sea', video: `${outside.url}/merged.mp4`, seconds: 15 }],
			);
		});
	},
};
