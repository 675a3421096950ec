'use strict';
/**
 * The build, in the order it runs: type-check → clean → bundle and notices → entries, icons, codex
 * files and output schemas.
 *
 * Everything is bundled into three files: dist/seedance.js, which n8n loads at its start;
 * dist/running.js, which nodes import on first use; and dist/chunk.js, which both need. The files
 * that n8n looks for by name each export one class of the first. The catalogue's JSON files replace
 * the module that reads them. zod, image-size and ipaddr.js, the only things that published code
 * imports besides n8n-workflow, are bundled as well, so that the package needs no runtime
 * dependency; THIRD-PARTY-NOTICES.txt has their licenses, for whatever esbuild says was bundled.
 * Our own code is not minified, so that whoever looks under the hood, or at a stack trace, finds
 * the way.
 */
const { mkdir, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { execFile } = require('node:child_process');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');
require('tsx/cjs');
const { bundle: bundleModules, commonJs } = require('./scripts/build/bundle');
const { notices, noticesFile } = require('./scripts/build/notices');

const run = promisify(execFile);
const tsc = require.resolve('typescript/bin/tsc');
/** The folder of `npm run dev`, whose build has source maps. The published dist has none. */
const { DEV_DIST } = process.env;
const out = DEV_DIST ?? 'dist';

async function clean() {
	await rm(out, { recursive: true, force: true });
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

/** The files that package.json tells n8n to load, as paths without "dist/" and ".js". */
function entries() {
	const { nodes, credentials } = require('./package.json').n8n;
	return [...nodes, ...credentials].map((file) => path.relative('dist', file).replace(/\.js$/, ''));
}

/** n8n finds a class by the name of its file. */
const classOf = (entry) => path.basename(entry).split('.')[0];

async function writeBundle() {
	const classes = new Map(entries().map((entry) => [entry, classOf(entry)]));
	const { modules, packages } = await bundleModules(__dirname, classes, DEV_DIST !== undefined);
	await mkdir(out, { recursive: true });
	const write = (name, text) => writeFile(path.join(out, name), text);
	await write(noticesFile, notices(packages));
	await Promise.all([...modules].map(async ([name, text]) => write(name, await commonJs(text))));
}

async function writeEntries() {
	for (const entry of entries()) {
		const file = path.join(out, `${entry}.js`);
		const bundled = path.relative(path.dirname(file), path.join(out, 'seedance.js'));
		const name = classOf(entry);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, `'use strict';\nexports.${name} = require('${bundled}').${name};\n`);
	}
}

const icons = () =>
	src('icons/*.{svg,png}', { encoding: false, removeBOM: false }).pipe(dest(`${out}/icons`));
/** What n8n reads beside the code: codex files, and the schemas of the outputs. */
const data = () =>
	src(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json']).pipe(dest(`${out}/nodes`));

const bundle = series(clean, writeBundle, parallel(writeEntries, icons, data));
const build = series(typeCheck, bundle);

// `npm test` uses bundle, because it checks the types itself.
module.exports = { clean, bundle, build, default: build };
