import { spawnSync } from 'node:child_process';
import { PlainMessage } from './say';

const needs: Array<{ name: string; commands: string[] }> = [
	{ name: 'python3', commands: ['python3'] },
	{ name: 'make', commands: ['make'] },
	{ name: 'a C++ compiler', commands: ['g++', 'c++', 'clang++'] },
];

const list = new Intl.ListFormat('en');

/** Refuses, in one sentence, when what compiles n8n's SQLite driver is missing. */
export function checkCompilers(): void {
	const missing = needs.filter(({ commands }) => !commands.some(works)).map(({ name }) => name);
	if (missing.length === 0) return;
	const it = missing.length === 1 ? 'it' : 'them';
	const advice =
		process.platform === 'darwin'
			? 'install the Xcode command line tools (`xcode-select --install`)'
			: `install ${it} (Debian, Ubuntu: \`apt-get install python3 make g++\`)`;
	throw new PlainMessage(
		`n8n's SQLite driver must be compiled once, but this machine lacks ${list.format(missing)}: ${advice}, then run this again.`,
	);
}

/** Runs it: on macOS the commands exist as stand-ins before the tools are installed. */
function works(command: string): boolean {
	return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
