/** Parses data URIs. */
import type { Result } from '../result';
import { extensionOf } from './fileType';
import type { MediaFile, MediaFinding } from './fileType';
import { percentDecoded } from './source';

// Checks and decodes Base64 in a long text without copying it.

interface SoundBase64 {
	/** The decoded size, in bytes. */
	readonly size: number;
	/**
	 * Whether it has the standard alphabet, full padding and no whitespace, so that every decoder
	 * accepts it.
	 */
	readonly isPlain: boolean;
}

export type Base64Check = Result<
	SoundBase64,
	/** It has an invalid character, or is truncated. */
	{ readonly strange: string } | 'breaks off'
>;

const digit = 1;
const urlSafeDigit = 2;
const space = 3;
const padding = 4;

/** The class of each character by its code; 0 for an invalid one. */
const classes = new Uint8Array(128);
const put = (characters: string, as: number) => {
	for (const character of characters) classes[character.charCodeAt(0)] = as;
};
put('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', digit);
put('-_', urlSafeDigit);
put(' \t\r\n\f\v', space);
put('=', padding);

/** Whether a character that isn't ASCII is whitespace or invisible. */
const isOtherSpace = (code: number) => /[\s\u200b]/.test(String.fromCharCode(code));

/**
 * Checks Base64. Whitespace is ignored, because people paste
 * Base64 in lines. The URL alphabet (- and _) is allowed too.
 */
function checkBase64(text: string): Base64Check {
	let digits = 0;
	let paddings = 0;
	let spaces = 0;
	let isUrlSafe = false;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		const is = code < 128 ? classes[code] : isOtherSpace(code) ? space : 0;
		if (is === digit && paddings === 0) digits++;
		else if (is === space) spaces++;
		else if (is === padding && paddings < 2) paddings++;
		else if (is === urlSafeDigit && paddings === 0) {
			digits++;
			isUrlSafe = true;
		} else
			return { ok: false, problem: { strange: String.fromCodePoint(text.codePointAt(at) ?? 0) } };
	}
	// Padding may be missing only in the URL alphabet, and the last group never has a single digit.
	const isComplete =
		(digits + paddings) % 4 === 0 || (isUrlSafe && paddings === 0 && digits % 4 !== 1);
	if (!isComplete) return { ok: false, problem: 'breaks off' };
	const isPlain = !isUrlSafe && spaces === 0;
	return { ok: true, value: { size: Math.floor((digits * 3) / 4), isPlain } };
}

/** Whether a form has turned every "+" into a space. Lines joined by spaces all have one length. */
function spacesArePluses(text: string): boolean {
	if (/[+\-_\n\r\t]/.test(text)) return false;
	const first = text.indexOf(' ');
	let last = first;
	for (let at = text.indexOf(' ', first + 1); at !== -1; at = text.indexOf(' ', at + 1)) {
		if (at - last !== first + 1) return true;
		last = at;
	}
	return first !== -1 && text.length - last - 1 > first;
}

/** A character by its number: "\\u003d" or "\\x3d" in JSON, "&#61;" or "&#x3d;" in HTML. */
const numbered = /\\(?:u00|x)([\da-f]{2})|&#(?:x0*([\da-f]{2})|0*(\d{2}));/gi;

/**
 * Undoes the escapes of a URL, a form, JSON or HTML in Base64, such as "%2B" or "\\n", whose
 * characters would be read as digits of the file.
 * @returns the same text when there are none
 */
export function restoredBase64(text: string): string {
	const decoded = text.includes('%') ? percentDecoded(text) : text;
	const hasNumbers = decoded.includes('\\') || decoded.includes('&#');
	const named = hasNumbers
		? decoded.replace(numbered, (_, inJson?: string, inHtml?: string, decimal?: string) =>
				String.fromCharCode(
					decimal === undefined ? parseInt(inJson ?? inHtml ?? '', 16) : +decimal,
				),
			)
		: decoded;
	const unescaped = named.includes('\\') ? named.replace(/\\[rnt]?/g, '') : named;
	const bare = unescaped.trim();
	return spacesArePluses(bare) ? bare.replace(/ /g, '+') : unescaped;
}

/** How many characters are decoded at a time. */
const defaultSlice = 64 * 1024;

const notDigit = /[^A-Za-z0-9+/_-]+/g;

/**
 * Decodes Base64 in pieces, with the same result as decoding the whole text: characters that aren't
 * digits are skipped, and the first "=" ends it.
 * @param slice how many characters are decoded at a time
 */
export function* decodeBase64(text: string, slice = defaultSlice): Generator<Uint8Array> {
	const end = text.indexOf('=');
	const to = end === -1 ? text.length : end;
	/** Digits of an incomplete group of four. */
	let rest = '';
	for (let at = 0; at < to; at += slice) {
		const digits = rest + text.slice(at, Math.min(at + slice, to)).replace(notDigit, '');
		const whole = digits.length - (digits.length % 4);
		rest = digits.slice(whole);
		if (whole > 0) yield Buffer.from(digits.slice(0, whole), 'base64');
	}
	if (rest.length > 1) yield Buffer.from(rest, 'base64');
}

export interface SoundDataUri {
	/** The declared type in lower case, or empty. The bytes may have another type. */
	readonly mimeType: string;
	/** The decoded size, in bytes. */
	readonly size: number;
	/**
	 * Whether it has the form of the documentation, without parameters, whitespace or anything that
	 * only some decoders accept, so that it can be sent unchanged.
	 */
	readonly isPlain: boolean;
	readonly file: MediaFile;
}

export type ParsedDataUri = Result<
	SoundDataUri,
	/** The finding completes "is a data URI that …". */
	MediaFinding
>;

const prefix = 'data:';

/** The longest type with its parameters, in characters. */
const longestHeader = 500;

const advice =
	'A data URI looks like data:image/jpeg;base64,… with the file in Base64 after the comma.';

const refused = (finding: string): ParsedDataUri => ({
	ok: false,
	problem: { finding, advice },
});

function fileNameOf(mimeType: string): string {
	const [kind = ''] = mimeType.split('/');
	const extension = mimeType === 'image/jpg' ? 'jpg' : extensionOf(mimeType);
	return extension === undefined ? 'file' : `${kind}.${extension}`;
}

/**
 * Parses a data URI. Its Base64 is checked once, and decoded in slices whenever the file is opened.
 * @param given begins with "data:" in any case; surrounding whitespace is ignored
 */
export function parseDataUri(given: string): ParsedDataUri {
	const text = given.trim();
	const comma = text.slice(0, longestHeader).indexOf(',');
	if (comma === -1) return refused('has no comma after its type');
	const header = text.slice(prefix.length, comma);
	const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
	// The type may be missing or wrong, because the bytes decide.
	if (![type, ...parameters].includes('base64')) return refused("isn't in Base64");
	const base64 = restoredBase64(text.slice(comma + 1));
	const check = checkBase64(base64);
	if (!check.ok) {
		return check.problem === 'breaks off'
			? { ok: false, problem: { finding: 'is incomplete', advice: 'Get the file again.' } }
			: refused(`has ${JSON.stringify(check.problem.strange)} in its Base64`);
	}
	const { size } = check.value;
	if (size === 0) return refused('has no data');
	const file: MediaFile = {
		fileName: fileNameOf(type),
		open: async () => ({
			async *[Symbol.asyncIterator]() {
				yield* decodeBase64(base64);
			},
		}),
	};
	const isPlain = check.value.isPlain && text === `${prefix}${type};base64,${base64}`;
	const mimeType = type === 'base64' ? '' : type;
	return { ok: true, value: { mimeType, size, isPlain, file } };
}
