/**
 * Checks the tarball that would be published: its contents, its size, and n8n's community-node rules
 * on its compiled JavaScript, the way n8n's package scanner applies them (inline comments do not count).
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { ESLint } from 'eslint';
import { z } from 'zod';

const root = path.join(__dirname, '..');
/** The most that the package may weigh, in bytes. */
const limit = 100_000;

const packSchema = z.array(
	z.object({ size: z.number(), files: z.array(z.object({ path: z.string() })) }),
);

function listTarball() {
	// Scripts are off: the build has run, and its output on stdout would not be JSON.
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [packed] = packSchema.parse(JSON.parse(output));
	if (packed === undefined) throw new Error('npm pack listed nothing');
	return { size: packed.size, files: packed.files.map((file) => file.path) };
}

async function scan(files: readonly string[]) {
	const eslint = new ESLint({
		cwd: root,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: [
			n8nCommunityNodesPlugin.configs.recommended as object,
			{ rules: { 'no-console': 'error' } },
		],
	});
	const results = await eslint.lintFiles([...files]);
	const errors = results.reduce((sum, { errorCount }) => sum + errorCount, 0);
	const formatter = await eslint.loadFormatter('stylish');
	return { errors, report: await formatter.format(results) };
}

async function main() {
	const { size, files } = listTarball();
	const complaints: string[] = [];
	const allowed = /^(dist\/.+|README\.md|LICENSE|package\.json)$/;
	const strangers = files.filter((file) => !allowed.test(file));
	const compiled = files.filter((file) => file.endsWith('.js'));
	if (compiled.length === 0) throw new Error('dist is missing: run "npm run build" first');
	if (strangers.length > 0) complaints.push(`must not be published: ${strangers.join(', ')}`);
	if (size > limit) complaints.push(`too large: ${size} bytes`);
	const { errors, report } = await scan(compiled);
	if (errors > 0) complaints.push(`against n8n's rules:\n${report}`);
	console.log(`${files.length} files, ${size} bytes packed (limit ${limit})`);
	console.log(`${compiled.length} compiled files, ${errors} against n8n's community-node rules`);
	for (const complaint of complaints) console.error(complaint);
	process.exitCode = complaints.length === 0 ? 0 : 1;
}

void main();
