import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { storedExample } from '../examples';
import { imagesFolder } from '../folders';
import type { Stage } from '../stage';
import type { Editor } from './editor';
import { Film } from './film';
import { playSlowly, positionOf } from './video-element';

const size = { width: 1240, height: 700 };
/** How far the panel is moved to the left, in pixels, so that the video has room. */
const moved = 270;
const node = 'Seedance Text to Video';
/** What the simulator's video shows. */
const prompt =
	'Northern lights ripple above a still mountain lake at night, a shooting star, slow and calm';
const [framesPerSecond, seconds] = [8, 5];
/** How long the film stays at its end before it begins again. */
const lastMs = 1500;
/** Below the video, whose controls a pointer would show. */
const aside = { x: 900, y: 620 };

/** The README's moving picture: the steps of a newcomer from an empty workflow to the video. */
export async function takeDemo(stage: Stage, page: Page, editor: Editor): Promise<void> {
	await page.setViewportSize(size);
	// n8n remembers where the panel was put.
	await editor.openWorkflow(storedExample(stage, 'prompt-to-video-file').id);
	await editor.openNode('Make video');
	await editor.movePanel(-moved);
	await editor.newWorkflow();
	await editor.settle();

	const film = new Film(page);
	await film.showPointer();
	await film.take(900);
	await film.click(page.getByTestId('canvas-plus-button').first());
	await page.getByTestId('node-creator-search-bar').waitFor();
	await editor.settle();
	await film.take(300);
	await page.getByTestId('node-creator-search-bar').click();
	await film.type('seedance', 1, 90);
	await editor.settle();
	await film.take(1100);
	await film.click(page.getByTestId('node-creator-item-name').getByText(node, { exact: true }));
	const add = page.getByRole('button', { name: 'Add to workflow' });
	await add.waitFor();
	await editor.settle();
	await film.take(600);
	await film.click(add);
	await page.getByTestId('node-parameters').waitFor();
	await editor.settle();
	await film.take(900);

	await film.click(page.getByTestId('parameter-input-prompt').locator('input, textarea').first());
	await film.type(prompt, 3, 60);
	await editor.settle();
	await film.take(700);
	const output = page.getByTestId('output-panel');
	await film.click(page.getByTestId('node-execute-button'));
	const view = output.getByTestId('ndv-view-binary-data').first();
	while (!(await view.isVisible())) await film.take(250);
	await editor.settle();
	await film.take(1200);
	await film.click(view);
	const video = output.locator('video');
	await video.waitFor();
	await film.movePointer(aside);
	await playSlowly(video);
	// At its end the video's controls come back.
	const last = seconds * framesPerSecond - 2;
	for (let i = 1; i <= last; i += 1) {
		while ((await positionOf(video)) * framesPerSecond < i) await page.waitForTimeout(20);
		await film.take(i === last ? lastMs : 1000 / framesPerSecond);
	}
	film.save(join(imagesFolder, 'demo.webp'));
}
