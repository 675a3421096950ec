/** Cleans the key and the base URL of a credential, and removes the key from texts. */
import type { Result } from './result';
import { unwrapped } from './text';

/** The API's one global host (docs/internals/api.md#base-url-and-key). */
export const defaultBaseUrl = 'https://api.wavespeed.ai';

/** GET here to test a key at no charge (docs/internals/api.md#balance). */
export const balancePath = '/api/v3/balance';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A key without what surrounds it: whitespace, quotes, and the name and "Bearer " of its header. */
export function cleanKey(pasted: string): string {
	return unwrapped(pasted)
		.replace(/^authorization:\s*/i, '')
		.replace(/^(?:bearer\s+)+/i, '')
		.trim();
}

/** A base URL, or a finding that completes "Base URL …". */
export type BaseUrl = Result<{ readonly url: string; readonly isLoopback: boolean }, string>;

/**
 * Checks a base URL: https, or http to this machine, because every request carries the key.
 * @returns the URL without a trailing slash
 */
export function parseBaseUrl(text: string): BaseUrl {
	const trimmed = text.trim() === '' ? defaultBaseUrl : text.trim();
	let url: URL;
	try {
		url = new URL(trimmed);
	} catch {
		return { ok: false, problem: "isn't a URL" };
	}
	const isLoopback = loopback.has(url.hostname);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
		return {
			ok: false,
			problem: 'must begin with https:// (http:// only for localhost)',
		};
	}
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		return { ok: false, problem: 'must not have a user name, query or fragment' };
	}
	// People paste the URL with the API's path, which every route adds itself.
	const path = url.pathname.replace(/\/+$/, '').replace(/\/api(\/v3)?$/, '');
	return { ok: true, value: { url: `${url.origin}${path}`, isLoopback } };
}

// Removes the key from texts. An answer may repeat it, such as a gateway that quotes headers, and
// answers end up in errors, items and logs.

/** The shortest key that is removed. A shorter text might be in an answer by chance. */
const shortestKey = 8;

/**
 * The parts of a text's Base64 that don't depend on the text around it, for the three alignments
 * and both alphabets.
 */
function inBase64(text: string): string[] {
	return [0, 1, 2].flatMap((offset) => {
		const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text, 'utf8')]);
		// The first and last characters also encode bits of the neighbouring text.
		const encoded = bytes.toString('base64url').slice(offset === 0 ? 0 : offset + 1);
		const whole = bytes.length % 3 === 0 ? encoded : encoded.slice(0, -1);
		return [whole, whole.replaceAll('-', '+').replaceAll('_', '/')];
	});
}

const backslash = 0x5c;
const percent = 0x25;
const hash = 0x23;
const ampersand = 0x26;

/** The value of so many hex digits at a position; -1 when they aren't hex digits. */
function hexAt(text: string, at: number, digits: number): number {
	let value = 0;
	for (let i = at; i < at + digits; i += 1) {
		const digit = '0123456789abcdef'.indexOf(text.charAt(i).toLowerCase() || ' ');
		if (digit < 0) return -1;
		value = value * 16 + digit;
	}
	return value;
}

/** An escaped character, and the position after it. */
interface Escaped {
	readonly code: number;
	readonly end: number;
}

function escapedAt(text: string, at: number): Escaped | undefined {
	let next = at + 1;
	switch (text.charCodeAt(at)) {
		case backslash: {
			while (text.charCodeAt(next) === backslash) next += 1;
			const digits = text[next] === 'u' ? 4 : text[next] === 'x' ? 2 : 0;
			const code = digits === 0 ? -1 : hexAt(text, next + 1, digits);
			if (code >= 0) return { code, end: next + 1 + digits };
			// A run of backslashes is skipped at once, even at the end of the text.
			return next < text.length
				? { code: text.charCodeAt(next), end: next + 1 }
				: { code: backslash, end: next };
		}
		case percent: {
			while (text.startsWith('25', next) && hexAt(text, next + 2, 2) >= 0) next += 2;
			const isUnicode = text[next] === 'u';
			const code = isUnicode ? hexAt(text, next + 1, 4) : hexAt(text, next, 2);
			return code < 0 ? undefined : { code, end: next + (isUnicode ? 5 : 2) };
		}
		case ampersand: {
			if (text.startsWith('amp;', next)) return { code: ampersand, end: next + 4 };
			if (text.charCodeAt(next) !== hash) return undefined;
			const [whole, inHex, decimal] =
				/^#(?:x([0-9a-f]{1,7})|(\d{1,7}));?/i.exec(text.slice(next, next + 12)) ?? [];
			if (whole === undefined) return undefined;
			const code = inHex === undefined ? Number(decimal) : parseInt(inHex, 16);
			return { code, end: next + whole.length };
		}
		default:
			return undefined;
	}
}

