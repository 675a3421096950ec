/** The panel against the documents of five models: labels, choices, defaults and limits. */
import { deepEqual, equal, match } from 'node:assert/strict';
import type { ModelDocument } from '../../../../scripts/check-models/parse-document';
import { ourNode } from '../../batch-workflow';
import { seedanceNode } from '../../chain';
import type { ShownField } from '../../editor-parts';
import { withPerson, type NodePanel } from '../../person';
import { Published } from '../../published';
import type { Case } from '../../scene';
import { fieldOf, nameOf, readDocuments } from './documented';

/** What the panel and its groups have for every model. */
const rowsOfTheNode = ['return', 'parametersJson', 'schema', 'uploadUrlsFirst'];

const byName = (one: ShownField, other: ShownField) => one.name.localeCompare(other.name);

/** The fields for parameters of the model. */
async function shownFields(panel: NodePanel): Promise<ShownField[]> {
	const shown = await panel.fields.read();
	return shown.filter(({ name }) => !rowsOfTheNode.includes(name)).sort(byName);
}

/** Chooses a model and holds all that the panel then shows against its document. */
async function compare(panel: NodePanel, { model, parameters }: ModelDocument): Promise<number> {
	await panel.pickModel(model);
	const documented = [...parameters].map(([name, facts]) => fieldOf(name, facts)).sort(byName);
	// What was added of the previous model's options is gone, where this model lacks it.
	const known = new Set(documented.map(({ name }) => name));
	const before = await shownFields(panel);
	deepEqual(
		before.filter(({ name }) => !known.has(name)),
		[],
		model,
	);
	await panel.addMissingOptions(['Advanced', 'References']);
	deepEqual(await shownFields(panel), documented, model);
	for (const [parameter, { maxLength, maxItems }] of parameters) {
		const most = maxLength ?? maxItems;
		if (most === undefined) continue;
		const tooltip = await panel.fields.readTooltip(nameOf(parameter));
		match(tooltip, new RegExp(`(At most|to) ${most.toLocaleString('en-US')} `), model);
	}
	deepEqual(await panel.readComplaints(), []);
	await panel.takePicture(`document-fields-${model.replace(/\W+/g, '-')}`);
	return documented.length;
}

export const documentFields: Case = {
	name: 'document-fields',
	shows: 'Five models chosen in turn: labels, choices, defaults and limits as documented',
	play: async (scene) => {
		const documents = readDocuments();
		equal(documents.length, 5);
		const modes = [
			['seedanceImageToVideo', /i2v|image-to-video/],
			['seedanceTextToVideo', /t2v|text-to-video/],
		] as const;
		let compared = 0;
		await withPerson(scene, async (person) => {
			for (const [type, mode] of modes) {
				const node = seedanceNode(ourNode, type, scene.stage.credentialId, {});
				const workflow = await Published.manual(scene, 'document-fields', [node]);
				const panel = await person.openNode(workflow.workflowId, ourNode);
				for (const document of documents.filter(({ model }) => mode.test(model))) {
					compared += await compare(panel, document);
				}
			}
		});
		equal(
			compared,
			documents.reduce((sum, { parameters }) => sum + parameters.size, 0),
		);
	},
};
