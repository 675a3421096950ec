import { mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { say } from '../say';
import type { Editor } from './editor';

const margin = 16;
const tabsHeight = 44;
const fadeMs = 400;
const kilobyte = 1024;
/** n8n's notifications would cover the subject of the screenshot. */
const withoutNotes = '.el-notification { visibility: hidden }';

/** Takes screenshots of the editor into a folder. */
export class Camera {
	constructor(
		private readonly page: Page,
		private readonly editor: Editor,
		private readonly folder: string,
	) {
		mkdirSync(folder, { recursive: true });
	}

	/** The whole window. */
	async takeWindow(name: string): Promise<void> {
		await this.save(name);
	}

	/** The open node's panel, from its tabs down to its last field or open menu entry. */
	async takePanel(name: string): Promise<void> {
		const { panel, fields, menu } = this.editor.parts;
		const frame = await box(panel);
		const ends = [await box(fields), ...(await boxes(menu))].map(({ y, height }) => y + height);
		const top = frame.y - tabsHeight;
		const bottom = Math.min(Math.max(...ends) + margin, frame.y + frame.height);
		await this.save(name, { x: frame.x, y: top, width: frame.width, height: bottom - top });
	}

	/** The credential dialog. */
	async takeCredential(name: string): Promise<void> {
		await this.save(name, await box(this.editor.parts.credential));
	}

	private async save(name: string, clip?: Box): Promise<void> {
		const path = join(this.folder, `${name}.png`);
		// The pointer would leave tooltips and hover buttons in the screenshot.
		await this.page.mouse.move(0, 0);
		await this.page.waitForTimeout(fadeMs);
		await this.page.screenshot({ path, style: withoutNotes, ...(clip && { clip }) });
		say(`  ${basename(path)}  ${Math.ceil(statSync(path).size / kilobyte)} kB`);
	}
}

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

async function box(locator: Locator): Promise<Box> {
	const found = await locator.boundingBox();
	if (found === null) throw new Error(`Not on the page: ${String(locator)}`);
	return found;
}

async function boxes(locator: Locator): Promise<Box[]> {
	const visible = await locator.filter({ visible: true }).all();
	return await Promise.all(visible.map(box));
}
