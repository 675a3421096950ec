import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import type {
	FieldsAfter,
	LoadedTypes,
	Repaint,
	RepaintModule,
	RepaintWatch,
} from '../panel-repaint';
import { PlainMessage } from '../say';
import { openBrowser, type Browser } from './browser';
import { Editor } from './editor';
import { panelNode } from './panels';

const width = 1440;
const height = 860;
/** The panel is complete when nothing has changed for this long, in ms. */
const quietMs = 1_500;
/** The timeout of editor actions, in ms. It's long, because the machine may be busy. */
const patienceMs = 180_000;

/**
 * Watches the panel from the next click on. A change counts when the next frame has been painted.
 * Changes of invisible elements don't count, such as n8n's switch between fixed and expression,
 * which is updated 200 ms later and shown only under the pointer. It's plain text, because it runs
 * in the page, without a TypeScript loader.
 */
const watching = `(() => {
	const panel = document.querySelector('[data-test-id="node-parameters"]');
	const seen = { clickedMs: null, paintedMs: null, quietSinceMs: null };
	const isSeen = ({ target }) => {
		const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
		return element !== null && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
	};
	window.seenRepaint = seen;
	document.addEventListener('click', (event) => { seen.clickedMs = event.timeStamp; }, { capture: true, once: true });
	const observer = new MutationObserver((changes) => {
		if (seen.clickedMs === null) return;
		seen.quietSinceMs = performance.now();
		if (!changes.some(isSeen)) return;
		requestAnimationFrame(() => {
			const painted = new MessageChannel();
			painted.port1.onmessage = () => { seen.paintedMs = performance.now(); };
			painted.port2.postMessage(null);
		});
	});
	observer.observe(panel, { subtree: true, childList: true, characterData: true, attributes: true });
	seen.end = () => observer.disconnect();
})()`;

/** How long the panel hasn't changed, and the changes before. */
const look = `(() => {
	const { clickedMs, paintedMs, quietSinceMs } = window.seenRepaint;
	return { clickedMs, paintedMs, quietSinceMs, nowMs: performance.now() };
})()`;

const endWatching = 'window.seenRepaint.end()';

/** The names and values of the fields, which are the model's form for a person. */
const fields = `[...document.querySelectorAll('[data-test-id="node-parameters"] [data-test-id^="parameter-input-"]')]
	.map((field) => field.dataset.testId + '=' + (field.querySelector('input, textarea')?.value ?? '')).join()`;

const sizes = `fetch('/types/nodes.json').then((answer) => answer.json()).then((types) => {
	const bytes = (all) => all.reduce((sum, type) => sum + new TextEncoder().encode(JSON.stringify(type)).length, 0);
	const own = types.filter(({ name }) => name.startsWith('n8n-nodes-seedance.'));
	const isTool = ({ name }) => name.endsWith('Tool');
	return { nodes: bytes(own.filter((type) => !isTool(type))), tools: bytes(own.filter(isTool)) };
})`;

const lookSchema = z.object({
	clickedMs: z.number().nullable(),
	paintedMs: z.number().nullable(),
	quietSinceMs: z.number().nullable(),
	nowMs: z.number(),
});
const typesSchema = z.object({ nodes: z.number().positive(), tools: z.number().positive() });

class PanelWatch implements RepaintWatch {
	private readonly page: Page;
	private readonly editor: Editor;

	constructor(
		private readonly browser: Browser,
		url: string,
	) {
		this.page = browser.page;
		this.page.setDefaultTimeout(patienceMs);
		this.editor = new Editor(browser.page, url);
	}

	async signIn(email: string, password: string): Promise<void> {
		await this.editor.signIn(email, password);
	}

	async changeModel(
		workflowId: string,
		models: readonly string[],
		fieldsAfter: FieldsAfter,
	): Promise<Repaint[]> {
		return await this.changeAll(
			workflowId,
			models,
			async (model) => await this.editor.findInList(model),
			fieldsAfter,
		);
	}

	async changeChoice(
		workflowId: string,
		field: string,
		choices: readonly string[],
	): Promise<Repaint[]> {
		return await this.changeAll(
			workflowId,
			choices,
			async (choice) => await this.pointAtChoice(field, choice),
			'others',
		);
	}

	async loadedTypes(): Promise<LoadedTypes> {
		return typesSchema.parse(await this.page.evaluate(sizes));
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	private async changeAll(
		workflowId: string,
		names: readonly string[],
		pointAt: (name: string) => Promise<Locator>,
		fieldsAfter: FieldsAfter,
	): Promise<Repaint[]> {
		await this.editor.openWorkflow(workflowId);
		await this.editor.openNode(panelNode);
		const repaints: Repaint[] = [];
		for (const name of names) {
			repaints.push({ chosen: name, ms: await this.click(await pointAt(name), fieldsAfter) });
		}
		return repaints;
	}

	private async pointAtChoice(field: string, choice: string): Promise<Locator> {
		await this.page.getByTestId(`parameter-input-${field}`).first().click();
		await this.editor.settle();
		const choices = this.page.getByRole('option').filter({ visible: true });
		return choices.filter({ hasText: choice }).first();
	}

	/** Only the click counts: the list is open and the pointer there by then. */
	private async click(entry: Locator, fieldsAfter: FieldsAfter): Promise<number> {
		await entry.hover();
		await this.editor.settle();
		const before = await this.page.evaluate(fields);
		await this.page.evaluate(watching);
		await entry.click();
		const ms = await this.untilQuiet();
		const isSame = (await this.page.evaluate(fields)) === before;
		if (isSame !== (fieldsAfter === 'same')) {
			const found = isSame ? 'the same fields as' : 'other fields than';
			throw new PlainMessage(`The panel has ${found} before the choice.`);
		}
		return ms;
	}

	private async untilQuiet(): Promise<number> {
		const deadline = Date.now() + patienceMs;
		while (Date.now() < deadline) {
			await this.page.waitForTimeout(quietMs / 3);
			const seen = lookSchema.parse(await this.page.evaluate(look));
			const { clickedMs, paintedMs, quietSinceMs, nowMs } = seen;
			if (clickedMs === null || paintedMs === null || quietSinceMs === null) continue;
			if (nowMs - Math.max(paintedMs, quietSinceMs) < quietMs) continue;
			await this.page.evaluate(endWatching);
			return paintedMs - clickedMs;
		}
		throw new PlainMessage(`The panel did not come to rest within ${patienceMs} ms.`);
	}
}

/** Starts a browser and signs in. */
export const openRepaintWatch: RepaintModule['openRepaintWatch'] = async (place, signal) => {
	const browser = await openBrowser(width, height, signal);
	try {
		const watch = new PanelWatch(browser, place.url);
		await watch.signIn(place.email, place.password);
		return watch;
	} catch (error) {
		await browser.close();
		throw error;
	}
};
