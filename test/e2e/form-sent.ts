import { equal } from 'node:assert/strict';
import type { ChosenFile } from './picture';
import type { Scene } from './scene';

/** What a visitor enters in a form, field by field: text, or the files that were chosen. */
export type FormEntries = ReadonlyArray<string | readonly ChosenFile[]>;

/** Sends a published form as a browser sends it. */
export async function sendForm(scene: Scene, path: string, entries: FormEntries): Promise<void> {
	const url = `${scene.stage.rest.url}/form/${path}`;
	// n8n publishes in the background: until it has, it knows no such form.
	await scene.until('the form is published', async () => (await fetch(url)).ok);
	const body = new FormData();
	for (const [index, entry] of entries.entries()) {
		if (typeof entry === 'string') body.append(`field-${index}`, entry);
		else for (const file of entry) body.append(`field-${index}`, blobOf(file), file.name);
	}
	equal((await fetch(url, { method: 'POST', body })).status, 200);
}

const blobOf = ({ bytes, mimeType }: ChosenFile) =>
	new Blob([new Uint8Array(bytes)], { type: mimeType });
