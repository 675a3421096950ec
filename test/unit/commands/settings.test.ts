/** Checks the settings of editors and bots against this repository. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { debuggerPort } from '../../e2e/dev-package';
import { exists, read } from '../../support/docs/papers';

const root = path.join(__dirname, '../../..');

describe('.vscode/launch.json', () => {
	const { configurations } = z
		.object({ configurations: z.array(z.object({ name: z.string() }).passthrough()) })
		.parse(JSON.parse(read('.vscode/launch.json')));
	const named = (name: string) => configurations.find((each) => each.name === name);

	it('runs the current file with the jest of this repository', () => {
		const program = String(named('Jest: current file')?.program);
		expect(exists(program.replace('${workspaceFolder}/', ''))).toBe(true);
	});

	it('attaches to the n8n of npm run dev', () => {
		expect(named('Attach to n8n')?.port).toBe(debuggerPort);
	});
});

it('Dependabot looks at every folder with a lockfile', () => {
	const inE2e = readdirSync(path.join(root, 'test/e2e')).map((name) => `test/e2e/${name}`);
	const folders = ['', 'test/e2e', ...inE2e].filter((folder) =>
		exists(path.join(folder, 'package-lock.json')),
	);
	const told = [
		...read('.github/dependabot.yml').matchAll(/directory: (\S+)|directories: \[(.*)\]/g),
	];
	const known = told.flatMap(([, one, several]) => one ?? several?.split(', ') ?? []);
	expect(folders).toHaveLength(5);
	expect(folders.filter((folder) => !known.includes(path.join('/', folder)))).toEqual([]);
});
