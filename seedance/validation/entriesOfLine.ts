/** Addresses that stand in one line: joined by commas, semicolons, bars or spaces. */

/** An address or a data URI begins here, if a separator is before it. */
const scheme = /https?:\/\/|data:[a-z]+\//gi;

const separators = ' \t\u00a0,;|';
const isSeparator = (character: string | undefined) =>
	character !== undefined && separators.includes(character);

/** By hand: a pattern would look at a long row of spaces once for each of them. */
function withoutSeparatorsAround(text: string): string {
	let [begin, end] = [0, text.length];
	while (begin < end && isSeparator(text[begin])) begin += 1;
	while (end > begin && isSeparator(text[end - 1])) end -= 1;
	return text.slice(begin, end);
}

/**
 * The entries of a line. Commas within an address stay, and so does an address within another one. A
 * comma between two addresses in the query of a third one may belong to either: that line is left whole,
 * to be refused.
 */
export function entriesOfLine(line: string): string[] {
	const entries: string[] = [];
	let begin = 0;
	let hasAddressInQuery = false;
	for (const { index } of line.matchAll(scheme)) {
		if (index === begin) continue;
		const before = line[index - 1] ?? '';
		const isEntry = isSeparator(before) && !(hasAddressInQuery && /[,;|]/.test(before));
		if (isEntry) {
			entries.push(line.slice(begin, index));
			begin = index;
			hasAddressInQuery = false;
		} else {
			hasAddressInQuery ||= line.slice(begin, index).includes('?');
		}
	}
	return [...entries, line.slice(begin)].map(withoutSeparatorsAround);
}
