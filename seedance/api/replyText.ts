/** Finds the message in an answer, wherever a service or a gateway puts it. */
import { asRecord } from '../zod';
import type { Fields } from '../zod';

/** The longest message of the API that is passed on, in characters. */
export const mostSaid = 500;

/** The longest excerpt of an answer that couldn't be read, in characters. */
const mostKept = 2_000;

/** An excerpt of such an answer for a person; undefined when it's empty. */
export const excerptOf = (text: string): string | undefined => cut(text, mostKept) || undefined;

/** How deep messages are searched for, and how many entries of a list are used. */
const deepest = 4;
const mostEntries = 5;

/** A text on one line, truncated to so many characters. */
export function cut(text: string, most = mostSaid): string {
	const line = Array.from(
		text
			.slice(0, most * 8)
			.replace(/\p{Cc}\[\d[\d;]*m/gu, '')
			// This includes bidirectional control characters and lone surrogates.
			.replace(/[\s\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
			.trim(),
	);
	return line.length > most ? `${line.slice(0, most - 1).join('')}…` : line.join('');
}

/** Fields that may hold a message, most reliable first. */
const wordKeys: readonly string[] = [
	'message',
	'msg',
	'error',
	'detail',
	'details',
	'errors',
	'error_message',
	'error_description',
	'error_msg',
	'failure_reason',
	'fail_reason',
	'reason',
	'title',
	'description',
];

/** A symbolic error code, such as insufficient_credits. Numeric codes are read elsewhere. */
function labelOf({ error_code, code, type }: Fields) {
	if (typeof error_code === 'string' && error_code.trim() !== '') return cut(error_code, 60);
	const names = [code, type].filter((name) => typeof name === 'string');
	return names.find((name) => /^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+$/i.test(name));
}

/**
 * The part of the request that an error is about, in the format of FastAPI and others: ["body",
 * "duration"].
 */
function placeOf({ loc, field, param }: Fields): string | undefined {
	const path: unknown[] = Array.isArray(loc) ? loc.slice(0, 6) : [field ?? param];
	const names = path.filter((part) => typeof part === 'string' || typeof part === 'number');
	const place = names.filter((part, i) => i > 0 || part !== 'body').join('.');
	return place === '' ? undefined : cut(place, 60);
}

function inRecord(record: Fields, depth: number): string | undefined {
	for (const key of wordKeys) {
		const words = wordsAt(record[key], depth + 1);
		if (words === undefined) continue;
		const place = placeOf(record);
		const label = labelOf(record);
		const told = place === undefined || words.includes(place) ? words : `${place}: ${words}`;
		return label === undefined || told.includes(`[${label}]`) ? told : `${told} [${label}]`;
	}
	if (depth === 0) return undefined;
	// In {"duration": ["must be 5 or 10"]} the keys are fields.
	const fields = Object.entries(record).slice(0, mostEntries);
	const told = fields.flatMap(([name, value]) => {
		const isWords = typeof value === 'string' || Array.isArray(value);
		const words = isWords && name !== 'code' ? wordsAt(value, depth + 1) : undefined;
		return words === undefined ? [] : [`${cut(name, 60)}: ${words}`];
	});
	return told.length > 0 ? told.join('; ') : labelOf(record);
}

function wordsAt(value: unknown, depth: number): string | undefined {
	if (typeof value === 'string') return cut(value) || undefined;
	if (depth > deepest) return undefined;
	if (Array.isArray(value)) {
		const entries: unknown[] = value.slice(0, mostEntries);
		const told = entries.flatMap((entry) => wordsAt(entry, depth + 1) ?? []);
		return told.length > 0 ? told.join('; ') : undefined;
	}
	const record = asRecord(value);
	return record && inRecord(record, depth);
}

/**
 * Finds the message in an answer or a part of it: a string, a list of strings, or an object with
 * `message`, `msg`, `error`, `detail`, `errors` or the like, as deep as services nest them.
 * @returns at most `mostSaid` characters on one line; undefined when there is none
 */
export function wordsOf(value: unknown): string | undefined {
	const words = wordsAt(value, 0);
	return words === undefined ? undefined : cut(words);
}
