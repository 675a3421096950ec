import type { Locator, Page } from 'playwright-core';
import type { CredentialDialog, ShownTest } from '../editor-parts';
import type { Camera } from './camera';
import type { Editor } from './editor';

/** The dialog of a credential in the editor. */
export class DialogInEditor implements CredentialDialog {
	constructor(
		private readonly page: Page,
		private readonly editor: Editor,
		private readonly camera: Camera,
		private readonly pictureSuffix: string,
	) {}

	async paste(field: string, text: string): Promise<void> {
		await this.field(field).locator('input').fill(text);
	}

	async showAdvanced(): Promise<void> {
		await this.field('advanced').locator('.el-switch').click();
		await this.field('baseUrl').waitFor();
	}

	async readHint(field: string): Promise<string> {
		const row = this.dialog.getByTestId('parameter-input').filter({ has: this.field(field) });
		return await row.innerText();
	}

	async save(): Promise<void> {
		const tested = this.page.waitForResponse((it) => it.url().endsWith('/credentials/test'));
		await this.dialog.getByTestId('credential-save-button').click();
		await this.editor.idle(async () => void (await tested));
		await this.editor.settle();
	}

	async untilChosen(): Promise<void> {
		await this.dialog.waitFor({ state: 'hidden' });
		await this.page.getByTestId('node-credentials-select').waitFor();
	}

	async readTest(): Promise<ShownTest> {
		const success = this.dialog.getByTestId('credentials-config-container-test-success');
		const couldNot = /Couldn.t connect/;
		const failure = this.dialog.locator('.el-tag--danger').filter({ hasText: couldNot });
		// Both always exist, hidden or not.
		await success.or(failure).filter({ visible: true }).waitFor();
		const works = await success.isVisible();
		// What is wrong stands behind a click, the first time.
		const more = failure.getByText('More details');
		if (await more.isVisible()) await more.click();
		await this.editor.settle();
		return { works, text: await (works ? success : failure).innerText() };
	}

	async takePicture(name: string): Promise<void> {
		await this.camera.takeCredential(name + this.pictureSuffix);
	}

	async close(): Promise<void> {
		await this.dialog.getByRole('button', { name: 'Close this dialog' }).click();
		await this.dialog.waitFor({ state: 'hidden' });
	}

	private get dialog(): Locator {
		return this.editor.parts.credential;
	}

	private field(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}
}
