import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { exampleNames, storedExample } from '../examples';
import { imagesFolder } from '../folders';
import { say } from '../say';
import type { Stage } from '../stage';
import type { Editor } from './editor';

const folder = join(imagesFolder, 'examples');
const window = { width: 1560, height: 820 };
const kilobyte = 1024;
/** Around the nodes, in pixels: their names are wider than they are, and the last ones have a plus. */
const margin = { left: 56, right: 96, y: 64 };
/** The buttons that n8n lays over the canvas would hide nodes and notes. */
const canvasAlone = `
	body { visibility: hidden }
	.vue-flow { visibility: visible }
	.vue-flow__panel { visibility: hidden }`;

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
		await page.screenshot({ path, clip: await drawn(page), style: canvasAlone });
		say(`  examples/${name}.png  ${Math.ceil(statSync(path).size / kilobyte)} kB`);
	}
}

/** Where on the page the nodes and the note are. */
async function drawn(page: Page) {
	const all = await page.locator('.vue-flow__node').all();
	const boxes = (await Promise.all(all.map((each) => each.boundingBox()))).flatMap(
		(box) => box ?? [],
	);
	const canvas = await page.getByTestId('canvas-wrapper').boundingBox();
	if (canvas === null || boxes.length === 0) throw new Error('No workflow is on the page');
	const left = Math.max(canvas.x, Math.min(...boxes.map(({ x }) => x)) - margin.left);
	const top = Math.max(canvas.y, Math.min(...boxes.map(({ y }) => y)) - margin.y);
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + margin.right;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + margin.y;
	return {
		x: left,
		y: top,
		width: Math.min(right, canvas.x + canvas.width) - left,
		height: Math.min(bottom, canvas.y + canvas.height) - top,
	};
}
