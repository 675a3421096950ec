import type { Page } from 'playwright-core';
import { storedExample } from '../examples';
import { imagesFolder } from '../folders';
import { owner } from '../n8n-rest';
import { png } from '../picture';
import { pictureLabel, publishPictureForm, videoNode } from '../picture-form';
import { PlainMessage } from '../say';
import { Scene } from '../scene';
import type { Stage } from '../stage';
import { takeAgent } from './agent-picture';
import { openBrowser } from './browser';
import { Camera } from './camera';
import { Editor } from './editor';
import { takeDemo } from './demo-film';
import { takeExamples } from './example-pictures';
import { submitForm } from './form-page';
import { takeHero } from './hero-picture';
import { takeMoney } from './money-pictures';
import { PanelInEditor } from './node-panel';
import { panelNode, panelPictures, panelWorkflow, type PanelPicture } from './panels';
import { takeReviewFilm } from './review-film';

const width = 1280;
/** High enough for the longest panel. */
const panelHeight = 2000;
const windowHeight = 860;
/** All nodes of the package must be found when a person searches for them. */
const nodeCount = 6;
/** Room for all tabs of the output. */
const outputWidth = 1440;
const runPatienceMs = 90_000;
const formPreview = 'form-image-preview';

/** Opens the editor and takes every screenshot of the docs. */
export async function takePictures(
	stage: Stage,
	signal: AbortSignal,
	only: readonly string[] = [],
): Promise<void> {
	const browser = await openBrowser(width, panelHeight, signal);
	try {
		const editor = new Editor(browser.page, stage.rest.url);
		const camera = new Camera(browser.page, editor, imagesFolder);
		// It isn't part of the docs, so it's only taken when it's asked for.
		if (only.join() === 'video') {
			await takeReviewFilm(new Scene(stage, signal), browser.page, editor, camera);
			return;
		}
		await editor.signIn(owner.email, owner.password);
		for (const picture of panelPictures) {
			if (wanted(picture.file, only)) await takePanel(stage, browser.page, editor, camera, picture);
		}
		await browser.page.setViewportSize({ width, height: windowHeight });
		if (wanted('credential', only)) {
			await editor.openWorkflow(storedExample(stage, 'prompt-to-video-file').id);
			await editor.openNode('Make video');
			await editor.openCredential();
			await camera.takeCredential('credential');
		}
		if (wanted('example', only)) await takeRun(stage, browser.page, editor, camera);
		if (wanted(formPreview, only)) await takePreview(stage, signal, browser.page, editor, camera);
		if (wanted('examples', only)) await takeExamples(stage, browser.page, editor);
		if (wanted('money', only)) {
			await browser.page.setViewportSize({ width: outputWidth, height: windowHeight });
			await takeMoney(new Scene(stage, signal), browser.page, editor, camera);
		}
		if (wanted('ai-agent', only)) {
			await takeAgent(new Scene(stage, signal), browser.page, editor, camera);
		}
		await browser.page.setViewportSize({ width, height: windowHeight });
		if (wanted('node-search', only)) await takeSearch(stage, editor, camera);
		// Last, because n8n remembers where the panel was put.
		if (wanted('hero', only)) await takeHero(stage, browser.page, editor, camera);
		if (wanted('demo', only)) await takeDemo(stage, browser.page, editor);
	} finally {
		await browser.close();
	}
}

async function takePanel(
	stage: Stage,
	page: Page,
	editor: Editor,
	camera: Camera,
	picture: PanelPicture,
): Promise<void> {
	const workflow = panelWorkflow(picture, stage.credentialId);
	await editor.openWorkflow(await stage.rest.addWorkflow(workflow));
	await editor.openNode(panelNode);
	if (picture.model !== undefined) await editor.chooseModel(picture.model);
	const panel = new PanelInEditor(page, editor, camera, panelNode, '');
	for (const label of picture.add ?? []) await panel.addParameter(label);
	if (picture.open === 'model') await editor.openList('model');
	else if (picture.open !== undefined) await editor.openCollection(picture.open);
	await camera.takePanel(picture.file);
}

async function takeRun(stage: Stage, page: Page, editor: Editor, camera: Camera): Promise<void> {
	await editor.openWorkflow(storedExample(stage, 'prompt-to-video-file').id);
	await editor.execute(runPatienceMs);
	await page.setViewportSize({ width: outputWidth, height: windowHeight });
	await editor.openNode('Make video');
	await editor.showOutputSchema();
	await camera.takeWindow('example-output');
}

/** An image from a form, and its video in n8n's own preview. */
async function takePreview(
	stage: Stage,
	signal: AbortSignal,
	page: Page,
	editor: Editor,
	camera: Camera,
): Promise<void> {
	await page.setViewportSize({ width: outputWidth, height: windowHeight });
	const scene = new Scene(stage, signal);
	const { url, published } = await publishPictureForm(scene, 'Image to video', {
		image: pictureLabel,
	});
	await submitForm(page, url, pictureLabel, png('sunset.png', 640, 360));
	const { id } = await published.succeeded(await published.newExecution(), runPatienceMs);
	await editor.openExecution(published.workflowId, id);
	await editor.openNode(videoNode);
	await editor.playVideo();
	await camera.takeWindow(formPreview);
}

async function takeSearch(stage: Stage, editor: Editor, camera: Camera): Promise<void> {
	await editor.openWorkflow(storedExample(stage, 'prompt-to-video-file').id);
	const found = await editor.searchNodes('seedance');
	await camera.takeWindow('node-search');
	if (found.length < nodeCount) {
		throw new PlainMessage(`The editor's search for “seedance” finds only: ${found.join(', ')}.`);
	}
}

function wanted(file: string, only: readonly string[]): boolean {
	return only.length === 0 || only.some((part) => file.includes(part));
}
