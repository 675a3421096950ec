/** A release that fails leaves the working tree as it was. */
import { execFileSync } from 'node:child_process';

/** Where a release writes, relative to the root of the repository. */
export interface Written {
	/** Files and folders that git knows before. */
	readonly known: readonly string[];
	/** A folder that git may not know before; what it didn't know there is removed. */
	readonly folder: string;
}

/**
 * Does the work. If that fails, commits that it made are taken back, and what it wrote is again as it
 * was committed before. The tree must be clean when it begins.
 * @throws what the work throws
 */
export function orUndo(root: string, { known, folder }: Written, work: () => void): void {
	const git = (...args: string[]) =>
		execFileSync('git', args, {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'inherit'],
		});
	const before = git('rev-parse', 'HEAD').trim();
	try {
		work();
	} catch (error) {
		git('reset', '--quiet', '--soft', before);
		git('restore', '--quiet', '--staged', '--worktree', '--', ...known);
		git('clean', '--quiet', '--force', '-d', '--', folder);
		throw error;
	}
}
