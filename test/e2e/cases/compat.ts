/** The frozen workflows of every release, imported into a real n8n. */
import { deepEqual } from 'node:assert/strict';
import { outcomeOf, outcomeSchema } from '../../compat/outcome';
import {
	frozenWorkflows,
	publicN8n,
	readFrozen,
	readWorkflow,
	type Frozen,
} from '../../compat/releases';
import type { Workflow } from '../examples';
import { Published } from '../published';
import type { Case, Scene } from '../scene';

const triggerType = 'n8n-nodes-seedance.seedanceTrigger';

/** The workflow with this n8n's address and credential, as its person would have them. */
function atHome({ stage }: Scene, frozen: Frozen): Workflow {
	const text = JSON.stringify(readWorkflow(frozen)).replaceAll(publicN8n, stage.rest.url);
	const workflow = JSON.parse(text) as Workflow;
	const nodes = workflow.nodes.map((node) => {
		const { waveSpeedAiApi } = node.credentials ?? {};
		if (waveSpeedAiApi === undefined) return node;
		const credentials = { waveSpeedAiApi: { ...waveSpeedAiApi, id: stage.credentialId } };
		return { ...node, credentials };
	});
	return { ...workflow, nodes };
}

async function playFrozen(scene: Scene, frozen: Frozen): Promise<void> {
	const { journal, stage } = scene;
	const before = journal.accepted().length;
	const workflow = atHome(scene, frozen);
	const isTriggered = workflow.nodes.some(({ type }) => type === triggerType);
	const kept = isTriggered ? Published.stored : Published.unpublished;
	const published = await kept(scene, workflow);
	await published.succeeded(await published.startByHand());
	if (isTriggered) await published.succeeded(await published.newExecution());

	const webhooks = isTriggered
		? { [`${stage.rest.url}/webhook/`]: `${publicN8n}/webhook/` }
		: { [stage.rest.url]: '<n8n>' };
	const { submits } = outcomeOf({
		accepted: journal.accepted().slice(before),
		runs: [],
		nodeNames: [],
		places: { ...webhooks, [stage.simulator.url]: '<api>' },
	});
	const then = readFrozen(frozen.release, `${frozen.name}.expected.json`, outcomeSchema);
	deepEqual(submits, then.submits, `${frozen.name} of ${frozen.release}`);
}

export const compat: Case = {
	name: 'compat',
	shows: 'Workflows saved with every release are imported, run, and send what they always sent',
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(1_500);
		for (const frozen of frozenWorkflows) await playFrozen(scene, frozen);
	},
};
