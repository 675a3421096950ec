import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { exampleCall, exampleWithModel } from '../agent-example';
import { toolNode } from '../agent-run';
import { manualChain, seedanceNode } from '../chain';
import { startChatModel } from '../chat-model/chat-model';
import { call, say as answer, type Script } from '../chat-model/turn';
import { storedExample } from '../examples';
import { repositoryFolder } from '../folders';
import { owner } from '../n8n-rest';
import type { Scene } from '../scene';
import { apiKey } from '../stage';
import type { Camera } from './camera';
import { CanvasInEditor } from './canvas';
import type { Editor } from './editor';
import { Film } from './film';
import { playSlowly, positionOf } from './video-element';

const size = { width: 1280, height: 760 };
const node = 'Seedance Text to Video';
const prompt = 'Northern lights ripple above a still mountain lake at night, slow and calm';
const wrongLength = 99;
const [framesPerSecond, watchedSeconds] = [4, 4];
/** How long a caption is read, in ms. */
const readingMs = 4_000;
const request = 'Make an upright video of a fox in the snow, 6 seconds.';
const answered = 'Your video is ready';

/** Calls the tool once and passes its URL on. */
const script: Script = ({ results: [told] }) => {
	if (told === undefined) return call(exampleCall(prompt));
	const [, url = ''] = /"videoUrl":"([^"]+)"/.exec(told) ?? [];
	return answer(`${answered}: [watch it here](${url}).`);
};

/** The film for n8n's reviewers: the whole way of a user, with captions. */
export async function takeReviewFilm(
	scene: Scene,
	page: Page,
	editor: Editor,
	camera: Camera,
): Promise<void> {
	const { stage } = scene;
	await page.setViewportSize(size);
	const film = new Film(page);
	const canvas = new CanvasInEditor(page, editor, camera, '');

	const watchOutput = async () => {
		const output = page.getByTestId('output-panel');
		const view = output.getByTestId('ndv-view-binary-data').first();
		while (!(await view.isVisible())) await film.take(250);
		await editor.settle();
		await film.take(1_000);
		await film.click(view);
		const video = output.locator('video');
		await video.waitFor();
		await playSlowly(video);
		for (let i = 1; i < watchedSeconds * framesPerSecond; i += 1) {
			while ((await positionOf(video)) * framesPerSecond < i) await page.waitForTimeout(20);
			await film.take(1000 / framesPerSecond);
		}
	};
	const openExample = async (name: string, opened: string) => {
		await editor.openWorkflow(storedExample(stage, name).id);
		await film.showPointer();
		await film.take(1_500);
		await editor.openNode(opened);
	};

	const signInAs = async (email: string) => {
		await page.context().clearCookies();
		await editor.signIn(email, owner.password);
	};

	// Search, as a new user who has no credential.
	const email = `reviewer-${randomUUID()}@example.com`;
	const { password } = owner;
	await stage.rest.addMember({ email, password, firstName: 'Re', lastName: 'Viewer' });
	await signInAs(email);
	await editor.newWorkflow();
	await editor.settle();
	await film.showPointer();
	film.caption('n8n-nodes-seedance, installed from its npm tarball, without dependencies');
	await film.take(readingMs);
	film.caption('1. Search for “seedance”: a node for each way to make a video');
	await canvas.search('seedance');
	await film.take(readingMs);
	const { panel } = await canvas.add(node);
	film.caption('2. The credential: one API key, tested when it is saved');
	await film.take(readingMs / 2);

	// Credential. Everybody else leaves Base URL as it is.
	const dialog = await panel.newCredential();
	await film.take(readingMs / 2);
	await dialog.paste('apiKey', apiKey);
	await dialog.showAdvanced();
	await dialog.paste('baseUrl', stage.simulator.url);
	await film.take(readingMs / 2);
	await dialog.save();
	await dialog.untilChosen();
	await (await panel.openCredential()).readTest();
	await film.take(readingMs);
	await dialog.close();

	// First video.
	film.caption('3. The first video: a prompt, and Execute step');
	await film.click(page.getByTestId('parameter-input-prompt').locator('input, textarea').first());
	await film.type(prompt, 3, 60);
	await film.click(page.getByTestId('node-execute-button'));
	film.caption('The node starts the video, waits for it, and returns the file');
	await watchOutput();

	// Image to video. The examples are the owner's.
	await signInAs(owner.email);
	film.caption('4. Image to Video: the image is a URL, or a file of the item');
	await openExample('image-to-video-file', 'Make video');
	await film.take(readingMs);
	await film.click(page.getByTestId('node-execute-button'));
	await watchOutput();

	// An error.
	film.caption('5. Bad input is refused before anything is charged');
	const parameters = { prompt, duration: `={{ ${wrongLength} }}` };
	const ours = seedanceNode(node, 'seedanceTextToVideo', stage.credentialId, parameters);
	await editor.openWorkflow(await stage.rest.addWorkflow(manualChain('Too long', [ours])));
	await film.showPointer();
	await editor.openNode(node);
	await film.take(readingMs / 2);
	await film.click(page.getByTestId('node-execute-button'));
	await page.getByTestId('node-error-message').waitFor();
	await editor.settle();
	await film.take(2 * readingMs);

	// An agent.
	film.caption('6. An AI agent uses the same node as a tool');
	const model = await startChatModel(script);
	try {
		const workflow = await exampleWithModel(scene, model);
		await editor.openWorkflow(await stage.rest.addWorkflow(workflow));
		await film.showPointer();
		await film.take(readingMs / 2);
		await page.getByTestId('workflow-chat-button').first().click();
		await page.getByTestId('zoom-to-fit').click();
		const chat = page.getByTestId('canvas-chat');
		await film.click(chat.getByPlaceholder('Type message'));
		await film.type(request, 3, 60);
		await page.keyboard.press('Enter');
		const ready = chat.getByText(answered);
		while (!(await ready.isVisible())) await film.take(250);
		await page.getByTestId('logs-overview').getByText(toolNode).click();
		await editor.settle();
		await film.take(2 * readingMs);
	} finally {
		await model.stop();
	}

	const folder = join(repositoryFolder, 'demo-output');
	mkdirSync(folder, { recursive: true });
	film.save(join(folder, 'review.webm'));
}
