/** A model that only the API's own list has, from its entry in the picker to its video. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { ourNode } from '../batch-workflow';
import { seedanceNode } from '../chain';
import { newerModel } from '../live-model';
import { withPerson, type NodePanel } from '../person';
import { itemsOf, Published } from '../published';
import type { Case } from '../scene';

const prompt = 'A red fox in the snow';

async function run(workflow: Published, panel: NodePanel) {
	await panel.executeStep();
	return await workflow.ended(await workflow.newExecution());
}

/** Picks the model by its name and fills in the form that is made of its schema. */
async function chooseAndFillIn(panel: NodePanel): Promise<void> {
	const found = await panel.searchModels('3.0');
	const name = 'Seedance 3.0 · from $0.40';
	ok(found.includes(name), found.join('\n'));
	await panel.takePicture('live-model-search');
	await panel.chooseModel(name);

	deepEqual(await panel.readForm(), ['Duration (4 to 20)']);
	equal(await panel.valueOf('duration'), '5');
	const others = ['Style', 'Hdr', 'Negative Prompt (max 500)'];
	for (const label of others) await panel.addParameter(label);
	deepEqual(await panel.readForm(), ['Duration (4 to 20)', ...others]);
	equal(await panel.valueOf('style'), 'film');
	deepEqual(await panel.choose('style', 'ink'), ['film', 'ink']);
	await panel.fill('prompt', prompt);
	await panel.takePicture('live-model-form');
}

export const liveModel: Case = {
	name: 'live-model',
	shows: 'A model newer than the package: picked, its form filled in, refused out of range, run',
	lines: [1, 2],
	play: async (scene) => {
		const { journal } = scene;
		const node = seedanceNode(ourNode, 'seedanceTextToVideo', scene.stage.credentialId, {});
		const workflow = await Published.manual(scene, 'live-model', [node]);
		await withPerson(scene, async (person) => {
			const panel = await person.openNode(workflow.workflowId, ourNode);
			await chooseAndFillIn(panel);

			await panel.fill('duration', '21');
			equal((await run(workflow, panel)).status, 'error');
			await panel.untilOutputShows('Duration');
			const { message } = await panel.readError();
			for (const part of [/Duration/, /4 to 20/, /21/]) match(message, part);
			await panel.takePicture('live-model-refused');
			deepEqual(journal.submits(), []);

			await panel.fill('duration', '7');
			const [done] = itemsOf(await run(workflow, panel), ourNode);
			equal(done?.status, 'completed');
			equal(done?.model, newerModel.id);
			// A manual execution asks for the price, which a newer model has nowhere else.
			equal(done?.estimatedCostUsd, 0.7);
			equal(journal.prices().length, 1);
			await panel.untilOutputShows('about $0.70');
			await panel.takePicture('live-model-output');

			const body = { prompt, duration: 7, style: 'ink', hdr: false };
			deepEqual(
				journal.accepted().map((submit) => [submit.model, submit.body]),
				[[newerModel.id, body]],
			);
		});
	},
};
