/**
 * `npm run docs` writes the docs that come from the catalogue and the table of messages. With `--
 * --check` it writes nothing, and exits with 1 when a file is stale.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generatedPages } from './pages';
import { firstDifference, staleText } from './stale';

const root = path.join(__dirname, '..', '..');

function run(isCheck: boolean): boolean {
	const images = new Set(readdirSync(path.join(root, 'docs/images')));
	let isFresh = true;
	for (const { file, render } of generatedPages(images)) {
		const place = path.join(root, file);
		const now = existsSync(place) ? readFileSync(place, 'utf8') : '';
		const wanted = render(now);
		const difference = firstDifference(now, wanted);
		if (difference === undefined) {
			console.log(`${file} is up to date`);
		} else if (isCheck) {
			isFresh = false;
			console.error(staleText(file, difference));
		} else {
			writeFileSync(place, wanted);
			console.log(`${file} written`);
		}
	}
	return isFresh;
}

try {
	const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
	if (!run(values.check)) {
		console.error('Run npm run docs and commit what it writes.');
		process.exitCode = 1;
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
}
