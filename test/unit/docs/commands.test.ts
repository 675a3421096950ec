/** Every command in a document, a script or a workflow exists in package.json. */
import { z } from 'zod';
import { exists, filesIn, papers, read } from '../../support/docs/papers';

const { scripts } = z
	.object({ scripts: z.record(z.string()) })
	.parse(JSON.parse(read('package.json')));

const workflows = filesIn('.github/workflows', '.yml');
const places = [...papers, ...workflows, '.ci/run', '.github/pull_request_template.md'];

/** The names after `npm run`, past its options. */
const commandsIn = (text: string) =>
	[...text.matchAll(/\bnpm run (?:--?[a-z]+ )*([a-z0-9][\w:-]*)/g)].map(([, name = '']) => name);

it.each(places)('%s', (place) => {
	expect(commandsIn(read(place)).filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

it('reads a command past the options of npm', () => {
	const text = 'npm run --silent demo -- --image && npm run n8n; `npm run test:fuzz`';
	expect(commandsIn(text)).toEqual(['demo', 'n8n', 'test:fuzz']);
});

it('every script that package.json names is a file', () => {
	const files = Object.values(scripts).flatMap(
		(line) => line.match(/[\w./-]+\.(?:ts|js)\b/g) ?? [],
	);
	expect(files.length).toBeGreaterThan(8);
	expect(files.filter((file) => !exists(file))).toEqual([]);
});

it('CONTRIBUTING names every command that a person runs', () => {
	const named = new Set(commandsIn(read('CONTRIBUTING.md')));
	// Steps of others, and what npm calls itself.
	const within = ['format', 'build', 'typecheck', 'lint', 'format:check', 'test:unit', 'test'];
	const missing = Object.keys(scripts).filter((name) => !named.has(name) && !within.includes(name));
	expect(missing).toEqual([]);
});

it('CONTRIBUTING is read in a few minutes', () => {
	expect(read('CONTRIBUTING.md').trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});

it.each([
	'npm test',
	'npm run --silent check:models',
	'npm run --silent scan',
	'npm run --silent docs -- --check',
	'npm run --silent demo',
	'npm run --silent n8n -- --once',
	'npm run --silent examples',
])('CI runs %s', (command) => {
	expect(read('.ci/run').split('\n')).toContain(command);
});
