/**
 * `npm test` runs jest, and in parallel lint, types and bundle one after the other. No test reads
 * the bundle's output. Jest's output is shown at once, the others' after jest has ended. It fails
 * when any of them fails. Arguments go to jest.
 */
import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import path from 'node:path';

interface Step {
	readonly name: string;
	readonly hasPassed: boolean;
	readonly seconds: number;
	readonly output: string;
}

const root = path.join(__dirname, '..', '..');

/** Runs a script of package.json. Its output is buffered, unless `stdio` shows it at once. */
async function run(name: string, args: readonly string[], stdio: SpawnOptions['stdio']) {
	const begun = performance.now();
	const child = spawn('npm', ['run', '--silent', name, '--', ...args], { cwd: root, stdio });
	const pieces: Buffer[] = [];
	child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
	child.stderr?.on('data', (piece: Buffer) => pieces.push(piece));
	const hasPassed = await new Promise<boolean>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code === 0));
	});
	const seconds = (performance.now() - begun) / 1000;
	return { name, hasPassed, seconds, output: Buffer.concat(pieces).toString() };
}

async function inTurn(...names: readonly string[]): Promise<Step[]> {
	const steps: Step[] = [];
	for (const name of names) steps.push(await run(name, [], ['ignore', 'pipe', 'pipe']));
	return steps;
}

async function main(): Promise<void> {
	const begun = performance.now();
	const [jest, others] = await Promise.all([
		run('test:unit', process.argv.slice(2), 'inherit'),
		inTurn('lint', 'typecheck', 'bundle'),
	]);
	const steps = [...others, jest];
	for (const { name, output } of others) process.stdout.write(`\n=== npm run ${name}\n${output}`);
	process.stdout.write('\n');
	for (const { name, hasPassed, seconds } of steps) {
		const verdict = hasPassed ? 'passed' : 'FAILED';
		process.stdout.write(`${verdict}  ${name.padEnd(10)} ${seconds.toFixed(0).padStart(4)} s\n`);
	}
	const seconds = (performance.now() - begun) / 1000;
	process.stdout.write(`${seconds.toFixed(0)} s in all\n`);
	process.exitCode = steps.every(({ hasPassed }) => hasPassed) ? 0 : 1;
}

void main();
