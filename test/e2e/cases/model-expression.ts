/** The model as an expression that the incoming item decides about. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { ourNode } from '../batch-workflow';
import { chainNode, seedanceNode } from '../chain';
import { newerModel } from '../live-model';
import { withPerson, type Person } from '../person';
import { Published } from '../published';
import type { Case, Scene } from '../scene';

/** What one model's form is, how it is filled in, and what is sent. */
interface Expected {
	readonly model: string;
	readonly labels: readonly string[];
	readonly fill: Readonly<Record<string, string>>;
	readonly body: Readonly<Record<string, unknown>>;
}

const prompt = 'A red fox in the snow';

const expected: readonly Expected[] = [
	{
		model: 'bytedance/seedance-v1.5-pro/text-to-video',
		labels: [
			'Duration (4 to 12)',
			'Aspect Ratio',
			'Resolution',
			'Generate Audio',
			'Fixed Camera',
			'Seed (-1 to 2147483647)',
		],
		fill: { duration: '9' },
		body: {
			prompt,
			duration: 9,
			aspect_ratio: '16:9',
			resolution: '720p',
			generate_audio: true,
			camera_fixed: false,
			seed: -1,
		},
	},
	{
		model: newerModel.id,
		labels: [
			'Duration (4 to 20)',
			'Style',
			'Hdr',
			'Negative Prompt (max 500)',
			'Reference Images (max 4, several as JSON)',
			'Seed',
		],
		fill: { duration: '7', negative_prompt: 'blur' },
		body: { prompt, duration: 7, style: 'film', hdr: false, negative_prompt: 'blur', seed: -1 },
	},
];

/** Gives the model as an expression before it has a value, and runs the node once it has one. */
async function runByExpression(
	scene: Scene,
	person: Person,
	{ model, labels, fill, body }: Expected,
) {
	const jsonOutput = JSON.stringify({ model });
	const fields = chainNode('Edit Fields', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput });
	const node = seedanceNode(ourNode, 'seedanceTextToVideo', scene.stage.credentialId, {});
	const workflow = await Published.manual(scene, 'model-expression', [fields, node]);
	const panel = await person.openNode(workflow.workflowId, ourNode);
	await panel.giveModelAsExpression('{{ $json.model }}');
	// Not the form of the model that was chosen before.
	match(await panel.readNotice(), /expression without a value yet/);
	await panel.fill('prompt', prompt);
	await panel.runPreviousNodes();
	await workflow.succeeded(await workflow.newExecution());
	await panel.reopen();
	deepEqual(await panel.readForm(), labels);
	for (const [name, text] of Object.entries(fill)) await panel.fill(name, text);
	await panel.takePicture(`model-expression-${model.replace(/\W+/g, '-')}`);

	await panel.executeStep();
	await workflow.succeeded(await workflow.newExecution());
	const submits = scene.journal.acceptedFor((_, submitted) => submitted === model);
	deepEqual(
		submits.map((submit) => submit.body),
		[body],
	);
}

export const modelExpression: Case = {
	name: 'model-expression',
	shows:
		'The model as an expression: the form of what it comes to, listed or only in the live list',
	play: async (scene) => {
		await withPerson(scene, async (person) => {
			for (const each of expected) await runByExpression(scene, person, each);
		});
		equal(scene.journal.submits().length, expected.length);
	},
};
