/** Texts as they may be sent: well-formed, and without characters that no text has. */

// How messages quote what a person gave.

/** What JSON makes of a value, or JavaScript where JSON refuses (big integers, circles). */
function written(value: unknown): string {
	// JSON writes null for NaN.
	if (typeof value === 'number') return String(value);
	try {
		return JSON.stringify(value) ?? 'nothing';
	} catch {
		return String(value);
	}
}

/** A value as a message quotes it: text in quotes, long text cut, never over several lines. */
export function quoted(value: unknown): string {
	const isText = typeof value === 'string';
	const line = Array.from((isText ? value : written(value)).replace(/\s+/g, ' '));
	const room = isText ? 58 : 60;
	const short = line.length > room ? `${line.slice(0, 56).join('')}…` : line.join('');
	return isText ? `"${short}"` : short;
}

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

/** "aspect_ratio" → "Aspect Ratio": the name that fields and messages give a parameter. */
export function label(parameter: string): string {
	return parameter
		.split('_')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}

/**
 * A number as people read it: 2000 → "2,000". Not by `toLocaleString`: the first call in a process loads
 * the languages of the world, which takes longer than loading all of this package.
 * @param digits the most after the point
 */
export const readable = (value: number, digits = 0): string => {
	const [whole = '', fraction] = String(Number(value.toFixed(digits))).split('.');
	const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
	return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

// Any value as one text: the same for equal values, whatever order their fields have, before n8n has
// saved them and after. JSON.stringify would throw for a value that holds itself, and for a deep one.

/** A list or an object that is being written. */
interface Frame {
	readonly value: object;
	/** What is left to be written, with what stands before each; the first of them last. */
	readonly left: Array<readonly [before: string, value: unknown]>;
	readonly end: ']' | '}';
}

/** What JSON leaves out of objects and n8n's database forgets. */
const isLeftOut = (value: unknown) =>
	value === undefined || typeof value === 'function' || typeof value === 'symbol';

/** What a value is saved as: a date as its text. */
function asSaved(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (!('toJSON' in value) || typeof value.toJSON !== 'function') return value;
	try {
		const saved: unknown = value.toJSON();
		return saved;
	} catch {
		return null;
	}
}

const leaf = (value: unknown): string =>
	typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? 'null');

function frameOf(value: object): Frame {
	if (Array.isArray(value)) {
		const left = value.map((entry: unknown) => [',', entry] as const).reverse();
		return { value, left, end: ']' };
	}
	const left = Object.entries(value)
		.filter(([, entry]) => !isLeftOut(entry))
		.sort(([a], [b]) => (a < b ? 1 : -1))
		.map(([name, entry]) => [`,${JSON.stringify(name)}:`, entry] as const);
	return { value, left, end: '}' };
}

/**
 * Writes a value as text. Never throws; values of any depth, and values that hold themselves, are fine.
 * @param replace what to write in the place of an object
 */
export function canonicalText(
	value: unknown,
	replace: (object: object) => unknown = (object) => object,
): string {
	const parts: string[] = [];
	const frames: Frame[] = [];
	/** How deep each object stands that is being written. */
	const depths = new Map<object, number>();

	function write(given: unknown) {
		const saved = asSaved(given);
		const replaced = typeof saved === 'object' && saved !== null ? replace(saved) : saved;
		if (typeof replaced !== 'object' || replaced === null) {
			parts.push(leaf(replaced));
			return;
		}
		const depth = depths.get(replaced);
		if (depth !== undefined) {
			parts.push(`<${depth}>`);
			return;
		}
		depths.set(replaced, frames.length);
		frames.push(frameOf(replaced));
		parts.push(Array.isArray(replaced) ? '[' : '{');
	}

	write(value);
	for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
		const next = frame.left.pop();
		if (next === undefined) {
			parts.push(frame.end);
			depths.delete(frame.value);
			frames.pop();
			continue;
		}
		parts.push(next[0]);
		write(next[1]);
	}
	return parts.join('');
}
