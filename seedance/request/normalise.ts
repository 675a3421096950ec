/**
 * Values as users have them: a spreadsheet gives "5", "TRUE" and " 9:16 ". This turns them into what
 * the request schema expects and leaves everything that it cannot understand as it was, so that the
 * schema refuses it and the message can quote it.
 */
import type { ListParameter, Parameter } from '../models';
import { mediaKindOf } from '../models/schema';
import { bareValue, cleanText, cleanTexts, trimmed } from '../text';
import { choiceIn } from './allowed';

// Numbers as people and spreadsheets write them.

/** What may stand beside a number, in the words of the panel's labels. */
export type Unit = 'seconds' | 'minutes' | 'MB' | 'USD';

const units: Readonly<Record<Unit, RegExp>> = {
	seconds: /[\s-]*(?:s|secs?|seconds?|″)\.?$/i,
	minutes: /\s*(m|min|mins|minutes?)\.?$/i,
	MB: /\s*mb$/i,
	// No currency sign: whose dollars "$5" are, nobody says.
	USD: /^usd\s*|\s*usd$/i,
};

/** Spaces and apostrophes between groups of three digits: "1 000", "10'000". */
const spacedGroups = /(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))/g;

const plain = /^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/;
const commaDecimal = /^[+-]?\d{0,15},\d{1,15}$/;
/** "1,024" is 1.024 for some and 1024 for others. */
const ambiguous = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const thousandths = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
const groupedByComma = /^[+-]?\d{1,3}((,\d{3}){2,}|(,\d{3})+\.\d+)$/;
const groupedByDot = /^[+-]?\d{1,3}((\.\d{3}){2,}|(\.\d{3})+,\d+)$/;

/**
 * The number that a text holds: "5", " 5.0 ", "0,5", "1 000,50", "1,000.50", with its unit or without.
 * @returns undefined for what is none, or what two people would read as two numbers
 */
export function numberIn(text: string, unit?: Unit): number | undefined {
	const value = bareValue(text);
	const bare = unit === undefined ? value : value.replace(units[unit], '');
	const digits = bare.trim().replace(spacedGroups, '');
	// No amount has thousandths: a thousand is meant, or somebody has slipped.
	if (unit === 'USD' && thousandths.test(digits)) return undefined;
	if (plain.test(digits)) return Number(digits);
	if (groupedByComma.test(digits)) return Number(digits.replaceAll(',', ''));
	if (groupedByDot.test(digits)) return Number(digits.replaceAll('.', '').replace(',', '.'));
	const isDecimal = commaDecimal.test(digits) && !ambiguous.test(digits);
	return isDecimal ? Number(digits.replace(',', '.')) : undefined;
}

// Addresses that stand in one line: joined by commas, semicolons, bars or spaces.

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

const truths = new Set(['true', 't', 'yes', 'y', 'on', '1', '1.0', 'checked', '✓', '✔', '☑', '✅']);
const untruths = new Set(['false', 'f', 'no', 'n', 'off', '0', '0.0', 'unchecked', '✗', '✘', '☐']);

/** Two letters that are drawn as nothing are among the invisible: of Hangul and of Braille. */
const visible = /[^\s\p{Cc}\p{Cf}\u2800\u3164]/u;

/** "Not given" as users write it: nothing at all, or text without a visible character. */
export function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && !visible.test(value))
	);
}

/** Parameters that count seconds say so by their names. */
const countsSeconds = /duration|seconds/i;

function normaliseNumber(value: unknown, isWhole: boolean, name: string): unknown {
	if (typeof value !== 'string') return value;
	const number = numberIn(value, countsSeconds.test(name) ? 'seconds' : undefined);
	return number === undefined || (isWhole && !Number.isInteger(number)) ? value : number;
}

function normaliseBoolean(value: unknown): unknown {
	if (value === 1 || value === 0) return value === 1;
	if (typeof value !== 'string') return value;
	const text = bareValue(value).toLowerCase();
	if (truths.has(text)) return true;
	return untruths.has(text) ? false : value;
}

function normaliseString(value: unknown, choices: readonly string[] | undefined): unknown {
	if (typeof value !== 'string' && !Number.isFinite(value)) return value;
	const text = cleanText(String(value));
	if (isBlank(text)) return undefined;
	return choices === undefined ? text : (choiceIn(value as string | number, choices) ?? text);
}

/** Airtable attachments and n8n file objects are objects that carry their address in `url`. */
function addressOf(entry: unknown): unknown {
	const address = typeof entry === 'object' && entry !== null && 'url' in entry ? entry.url : entry;
	return typeof address === 'string' ? trimmed(address) : address;
}

/** One address; a list of one, as an attachment field with one file gives it, is that one. */
function singleAddress(value: unknown): unknown {
	const entry: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	const address = addressOf(entry);
	return isBlank(address) ? undefined : address;
}

/** A list as JSON text; undefined for other texts. */
function jsonList(text: string): unknown[] | undefined {
	if (!text.startsWith('[')) return undefined;
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list : undefined;
	} catch {
		return undefined;
	}
}

/** @param areMedia whether a line may hold several addresses */
function parsedList(text: string, areMedia: boolean): unknown[] {
	const bare = text.trim();
	// With the brackets of JSON, or with the quotes of a spreadsheet and no brackets.
	const list = jsonList(bare.startsWith('"') ? `[${bare}]` : bare);
	const lines = bare.split(/\r\n|[\r\n\u2028]/);
	return list ?? (areMedia ? lines.flatMap(entriesOfLine) : lines);
}

function normaliseList(parameter: ListParameter, value: unknown): unknown[] {
	const isMedia = mediaKindOf(parameter) !== undefined;
	const entries = typeof value === 'string' ? parsedList(value, isMedia) : value;
	const list: unknown[] = Array.isArray(entries) ? entries : [entries];
	return list
		.map((entry) => (isMedia ? addressOf(entry) : normaliseValue(parameter.items, entry)))
		.filter((entry) => !isBlank(entry));
}

/** An object or a list as JSON text, where that is what it is. */
function parsedJson(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return cleanTexts(value);
	try {
		return cleanTexts(JSON.parse(value));
	} catch {
		return cleanText(value);
	}
}

/**
 * One value in the type that its parameter declares, as far as that is plain to see.
 * @param name of the parameter, where it is known: a duration may be given with its unit
 * @returns undefined for "not given": undefined, null, blank text, an empty list
 */
export function normaliseValue(parameter: Parameter, value: unknown, name = ''): unknown {
	if (isBlank(value)) return undefined;
	switch (parameter.type) {
		case 'integer':
			return normaliseNumber(value, true, name);
		case 'number':
			return normaliseNumber(value, false, name);
		case 'boolean':
			return normaliseBoolean(value);
		case 'string':
			return mediaKindOf(parameter) === undefined
				? normaliseString(value, parameter.enum)
				: singleAddress(value);
		case 'array': {
			const list = normaliseList(parameter, value);
			return list.length === 0 ? undefined : list;
		}
		case 'object':
		case undefined:
			return parsedJson(value);
	}
}
