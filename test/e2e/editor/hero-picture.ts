import type { Page } from 'playwright-core';
import { storedExample } from '../examples';
import type { Stage } from '../stage';
import type { Camera } from './camera';
import type { Editor } from './editor';

const name = 'hero';
/** Wide, and not larger than a reader's screen shows legibly. */
const size = { width: 1400, height: 760 };
const runPatienceMs = 90_000;
/** So far is the panel moved to the left, in pixels: the video is what the picture is of. */
const moved = 230;

/** The README's first picture: a prompt, and the video that came of it. */
export async function takeHero(
	stage: Stage,
	page: Page,
	editor: Editor,
	camera: Camera,
): Promise<void> {
	await page.setViewportSize(size);
	await editor.openWorkflow(storedExample(stage, 'prompt-to-video-file').id);
	await editor.execute(runPatienceMs);
	await editor.openNode('Make video');
	await editor.movePanel(-moved);
	await editor.playVideo();
	await camera.takeWindow(name);
}
