import type { Locator, Page } from 'playwright-core';
import type { CredentialDialog } from '../editor-parts';
import type { NodePanel, ShownError } from '../person';
import type { Camera } from './camera';
import { DialogInEditor } from './credential-dialog';
import type { Editor } from './editor';
import { PanelFields } from './panel-fields';

const settleMs = 500;

/** The panel of a node in the editor, filled in and run as a person does. */
export class PanelInEditor implements NodePanel {
	readonly fields: PanelFields;

	constructor(
		private readonly page: Page,
		private readonly editor: Editor,
		private readonly camera: Camera,
		private readonly node: string,
		private readonly pictureSuffix: string,
	) {
		this.fields = new PanelFields(page);
	}

	async searchModels(text: string): Promise<string[]> {
		await this.page.getByTestId('resource-locator-model').getByTestId('rlc-input').click();
		// The first entry is the chosen one, which appears before the list. Until then n8n 1.x ignores
		// a search.
		await this.page.getByTestId('rlc-item').nth(1).waitFor();
		if (text !== '') {
			const answered = this.page.waitForResponse(
				(response) =>
					response.url().includes('resource-locator-results') &&
					response.request().postData()?.includes(JSON.stringify(text)) === true,
			);
			await this.page.getByTestId('rlc-search').fill(text);
			await answered;
		}
		await this.editor.settle();
		return await this.page.getByTestId('rlc-item').allInnerTexts();
	}

	async chooseModel(name: string): Promise<void> {
		await this.page.getByTestId('rlc-item').filter({ hasText: name }).click();
		await this.editor.settle();
	}

	async pickModel(id: string): Promise<void> {
		await this.editor.chooseModel(id);
	}

	async giveModelAsExpression(expression: string): Promise<void> {
		await this.writeExpression('model', expression);
	}

	async giveExpression(field: string, expression: string): Promise<string> {
		await this.writeExpression(field, expression);
		return await this.page.getByTestId('inline-expression-editor-output').innerText();
	}

	async newCredential(): Promise<CredentialDialog> {
		await this.page.getByRole('button', { name: 'Connect to WaveSpeedAI' }).click();
		return await this.openedDialog();
	}

	async openCredential(): Promise<CredentialDialog> {
		await this.page.getByTestId('credential-edit-button').click();
		return await this.openedDialog();
	}

	async readNotice(): Promise<string> {
		return await this.form.getByTestId('empty-fields-notice').innerText();
	}

	async readForm(): Promise<string[]> {
		await this.form.getByTestId('mapping-fields-container').waitFor();
		const labels = await this.form.getByTestId('input-label').allInnerTexts();
		// The first is the form's own. Below a label's text are the switches that n8n shows beside it.
		return labels.slice(1).map((label) => label.split('\n', 1).join(''));
	}

	async addParameter(label: string): Promise<void> {
		// A button with a menu in n8n 2.x, a select in 1.x.
		await this.form.getByTestId('add-fields-select').locator('button, input').first().click();
		const entries = this.page.getByRole('menuitem').or(this.page.getByRole('option'));
		await entries.filter({ hasText: label, visible: true }).click();
		await this.rest();
	}

	async valueOf(field: string): Promise<string> {
		return await this.field(field).locator('input, textarea').first().inputValue();
	}

	async fill(field: string, text: string): Promise<void> {
		const input = this.field(field).locator('input, textarea').first();
		await input.fill(text);
		await input.blur();
		await this.rest();
	}

	async type(field: string, text: string): Promise<void> {
		await this.field(field).locator('input, textarea').first().click();
		await this.editor.type(text);
		await this.rest();
	}

	async choose(field: string, choice: string): Promise<string[]> {
		await this.field(field).click();
		const choices = this.page.getByRole('option').filter({ visible: true });
		const names = (await this.all(choices)).map((text) => text.split('\n', 1).join(''));
		await choices.nth(names.indexOf(choice)).click();
		await this.rest();
		return names;
	}

