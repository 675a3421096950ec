/** Keeps what is in memory bounded: the entries that came first go first. */
export function forgetOldest<Key>(
	entries: {
		readonly size: number;
		keys(): IterableIterator<Key>;
		delete(key: Key): boolean;
	},
	most: number,
): void {
	for (const oldest of entries.keys()) {
		if (entries.size <= most) return;
		entries.delete(oldest);
	}
}
