/**
 * Normalises values as users have them: a spreadsheet has "5", "TRUE" and " 9:16 ". What can't be
 * understood is returned unchanged, so that the schema refuses it and the message can quote it.
 */
import type { ListParameter, Parameter } from '../models';
import { mediaKindOf } from '../models/schema';
import { bareValue, cleanText, cleanTexts, trimmed } from '../text';
import { asRecord } from '../zod';

// Parses numbers as people and spreadsheets write them.

/** The units of numbers, as in the panel's labels. */
export type Unit = 'seconds' | 'minutes' | 'MB' | 'USD';

const units: Readonly<Record<Unit, RegExp>> = {
	seconds: /[\s-]*(?:s|secs?|seconds?|″|秒钟?)\.?$/i,
	minutes: /\s*(m|min|mins|minutes?)\.?$/i,
	MB: /\s*(?:mb|mbytes?|megabytes?)\.?$/i,
	// Currency signs aren't allowed, because "$" is ambiguous.
	USD: /^usd\s*|\s*usd$/i,
};

/** Seconds as a spreadsheet's duration: "0:05", "00:00:05". */
const clockSeconds = /^(?:0?0:){1,2}(?=\d{1,2}$)/;

/** Thousands separators: spaces and apostrophes, as in "1 000", "10'000". */
const spacedGroups = /(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))/g;

const plain = /^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/;
const commaDecimal = /^[+-]?\d{0,15},\d{1,15}$/;
/** "1,024" is ambiguous: 1.024 or 1024. */
const ambiguous = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const thousandths = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
const groupedByComma = /^[+-]?\d{1,3}((,\d{3}){2,}|(,\d{3})+\.\d+)$/;
const groupedByDot = /^[+-]?\d{1,3}((\.\d{3}){2,}|(\.\d{3})+,\d+)$/;

/**
 * Parses a number: "5", " 5.0 ", "0,5", "1 000,50", "1,000.50", with or without its unit.
 * @returns undefined when it isn't a number or is ambiguous
 */
export function numberIn(text: string, unit?: Unit): number | undefined {
	const value = bareValue(text);
	const bare = unit === undefined ? value : value.replace(units[unit], '');
	if (unit === 'seconds' && clockSeconds.test(bare)) return Number(bare.replace(clockSeconds, ''));
	const digits = bare.replace(spacedGroups, '');
	// An amount has no thousandths, so a thousand was meant, or it's a mistake.
	if (unit === 'USD' && thousandths.test(digits)) return undefined;
	if (plain.test(digits)) return Number(digits);
	if (groupedByComma.test(digits)) return Number(digits.replaceAll(',', ''));
	if (groupedByDot.test(digits)) return Number(digits.replaceAll('.', '').replace(',', '.'));
	const isDecimal = commaDecimal.test(digits) && !ambiguous.test(digits);
	return isDecimal ? Number(digits.replace(',', '.')) : undefined;
}

// Splits URLs in one line, joined by commas, semicolons, bars or spaces.

/** The beginning of a URL or a data URI, if a separator is before it. */
const scheme = /https?:\/\/|data:[a-z]+\//gi;

const separators = new Set<string | undefined>(' \t\u00a0\u3000,;|，；、｜');

/** It doesn't use a regular expression, which would be quadratic in a long row of spaces. */
function withoutSeparatorsAround(text: string): string {
	let [begin, end] = [0, text.length];
	while (separators.has(text[begin])) begin += 1;
	while (separators.has(text[end - 1])) end -= 1;
	return text.slice(begin, end);
}

/**
 * The entries of a line. Commas and other URLs within a URL are kept. A comma between two URLs in
 * the query of a third one is ambiguous, so that line is returned whole and refused later.
 */
function entriesOfLine(line: string): string[] {
	const entries: string[] = [];
	let begin = 0;
	let hasAddressInQuery = false;
	for (const { index } of line.matchAll(scheme)) {
		const before = line.charAt(index - 1);
		const isEntry = separators.has(before) && !(hasAddressInQuery && /[,;|，；、｜]/.test(before));
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
const untruths = new Set([
	'false',
	'f',
	'no',
	'n',
	'off',
	'0',
	'0.0',
	'unchecked',
	'✗',
	'✘',
	'✖',
	'❌',
	'☐',
]);

/** The blank letters of Hangul and Braille count as invisible. */
const visible = /[^\s\p{Cc}\p{Cf}\u2800\u3164]/u;

/** Whether a value is missing, or a text without a visible character. */
export function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && !visible.test(value))
	);
}

