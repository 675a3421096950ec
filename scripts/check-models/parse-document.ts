/** Reads a saved page of the API's docs: its model, parameters and prices. */
import type { Facts } from './facts';
import { parameterRows } from './rows';
import type { Cells } from './rows';

export interface ModelDocument {
	readonly model: string;
	readonly parameters: ReadonlyMap<string, Facts>;
	/** USD by the length of the video in seconds; undefined when the page lists no prices. */
	readonly usdBySeconds?: Readonly<Record<number, number>>;
}

function typed(type: string, text: string): string | number {
	if (type !== 'integer') return text;
	if (!/^-?\d+$/.test(text)) throw new Error(`"${text}" is not an integer`);
	return Number(text);
}

function defaultValue(type: string, text: string): unknown {
	if (text === '-') return undefined;
	if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
	if (type === 'array' && text === '[]') return [];
	if (type === 'boolean' || type === 'array') throw new Error(`"${text}" is not of type ${type}`);
	return typed(type, text);
}

function limits(type: string, range: string): Pick<Facts, 'range' | 'choices'> {
	if (range === '-') return {};
	const ends = /^(-?\d+) ~ (-?\d+)$/.exec(range);
	if (ends !== null) return { range: [Number(ends[1]), Number(ends[2])] };
	return { choices: range.split(', ').map((choice) => typed(type, choice)) };
}

function facts(cells: Cells): Facts {
	const [, type = '', required = '', value = ''] = cells;
	const [range, description] = cells.length === 6 ? [cells[4], cells[5]] : ['-', cells[4]];
	if (cells.length < 5 || cells.length > 6 || !/^(Yes|No)$/.test(required)) {
		throw new Error(`Not a row of parameters: ${cells.join(' | ')}`);
	}
	const length = /max length (\d+)/.exec(description ?? '')?.[1];
	const entries = /\(up to (\d+)\)/.exec(description ?? '')?.[1];
	const preset = defaultValue(type, value);
	return {
		type,
		required: required === 'Yes',
		...(preset !== undefined && { default: preset }),
		...limits(type, range ?? '-'),
		...(length !== undefined && { maxLength: Number(length) }),
		...(type === 'array' && entries !== undefined && { maxItems: Number(entries) }),
	};
}

/** The rows of the price table: "| 5 s | $1.20 |", or "5s$0.16" when the cells ran together. */
function prices(text: string): Pick<ModelDocument, 'usdBySeconds'> {
	const row = /^\|?\s*(\d+) ?s\s*\|?\s*\$(\d+\.\d+)\s*\|?$/;
	const entries = text.split(/\r?\n/).flatMap((line) => {
		const [, seconds, usd] = row.exec(line.trim()) ?? [];
		return seconds === undefined ? [] : [[seconds, Number(usd)] as const];
	});
	if (entries.length > 0) return { usdBySeconds: Object.fromEntries(entries) };
	if (/\$\d/.test(text)) throw new Error('Prices that are not in rows of length and price');
	return {};
}

/**
 * Parses the text of a document.
 * @throws Error when the text isn't understood, because a check that guesses would check nothing
 */
export function parseDocument(text: string): ModelDocument {
	const model = /POST "https:\/\/api\.wavespeed\.ai\/api\/v3\/([^"]+)"/.exec(text)?.[1];
	if (model === undefined) throw new Error('The document does not say where to submit');
	const rows = parameterRows(text);
	const parameters = new Map(rows.map((cells) => [cells[0] ?? '', facts(cells)]));
	if (rows.length === 0 || parameters.size !== rows.length) {
		throw new Error(`No parameters, or one of them twice, in the document of ${model}`);
	}
	return { model, parameters, ...prices(text) };
}
