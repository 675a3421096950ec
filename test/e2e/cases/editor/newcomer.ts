/** A newcomer's steps from the installed package to the first video. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Case } from '../../scene';
import { apiKey } from '../../stage';
import { withNewcomer } from './newcomers';
import { Steps } from './steps';

const node = 'Seedance Text to Video';
const prompt = 'A red fox lifts its head and looks into the camera as snow begins to fall';
/** The longest time for a newcomer's own steps, in ms. */
const patienceMs = 60_000;

export const newcomer: Case = {
	name: 'newcomer',
	shows: 'From the installed package to the first video: key, prompt, Execute, within 60 s',
	play: async (scene) => {
		const { journal, stage } = scene;
		const { url } = stage.simulator;
		await withNewcomer(scene, async (person) => {
			const steps = new Steps(() => person.waitedMs);
			const canvas = await steps.take(
				'wait',
				'n8n opens a new workflow',
				async () => await person.newWorkflow(),
			);
			const found = await steps.take(
				'click',
				'Add first step, search “seedance”',
				async () => await canvas.search('seedance'),
			);
			ok(found.includes(node), found.join('\n'));
			await canvas.takePicture('newcomer-1-search');
			// n8n puts the trigger before it that a person starts.
			const { panel } = await steps.take(
				'click',
				`${node}, Add to workflow`,
				async () => await canvas.add(node),
			);
			const dialog = await steps.take(
				'click',
				'Connect to WaveSpeedAI',
				async () => await panel.newCredential(),
			);
			match(await dialog.readHint('apiKey'), /wavespeed\.ai\/accesskey/);
			await dialog.takePicture('newcomer-2-credential');
			await steps.take('input', 'API Key', async () => await dialog.paste('apiKey', apiKey));
			await steps.take('simulator', 'Base URL, which is right for everybody else', async () => {
				await dialog.showAdvanced();
				await dialog.paste('baseUrl', url);
			});
			await steps.take(
				'click',
				'Save, upon which n8n tests the credential',
				async () => await dialog.save(),
			);
			await steps.take('wait', 'the dialog closes', async () => await dialog.untilChosen());
			await steps.take('input', 'Prompt', async () => await panel.type('prompt', prompt));
			await steps.take('input', 'Execute step', async () => await panel.executeStep());
			await steps.take(
				'wait',
				'the video is made',
				async () => await panel.untilOutputShows('video/mp4'),
			);
			steps.print();
			const [made, ...others] = journal.accepted();
			equal(made?.body.prompt, prompt);
			deepEqual(others, []);
			await panel.takePicture('newcomer-3-output');
			await panel.showOutputSchema();
			await panel.untilOutputShows(`/outputs/${made?.taskId}.mp4`);
			deepEqual(await panel.readComplaints(), []);

			// The dialog had closed by itself. When it's opened again, it shows why.
			const again = await panel.openCredential();
			const { works, text } = await again.readTest();
			await again.takePicture('newcomer-4-tested');
			equal(works, true);
			match(text, /Connection tested successfully/);

			deepEqual(steps.inputs, ['API Key', 'Prompt', 'Execute step']);
			ok(steps.ownMs <= patienceMs, `The own steps took ${steps.ownMs} ms.`);
		});
	},
};
