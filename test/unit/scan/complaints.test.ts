/** What the scan looks at besides n8n's scanner. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { complaintsAbout } from '../../../scripts/scan/complaints';
import { packAndUnpack } from '../../../scripts/scan/tarball';
import type { Tarball } from '../../../scripts/scan/tarball';
import {
	append,
	fine,
	foxPackage,
	removeAll,
	setFields,
	temporaryFolder,
	write,
} from '../../support/scan/packages';

const files = ['package.json', ...Object.keys(fine)];

async function complaintsAfter(
	doIt: (folder: string) => void,
	more: Partial<Tarball> = {},
): Promise<string[]> {
	const folder = foxPackage();
	doIt(folder);
	return await complaintsAbout({ folder, fileName: 'fox.tgz', packedBytes: 1000, files, ...more });
}

afterAll(removeAll);

describe('The scan of a tarball', () => {
	it('has nothing against a package with nothing wrong, packed and unpacked', async () => {
		const folder = foxPackage();
		write(folder, 'test/fox.test.js', 'left at home');
		// Of all packages it finds the one that n8n gives it.
		append(
			folder,
			'dist/fox.js',
			"exports.Fox.inputs = require('n8n-workflow').NodeConnectionTypes;",
		);
		const tarball = packAndUnpack(folder, temporaryFolder());
		expect(tarball).toMatchObject({
			fileName: 'n8n-nodes-fox-1.0.0.tgz',
			files: expect.arrayContaining(files),
		});
		expect(tarball.files).toHaveLength(files.length);
		expect(tarball.packedBytes).toBeLessThan(5000);
		expect(await complaintsAbout(tarball)).toEqual([]);
	});

	it.each(['dependencies', 'optionalDependencies'])('refuses %s', async (field) => {
		expect(await complaintsAfter((folder) => setFields(folder, { [field]: { zod: '3' } }))).toEqual(
			[`package.json has ${field}, which would be installed along`],
		);
	});

	it('refuses dependencies that come in the tarball', async () => {
		const fields = { bundledDependencies: ['zod'] };
		expect(await complaintsAfter((folder) => setFields(folder, fields))).toHaveLength(1);
	});

	it.each(['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'prepublish'])(
		'refuses the script %s',
		async (name) => {
			const scripts = { build: 'true', prepack: 'true', [name]: 'true' };
			expect(await complaintsAfter((folder) => setFields(folder, { scripts }))).toEqual([
				`package.json has the script ${name}, which runs on an install`,
			]);
		},
	);

	it.each([
		["require('undici')", 'undici'],
		['require("node:crypto")', 'node:crypto'],
		["require('./forgotten.js')", './forgotten.js'],
		["import('luxon')", 'luxon'],
		["import 'lodash';", 'lodash'],
		["import fox from 'moment';", 'moment'],
		['require(name)', 'name'],
	])('refuses the import %s, which n8n does not give or nobody can read', async (code, name) => {
		// Nothing loads this file, but its import is still found.
		const other = { files: [...files, 'dist/other.js'] };
		expect(
			await complaintsAfter((folder) => write(folder, 'dist/other.js', `${code}\n`), other),
		).toEqual([`dist/other.js imports ${name}`]);
	});

	it('takes imports of n8n-workflow, crypto and its own files', async () => {
		const code = "require('n8n-workflow');require('crypto');require('./fox.js');\n";
		const other = { files: [...files, 'dist/other.js'] };
		expect(await complaintsAfter((folder) => write(folder, 'dist/other.js', code), other)).toEqual(
			[],
		);
	});

	it('refuses a registered file that is not there, one without its class, and one that breaks', async () => {
		const [node, credential] = Object.keys(fine);
		expect(
			await complaintsAfter((folder) => rmSync(path.join(folder, node ?? '')), {
				files: files.filter((file) => file !== node),
			}),
		).toEqual([expect.stringContaining(`could not load ${node}: ${node} is missing`)]);
		expect(
			await complaintsAfter((folder) => write(folder, credential ?? '', 'exports.Other = 1;\n')),
		).toEqual([expect.stringContaining('has no class FoxApi')]);
		expect(
			await complaintsAfter((folder) => append(folder, node ?? '', "throw new Error('Ouch');\n")),
		).toEqual([expect.stringContaining(`could not load ${node}: Ouch`)]);
	});

	it('refuses long lines of our own code and source maps, but not the lines of bundled libraries', async () => {
		const long = `exports.long = '${'x'.repeat(200)}';`;
		const other = { files: [...files, 'dist/other.js'] };
		const library = ['//! small-library:zod', long, '//! seedance/text.ts', 'exports.text = 1;'];
		const complaintsOf = async (lines: readonly string[]) =>
			await complaintsAfter((folder) => write(folder, 'dist/other.js', lines.join('\n')), other);
		expect(await complaintsOf(library)).toEqual([]);
		expect(await complaintsOf([...library, long])).toEqual([
			`dist/other.js:5 has ${long.length} characters in one line`,
		]);
		expect(await complaintsOf(['//# sourceMappingURL=other.js.map'])).toEqual([
			'dist/other.js has a source map',
		]);
	});

	it('refuses a package without the notices of what is bundled', async () => {
		const without = { files: files.filter((file) => !file.includes('NOTICES')) };
		expect(await complaintsAfter(() => {}, without)).toEqual([
			'dist/THIRD-PARTY-NOTICES.txt is missing: the licenses of what is bundled',
		]);
	});

	it('refuses more than 190,000 bytes, and files that nobody needs', async () => {
		const nothing = () => {};
		expect(await complaintsAfter(nothing, { packedBytes: 190_000 })).toEqual([]);
		expect(await complaintsAfter(nothing, { packedBytes: 190_001 })).toEqual([
			'190001 bytes packed, more than 190000',
		]);
		expect(await complaintsAfter(nothing, { files: [...files, '.env', 'src/fox.ts'] })).toEqual([
			'.env must not be published',
			'src/fox.ts must not be published',
		]);
	});
});
