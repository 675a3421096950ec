import type { Page } from 'playwright-core';
import type { ChosenFile } from '../picture';

/** Fills in n8n's form page as its visitors do, and submits it. */
export async function submitForm(
	page: Page,
	url: string,
	label: string,
	{ name, mimeType, bytes }: ChosenFile,
): Promise<void> {
	await page.goto(url);
	await page.getByLabel(label).setInputFiles({ name, mimeType, buffer: bytes });
	await page.getByRole('button', { name: 'Submit' }).click();
	await page.getByText('Form Submitted').waitFor();
}
