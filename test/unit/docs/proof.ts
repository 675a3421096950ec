/** The proof of a claim of README, and whether it exists. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..', '..', '..');

export const readText = (file: string): string => readFileSync(path.join(root, file), 'utf8');

export type Proof =
	/** A jest test or group, by its name in the file. */
	| { readonly kind: 'test'; readonly file: string; readonly name: string }
	/** A case on a real n8n, of `npm run e2e` or `npm run examples`, by its name. */
	| { readonly kind: 'case'; readonly name: string }
	/** A step of what CI runs, by the words that it announces. */
	| { readonly kind: 'ci'; readonly name: string }
	/** A program that measures or plays, by words in it. */
	| { readonly kind: 'program'; readonly file: string; readonly name: string };

export const inNode = (file: string, name: string): Proof => ({
	kind: 'test',
	file: `test/node/${file}.test.ts`,
	name,
});
export const inUnit = (file: string, name: string): Proof => ({
	kind: 'test',
	file: `test/unit/${file}.test.ts`,
	name,
});
export const onN8n = (name: string): Proof => ({ kind: 'case', name });
export const inCi = (name: string): Proof => ({ kind: 'ci', name });
export const byProgram = (file: string, name: string): Proof => ({ kind: 'program', file, name });

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a source calls something with this name first, such as `it('…'`, and does not skip it. */
export function hasTest(source: string, name: string): boolean {
	const inSource = `(?:${escaped(name)}|${escaped(name.replaceAll("'", "\\'"))})`;
	return new RegExp(`(?<!\\.(?:skip|todo))\\(\\s*(['"\`])${inSource}\\1`).test(source);
}

/** The sources of the cases that are played on a real n8n. */
function caseSources(): string[] {
	return ['test/e2e/cases', 'test/e2e/example-cases'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => readText(`${folder}/${file}`)),
	);
}

/** Whether a source has a case of this name, given as `name` or to a function that makes cases. */
export const hasCase = (source: string, name: string): boolean =>
	new RegExp(`(?:\\bname: |\\(\\s*)'${escaped(name)}'`).test(source);

/** Why a proof is invalid; undefined when it exists. */
export function whyMissing(proof: Proof): string | undefined {
	const { kind, name } = proof;
	if (kind === 'case') {
		return caseSources().some((source) => hasCase(source, name))
			? undefined
			: `no case "${name}" in test/e2e`;
	}
	const file = kind === 'ci' ? '.ci/run' : proof.file;
	if (!existsSync(path.join(root, file))) return `no file ${file}`;
	const source = readText(file);
	const isThere = kind === 'test' ? hasTest(source, name) : source.includes(name);
	return isThere ? undefined : `no "${name}" in ${file}`;
}
