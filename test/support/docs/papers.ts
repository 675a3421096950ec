/** The repository's documents for the tests. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { anchor } from '../../../scripts/docs/markdown';

export const root = path.join(__dirname, '..', '..', '..');

export const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
export const exists = (file: string) => existsSync(path.join(root, file));

/** The files in a folder and those below it that end so, as paths from the root. */
export const filesIn = (folder: string, ending: string): readonly string[] =>
	readdirSync(path.join(root, folder), { encoding: 'utf8', recursive: true })
		.filter((name) => name.endsWith(ending))
		.map((name) => `${folder}/${name}`);

/** The files in the root folder. */
export const rootFiles: readonly string[] = readdirSync(root, { withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map(({ name }) => name);

/** Every document that people read, as paths from the root. */
export const papers = [
	'README.md',
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'examples/README.md',
	'test/compat/README.md',
	...filesIn('docs', '.md'),
];

/** A page without its code, in which nothing is a link. */
export const withoutCode = (page: string) =>
	page.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** The anchors of a page; a heading that comes again gets -1, -2 and so on. */
export function anchorsOf(page: string): ReadonlySet<string> {
	const anchors = new Set<string>();
	for (const [, heading = ''] of page
		.replace(/^```[\s\S]*?^```/gm, '')
		.matchAll(/^#{1,6} (.+)$/gm)) {
		const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
		const first = anchor(plain);
		let unique = first;
		for (let i = 1; anchors.has(unique); i += 1) unique = `${first}-${i}`;
		anchors.add(unique);
	}
	return anchors;
}
