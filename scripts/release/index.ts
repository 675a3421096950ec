/**
 * `npm run release -- 0.2.0`: all of a release but the push. The changelog gets the version's section,
 * package.json its number, and test/compat its frozen workflows; then they are committed and tagged.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { closeRelease, isOpen } from '../../test/compat/frozen';
import { compatFolder, releases } from '../../test/compat/releases';
import { releaseChangelog } from './changelog';
import { checkVersion } from './version';

const root = path.join(__dirname, '..', '..');
const compatFolderOf = (version: string) => path.join(compatFolder, version);
const manifestSchema = z.object({ version: z.string(), homepage: z.string() });

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
	execFileSync(program, args, { cwd: root, env, stdio: 'inherit' });
}

/** What git restore can't bring back must not be mixed with what this writes. */
function requireCleanTree(): void {
	const status = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
	if (status !== '') throw new Error(`Commit or stash these first:\n${status}`);
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
	requireCleanTree();
	const changelog = path.join(root, 'CHANGELOG.md');
	const day = new Date().toISOString().slice(0, 10);
	const text = readFileSync(changelog, 'utf8');
	writeFileSync(changelog, releaseChangelog(text, version, day, manifest.homepage));
	run('npm', ['version', version, '--no-git-tag-version', '--allow-same-version']);
	freeze(version);
	run('git', ['add', '--all']);
	run('git', ['commit', '--quiet', '--message', `Release ${version}`]);
	run('git', ['tag', '--annotate', `v${version}`, '--message', `Release ${version}`]);
	run('git', ['show', '--stat', '--format=%h %s', 'HEAD']);
	console.log(`
${version} is committed and tagged. What remains:
  1. Read it: git show. To take it back: git tag --delete v${version} && git reset --hard HEAD~1
  2. git push --follow-tags, and see CI through.
  3. Publish a release on GitHub with the tag v${version}: the workflow "Publish" does the rest, and
     prints the checksum for N8N_COMMUNITY_PACKAGES.`);
}

try {
	release(process.argv[2]);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
