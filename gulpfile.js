'use strict';
/**
 * The build, in the order it runs:
 * clean → type-check → compile → bundle zod → icons and codex files.
 *
 * zod is the only thing that published code imports besides n8n-workflow. It is bundled into the
 * one domain file that re-exports it (seedance/zod.ts), so that the package needs no runtime
 * dependency and no other compiled file changes.
 */
const { rm } = require('node:fs/promises');
const path = require('node:path');
const { execFile } = require('node:child_process');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');
const esbuild = require('esbuild');

const run = promisify(execFile);
const tsc = require.resolve('typescript/bin/tsc');

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

async function typescript(...args) {
	try {
		await run(process.execPath, [tsc, ...args]);
	} catch (error) {
		// tsc reports on standard output; without this gulp would only say "Command failed".
		throw new Error(error.stdout || error.message);
	}
}

const typeCheck = () => typescript('-p', 'tsconfig.build.json', '--noEmit');
// Checked just before, so that compiling need not check again.
const compile = () => typescript('-p', 'tsconfig.build.json', '--noCheck');

async function bundleZod() {
	const file = path.join('dist', 'seedance', 'zod.js');
	await esbuild.build({
		entryPoints: [file],
		outfile: file,
		allowOverwrite: true,
		bundle: true,
		minify: true,
		format: 'cjs',
		platform: 'neutral',
		mainFields: ['module', 'main'],
		target: 'es2022',
		legalComments: 'inline',
	});
}

const icons = () =>
	src('icons/*.{svg,png}', { encoding: false, removeBOM: false }).pipe(dest('dist/icons'));
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

const build = series(clean, typeCheck, compile, parallel(bundleZod, icons, codex));

module.exports = { clean, build, default: build };
