/**
 * Sorts by the names that a person sees, capital letters or not. Not by `localeCompare`: its first call
 * in a process takes time, and every start of n8n would pay for it.
 * @returns a comparison for `sort`
 */
export const byName =
	<Entry>(nameOf: (entry: Entry) => string) =>
	(a: Entry, b: Entry): number => {
		const [first, second] = [nameOf(a).toLowerCase(), nameOf(b).toLowerCase()];
		if (first === second) return 0;
		return first < second ? -1 : 1;
	};
