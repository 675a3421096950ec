/** Checks the tarball that would be published: its contents and its size. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';

const root = path.join(__dirname, '..');
/** The most that the package may weigh, in bytes. */
const limit = 100_000;

const packSchema = z.array(
	z.object({ size: z.number(), files: z.array(z.object({ path: z.string() })) }),
);

// Scripts are off: the build has run, and its output on stdout would not be JSON.
const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
	cwd: root,
	encoding: 'utf8',
	stdio: ['ignore', 'pipe', 'ignore'],
});
const [packed] = packSchema.parse(JSON.parse(output));
if (packed === undefined) throw new Error('npm pack listed nothing');

const allowed = /^(dist\/.+|README\.md|LICENSE|package\.json)$/;
const strangers = packed.files.map((file) => file.path).filter((file) => !allowed.test(file));
console.log(`${packed.files.length} files, ${packed.size} bytes packed (limit ${limit})`);
if (!packed.files.some((file) => file.path.startsWith('dist/'))) {
	console.error('dist is missing: run "npm run build" first');
	process.exitCode = 1;
}
if (strangers.length > 0) {
	console.error(`must not be published: ${strangers.join(', ')}`);
	process.exitCode = 1;
}
if (packed.size > limit) {
	console.error('the package is too large');
	process.exitCode = 1;
}
