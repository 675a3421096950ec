/**
 * `npm run release -- 0.2.0`: all of a release but the push. The changelog gets the version's section,
 * package.json and the installation guide its number, and test/compat its frozen workflows; then they
 * are committed and tagged. If a step fails, everything is as before.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { closeRelease, isOpen } from '../../test/compat/frozen';
import { compatFolder, releases } from '../../test/compat/releases';
import { releaseChangelog } from './changelog';
import { orUndo } from './undo';
import { checkVersion, withVersion } from './version';

const root = path.join(__dirname, '..', '..');
const changelog = 'CHANGELOG.md';
/** It tells to install the version. */
const installation = 'docs/guides/installation.md';
const compatFolderOf = (version: string) => path.join(compatFolder, version);
const manifestSchema = z.object({ version: z.string(), homepage: z.string() });

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
	execFileSync(program, args, { cwd: root, env, stdio: 'inherit' });
}

/** Only from a clean tree can what this writes be told from the rest, and be taken back. */
function requireCleanTree(): void {
	const status = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
	if (status !== '') throw new Error(`Commit or stash these first:\n${status}`);
}

function requireNoTag(version: string): void {
	const tag = execFileSync('git', ['tag', '--list', `v${version}`], {
		cwd: root,
		encoding: 'utf8',
	});
	if (tag !== '') throw new Error(`The tag v${version} exists already.`);
}

function rewrite(file: string, change: (text: string) => string): void {
	const place = path.join(root, file);
	writeFileSync(place, change(readFileSync(place, 'utf8')));
}

/** An unpublished version has no users' workflows, and its folder would stay open. */
function requireClosedBefore(version: string): void {
	const open = releases.filter((each) => each !== version && isOpen(compatFolderOf(each)));
	if (open.length > 0) throw new Error(`${open.join(', ')} was never released: release that one.`);
}

/** Freezes the nodes and workflows as they are, and closes the folder. */
function freeze(version: string): void {
	const folder = compatFolderOf(version);
	const models = path.join(folder, 'live-models.json');
	const before = releases.filter((each) => each !== version).at(-1);
	if (!existsSync(models) && before !== undefined) {
		mkdirSync(folder, { recursive: true });
		copyFileSync(path.join(compatFolderOf(before), 'live-models.json'), models);
	}
	const tests = ['test/compat/workflows', 'test/compat/descriptions'];
	run('npx', ['jest', ...tests], { ...process.env, COMPAT_FREEZE: version });
	closeRelease(folder);
}

function release(wanted: string | undefined): void {
	const manifest = manifestSchema.parse(
		JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')),
	);
	const version = checkVersion(wanted, manifest.version);
	requireClosedBefore(version);
	requireNoTag(version);
	requireCleanTree();
	const folder = path.relative(root, compatFolderOf(version));
	const written = [changelog, installation, 'package.json', 'package-lock.json'];
	const places = { known: [...written, path.relative(root, compatFolder)], folder };
	orUndo(root, places, () => {
		const day = new Date().toISOString().slice(0, 10);
		rewrite(changelog, (text) => releaseChangelog(text, version, day, manifest.homepage));
		rewrite(installation, (text) => withVersion(text, version));
		run('npm', ['version', version, '--no-git-tag-version', '--allow-same-version']);
		freeze(version);
		run('git', ['add', '--', ...written, folder]);
		run('git', ['commit', '--quiet', '--message', `Release ${version}`]);
		run('git', ['tag', '--annotate', `v${version}`, '--message', `Release ${version}`]);
	});
	run('git', ['show', '--stat', '--format=%h %s', 'HEAD']);
	console.log(`
${version} is committed and tagged. What remains:
  1. Read it: git show. To take it back: git tag --delete v${version} && git reset --hard HEAD~1
  2. git push --follow-tags, and see CI through.
  3. Publish a release on GitHub with the tag v${version}: the workflow "Publish" does the rest, and
     prints the checksum for N8N_COMMUNITY_PACKAGES.`);
}

// Ctrl+C ends the step that runs, and so the release; without a listener nothing would be taken back.
// Started with the tsx command, this process would be killed before it could.
process.on('SIGINT', () => undefined);

try {
	release(process.argv[2]);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
