/**
 * The records of the catalogue, one JSON file for each model. The build replaces this module by the
 * records themselves, because published code reads no files.
 */
import path from 'node:path';
import { readFileSync, readdirSync } from 'node:fs';
import type { RecordFile } from './schema';

const folder = path.join(__dirname, 'catalogue');

// A test checks every file against the schema of a record.
export const records: readonly RecordFile[] = readdirSync(folder)
	.sort()
	.map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as RecordFile);
