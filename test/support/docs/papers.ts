/** The house's papers as the tests read them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(__dirname, '..', '..', '..');

export const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
export const exists = (file: string) => existsSync(path.join(root, file));

/** The files in a folder and those below it that end so, as paths from the root. */
export const filesIn = (folder: string, ending: string): readonly string[] =>
	readdirSync(path.join(root, folder), { encoding: 'utf8', recursive: true })
		.filter((name) => name.endsWith(ending))
		.map((name) => `${folder}/${name}`);

/** Every paper that people read, as paths from the root. */
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
