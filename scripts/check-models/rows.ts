/**
 * The rows of a document's Request Parameters, whichever way the document was saved. A row is five
 * or six cells: parameter, type, required, default, range (left out by some rows), description.
 */

export type Cells = readonly string[];

const typeWord = /^(string|integer|boolean|array)$/;

/** The lines between the headings "Request Parameters" and "Response Parameters". */
function requestParameterLines(text: string): string[] {
	const lines = text.split(/\r?\n/).map((line) => line.trim());
	const isHeading = (name: string) => (line: string) =>
		new RegExp(`^(#+ )?${name} Parameters(\\[\\]\\(.*\\))?$`).test(line);
	const start = lines.findIndex(isHeading('Request'));
	const end = lines.findIndex(isHeading('Response'));
	if (start === -1 || end <= start) throw new Error('No Request Parameters part in the document');
	return lines.slice(start + 1, end).filter((line) => line !== '');
}

/** "| prompt | string | No | - | Text | |": the last cell is empty when the range is missing. */
function tableRows(lines: readonly string[]): Cells[] {
	return lines.slice(2).map((line) => {
		const cells = line.split('|').slice(1, -1);
		const texts = cells.map((cell) => cell.trim());
		return texts.at(-1) === '' ? texts.slice(0, -1) : texts;
	});
}

/**
 * Whether a range may contain the default before it, which makes the split of "52, 3, 5" certain.
 */
function fits(value: string, range: string): boolean {
	const [minimum, maximum] = range.split(' ~ ').map(Number);
	if (minimum !== undefined && maximum !== undefined) {
		const isNumber = /^-?\d+$/.test(value);
		return value === '-' || (isNumber && minimum <= Number(value) && Number(value) <= maximum);
	}
	return value === '-' || range === '-' || range.split(', ').includes(value);
}

const valueForm = /^(-|-?\d+|true|false|\[\]|[a-z0-9]+(:[0-9]+)?)$/;
const rangeForm = /^(-|-?\d+ ~ -?\d+|[a-z0-9:]+(, [a-z0-9:]+)*)$/;

/**
 * Splits cells that ran together, as in "durationintegerNo52, 3, 5The duration". Only descriptions
 * begin with a capital. The border between default and range is found by trying every position.
 */
function gluedRow(line: string): Cells {
	const parts = /^([a-z_]+?)(string|integer|boolean|array)(Yes|No)([^A-Z]+)([A-Z].*)$/.exec(line);
	const [, name = '', type = '', required = '', given = '', description = ''] = parts ?? [];
	const splits: Cells[] = [];
	if (valueForm.test(given)) splits.push([given]);
	for (let i = 1; i < given.length; i++) {
		const [value, range] = [given.slice(0, i), given.slice(i)];
		if (valueForm.test(value) && rangeForm.test(range) && fits(value, range)) {
			splits.push([value, range]);
		}
	}
	const [split] = splits;
	if (split === undefined || splits.length > 1) {
		throw new Error(`Cannot tell default and range apart in "${line}"`);
	}
	return [name, type, required, ...split, description];
}

/**
 * Reads one cell for each line, with Markdown escapes. A row begins before each line that is a
 * type.
 */
function listRows(lines: readonly string[]): Cells[] {
	const cells = lines.map((line) => line.replace(/\\(.)/g, '$1'));
	const starts = cells.flatMap((_, i) => (typeWord.test(cells[i + 1] ?? '') ? [i] : []));
	return starts.map((start, i) => cells.slice(start, starts[i + 1]));
}

/** All rows of the document's Request Parameters, without their heading. */
export function parameterRows(text: string): Cells[] {
	const lines = requestParameterLines(text);
	const [heading = ''] = lines;
	if (heading.startsWith('|')) return tableRows(lines);
	return heading === 'Parameter' ? listRows(lines) : lines.slice(1).map(gluedRow);
}
