/**
 * `npm run check:models` compares the built nodes and the catalogue with the five model documents,
 * and exits with 1 on any mismatch.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { findModel } from '../../seedance/models';
import type { OfferedMode } from '../../seedance/models';
import { nodeOf } from '../../seedance/models/modes';
import { compare } from './compare';
import type { Row } from './compare';
import { comparePrices } from './compare-prices';
import { parseDocument } from './parse-document';
import { table } from './table';

const root = path.join(__dirname, '..', '..');
const documents = path.join(root, 'test', 'fixtures', 'models');
/** Another number means that a document, and so its check, is missing. */
const expectedDocuments = 5;

const nodeNames: Readonly<Record<OfferedMode, string>> = {
	'text-to-video': 'SeedanceTextToVideo',
	'image-to-video': 'SeedanceImageToVideo',
	'video-to-video': 'SeedanceVideoToVideo',
};

async function builtNode(name: string): Promise<INodeType> {
	const file = path.join(root, 'dist', 'nodes', name, `${name}.node.js`);
	if (!existsSync(file)) throw new Error('The nodes are not built: run npm run build first');
	const built = (await import(file)) as Record<string, (new () => INodeType) | undefined>;
	const NodeClass = built[name];
	if (NodeClass === undefined) throw new Error(`dist holds no class ${name}`);
	return new NodeClass();
}

async function checkDocument(file: string): Promise<readonly Row[]> {
	const document = parseDocument(readFileSync(path.join(documents, file), 'utf8'));
	const record = findModel(document.model);
	const nodeName = record && nodeNames[nodeOf[record.mode]];
	if (record === undefined || nodeName === undefined) {
		throw new Error(`${file}: no node offers ${document.model}`);
	}
	const { description } = await builtNode(nodeName);
	const rows = [...compare(document, description, record), ...comparePrices(document, record)];
	console.log(`\n${document.model}  (${file}, ${description.displayName})\n\n${table(rows)}`);
	return rows;
}

async function main(): Promise<boolean> {
	const files = readdirSync(documents).filter((file) => file.endsWith('.txt'));
	if (files.length !== expectedDocuments) {
		throw new Error(`${expectedDocuments} documents expected, ${files.length} found`);
	}
	const rows: Row[] = [];
	for (const file of files.sort()) rows.push(...(await checkDocument(file)));
	const wrong = rows.filter(({ mismatches }) => mismatches.length > 0).length;
	const verdict = wrong === 0 ? 'all as documented' : `${wrong} MISMATCHED`;
	console.log(`\n${files.length} documents, ${rows.length} rows: ${verdict}`);
	return wrong === 0;
}

main().then(
	(isFine) => {
		process.exitCode = isFine ? 0 : 1;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	},
);
