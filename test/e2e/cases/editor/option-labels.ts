/** Every label in every panel, with every group of Options opened. */
import { deepEqual } from 'node:assert/strict';
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import * as panels from '../../../../nodes/shared/descriptions/panels';
import { optionNames } from '../../../../nodes/shared/descriptions/parameterField';
import { offeredModels, type OfferedMode } from '../../../../seedance/models';
import { ourNode } from '../../batch-workflow';
import { seedanceNode } from '../../chain';
import { withPerson, type NodePanel, type Person } from '../../person';
import { Published } from '../../published';
import type { Case, Scene } from '../../scene';

/** A panel to open. */
interface Opening {
	readonly type: string;
	readonly mode?: OfferedMode;
	readonly parameters?: Readonly<Record<string, unknown>>;
	/** What is chosen in groups, so that the fields that depend on it are there. */
	readonly chosen?: readonly (readonly [field: string, choice: string])[];
}

const propertiesOf: Readonly<Record<string, readonly INodeProperties[]>> = {
	seedanceTextToVideo: panels.textToVideo.properties,
	seedanceImageToVideo: panels.imageToVideo.properties,
	seedanceVideoToVideo: panels.videoToVideo.properties,
	seedanceGetResult: panels.getResult.properties,
	seedanceWaitForCompletion: panels.waitForCompletion.properties,
	seedanceTrigger: panels.trigger.properties,
};

const selected = ['includeInputFields', 'Selected'] as const;
const creating = [selected, ['waitUsing', 'Pausing the Execution']] as const;

const openings: readonly Opening[] = [
	{ type: 'seedanceTextToVideo', mode: 'text-to-video', chosen: creating },
	{ type: 'seedanceImageToVideo', mode: 'image-to-video', chosen: creating },
	{ type: 'seedanceVideoToVideo', mode: 'video-to-video', chosen: creating },
	{ type: 'seedanceGetResult', chosen: [selected] },
	{
		type: 'seedanceGetResult',
		parameters: { operation: 'getAll', return: 'file' },
		chosen: [selected],
	},
	{
		type: 'seedanceWaitForCompletion',
		parameters: { waitUsing: 'suspend' },
		chosen: [selected],
	},
	{ type: 'seedanceTrigger' },
];

/** So many models of a mode that all its optional parameters occur. */
function modelsWithEverything(mode: OfferedMode): string[] {
	const missing = new Set(optionNames(mode));
	return offeredModels(mode).flatMap(({ id, parameters }) => {
		const found = Object.keys(parameters).filter((name) => missing.delete(name));
		return found.length > 0 ? [id] : [];
	});
}

/** The labels of a node's options and of their fields. */
function labelsOf(type: string): string[] {
	const entries = (propertiesOf[type] ?? [])
		.filter(({ name }) => name === 'options')
		.flatMap(({ options = [] }) => options as INodeProperties[]);
	const fields = entries
		.filter((entry) => entry.type === 'fixedCollection')
		.flatMap(({ options = [] }) => options as INodePropertyCollection[])
		.flatMap(({ values }) => values);
	return [...entries, ...fields].map(({ displayName }) => displayName);
}

/** Opens all groups for each of its models, and reads what is cut off. */
async function readAll(panel: NodePanel, { type, mode, chosen = [] }: Opening) {
	const labels = new Set<string>();
	const cut = new Set<string>();
	const read = async () => {
		await panel.addAllOptions();
		for (const { label, isCut } of await panel.fields.readLabelWidths()) {
			labels.add(label);
			if (isCut) cut.add(`${type}: ${label}`);
		}
	};
	await panel.addAllOptions();
	for (const [field, choice] of chosen) await panel.choose(field, choice);
	await read();
	for (const model of mode === undefined ? [] : modelsWithEverything(mode)) {
		await panel.pickModel(model);
		await read();
	}
	return { labels, cut };
}

async function open(scene: Scene, person: Person, { type, parameters = {} }: Opening) {
	const node = seedanceNode(ourNode, type, scene.stage.credentialId, parameters);
	const workflow = await Published.manual(scene, `option-labels ${type}`, [node]);
	return await person.openNode(workflow.workflowId, ourNode);
}

export const optionLabels: Case = {
	name: 'option-labels',
	shows: 'Every group of Options opened in every node: no label is cut off at the default width',
	play: async (scene) => {
		const cut: string[] = [];
		const measured = new Map<string, Set<string>>();
		await withPerson(scene, async (person) => {
			for (const opening of openings) {
				const panel = await open(scene, person, opening);
				const found = await readAll(panel, opening);
				await panel.takePicture(`option-labels-${openings.indexOf(opening) + 1}`);
				cut.push(...found.cut);
				const { type } = opening;
				measured.set(type, new Set([...(measured.get(type) ?? []), ...found.labels]));
			}
		});
		deepEqual(cut, []);
		for (const [type, labels] of measured) {
			deepEqual(
				labelsOf(type).filter((label) => !labels.has(label)),
				[],
				`${type}: labels that were not measured`,
			);
		}
	},
};
