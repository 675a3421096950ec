/** The editor without the API's own list of models. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { offeredModels, pickerName } from '../../../seedance/models';
import { ourNode } from '../batch-workflow';
import { seedanceNode } from '../chain';
import { newerModel } from '../live-model';
import { withPerson, type Person } from '../person';
import { freePort, localAddress } from '../ports';
import { Published } from '../published';
import type { Case, Scene } from '../scene';
import { apiKey } from '../stage';

const text = 'seedanceTextToVideo';
/** Retiring and spicy models show only when they're searched for. */
const catalogueNames = offeredModels('text-to-video')
	.filter(({ retiring, tier }) => retiring === undefined && !tier.endsWith('spicy'))
	.map(pickerName);

/** Opens the picker, and the panel of a model that only a live list has. */
async function lookAround(scene: Scene, person: Person, subject: string, credentialId: string) {
	const fresh = await Published.manual(scene, subject, [
		seedanceNode(ourNode, text, credentialId, {}),
	]);
	const panel = await person.openNode(fresh.workflowId, ourNode);
	const entries = await panel.searchModels('');
	deepEqual(
		entries.map((entry) => entry.split(' · ', 1).join('').trim()).sort(),
		[...catalogueNames].sort(),
	);
	deepEqual(await panel.readComplaints(), []);
	await panel.takePicture(subject);

	const model = { __rl: true, mode: 'id', value: newerModel.id };
	const node = seedanceNode(ourNode, text, credentialId, { model, prompt: 'A red fox' });
	const unlisted = await Published.manual(scene, subject, [node]);
	const other = await person.openNode(unlisted.workflowId, ourNode);
	match(await other.readNotice(), /Couldn't load the model's parameters.*Parameters \(JSON\)/);
	deepEqual(await other.readComplaints(), []);
}

export const catalogueAlone: Case = {
	name: 'catalogue-alone',
	shows: 'A wrong key or nobody at the address: the picker has the catalogue, the editor no error',
	play: async (scene) => {
		const { rest, simulator } = scene.stage;
		const type = 'waveSpeedAiApi';
		const wrongKey = await rest.addCredential('Wrong key', type, {
			apiKey: 'wrong-key',
			advanced: true,
			baseUrl: simulator.url,
		});
		const nobody = await rest.addCredential('Nobody there', type, {
			apiKey,
			advanced: true,
			baseUrl: `http://${localAddress}:${await freePort()}`,
		});
		await withPerson(scene, async (person) => {
			await lookAround(scene, person, 'catalogue-wrong-key', wrongKey);
			equal(scene.journal.modelLists().length, 1);
			equal(scene.journal.modelLists()[0]?.keyOk, false);
			await lookAround(scene, person, 'catalogue-nobody', nobody);
		});
		deepEqual(scene.journal.submits(), []);
	},
};
