/** What `npm run n8n` says on a machine that cannot compile n8n's database driver. */
import { spawnSync } from 'node:child_process';
import { checkCompilers } from '../../e2e/compilers';

jest.mock('node:child_process', () => ({ spawnSync: jest.fn() }));

/** A machine with these commands and no others. */
function machineWith(...commands: string[]): void {
	const run = (command: string) => ({ status: commands.includes(command) ? 0 : null });
	jest.mocked<(command: string) => unknown>(spawnSync).mockImplementation(run);
}

it('are asked for by name where they are missing', () => {
	machineWith();
	expect(checkCompilers).toThrow('lacks python3, make, and a C++ compiler');
	machineWith('python3', 'make');
	expect(checkCompilers).toThrow('lacks a C++ compiler');
});

it('are not asked for where they are there', () => {
	machineWith('python3', 'make', 'clang++');
	expect(checkCompilers).not.toThrow();
});