	async addOption(name: string): Promise<void> {
		await this.page.getByPlaceholder('Add option', { exact: true }).click();
		const entries = this.page.getByTestId('collection-parameter-option');
		await entries.filter({ hasText: name, visible: true }).click();
		await this.rest();
	}

	async addMissingOptions(names: readonly string[]): Promise<void> {
		for (const name of names) {
			const menu = this.page.getByPlaceholder('Add option', { exact: true });
			await menu.click();
			const entries = this.page.getByTestId('collection-parameter-option');
			await entries.filter({ visible: true }).first().waitFor();
			const entry = entries.filter({ hasText: name, visible: true });
			if ((await entry.count()) > 0) await entry.first().click();
			else await this.page.keyboard.press('Escape');
			await this.rest();
		}
	}

	async addAllOptions(): Promise<void> {
		const menu = this.page.getByPlaceholder('Add option', { exact: true });
		const entries = this.page.getByTestId('collection-parameter-option').filter({ visible: true });
		// The menu goes away with its last entry.
		while ((await menu.count()) > 0) {
			await menu.click();
			await entries.first().waitFor();
			await entries.first().click();
			await this.rest();
		}
	}

	async removeOption(name: string): Promise<void> {
		const row = this.page
			.getByTestId('parameter-item')
			.filter({ has: this.field(name) })
			.last();
		await row.hover();
		await row.getByRole('button', { name: 'Delete' }).first().click();
		await this.rest();
	}

	async runPreviousNodes(): Promise<void> {
		await this.page.getByRole('button', { name: 'Execute previous nodes' }).first().click();
		await this.page
			.getByTestId('ndv-input-panel')
			.or(this.page.getByTestId('input-panel'))
			.getByText('1 item', { exact: true })
			.first()
			.waitFor();
		await this.editor.settle();
	}

	async close(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('node-parameters').waitFor({ state: 'hidden' });
	}

	async reopen(): Promise<void> {
		await this.close();
		await this.editor.openNode(this.node);
	}

	async executeStep(): Promise<void> {
		await this.page.getByTestId('node-execute-button').click();
	}

	async untilOutputShows(text: string): Promise<void> {
		await this.output.getByText(text).first().waitFor();
		await this.editor.settle();
	}

	async readError(): Promise<ShownError> {
		return await this.editor.readError();
	}

	async readHints(): Promise<string[]> {
		return (await this.all(this.output.getByTestId('node-hint'))).map((text) => text.trim());
	}

	async showOutputSchema(): Promise<void> {
		await this.editor.showOutputSchema();
	}

	async readComplaints(): Promise<string[]> {
		const isSuccess = this.page.locator('.el-notification--success');
		const notes = this.page.locator('.el-notification').filter({ hasNot: isSuccess });
		const inPicker = this.page.getByTestId('rlc-error-container');
		return await notes.or(inPicker).filter({ visible: true }).allInnerTexts();
	}

	async takePicture(name: string): Promise<void> {
		await this.camera.takeWindow(name + this.pictureSuffix);
	}

	/** n8n's form of the model's schema. */
	private get form(): Locator {
		return this.page.getByTestId('resource-mapper-container');
	}

	private get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	private field(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	private async openedDialog(): Promise<CredentialDialog> {
		await this.editor.untilShown(this.editor.parts.credential);
		return new DialogInEditor(this.page, this.editor, this.camera, this.pictureSuffix);
	}

	private async writeExpression(field: string, expression: string): Promise<void> {
		const input = this.field(field);
		await input.hover();
		const switches = this.page.getByTestId(`${field}-parameter-input-options-container`);
		await switches.getByTestId('radio-button-expression').click();
		await input.locator('.cm-content').click();
		await this.page.keyboard.press('ControlOrMeta+A');
		await this.page.keyboard.insertText(expression);
		await this.editor.settle();
	}

	/** The texts of what is drawn in a moment. */
	private async all(locator: Locator): Promise<string[]> {
		await locator.first().waitFor();
		return await locator.allInnerTexts();
	}

	/** Lets n8n take over what was typed: it does so a little later. */
	private async rest(): Promise<void> {
		await this.page.waitForTimeout(settleMs);
	}
}
