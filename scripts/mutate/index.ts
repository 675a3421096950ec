/**
 * `npm run test:mutate [-- folder or file …]`: changes the code in one place at a time (StrykerJS) and looks
 * whether a test notices. What has been tried is tried again only when it or its tests have changed. Exits
 * with 1 when fewer than 95 % of the changes in a folder are noticed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

/** What is changed where nothing else is asked for: where mistakes cost money or a task. */
const folders = [
	'seedance/api',
	'seedance/webhook',
	'seedance/request',
	'seedance/run',
	'nodes/shared/actions',
];

/** The same values in every run: else a property test notices today what it did not yesterday. */
const seed = '20261121';

/** The domain's tests are quick; what nodes do shows in n8n's engine only. */
const testsOf = (name: string) =>
	name.startsWith('seedance/') ? 'test/unit' : 'test/unit test/node';

const isFolder = (name: string) => statSync(path.join(root, name)).isDirectory();

/** Whether enough changes of a folder or file were noticed. */
function mutate(name: string): boolean {
	console.log(`\n=== ${name}`);
	const env = {
		FAST_CHECK_SEED: seed,
		...process.env,
		MUTATE_NAME: name.replaceAll('/', '-'),
		MUTATE_TESTS: testsOf(name),
	};
	const pattern = isFolder(name) ? `${name}/**/*.ts` : name;
	const args = ['stryker', 'run', '--mutate', pattern];
	return spawnSync('npx', args, { cwd: root, stdio: 'inherit', env }).status === 0;
}

function main(): void {
	const given = process.argv.slice(2).map((name) => name.replace(/\/+$/, ''));
	const unknown = given.filter((name) => !existsSync(path.join(root, name)));
	if (unknown.length > 0) {
		console.error(`Not found: ${unknown.join(', ')}`);
		process.exitCode = 2;
		return;
	}
	const names = given.length > 0 ? given : folders;
	const failed = names.filter((name) => !mutate(name));
	if (failed.length > 0) console.error(`\nToo few changes were noticed in ${failed.join(', ')}.`);
	process.exitCode = failed.length > 0 ? 1 : 0;
}

main();
