/** Where a file differs from its generated content. */

export interface Difference {
	/** From 1. */
	readonly line: number;
	/** Undefined when one side ends before this line. */
	readonly is: string | undefined;
	readonly wouldBe: string | undefined;
}

/** The first line that differs; undefined when none does. */
export function firstDifference(is: string, wouldBe: string): Difference | undefined {
	if (is === wouldBe) return undefined;
	const [these, those] = [is.split('\n'), wouldBe.split('\n')];
	const at = those.findIndex((text, i) => text !== these[i]);
	const index = at === -1 ? those.length : at;
	return { line: index + 1, is: these[index], wouldBe: those[index] };
}

const longest = 120;
const shown = (text: string | undefined) =>
	text === undefined
		? 'the end of the file'
		: `“${text.length > longest ? `${text.slice(0, longest)}…` : text}”`;

/** The message for a stale file. */
export const staleText = (file: string, { line, is, wouldBe }: Difference) =>
	`${file} is stale. Line ${line}\n  is        ${shown(is)}\n  would be  ${shown(wouldBe)}`;
