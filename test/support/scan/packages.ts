/** Packages on the disk for the scan to look at: fine ones, to which a test does something wrong. */
import {
	appendFileSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.join(__dirname, '../../..');
const made: string[] = [];

export function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'seedance-scan-test-'));
	made.push(folder);
	return folder;
}

export function removeAll(): void {
	for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The part of this package's source that the scanner reads. */
export function ourSource(): string {
	const folder = temporaryFolder();
	for (const name of ['package.json', 'nodes', 'credentials', 'icons']) {
		cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
	}
	return folder;
}

const nodeFile = 'dist/nodes/Fox/Fox.node.js';
const credentialFile = 'dist/credentials/FoxApi.credentials.js';
export const fine = {
	[nodeFile]: "'use strict';\nexports.Fox = require('../../fox.js').Fox;\n",
	[credentialFile]: "'use strict';\nexports.FoxApi = require('../fox.js').FoxApi;\n",
	'dist/fox.js': "'use strict';\nexports.Fox = class {};\nexports.FoxApi = class {};\n",
	'dist/THIRD-PARTY-NOTICES.txt': 'Nothing of others.\n',
	'README.md': '# A fox\n',
};

/** A package as it comes out of its tarball. */
export function foxPackage(): string {
	const folder = temporaryFolder();
	for (const [file, text] of Object.entries(fine)) write(folder, file, text);
	const manifest = {
		name: 'n8n-nodes-fox',
		version: '1.0.0',
		description: 'A fox for tests',
		license: 'MIT',
		homepage: 'https://example.com/fox',
		author: { name: 'Fox', email: 'fox@example.com' },
		keywords: ['n8n-community-node-package'],
		repository: { type: 'git', url: 'git+https://example.com/fox.git' },
		files: ['dist'],
		n8n: { n8nNodesApiVersion: 1, credentials: [credentialFile], nodes: [nodeFile] },
		peerDependencies: { 'n8n-workflow': '*' },
		devDependencies: { undici: '7.30.2' },
	};
	write(folder, 'package.json', JSON.stringify(manifest));
	return folder;
}

export function write(folder: string, file: string, text: string): void {
	mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
	writeFileSync(path.join(folder, file), text);
}

export const append = (folder: string, file: string, text: string) =>
	appendFileSync(path.join(folder, file), text);

/** Sets fields of a package.json. */
export function setFields(folder: string, fields: object): void {
	const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as object;
	write(folder, 'package.json', JSON.stringify({ ...manifest, ...fields }));
}
