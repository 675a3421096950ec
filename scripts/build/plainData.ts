/** Modules of plain data, worked out when the package is built rather than whenever it is loaded. */
import { createRequire } from 'node:module';
import { uneval } from 'devalue';
import { build } from 'esbuild';
import type { BuildOptions, Plugin } from 'esbuild';

/** By this ending of a file's name, so that whoever edits one knows that it may hold nothing but data. */
const dataModule = /\.data\.ts$/;

type Exports = Readonly<Record<string, unknown>>;

/** What a module exports, once it has run. */
async function exportsOf(file: string, options: BuildOptions): Promise<Exports> {
	const { outputFiles } = await build({
		...options,
		entryPoints: [file],
		bundle: true,
		format: 'cjs',
		write: false,
	});
	const module: { exports: Exports } = { exports: {} };
	const run = new Function('module', 'require', outputFiles[0]?.text ?? '');
	run(module, createRequire(file));
	return module.exports;
}

/** The same object for equal parts, which is then written once. */
function shared(value: unknown, known = new Map<string, unknown>()): unknown {
	if (typeof value !== 'object' || value === null) return value;
	const copy = Array.isArray(value)
		? value.map((part) => shared(part, known))
		: Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shared(part, known)]));
	const text = uneval(copy);
	const same = known.get(text) ?? copy;
	known.set(text, same);
	return same;
}

/**
 * The text of a module that exports the same data as it stands there.
 * @throws Error when a module exports anything but data, e.g. a function
 */
export async function plainData(file: string, options: BuildOptions): Promise<string> {
	const data = await exportsOf(file, options);
	return `export const { ${Object.keys(data).join(', ')} } = ${uneval(shared(data))};`;
}

/** @param options of esbuild, as the rest of the bundle has them */
export const plainDataModules = (options: BuildOptions): Plugin => ({
	name: 'plain data',
	setup({ onLoad }) {
		onLoad({ filter: dataModule }, async ({ path }) => ({
			contents: await plainData(path, options),
			loader: 'js',
		}));
	},
});