/**
 * The ASCII of a text without one layer of escapes, only for searching.
 * @param starts gets the position of each of its characters in the text
 */
function unescaped(text: string, starts?: Uint32Array): string {
	// Bytes are faster than strings here.
	const bytes = Buffer.alloc(text.length);
	let length = 0;
	for (let at = 0; at < text.length;) {
		let code = text.charCodeAt(at);
		const mayEscape = code === backslash || code === percent || code === ampersand;
		const escaped = mayEscape ? escapedAt(text, at) : undefined;
		if (escaped !== undefined) code = escaped.code;
		bytes[length] = code < 128 ? code : 0;
		if (starts !== undefined) starts[length] = at;
		length += 1;
		at = escaped === undefined ? at + 1 : escaped.end;
	}
	if (starts !== undefined) starts[length] = text.length;
	return bytes.toString('latin1', 0, length);
}

/** Characters that only a text with escapes has. */
const mayHide = /\\|%[2-7u]|&#|&amp;/;
/** The most layers of escapes, such as percent-encoding in JSON in HTML. */
const mostLayers = 4;

/** Removes the parts of a text that are one of the forms below so many layers of escapes. */
function cutUnder(text: string, layers: number, forms: readonly string[]): string {
	let open = text;
	let origin = (at: number) => at;
	for (let layer = 0; layer < layers; layer += 1) {
		const starts = new Uint32Array(open.length + 1);
		open = unescaped(open, starts);
		const outer = origin;
		origin = (at) => outer(starts[at] ?? 0);
	}
	const found = forms.flatMap((form) => {
		const ranges: Array<[from: number, to: number]> = [];
		for (let at = open.indexOf(form); at !== -1; at = open.indexOf(form, at + form.length)) {
			ranges.push([origin(at), origin(at + form.length)]);
		}
		return ranges;
	});
	let end = 0;
	const kept: string[] = [];
	for (const [from, to] of found.sort(([a], [b]) => a - b)) {
		if (from >= end) kept.push(text.slice(end, from), '[key]');
		end = Math.max(end, to);
	}
	return kept.join('') + text.slice(end);
}

/** The ways in which programs write a key, apart from escapes. */
function formsOf(key: string): string[] {
	const bytes = Buffer.from(key, 'utf8');
	const pairs = bytes.toString('hex').match(/../g) ?? [];
	const hex = ['', ' ', ':'].map((between) => pairs.join(between));
	const cases = [key, key.toUpperCase(), key.toLowerCase()];
	const all = [...cases, ...inBase64(key), ...hex, ...hex.map((form) => form.toUpperCase())];
	return [...new Set([...all, bytes.join(','), bytes.join(', ')])];
}

/**
 * Returns a function that removes a key from texts: plain, in Base64, in hex and as bytes, also when escaped
 * for JSON, a URL or HTML in any order, so that it doesn't reappear when the text is parsed.
 * @param key cleaned; one that is too short to be a key isn't removed
 */
export function keyRemover(key: string): (text: string) => string {
	if (key.length < shortestKey) return (text) => text;
	const forms = formsOf(key);
	return (text) => {
		let plain = forms.reduce(
			(left, form) => (left.includes(form) ? left.replaceAll(form, '[key]') : left),
			text,
		);
		let open = plain;
		for (let layers = 1; layers <= mostLayers && mayHide.test(open); layers += 1) {
			open = unescaped(open);
			const hidden = forms.filter((form) => open.includes(form));
			if (hidden.length === 0) continue;
			plain = cutUnder(plain, layers, hidden);
			// What was removed doesn't appear in the next layer either.
			open = plain;
			for (let layer = 0; layer < layers; layer += 1) open = unescaped(open);
		}
		return plain;
	};
}
