/** Each node, from the search to its panel. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { withPerson } from '../../person';
import type { Case } from '../../scene';

interface Entry {
	/** As the search lists it. */
	readonly found: string;
	/** As the canvas names it, where that is something else. */
	readonly name?: string;
	/** What it is added with, where n8n asks. */
	readonly action?: string;
	/** A field that its panel then has. */
	readonly field: string;
}

/** In the order of the list: what makes videos comes first, and what other workflows need last. */
const entries: readonly Entry[] = [
	{ found: 'Seedance Text to Video', field: 'Prompt' },
	{ found: 'Seedance Image to Video', field: 'Image' },
	{ found: 'Seedance Video to Video', field: 'Video' },
	{
		found: 'Seedance Get Result or List',
		name: 'Seedance Get Result',
		action: 'Get many tasks',
		field: 'Limit',
	},
	{ found: 'Seedance Wait for Completion', field: 'Task ID' },
	// n8n leaves the word "Trigger" out of the names that it lists.
	{
		found: 'Seedance Video Ready or Failed',
		name: 'Seedance Trigger',
		action: 'On completed',
		field: 'Trigger On',
	},
];
const names = entries.map(({ found, name }) => name ?? found);

export const addNodes: Case = {
	name: 'add-nodes',
	shows:
		'“seedance” finds each node, Text to Video first; added in two clicks; panel and icon are drawn',
	play: async (scene) => {
		await withPerson(scene, async (person) => {
			const canvas = await person.newWorkflow();
			for (const [i, { found, action, field }] of entries.entries()) {
				const all = await canvas.search('seedance');
				deepEqual(
					all,
					entries.map((entry) => entry.found),
				);
				const { panel, clicks } = await canvas.add(found, action);
				equal(clicks, 2);
				const labels = await panel.fields.readLabels();
				ok(labels.includes(field), labels.join(', '));
				deepEqual(await panel.readComplaints(), []);
				await panel.takePicture(`add-nodes-${i + 1}-${found.replace(/ /g, '-').toLowerCase()}`);
				await panel.close();
			}
			const drawn = await canvas.readNodes();
			await canvas.tidyUp();
			await canvas.takePicture('add-nodes-canvas');
			const ours = drawn.filter(({ name }) => names.includes(name));
			deepEqual(ours.map(({ name }) => name).sort(), [...names].sort());
			deepEqual(
				ours.filter(({ iconWidth }) => iconWidth === 0),
				[],
			);
		});
	},
};
