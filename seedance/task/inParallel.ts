/**
 * Does some work for every entry, a few at a time; results come in order.
 * @param atOnce the most entries worked on together
 */
export async function inParallel<T, R>(
	entries: readonly T[],
	atOnce: number,
	work: (entry: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	const queue = entries.entries();
	async function lane() {
		for (const [index, entry] of queue) results[index] = await work(entry, index);
	}
	await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, lane));
	return results;
}
