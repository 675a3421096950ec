/** The prompt out of the item before, as most people write it. */
import { equal } from 'node:assert/strict';
import { ourNode } from '../../batch-workflow';
import { chainNode, seedanceNode } from '../../chain';
import { withPerson } from '../../person';
import { Published } from '../../published';
import type { Case } from '../../scene';

const item = { animal: 'red fox', place: 'in the snow' };
const expression = 'A {{ $json.animal }} {{ $json.place }}, filmed from above';
const resolved = 'A red fox in the snow, filmed from above';

export const promptExpression: Case = {
	name: 'prompt-expression',
	shows: 'A prompt with expressions: the editor shows what it comes to, and that is submitted',
	play: async (scene) => {
		const { journal, stage } = scene;
		const parameters = { mode: 'raw', jsonOutput: JSON.stringify(item) };
		const fields = chainNode('Edit Fields', 'n8n-nodes-base.set', 3.4, parameters);
		const node = seedanceNode(ourNode, 'seedanceTextToVideo', stage.credentialId, {});
		const workflow = await Published.manual(scene, 'prompt-expression', [fields, node]);
		await withPerson(scene, async (person) => {
			const panel = await person.openNode(workflow.workflowId, ourNode);
			await panel.runPreviousNodes();
			await workflow.succeeded(await workflow.newExecution());
			equal(await panel.giveExpression('prompt', expression), resolved);
			await panel.takePicture('prompt-expression');

			await panel.executeStep();
			await workflow.succeeded(await workflow.newExecution());
			await panel.untilOutputShows('video/mp4');
			await panel.takePicture('prompt-expression-output');
		});
		equal(journal.submits().length, 1);
		equal(journal.accepted()[0]?.body.prompt, resolved);
	},
};
