/** A Markdown table with aligned columns, in prettier's format. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = heads.map((head, i) =>
		Math.max(3, ...[head, ...rows.map((cells) => cells[i] ?? '')].map((cell) => cell.length)),
	);
	const line = (cells: readonly string[]) =>
		`| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
	const rule = widths.map((width) => '-'.repeat(width));
	return [heads, rule, ...rows].map(line).join('\n');
}
