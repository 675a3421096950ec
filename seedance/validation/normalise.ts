/**
 * Values as users have them: a spreadsheet gives "5", "TRUE" and " 9:16 ". This turns them into what
 * the request schema expects and leaves everything that it cannot understand as it was, so that the
 * schema refuses it and the message can quote it.
 */
import type { Parameter } from '../catalogue';

const truths = new Set(['true', 'yes', 'y', 'on', '1']);
const untruths = new Set(['false', 'no', 'n', 'off', '0']);

/** "Not given" as users write it: nothing at all, or text without a visible character. */
export function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

// "5.0" is what some spreadsheets make of 5; "5s" stays text and is refused.
const whole = /^[+-]?\d{1,15}(\.0+)?$/;
const decimal = /^[+-]?\d{1,15}(\.\d{1,15})?$/;

function normaliseNumber(value: unknown, pattern: RegExp): unknown {
	if (typeof value !== 'string') return value;
	const text = value.trim();
	return pattern.test(text) ? Number(text) : value;
}

function normaliseBoolean(value: unknown): unknown {
	if (value === 1 || value === 0) return value === 1;
	if (typeof value !== 'string') return value;
	const text = value.trim().toLowerCase();
	if (truths.has(text)) return true;
	return untruths.has(text) ? false : value;
}

function normaliseString(value: unknown, choices: readonly string[] | undefined): unknown {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || choices === undefined) return text;
	const wanted = text.trim();
	// A live schema may have choices that differ in nothing but their capitals.
	if (choices.includes(wanted)) return wanted;
	return choices.find((choice) => choice.toLowerCase() === wanted.toLowerCase()) ?? text;
}

/** Airtable attachments and n8n file objects are objects that carry their address in `url`. */
function addressOf(entry: unknown): unknown {
	const address = typeof entry === 'object' && entry !== null && 'url' in entry ? entry.url : entry;
	return typeof address === 'string' ? address.trim() : address;
}

/** One address; a list of one, as an attachment field with one file gives it, is that one. */
function singleAddress(value: unknown): unknown {
	const entry: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	const address = addressOf(entry);
	return isBlank(address) ? undefined : address;
}

function parsedList(text: string): unknown[] {
	if (text.trim().startsWith('[')) {
		try {
			const parsed: unknown = JSON.parse(text);
			if (Array.isArray(parsed)) return parsed;
		} catch {
			// Not JSON after all: read it as lines.
		}
	}
	// Lines only: a data URI contains commas.
	return text.split(/\r?\n/);
}

function normaliseList(items: Parameter, value: unknown): unknown[] {
	const entries = typeof value === 'string' ? parsedList(value) : value;
	const list: unknown[] = Array.isArray(entries) ? entries : [entries];
	const isMedia = items.type === 'string' && items.media !== undefined;
	return list
		.map((entry) => (isMedia ? addressOf(entry) : normaliseValue(items, entry)))
		.filter((entry) => !isBlank(entry));
}

/** An object or a list as JSON text, where that is what it is. */
function parsedJson(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		return value;
	}
}

/**
 * One value in the type that its parameter declares, as far as that is plain to see.
 * @returns undefined for "not given": undefined, null, blank text, an empty list
 */
export function normaliseValue(parameter: Parameter, value: unknown): unknown {
	if (isBlank(value)) return undefined;
	switch (parameter.type) {
		case 'integer':
			return normaliseNumber(value, whole);
		case 'number':
			return normaliseNumber(value, decimal);
		case 'boolean':
			return normaliseBoolean(value);
		case 'string':
			return parameter.media === undefined
				? normaliseString(value, parameter.enum)
				: singleAddress(value);
		case 'array': {
			const list = normaliseList(parameter.items, value);
			return list.length === 0 ? undefined : list;
		}
		case 'object':
		case 'any':
			return parsedJson(value);
	}
}
