/**
 * Splits the text of a list before it's parsed. It may be megabytes long, or hostile, and parsing
 * all of it at once would block the process.
 */

/** JSON's structural characters. */
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const opensList = 0x5b;
const closesList = 0x5d;
const opensObject = 0x7b;
const closesObject = 0x7d;

const isBlank = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function skipBlanks(text: string, from: number): number {
	let at = from;
	while (isBlank(text.charCodeAt(at))) at += 1;
	return at;
}

function isEscaped(text: string, at: number): boolean {
	let slashes = 0;
	while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
	return slashes % 2 === 1;
}

/** How many characters of one value are skipped between two yields. */
const stretch = 500_000;

/** Long work that yields an empty text now and then. */
type Steps<Result> = Generator<'', Result, void>;

/** @returns the position after a string; Infinity when it has no end */
function* skipString(text: string, from: number): Steps<number> {
	let pauseAt = from + stretch;
	let at = text.indexOf('"', from + 1);
	while (isEscaped(text, at)) {
		if (at >= pauseAt) {
			pauseAt = at + stretch;
			yield '';
		}
		at = text.indexOf('"', at + 1);
	}
	return at === -1 ? Infinity : at + 1;
}

/**
 * Skips any value, without checking that its brackets match.
 * @returns the position after it; Infinity when it has no end
 */
function* skipValue(text: string, from: number): Steps<number> {
	let depth = 0;
	let at = from;
	let pauseAt = from + stretch;
	while (at < text.length) {
		if (at >= pauseAt) {
			pauseAt = at + stretch;
			yield '';
		}
		const code = text.charCodeAt(at);
		const closes = code === closesList || code === closesObject;
		if (depth === 0 && at > from && (closes || code === comma || isBlank(code))) return at;
		if (closes) depth -= 1;
		if (code === opensList || code === opensObject) depth += 1;
		at = code === quote ? yield* skipString(text, at) : at + 1;
		if (depth <= 0 && (closes || code === quote)) return at;
	}
	return Infinity;
}

/**
 * The position of the list in an answer that is a list, or an envelope with one as its data; -1 for
 * none.
 */
function* beginOfList(text: string): Steps<number> {
	let at = skipBlanks(text, 0);
	if (text.charCodeAt(at) === opensList) return at;
	if (text.charCodeAt(at) !== opensObject) return -1;
	for (;;) {
		const name = skipBlanks(text, at + 1);
		if (text.charCodeAt(name) !== quote) return -1;
		const end = yield* skipString(text, name);
		const colonAt = skipBlanks(text, end);
		if (text.charCodeAt(colonAt) !== colon) return -1;
		const value = skipBlanks(text, colonAt + 1);
		if (text.slice(name, end) === '"data"') {
			return text.charCodeAt(value) === opensList ? value : -1;
		}
		at = skipBlanks(text, yield* skipValue(text, value));
		if (text.charCodeAt(at) !== comma) return -1;
	}
}

/**
 * The longest answer that is parsed as a whole, in characters: an error, or an answer without its
 * list.
 */
const longestFrame = 1_000_000;

const asFrame = (text: string) => (text.length > longestFrame ? '' : text);

/**
 * Splits an answer that should have a list. Never throws.
 * @yields the list's entries, unparsed, and an empty text now and then while it skips something
 * long
 * @returns the answer with an empty list; empty when the list is truncated, or when the answer is
 * too long to be parsed
 */
export function* listEntries(text: string): Generator<string, string, void> {
	const begin = yield* beginOfList(text);
	if (begin === -1) return asFrame(text);
	let at = skipBlanks(text, begin + 1);
	while (text.charCodeAt(at) !== closesList) {
		const end = yield* skipValue(text, at);
		if (end === Infinity) return '';
		yield text.slice(at, end);
		at = skipBlanks(text, end);
		if (text.charCodeAt(at) === comma) at = skipBlanks(text, at + 1);
	}
	return asFrame(`${text.slice(0, begin)}[]${text.slice(at + 1)}`);
}
