import type { Locator, Page } from 'playwright-core';
import type { ShownField, ShownFields, ShownLabel } from '../editor-parts';

const prefix = 'parameter-input-';
/** The box in a field for text has a name of its own. */
const isField = `[data-test-id^="${prefix}"]:not([data-test-id="${prefix}field"])`;

/** What is asked of an element; the DOM's own types are not those of Node. */
interface DrawnLabel {
	readonly innerText: string;
	readonly scrollWidth: number;
	readonly clientWidth: number;
}

/** Below a label's text are the switches that n8n shows beside it, below a choice its description. */
const firstLine = (text: string) => text.split('\n', 1).join('').trim();

/** Reads the open node's panel: each field's name, value and allowed values. */
export class PanelFields implements ShownFields {
	constructor(private readonly page: Page) {}

	async read(): Promise<ShownField[]> {
		const names = await this.root
			.locator(isField)
			.evaluateAll((found) =>
				found.map((it) =>
					(it as unknown as { getAttribute(name: string): string }).getAttribute('data-test-id'),
				),
			);
		const fields: ShownField[] = [];
		for (const name of names.map((id) => id.slice(prefix.length))) {
			// The model has a picker, and JSON an editor of its own.
			if (name !== 'model' && name !== 'parametersJson') fields.push(await this.readField(name));
		}
		return fields;
	}

	async readLabels(): Promise<string[]> {
		const labels = await this.root.getByTestId('input-label').allInnerTexts();
		return labels.map(firstLine);
	}

	async readLabelWidths(): Promise<ShownLabel[]> {
		// Controls appear beside a label under the pointer.
		await this.page.mouse.move(0, 0);
		const texts = this.root.getByTestId('input-label').locator('label .n8n-text');
		return await texts.evaluateAll((found) =>
			(found as unknown as DrawnLabel[]).map((it) => ({
				label: it.innerText.trim(),
				isCut: it.scrollWidth > it.clientWidth,
			})),
		);
	}

	async readTooltip(name: string): Promise<string> {
		const label = this.item(name).locator('label').first();
		await label.hover();
		await label.locator('svg').first().hover();
		const tooltip = this.page
			.locator('[data-reka-popper-content-wrapper]')
			.filter({ visible: true });
		return await tooltip.innerText();
	}

	private get root(): Locator {
		return this.page
			.getByTestId('node-parameters')
			.locator('.parameter-input-list-wrapper')
			.first();
	}

	private async readField(name: string): Promise<ShownField> {
		const field = this.root.getByTestId(prefix + name);
		const label = await this.item(name).getByTestId('input-label').first().innerText();
		const known = { name, label: firstLine(label) };
		const onOff = field.getByRole('switch');
		if ((await onOff.count()) > 0) return { ...known, value: await onOff.isChecked() };
		const input = field.locator('input, textarea').first();
		const value = await input.inputValue();
		const role = await input.getAttribute('role');
		if (role === 'combobox')
			return { ...known, value, choices: await this.readChoices(field, value) };
		if (role !== 'spinbutton') return { ...known, value };
		const limit = async (which: string) => Number(await input.getAttribute(`aria-value${which}`));
		return { ...known, value, range: [await limit('min'), await limit('max')] };
	}

	/** Opens a list, reads it and chooses again what was chosen. */
	private async readChoices(field: Locator, value: string): Promise<string[]> {
		await field.click();
		const options = this.page.getByRole('option').filter({ visible: true });
		await options.first().waitFor();
		const names = (await options.allInnerTexts()).map((text) =>
			text.split('\n', 1).join('').trim(),
		);
		await options.nth(names.indexOf(value)).click();
		await options.first().waitFor({ state: 'hidden' });
		return names;
	}

	/** The row of a field; that of its collection comes before it. */
	private item(name: string): Locator {
		const field = this.page.getByTestId(prefix + name);
		return this.root.getByTestId('parameter-item').filter({ has: field }).last();
	}
}
