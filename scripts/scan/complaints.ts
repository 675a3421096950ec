/** Checks that n8n's scanner doesn't make, and that matter to a person who installs the package. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { libraryMark, sourceMark } from '../build/bundle';
import { external } from '../build/external';
import { noticesFile } from '../build/notices';
import { loadClass } from '../demo/builtPackage';
import type { Tarball } from './tarball';

/** The largest allowed package, in bytes. */
export const packedLimit = 190_000;
/** The longest allowed line of our own code, in characters. */
const longestLine = 200;
const publishable = /^(dist\/.+|README\.md|LICENSE|package\.json)$/;

/**
 * Fields of packages that npm would install with ours. The scanner checks the one peer,
 * n8n-workflow.
 */
const dependencyFields = [
	'dependencies',
	'optionalDependencies',
	'bundledDependencies',
	'bundleDependencies',
];
/** Scripts that npm runs when the package, or its repository, is installed or removed. */
const installScript = /^((pre|post)?(install|uninstall|prepare)|prepublish|dependencies)$/;

const manifestSchema = z
	.object({
		scripts: z.record(z.string()).default({}),
		n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
	})
	.passthrough();
type Manifest = z.infer<typeof manifestSchema>;

/** Returns one complaint for each line; empty when all is well. */
export async function complaintsAbout(tarball: Tarball): Promise<string[]> {
	const text = readFileSync(path.join(tarball.folder, 'package.json'), 'utf8');
	const manifest = manifestSchema.parse(JSON.parse(text));
	return [
		...aboutContents(tarball),
		...aboutInstalling(manifest),
		...aboutImports(tarball),
		...aboutReading(tarball),
		...(await aboutEntries(tarball.folder, manifest)),
	];
}

function aboutContents({ files, packedBytes }: Tarball): string[] {
	const strangers = files.filter((file) => !publishable.test(file));
	const hasNotices = files.includes(`dist/${noticesFile}`);
	return [
		...strangers.map((file) => `${file} must not be published`),
		...(hasNotices ? [] : [`dist/${noticesFile} is missing: the licenses of what is bundled`]),
		...(packedBytes > packedLimit ? [`${packedBytes} bytes packed, more than ${packedLimit}`] : []),
	];
}

function aboutInstalling(manifest: Manifest): string[] {
	const fields = dependencyFields.filter((field) => Object.keys(manifest[field] ?? {}).length > 0);
	const scripts = Object.keys(manifest.scripts).filter((name) => installScript.test(name));
	return [
		...fields.map((field) => `package.json has ${field}, which would be installed along`),
		...scripts.map((name) => `package.json has the script ${name}, which runs on an install`),
	];
}

/** The scanner allows imports of devDependencies, which wouldn't be there in n8n. */
function aboutImports({ folder, files }: Tarball): string[] {
	return files
		.filter((file) => file.endsWith('.js'))
		.flatMap((file) => {
			const code = readFileSync(path.join(folder, file), 'utf8');
			return importsOf(code)
				.filter((name) => !isAllowed(name, path.dirname(path.join(folder, file))))
				.map((name) => `${file} imports ${name}`);
		});
}

/** A reviewer reads what is published: no minified code but that of libraries, no source map. */
function aboutReading({ folder, files }: Tarball): string[] {
	return files
		.filter((file) => file.endsWith('.js'))
		.flatMap((file) => {
			const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
			let isOurs = true;
			return lines.flatMap((line, i) => {
				if (line.startsWith(sourceMark)) isOurs = !line.startsWith(libraryMark);
				if (line.includes('sourceMappingURL')) return [`${file} has a source map`];
				const isLong = isOurs && line.length > longestLine;
				return isLong ? [`${file}:${i + 1} has ${line.length} characters in one line`] : [];
			});
		});
}

function importsOf(code: string): string[] {
	const calls = code.matchAll(/\b(?:require|import)\s*\(([^)]*)\)/g);
	const statements = code.matchAll(/\b(?:from|import)\s*(["'][^"']+["'])\s*(?:;|$)/gm);
	return [...calls, ...statements].map(([, name = '']) => name.trim().replace(/^["']|["']$/g, ''));
}

const isAllowed = (name: string, from: string) =>
	external.includes(name) || (/^\.\.?\//.test(name) && existsSync(path.join(from, name)));

async function aboutEntries(folder: string, { n8n }: Manifest): Promise<string[]> {
	const complaints = [...n8n.nodes, ...n8n.credentials].map(async (file) => {
		try {
			await loadClass(folder, file);
			return [];
		} catch (error) {
			const [line] = String(error instanceof Error ? error.message : error).split('\n');
			return [`n8n could not load ${file}: ${line}`];
		}
	});
	return (await Promise.all(complaints)).flat();
}
