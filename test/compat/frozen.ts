/** Whether the files of a release are what they were when it was made. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const sumsFile = 'SHA256SUMS';

/** The files of a release's folder and their sums, as `sha256sum *` prints them. */
export function sumsOf(folder: string): string {
	return readdirSync(folder)
		.filter((name) => name !== sumsFile)
		.sort()
		.map((name) => {
			const bytes = readFileSync(path.join(folder, name));
			return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
		})
		.join('');
}

/**
 * Closes a release's folder, once: writes its sums.
 * @throws Error when there is no such folder, or when it is closed
 */
export function closeRelease(folder: string): void {
	const file = path.join(folder, sumsFile);
	if (!existsSync(folder)) throw new Error(`${folder} isn't there.`);
	if (existsSync(file))
		throw new Error(`${folder} is closed: a new release has a folder of its own.`);
	writeFileSync(file, sumsOf(folder));
}

/** The lines that differ from the committed sums. */
export function editedIn(folder: string): string[] {
	const file = path.join(folder, sumsFile);
	if (!existsSync(file)) return [`${sumsFile} is missing`];
	const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');
	const [then, today] = [linesOf(readFileSync(file, 'utf8')), linesOf(sumsOf(folder))];
	return [
		...then.filter((line) => !today.includes(line)).map((line) => `was ${line}`),
		...today.filter((line) => !then.includes(line)).map((line) => `is ${line}`),
	];
}

/** What git knows about a folder, or why it doesn't. */
export type History = { readonly commits: string[] } | { readonly unknown: string };

/**
 * The commits that touched the folder of a published release after its tag. Of a release without a
 * tag nothing can be said: its folder may still change.
 */
export function commitsSince(root: string, folder: string): History {
	const git = (...parameters: string[]) =>
		execFileSync('git', parameters, {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}).trim();
	const tag = `v${path.basename(folder)}`;
	try {
		if (git('tag', '--list', tag) === '') return { unknown: `this clone has no tag ${tag}` };
		const relative = path.relative(root, folder);
		const later = git('log', '--no-renames', '--format=%h %s', `${tag}..HEAD`, '--', relative);
		return { commits: later === '' ? [] : later.split('\n') };
	} catch {
		return { unknown: 'there is no git history here' };
	}
}

/** Whether a release's folder may still change: it has no sums. */
export const isOpen = (folder: string) => !existsSync(path.join(folder, sumsFile));
