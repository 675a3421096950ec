import type { Row } from './compare';

const headings = ['Parameter', 'Document says', 'Node says', ''];

function cells(row: Row): string[] {
	const verdict = row.mismatches.length === 0 ? 'ok' : `MISMATCH: ${row.mismatches.join('; ')}`;
	return [row.parameter, row.document, row.node, verdict];
}

/** The rows of one model as aligned text. */
export function table(rows: readonly Row[]): string {
	const lines = [headings, ...rows.map(cells)];
	const widths = headings.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)));
	return lines
		.map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '))
		.map((line) => `  ${line}`.trimEnd())
		.join('\n');
}
