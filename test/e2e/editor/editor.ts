import type { FrameLocator, Locator, Page } from 'playwright-core';
import { findModel, pickerName } from '../../../seedance/models';
import type { ShownError, ShownVideo } from '../person';
import { watch } from './video-element';

/** Between two keys, in ms: someone who types at an easy pace. */
const keyMs = 100;

/** n8n's editor in a browser page, in the words of a person who uses it. */
export class Editor {
	/** Where the nodes are drawn. */
	private canvas: Page | FrameLocator;
	private idledMs = 0;

	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {
		this.canvas = page;
	}

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
		this.canvas = this.page;
		await this.page.getByTestId('canvas-node').first().waitFor();
		await this.settle();
	}

	/** Begins a new workflow from n8n's first page. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/home/workflows`);
		this.canvas = this.page;
		// The first exists while a person has no workflow, the other afterwards.
		const first = this.page.getByTestId('new-workflow-card');
		await first.or(this.page.getByTestId('add-resource-workflow')).first().click();
		await this.page.getByTestId('canvas-plus-button').waitFor();
	}

	/** Opens an ended execution with its nodes' output. */
	async openExecution(workflowId: string, executionId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}/executions/${executionId}`);
		// n8n 1.x draws it in a frame of its own.
		const frame = this.page.getByTestId('workflow-preview-iframe');
		await frame.or(this.page.getByTestId('canvas-node')).first().waitFor();
		this.canvas = (await frame.count()) > 0 ? frame.contentFrame() : this.page;
		await this.canvas.getByTestId('canvas-node').first().waitFor();
		await this.settle();
	}

	/** How long a person has waited for n8n so far, in ms. */
	get waitedMs(): number {
		return this.idledMs;
	}

	/** Waits for n8n to show something. */
	async untilShown(what: Locator): Promise<void> {
		await this.idle(async () => await what.first().waitFor());
	}

	/** Types at the cursor, key by key. Time beyond a person's pace counts as n8n's. */
	async type(text: string): Promise<void> {
		const started = Date.now();
		await this.page.keyboard.type(text, { delay: keyMs });
		this.idledMs += Math.max(0, Date.now() - started - text.length * keyMs);
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
		const node = this.canvas.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
		await node.dblclick();
		await this.canvas.getByTestId('node-parameters').waitFor();
		await this.settle();
	}

	/** Opens the list of a resource locator such as the model picker. */
	async openList(parameter: string): Promise<void> {
		const locator = this.page.getByTestId(`resource-locator-${parameter}`);
		await locator.getByTestId('rlc-input').click();
		await this.page.getByTestId('rlc-item').first().waitFor();
		await this.settle();
	}

	/** Searches the model picker for an ID, and chooses the entry with its name. */
	async chooseModel(id: string): Promise<void> {
		await (await this.findInList(id)).click();
		await this.settle();
	}

	/** Opens the list of models, searches it, and returns the model's entry. */
	async findInList(id: string): Promise<Locator> {
		const record = findModel(id);
		if (record === undefined) throw new Error(`${id} is not in the catalogue`);
		await this.openList('model');
		await this.page.getByTestId('rlc-search').fill(id);
		// After a click before the search result, n8n would have the entry's value without its name.
		await this.settle();
		const name = pickerName(record).replace(/[.()]/g, '\\$&');
		const entries = this.page.getByTestId('rlc-item');
		return entries.filter({ hasText: new RegExp(`^\\s*${name}\\s*(·|$)`) }).first();
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

	/** Plays the first file of the open node's output, a video, in n8n's preview. */
	async playVideo(): Promise<ShownVideo> {
		const output = this.canvas.getByTestId('output-panel');
		await output.getByTestId('radio-button-binary').click();
		await output.getByTestId('ndv-view-binary-data').first().click();
		return await watch(output.locator('video'));
	}

	/** Moves the open node's panel to the right by so many pixels, away from what is beside it. */
	async movePanel(x: number): Promise<void> {
		const handle = this.page.getByTestId('panel-drag-button');
		await handle.hover();
		const frame = await handle.boundingBox();
		if (frame === null) throw new Error('The panel has no handle.');
		const [left, top] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
		await this.page.mouse.move(left, top);
		await this.page.mouse.down();
		await this.page.mouse.move(left + x, top, { steps: 10 });
		await this.page.mouse.up();
		await this.settle();
	}

	/** Reads why the open node failed. */
	async readError(): Promise<ShownError> {
		const output = this.canvas.getByTestId('output-panel');
		return {
			message: await output.getByTestId('node-error-message').innerText(),
			description: await output.getByTestId('node-error-description').innerText(),
		};
	}

	/** Waits for delayed drawing (icons, hints, fades). */
	async settle(): Promise<void> {
		await this.idle(async () => await this.page.waitForTimeout(1000));
	}

	/** Waits for n8n in some other way. */
	async idle(wait: () => Promise<void>): Promise<void> {
		const started = Date.now();
		await wait();
		this.idledMs += Date.now() - started;
	}

	/** The parts of the page in the screenshots. */
	get parts(): Record<'panel' | 'fields' | 'menu' | 'credential', Locator> {
		const { page } = this;
		return {
			panel: page.getByTestId('node-parameters'),
			fields: page.getByTestId('node-parameters').locator('.parameter-input-list-wrapper').first(),
			// A long menu is scrolled: its frame is what a person sees of it.
			menu: page
				.locator('.el-select-dropdown')
				.filter({ has: page.getByTestId('collection-parameter-option') })
				.or(page.getByTestId('rlc-item')),
			credential: page.getByRole('dialog').filter({ has: page.getByTestId('credential-name') }),
		};
	}
}
