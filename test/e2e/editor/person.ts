import type { Canvas } from '../editor-parts';
import type {
	NodeOfExecution,
	NodePanel,
	Person,
	PersonModule,
	PersonOptions,
	ShownError,
	ShownVideo,
} from '../person';
import type { ChosenFile } from '../picture';
import { openBrowser, type Browser } from './browser';
import { Camera } from './camera';
import { CanvasInEditor } from './canvas';
import { Editor } from './editor';
import { submitForm } from './form-page';
import { PanelInEditor } from './node-panel';

const width = 1440;
const height = 860;

/** A person at a Chromium of this machine. */
class PersonAtBrowser implements Person {
	private readonly editor: Editor;
	private readonly camera: Camera;

	constructor(
		private readonly browser: Browser,
		private readonly options: PersonOptions,
	) {
		this.editor = new Editor(browser.page, options.url);
		this.camera = new Camera(browser.page, this.editor, options.folder);
	}

	async signIn(): Promise<void> {
		await this.editor.signIn(this.options.email, this.options.password);
	}

	async submitForm(url: string, label: string, file: ChosenFile): Promise<void> {
		await submitForm(this.browser.page, url, label, file);
	}

	async watchVideo(place: NodeOfExecution, picture: string): Promise<ShownVideo> {
		await this.open(place);
		const shown = await this.editor.playVideo();
		await this.camera.takeWindow(picture + this.options.suffix);
		return shown;
	}

	async readError(place: NodeOfExecution, picture: string): Promise<ShownError> {
		await this.open(place);
		const shown = await this.editor.readError();
		await this.camera.takeWindow(picture + this.options.suffix);
		return shown;
	}

	async openNode(workflowId: string, node: string): Promise<NodePanel> {
		const { page } = this.browser;
		await this.editor.openWorkflow(workflowId);
		await this.editor.openNode(node);
		return new PanelInEditor(page, this.editor, this.camera, node, this.options.suffix);
	}

	get waitedMs(): number {
		return this.editor.waitedMs;
	}

	async newWorkflow(): Promise<Canvas> {
		await this.editor.newWorkflow();
		const { browser, editor, camera, options } = this;
		return new CanvasInEditor(browser.page, editor, camera, options.suffix);
	}

	async leave(): Promise<void> {
		await this.browser.close();
	}

	private async open({ workflowId, executionId, node }: NodeOfExecution): Promise<void> {
		await this.editor.openExecution(workflowId, executionId);
		await this.editor.openNode(node);
	}
}

/** Starts a browser and signs in. */
export const openPerson: PersonModule['openPerson'] = async (options) => {
	const browser = await openBrowser(width, height, options.signal);
	try {
		const person = new PersonAtBrowser(browser, options);
		await person.signIn();
		return person;
	} catch (error) {
		await browser.close();
		throw error;
	}
};
