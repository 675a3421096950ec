/** What a person reads after a mistake in the credential. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { CredentialDialog } from '../../editor-parts';
import type { Case } from '../../scene';
import { apiKey } from '../../stage';
import { problem } from '../../../../seedance/errors/messages';
import { withNewcomer } from './newcomers';

/** Saves an invalid credential and reads n8n's message. */
async function refused(dialog: CredentialDialog, picture: string): Promise<string> {
	await dialog.save();
	const { works, text } = await dialog.readTest();
	await dialog.takePicture(picture);
	equal(works, false);
	return text;
}

export const wrongKey: Case = {
	name: 'wrong-key',
	shows:
		'A wrong key and a wrong Base URL: the credential’s dialog says what is wrong and what to do',
	play: async (scene) => {
		const { url } = scene.stage.simulator;
		await withNewcomer(scene, async (person) => {
			const canvas = await person.newWorkflow();
			await canvas.search('seedance');
			const { panel } = await canvas.add('Seedance Text to Video');
			const dialog = await panel.newCredential();
			await dialog.showAdvanced();
			await dialog.paste('baseUrl', url);
			await dialog.paste('apiKey', 'not-the-key-of-anybody');
			const ofKey = await refused(dialog, 'wrong-key');
			ok(ofKey.includes(problem('invalidKey').message), ofKey);
			match(ofKey, /https:\/\/wavespeed\.ai\/accesskey/);

			await dialog.paste('apiKey', apiKey);
			await dialog.paste('baseUrl', `${url}/elsewhere`);
			const ofAddress = await refused(dialog, 'wrong-base-url');
			ok(ofAddress.includes(problem('badBaseUrl').description), ofAddress);

			await dialog.paste('baseUrl', url);
			await dialog.save();
			await dialog.untilChosen();
			equal((await (await panel.openCredential()).readTest()).works, true);
			deepEqual(scene.journal.submits(), []);
		});
	},
};
