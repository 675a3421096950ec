/**
 * Bundles what package.json tells n8n to load, and lists the third-party packages in the bundle.
 */
import path from 'node:path';
import { build, transform } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { external } from './external';
import { catalogueRecords } from './catalogueRecords';

export interface Bundle {
	/** ES modules, by their names within dist. */
	readonly modules: ReadonlyMap<string, string>;
	/**
	 * The folders of the packages whose code is in the files, relative to the root:
	 * "node_modules/zod".
	 */
	readonly packages: readonly string[];
}

/** In bytes. esbuild ends a line soon after it, so that a reviewer can read what is published. */
const lineLimit = 140;

const common = {
	bundle: true,
	format: 'cjs',
	platform: 'neutral',
	lineLimit,
	mainFields: ['module', 'main'],
	target: 'es2022',
	write: false,
} satisfies BuildOptions;

const sourceMapComment = '//# sourceMappingURL=data:';

/** The package that a file belongs to. */
const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The folders of the packages whose code is in the output of an esbuild run. */
function packagesIn({ outputs }: Metafile): string[] {
	const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
	return inputs.flatMap(([file, { bytesInOutput }]) =>
		bytesInOutput > 0 ? (packageFolder.exec(file) ?? []) : [],
	);
}

/** What our code imports of each library. */
const importsOf = (library: string) => {
	if (library === 'zod') return "export { z } from 'zod';";
	if (library === 'ipaddr.js') return "export { default } from 'ipaddr.js';";
	return `export * from '${library}';`;
};

const namespace = 'small-library';
/** How the published code marks where each source file, and each library, begins. */
export const sourceMark = '//! ';
export const libraryMark = `${sourceMark}${namespace}:`;

/** Minifies libraries, which nobody reads here. Our own code isn't minified. */
const smallLibraries = (root: string, onPackages: (folders: string[]) => void): Plugin => ({
	name: 'small libraries',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^(zod|ipaddr\.js|image-size\/.+)$/ }, ({ path: library }) => ({
			path: library,
			namespace,
			sideEffects: false,
		}));
		onLoad({ filter: /.*/, namespace }, async ({ path: library }) => {
			const { outputFiles, metafile } = await build({
				...common,
				absWorkingDir: root,
				format: 'esm',
				minify: true,
				legalComments: 'inline',
				metafile: true,
				stdin: { contents: importsOf(library), resolveDir: root },
			});
			onPackages(packagesIn(metafile));
			return { contents: outputFiles[0]?.text ?? '', loader: 'js' };
		});
	},
});

/** esbuild's comment above what a source file became. */
const sourceComment = /^\/\/ (?=[\w-]+[/:]\S+$)/gm;

/**
 * Converts a module to CommonJS, which n8n loads; esbuild splits only ES modules. A source map in the
 * text is converted with it. The names of the source files stay as comments, for whoever reads the
 * published code.
 */
export async function commonJs(text: string): Promise<string> {
	const { code } = await transform(text.replace(sourceComment, sourceMark), {
		format: 'cjs',
		platform: 'node',
		target: common.target,
		lineLimit,
		supported: { 'dynamic-import': false },
		sourcemap: text.includes(sourceMapComment) && 'inline',
	});
	return code;
}

/**
 * Bundles into memory.
 * @param entries source files without their extension, relative to the root, each with the class it
 * exports
 * @param hasSourceMaps whether to add source maps with absolute paths, for a debugger; never in what is
 * published
 */
export async function bundle(
	root: string,
	entries: ReadonlyMap<string, string>,
	hasSourceMaps = false,
): Promise<Bundle> {
	const packages = new Set<string>();
	const add = (folders: readonly string[]) => folders.forEach((folder) => packages.add(folder));
	const lines = [...entries].map(([entry, name]) => `export { ${name} } from './${entry}';`);
	const { outputFiles, metafile } = await build({
		...common,
		absWorkingDir: root,
		format: 'esm',
		splitting: true,
		outdir: '.',
		entryNames: 'seedance',
		chunkNames: '[name]',
		metafile: true,
		...(hasSourceMaps && { sourcemap: 'inline', sourceRoot: `${root}/` }),
		stdin: { contents: lines.join('\n'), resolveDir: root },
		external: [...external],
		plugins: [smallLibraries(root, add), catalogueRecords],
	});
	const modules = new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
	add(packagesIn(metafile));
	return { modules, packages: [...packages].sort() };
}
