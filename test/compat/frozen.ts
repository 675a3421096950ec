/** Whether the files of a release are what they were when it was made. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** What git knows of a folder; or why it knows nothing. */
export type History = { readonly commits: string[] } | { readonly unknown: string };

/** The commits that touched a release's folder after the one that added its sums, which closes it. */
export function commitsSince(root: string, folder: string): History {
	const git = (...parameters: string[]) =>
		execFileSync('git', parameters, {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}).trim();
	const relative = path.relative(root, folder);
	try {
		const sums = path.join(relative, sumsFile);
		const added = git('log', '--no-renames', '--diff-filter=A', '--format=%H', '--', sums)
			.split('\n')
			.at(-1);
		if (added === undefined || added === '') {
			return { unknown: `${sumsFile} is in no commit that this clone has` };
		}
		const later = git('log', '--no-renames', '--format=%h %s', `${added}..HEAD`, '--', relative);
		return { commits: later === '' ? [] : later.split('\n') };
	} catch {
		return { unknown: 'there is no git history here' };
	}
}