/** Names of parameters that count seconds. */
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
	return choices === undefined ? text : (choiceIn(value as string | number, choices) ?? text);
}

/** The URL of an entry. Airtable attachments and n8n file objects have it in `url`. */
function addressOf(entry: unknown): unknown {
	const fields = asRecord(entry);
	const address = fields !== undefined && Object.hasOwn(fields, 'url') ? fields.url : entry;
	return typeof address === 'string' ? trimmed(address) : address;
}

/** One URL. An attachment field with one file is a list with one entry. */
function singleAddress(value: unknown): unknown {
	const entry: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	const address = addressOf(entry);
	return isBlank(address) ? undefined : address;
}

/** Parses a list in JSON; undefined for other texts. */
function jsonList(text: string): unknown[] | undefined {
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list : undefined;
	} catch {
		return undefined;
	}
}

/** @param areMedia whether a line may have several URLs */
function parsedList(text: string, areMedia: boolean): unknown[] {
	const bare = text.trim();
	// The text has JSON's brackets, or a spreadsheet's quotes without brackets.
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

/** Parses an object or a list in JSON; returns other values unchanged. */
function parsedJson(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return cleanTexts(value);
	try {
		return cleanTexts(JSON.parse(value));
	} catch {
		return cleanText(value);
	}
}

/**
 * Converts a value to its parameter's type, if that is unambiguous.
 * @param name of the parameter, if it's known, because a duration may have a unit
 * @returns undefined when it's missing: undefined, null, blank text, an empty list
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

// Recognises the choice that a person means: "16x9", "1080", "Portrait (9:16)".

/**
 * Width and height with the separators that people use. A spreadsheet appends ":00", because it
 * reads a ratio as a time.
 */
const ratio = /(?<![\d:./-])(\d{1,2})\s*(?:[:x×/∶]|by)\s*(\d{1,2})(?::00)?(?![\d:/])/g;

/** Names of resolutions with an unambiguous number of lines. */
const resolutions: Readonly<Record<string, string>> = {
	hd: '720p',
	fullhd: '1080p',
	fhd: '1080p',
	'2160p': '4k',
	uhd: '4k',
	'4kuhd': '4k',
};

/** "Slow Motion", "slow-motion" and " SLOW_MOTION " are equal. */
export const bareName = (text: string) => text.toLowerCase().replace(/[\s_-]/g, '');

const resolution = /^\d+[pk]$/;

/** The only choice that passes a test; undefined when several do. */
function only(choices: readonly string[], test: (choice: string) => boolean): string | undefined {
	const found = choices.filter(test);
	return found.length === 1 ? found[0] : undefined;
}

/** The ratio within a text. */
function ratioIn(text: string): string | undefined {
	const [first, ...others] = [...text.matchAll(ratio)];
	if (first === undefined || others.length > 0) return undefined;
	return `${Number(first[1])}:${Number(first[2])}`;
}

/** Minutes of a day. A spreadsheet reads "16:9" as a time and stores it as a fraction of a day. */
const minutesOfDay = 1440;

function ratioOfTime(value: number): string | undefined {
	const minutes = Number((value * minutesOfDay).toFixed(2));
	if (!Number.isInteger(minutes)) return undefined;
	return `${Math.floor(minutes / 60)}:${minutes % 60}`;
}

/**
 * Returns the choice that is meant.
 * @returns undefined when that isn't certain
 */
export function choiceIn(given: string | number, choices: readonly string[]): string | undefined {
	const wanted = String(given).trim();
	// A live schema may have choices that differ only in upper and lower case.
	if (choices.includes(wanted)) return wanted;
	const text = bareValue(wanted).toLowerCase();
	const name = bareName(text);
	const said = resolutions[name] ?? resolutions[`${name}p`] ?? `${name}p`;
	const aspect = ratioOfTime(Number(given)) ?? ratioIn(text);
	return (
		choices.find((choice) => choice.toLowerCase() === text) ??
		only(choices, (choice) => bareName(choice) === name) ??
		only(choices, (choice) => resolution.test(said) && choice.toLowerCase() === said) ??
		only(choices, (choice) => choice === aspect) ??
		// "HD (720p)" has one resolution among other words.
		only(choices, (choice) => {
			const tier = choice.toLowerCase();
			return resolution.test(tier) && text.split(/[^a-z\d]/).includes(tier);
		})
	);
}
