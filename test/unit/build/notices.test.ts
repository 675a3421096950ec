/** Whose code the bundle holds, and that its license goes along. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { bundle } from '../../../scripts/build/bundle';
import type { Bundle } from '../../../scripts/build/bundle';
import { external } from '../../../scripts/build/external';
import { notices, noticesFile } from '../../../scripts/build/notices';
import { write } from '../../support/scan/packages';

const root = path.join(__dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = z
	.object({ devDependencies: z.record(z.string()), files: z.array(z.string()) })
	.passthrough()
	.parse(JSON.parse(read('package.json')));

/** The packages that published code imports, by its text. */
function imported(): string[] {
	const sources = ['nodes', 'credentials', 'seedance'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => `${folder}/${file}`)
			// The build puts the records themselves in its place.
			.filter((file) => file !== 'seedance/models/records.ts')
			.map(read),
	);
	const names = sources.flatMap((text) =>
		[...text.matchAll(/^(?:import|export)(?! type\b).*? from '([^.'][^']*)';$/gm)].map(
			([, name = '']) =>
				name
					.split('/')
					.slice(0, name.startsWith('@') ? 2 : 1)
					.join('/'),
		),
	);
	return [...new Set(names)].filter((name) => !external.includes(name)).sort();
}

let bundled: Bundle;
const temporary: string[] = [];
beforeAll(async () => {
	const entry = 'nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
	bundled = await bundle(root, new Map([[entry, 'SeedanceTextToVideo']]));
});
afterAll(() => temporary.forEach((folder) => rmSync(folder, { recursive: true })));

function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'seedance-notices-'));
	temporary.push(folder);
	return folder;
}

it('holds the packages that published code imports, each in the one version that was chosen', () => {
	const names = bundled.packages.map((folder) => folder.replace(/^node_modules\//, ''));
	expect(names).toEqual(imported());
	expect(names).toEqual(expect.arrayContaining(['image-size', 'ipaddr.js', 'zod']));
	for (const name of names) expect(manifest.devDependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
});

it('each of them has its name, its version and the whole text of its license in the notices', () => {
	const text = notices(bundled.packages.map((folder) => path.join(root, folder)));
	for (const folder of bundled.packages) {
		const name = folder.replace(/^node_modules\//, '');
		expect(text).toContain(`${name} ${manifest.devDependencies[name]} (MIT)\n`);
		expect(text).toContain(read(`${folder}/LICENSE`).trim());
	}
	expect(text.match(/^Permission is hereby granted/gm)).toHaveLength(bundled.packages.length);
});

it('the notices are published', () => {
	const folder = temporaryFolder();
	write(folder, 'package.json', JSON.stringify(manifest));
	write(folder, `dist/${noticesFile}`, 'some text');
	const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
	const output = execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
	expect(output).toContain(`"path": "dist/${noticesFile}"`);
});

it.each([
	[{}, 'fox is bundled, but has no text of its license'],
	[{ LICENSE: '\n' }, 'fox is bundled, but has no text of its license'],
])('a package with %j has none: there is no build', (files, message) => {
	const folder = temporaryFolder();
	const fox = { name: 'fox', version: '1.0.0', license: 'MIT' };
	for (const [file, text] of Object.entries({ 'package.json': JSON.stringify(fox), ...files })) {
		write(folder, file, text);
	}
	expect(() => notices([folder])).toThrow(message);
});

it.each(['LICENSE', 'LICENSE.md', 'license', 'LICENCE.txt', 'NOTICE'])('reads %s', (file) => {
	const folder = temporaryFolder();
	write(folder, 'package.json', JSON.stringify({ name: 'fox', version: '1.0.0', license: 'ISC' }));
	write(folder, file, 'You may.');
	expect(notices([folder])).toContain('fox 1.0.0 (ISC)');
	expect(notices([folder])).toContain('You may.');
});
