/**
 * The records of the catalogue, one JSON file a model. From source they are read from their folder; the
 * build puts them in the place of this module, because published code reads no files.
 */
import path from 'node:path';
import { readFileSync, readdirSync } from 'node:fs';
import type { RecordFile } from './types';

const folder = path.join(__dirname, 'catalogue');

// A test holds every file against the schema of a record.
export const records: readonly RecordFile[] = readdirSync(folder)
	.sort()
	.map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as RecordFile);
