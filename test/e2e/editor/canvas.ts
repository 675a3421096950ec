import type { Page } from 'playwright-core';
import type { Added, Canvas, DrawnNode } from '../editor-parts';
import type { NodePanel } from '../person';
import type { Camera } from './camera';
import type { Editor } from './editor';
import { PanelInEditor } from './node-panel';

/** The properties of an image element that are used. Node has no DOM types. */
interface PictureElement {
	/** 0 when its file is missing or isn't an image. */
	readonly naturalWidth: number;
}

/** The canvas of a workflow in the editor. */
export class CanvasInEditor implements Canvas {
	constructor(
		private readonly page: Page,
		private readonly editor: Editor,
		private readonly camera: Camera,
		private readonly pictureSuffix: string,
	) {}

	async search(text: string): Promise<string[]> {
		// The first exists while the workflow is empty, the other afterwards.
		const first = this.page.getByTestId('canvas-plus-button');
		await first.or(this.page.getByTestId('node-creator-plus-button')).first().click();
		const bar = this.page.getByTestId('node-creator-search-bar');
		await this.editor.untilShown(bar);
		await bar.click();
		await this.editor.type(text);
		const names = this.page.getByTestId('node-creator-item-name');
		await names
			.filter({ hasText: new RegExp(text, 'i') })
			.first()
			.waitFor();
		await this.editor.settle();
		return await names.allInnerTexts();
	}

	async add(name: string, action?: string): Promise<Added> {
		const names = this.page.getByTestId('node-creator-item-name');
		await names.getByText(name, { exact: true }).click();
		// n8n shows a page of details of every node that came as a package.
		const way =
			action === undefined
				? this.page.getByRole('button', { name: 'Add to workflow' })
				: names.getByText(action, { exact: true });
		await this.editor.untilShown(way);
		await way.click();
		await this.editor.untilShown(this.page.getByTestId('node-parameters'));
		return { panel: await this.openPanel(), clicks: 2 };
	}

	async readNodes(): Promise<DrawnNode[]> {
		const nodes = await this.page.getByTestId('canvas-node').all();
		return await Promise.all(
			nodes.map(async (node) => {
				const icon = node.locator('img').first();
				const width = async () =>
					await icon.evaluate((it) => (it as unknown as PictureElement).naturalWidth);
				return {
					name: (await node.getAttribute('data-node-name')) ?? '',
					iconWidth: (await icon.count()) === 0 ? 0 : await width(),
				};
			}),
		);
	}

	async tidyUp(): Promise<void> {
		await this.page.getByTestId('tidy-up-button').click();
		await this.editor.settle();
		await this.page.getByTestId('zoom-to-fit').click();
		await this.editor.settle();
	}

	async takePicture(name: string): Promise<void> {
		await this.camera.takeWindow(name + this.pictureSuffix);
	}

	private async openPanel(): Promise<NodePanel> {
		const name = await this.page.getByTestId('ndv').getByTestId('inline-edit-preview').innerText();
		return new PanelInEditor(this.page, this.editor, this.camera, name, this.pictureSuffix);
	}
}
