import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { exampleNames, storedExample } from '../examples';
import { imagesFolder } from '../folders';
import { say } from '../say';
import type { Stage } from '../stage';
import type { Editor } from './editor';

const folder = join(imagesFolder, 'examples');
const window = { width: 1480, height: 780 };
const kilobyte = 1024;
/** What n8n lays over the canvas would hide nodes and notes. */
const canvasAlone = `
	.el-notification, [data-test-id="canvas-controls"], [data-test-id="canvas-execute-workflow"],
	[data-test-id="node-buttons-wrapper"], .vue-flow__panel { visibility: hidden !important }`;

/** The canvas of every example, zoomed so that all of it is seen. */
export async function takeExamples(stage: Stage, page: Page, editor: Editor): Promise<void> {
	mkdirSync(folder, { recursive: true });
	await page.setViewportSize(window);
	for (const name of exampleNames()) {
		await editor.openWorkflow(storedExample(stage, name).id);
		// n8n's key for “Zoom to fit”.
		await page.keyboard.press('1');
		await editor.settle();
		const path = join(folder, `${name}.png`);
		await page.mouse.move(0, 0);
		await page.getByTestId('canvas-wrapper').screenshot({ path, style: canvasAlone });
		say(`  examples/${name}.png  ${Math.ceil(statSync(path).size / kilobyte)} kB`);
	}
}
