/** `npx tsx test/compat/close-release.ts 0.2.0` writes the sums of a new release's folder, once. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sumsFile, sumsOf } from './frozen';

const folder = path.join(__dirname, process.argv[2] ?? '');
const file = path.join(folder, sumsFile);
if (folder === __dirname || !existsSync(folder)) throw new Error('Name the release, such as 0.2.0');
if (existsSync(file)) throw new Error(`${folder} is closed: make a folder for a new release`);
writeFileSync(file, sumsOf(folder));
