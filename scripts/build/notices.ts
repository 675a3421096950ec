/**
 * The notices of the bundled packages, which their licenses require wherever the code is
 * distributed.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Its name within dist, and so in the published package. */
export const noticesFile = 'THIRD-PARTY-NOTICES.txt';

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });
const licenseName = /^(licen[cs]e|notice|copying)(\.(md|txt|markdown))?$/i;
const line = '-'.repeat(80);

/** @throws Error when a package has no text of its license */
function noticeOf(folder: string): string {
	const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const { name, version, license } = manifestSchema.parse(manifest);
	const texts = readdirSync(folder)
		.filter((file) => licenseName.test(file))
		.sort()
		.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
	if (texts.join('') === '') throw new Error(`${name} is bundled, but has no text of its license`);
	return `${line}\n${name} ${version} (${license})\n${line}\n\n${texts.join('\n\n')}\n`;
}

/**
 * The text of the notices.
 * @param folders of the packages
 * @throws Error when one of them has no text of its license
 */
export function notices(folders: readonly string[]): string {
	const head = 'Code of these packages is part of this one, under the licenses that follow.\n';
	return [head, ...folders.map(noticeOf)].join('\n');
}
