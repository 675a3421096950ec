import { mkdirSync, readFileSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Paths of files, each with what changes when it is saved. */
export type Snapshot = ReadonlyMap<string, number>;

/**
 * The present state of the files in these folders. Polling works everywhere, unlike file watchers.
 */
export function snapshot(root: string, folders: readonly string[]): Snapshot {
	const files = folders.flatMap((folder) => filesIn(root, folder));
	return new Map(files.flatMap((file) => entryOf(root, file)));
}

/** The files that were saved, added or removed in between. */
export function changedBetween(before: Snapshot, after: Snapshot): string[] {
	const all = new Set([...before.keys(), ...after.keys()]);
	return [...all].filter((file) => before.get(file) !== after.get(file)).sort();
}

/**
 * Moves the files of a folder into another one, except those that it already has. Each is moved
 * atomically, so that a watcher never reads a partial file.
 * @returns whether anything differed
 */
export function moveChanged(from: string, to: string): boolean {
	const changed = filesIn(from, '.').filter((file) => !isSame(join(from, file), join(to, file)));
	for (const file of changed) {
		const target = join(to, file);
		mkdirSync(dirname(target), { recursive: true });
		renameSync(join(from, file), target);
	}
	return changed.length > 0;
}

function filesIn(root: string, folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name).slice(join(root).length + 1));
}

/** Nothing for a file that went away in the meantime: an editor's own, or one that it replaces. */
function entryOf(root: string, file: string): [string, number][] {
	const stats = statSync(join(root, file), { throwIfNoEntry: false });
	return stats === undefined ? [] : [[file, stats.mtimeMs]];
}

function isSame(one: string, other: string): boolean {
	const known = statSync(other, { throwIfNoEntry: false });
	return known !== undefined && readFileSync(one).equals(readFileSync(other));
}
