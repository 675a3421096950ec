import type { Page } from 'playwright-core';
import { manualChain, seedanceNode } from '../chain';
import type { Stage } from '../stage';
import type { Camera } from './camera';
import type { Editor } from './editor';

/** Wide, and not so large that a page has to shrink it beyond reading. */
const size = { width: 1400, height: 760 };
const runPatienceMs = 90_000;
/** How far the panel is moved to the left, in pixels, so that the screenshot shows the video. */
const moved = 270;
const node = 'Seedance Text to Video';
/** What the simulator's video shows. */
const prompt =
	'Northern lights ripple above a still mountain lake at night, a shooting star, slow and calm';

/** The README's first image: a prompt and its video. */
export async function takeHero(
	stage: Stage,
	page: Page,
	editor: Editor,
	camera: Camera,
): Promise<void> {
	await page.setViewportSize(size);
	const parameters = { prompt, return: 'file' };
	const ours = seedanceNode(node, 'seedanceTextToVideo', stage.credentialId, parameters);
	await editor.openWorkflow(await stage.rest.addWorkflow(manualChain('First video', [ours])));
	await editor.execute(runPatienceMs);
	await editor.openNode(node);
	await editor.movePanel(-moved);
	await editor.playVideo();
	await camera.takeWindow('hero');
}
