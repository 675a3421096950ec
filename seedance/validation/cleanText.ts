/** Texts as they may be sent: well-formed, and without characters that no text has. */
import { quoted } from './quoted';

/** Half a surrogate pair, as a cut through an emoji leaves it, has no bytes of its own: it becomes U+FFFD. */
export const wellFormed = (text: string): string =>
	/[\ud800-\udfff]/.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text;

/** Vertical tab and form feed are how Word and Excel write a line break within a cell, NEL how mainframes do. */
const lineBreaks = /[\v\f\x85]/g;

/** Control characters besides tab and line breaks, and the mark that begins a file in UTF-8. */
// eslint-disable-next-line no-control-regex
const notText = /[\0-\x08\x0e-\x1f\x7f-\x9f\ufeff]/g;

export const cleanText = (text: string): string =>
	wellFormed(text).replace(lineBreaks, '\n').replace(notText, '');

/** The same for every text in a value of JSON, its names included. */
export function cleanTexts(value: unknown): unknown {
	if (typeof value === 'string') return cleanText(value);
	if (Array.isArray(value)) return value.map(cleanTexts);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [cleanText(name), cleanTexts(entry)]),
	);
}

/** What a paste brings along unseen. The joiners between letters of Persian, and between emoji, are not among it. */
export const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]/;

/** A text without space and invisible characters around it. */
export function trimmed(text: string): string {
	const isNothing = (character = '') => /\s/.test(character) || invisible.test(character);
	const bare = text.trim();
	let [begin, end] = [0, bare.length];
	while (begin < end && isNothing(bare[begin])) begin += 1;
	while (end > begin && isNothing(bare[end - 1])) end -= 1;
	return bare.slice(begin, end);
}

/** An id without the quotes or brackets that it was copied in: "abc", `abc`, <abc>. */
export function unwrapped(text: string): string {
	const id = trimmed(text);
	const [, inner] = /^(?:["'`“‘«<])([^"'`“”‘’«»<>]{1,4096})(?:["'`”’»>])$/.exec(id) ?? [];
	return inner === undefined ? id : trimmed(inner);
}

/** What JavaScript makes of nothing, and of an object, when it writes them into a text. */
const isNothing = /^\s*(?:undefined|null|NaN)\s*$/;
const objectInText = /\[object \w+\]/;
/** An expression in a field that is not in expression mode. */
const unevaluated = /\{\{\s*\$[\w(][^]{0,300}?\}\}/;

export interface Unfilled {
	/** What is wrong with the text, completing "'Prompt' …". */
	readonly finding: string;
	readonly advice: string;
}

/**
 * Looks for what an expression has left in a text in the place of a value.
 * @returns undefined for a text that holds what was meant
 */
export function unfilled(text: string): Unfilled | undefined {
	if (unevaluated.test(text)) {
		return {
			finding: `is ${quoted(text)}, in which an expression was not evaluated`,
			advice: 'Switch the field from Fixed to Expression.',
		};
	}
	if (!isNothing.test(text) && !objectInText.test(text)) return undefined;
	return {
		finding: `is ${quoted(text)}, which an expression makes of a value that is missing or is no text`,
		advice: 'Correct the expression so that it comes to text.',
	};
}

/** Quotes around a value, and characters that cannot be seen. */
const around = /["'`“”„‘’«»\u200b-\u200d\u2060\ufeff]/g;

/** A value that is no text of its own, without what a paste brings along: "５" and “5” are 5. */
export const bareValue = (text: string): string =>
	text.normalize('NFKC').replace(around, '').trim();
