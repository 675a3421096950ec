/** The Markdown elements of generated pages. */

export const code = (text: string) => `\`${text}\``;

export const link = (text: string, target: string) => `[${text}](${target})`;

/** The content of an empty cell. */
export const nothing = '–';

/** A cell of a table: one line, without a bar that would end it. */
const cell = (text: string) =>
	text === '' ? nothing : text.replace(/\s*\n\s*/g, ' ').replace(/\|/g, '\\|');

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** A table; empty cells get a dash. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	return [row(head), row(head.map(() => '---')), ...rows.map((cells) => row(cells.map(cell)))].join(
		'\n',
	);
}

/**
 * The anchor that GitHub gives a heading: lower case, blanks as hyphens, no other marks.
 * "Seedance V1.5 Pro" → "seedance-v15-pro"
 */
export const anchor = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
		.replace(/ /g, '-');

/** A page of these parts, with an empty line between them and one line break at its end. */
export const page = (parts: readonly string[]) => `${parts.join('\n\n')}\n`;
