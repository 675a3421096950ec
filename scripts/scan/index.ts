/**
 * `npm run scan` applies n8n's checks of published packages to the package that would be published
 * from here. It exits with 1 and a list of what is wrong.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { complaintsAbout, packedLimit } from './complaints';
import { scan, scannerName, scannerVersion } from './scanner';
import type { Verdict } from './scanner';
import { packAndUnpack } from './tarball';

const root = path.join(__dirname, '../..');

const wordOf = (isFine: boolean) => (isFine ? 'passed' : 'NOT PASSED');

function report(title: string, { passed, message = '', details = '' }: Verdict): void {
	console.log(`  ${title}: ${wordOf(passed)}`);
	if (!passed) console.error(`${message}\n${details}`);
}

async function main(within: string): Promise<boolean> {
	// The files in dist may be stale.
	execFileSync('npm', ['run', '--silent', 'build', '--', '--silent'], {
		cwd: root,
		stdio: 'inherit',
	});
	const tarball = packAndUnpack(root, within);
	console.log(
		`${tarball.fileName}: ${tarball.files.length} files, ${tarball.packedBytes} bytes packed (limit ${packedLimit})`,
	);
	const verdicts = await scan([
		{ part: 'source', folder: root },
		{ part: 'tarball', folder: tarball.folder },
	]);
	console.log(`The analysis of ${scannerName} ${scannerVersion()}:`);
	const titles = ['source (package.json, nodes, credentials)', 'tarball (its .js, package.json)'];
	verdicts.forEach((verdict, i) => report(titles[i] ?? '', verdict));
	console.log('  provenance: not checked, only a published version has it');

	const complaints = await complaintsAbout(tarball);
	console.log(
		`Contents, size, dependencies, install scripts, imports, classes: ${wordOf(complaints.length === 0)}`,
	);
	for (const complaint of complaints) console.error(`  ${complaint}`);
	return complaints.length === 0 && verdicts.every(({ passed }) => passed);
}

const within = mkdtempSync(path.join(tmpdir(), 'seedance-scan-'));
main(within)
	.then((isFine) => {
		process.exitCode = isFine ? 0 : 1;
	})
	.catch((error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	})
	.finally(() => rmSync(within, { recursive: true, force: true }));
