import type { Locator, Page } from 'playwright-core';

/** n8n's editor in a browser page, in the words of a person who uses it. */
export class Editor {
	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	/** Signs in as the server's owner. */
	async signIn(email: string, password: string): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.locator('input[type="email"], input[name^="email"]').first().fill(email);
		await this.page.locator('input[type="password"]').fill(password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.waitForURL((url) => !url.pathname.includes('signin'));
	}

	/** Opens a workflow and waits until its nodes are drawn. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
		await this.settle();
	}

	/** Searches for nodes to add, and returns the names that are found. */
	async searchNodes(text: string): Promise<string[]> {
		await this.page.getByTestId('node-creator-plus-button').first().click();
		await this.page.getByTestId('node-creator-search-bar').click();
		await this.page.keyboard.type(text);
		await this.settle();
		return await this.page.getByTestId('node-creator-item-name').allInnerTexts();
	}

	/** Opens a node's panel, from the canvas. */
	async openNode(name: string): Promise<void> {
		const node = this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
		await node.dblclick();
		await this.page.getByTestId('node-parameters').waitFor();
		await this.settle();
	}

	/** Opens the list of a resource locator such as the model picker. */
	async openList(parameter: string): Promise<void> {
		const locator = this.page.getByTestId(`resource-locator-${parameter}`);
		await locator.getByTestId('rlc-input').click();
		await this.page.getByTestId('rlc-item').first().waitFor();
		await this.settle();
	}

	/** Searches the list of a resource locator and chooses an entry by its name. */
	async chooseFromList(parameter: string, search: string, name: string): Promise<void> {
		await this.openList(parameter);
		await this.page.getByTestId('rlc-search').fill(search);
		// A click before the search is answered leaves n8n with the entry's value and no name.
		await this.settle();
		const entry = this.page.getByTestId('rlc-item').filter({ hasText: exactly(name) });
		await entry.click();
		await this.settle();
	}

	/** Opens the menu of a collection such as Model Options. */
	async openCollection(title: string): Promise<void> {
		const collection = this.page
			.getByTestId('parameter-item')
			.filter({ has: this.page.getByText(title, { exact: true }) })
			.filter({ has: this.page.getByTestId('collection-parameter-add') });
		await collection.getByTestId('collection-parameter-add').first().click();
		const entries = this.page.getByTestId('collection-parameter-option');
		await entries.filter({ visible: true }).first().waitFor();
		await this.settle();
	}

	/** Opens the credential that the open node uses. */
	async openCredential(): Promise<void> {
		await this.page.getByTestId('credential-edit-button').click();
		await this.page.getByTestId('credential-edit-dialog').waitFor();
		await this.settle();
	}

	/** Runs the open workflow and waits until n8n says that it succeeded. */
	async execute(patienceMs: number): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
		const message = this.page.getByText('Workflow executed successfully');
		await message.waitFor({ timeout: patienceMs });
		await message.waitFor({ state: 'hidden' });
		await this.settle();
	}

	/** Shows the open node's output as a list of fields with their values. */
	async showOutputSchema(): Promise<void> {
		const output = this.page.getByTestId('output-panel');
		await output.getByTestId('radio-button-schema').click();
		await this.settle();
	}

	/** Lets what is drawn with a delay (icons, hints, fades) come to rest. */
	async settle(): Promise<void> {
		await this.page.waitForTimeout(1000);
	}

	/** The parts of the page that pictures are cut out of. */
	get parts(): Record<'panel' | 'fields' | 'menu' | 'credential', Locator> {
		const { page } = this;
		return {
			panel: page.getByTestId('node-parameters'),
			fields: page.getByTestId('node-parameters').locator('.parameter-input-list-wrapper').first(),
			menu: page.locator('[data-test-id="rlc-item"], [data-test-id="collection-parameter-option"]'),
			credential: page.getByRole('dialog').filter({ has: page.getByTestId('credential-name') }),
		};
	}
}

function exactly(text: string): RegExp {
	return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
