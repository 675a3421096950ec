/**
 * Takes a key out of texts, should whoever answers repeat what was sent (a gateway that quotes headers,
 * say): what the API says ends up in errors, items and logs.
 */

/** Shorter than any key; a shorter text might stand in an answer by chance. */
const shortestKey = 8;

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');

/** Hex digits in a pattern, whatever their case. */
const anyCase = (digits: string) =>
	digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

const literally = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/**
 * A pattern for one character as it stands, as JSON escapes it (also JSON within JSON), as it stands in
 * a URL (also encoded twice), or as HTML escapes it.
 */
function writtenAnyhow(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const itself = literally(character);
	const inJson = `\\\\{1,8}u${anyCase(hex(code, 4))}`;
	const inUrl = `%(?:25){0,3}${anyCase(hex(code, 2))}`;
	const inHtml = `&#(?:0{0,5}${code}|[xX]0{0,5}${anyCase(hex(code, 1))});?`;
	// A slash, a quote and a backslash may have a backslash before them.
	const escaped = /[\\"/]/.test(character) ? `\\\\{1,8}${itself}|` : '';
	return `(?:${escaped}${itself}|${inJson}|${inUrl}|${inHtml})`;
}

function patternOf(text: string): RegExp {
	const [first = ''] = text;
	const rest = Array.from(text, writtenAnyhow).join('');
	return new RegExp(`(?=[${literally(first).replace('-', '\\-')}\\\\%&])${rest}`, 'g');
}

/**
 * What of a text in base64 is the same whatever stands before and behind it: there are three ways to
 * fall on the groups of base64, and two alphabets.
 */
function inBase64(text: string): string[] {
	return [0, 1, 2].flatMap((offset) => {
		const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text, 'utf8')]);
		// The first and the last character of a part hold bits of their neighbours, too.
		const encoded = bytes.toString('base64url').slice(offset === 0 ? 0 : offset + 1);
		const whole = bytes.length % 3 === 0 ? encoded : encoded.slice(0, -1);
		return [whole, whole.replaceAll('-', '+').replaceAll('_', '/')];
	});
}

const backslash = 0x5c;
const percent = 0x25;
const hash = 0x23;
const ampersand = 0x26;

/** The value of so many hex digits at a place, or -1 where there are other characters. */
function hexAt(text: string, at: number, digits: number): number {
	let value = 0;
	for (let i = at; i < at + digits; i += 1) {
		const digit = '0123456789abcdef'.indexOf(text.charAt(i).toLowerCase() || ' ');
		if (digit < 0) return -1;
		value = value * 16 + digit;
	}
	return value;
}

/** A character that is escaped, and where the text goes on behind it. */
interface Escaped {
	readonly code: number;
	readonly end: number;
}

function escapedAt(text: string, at: number): Escaped | undefined {
	let next = at + 1;
	switch (text.charCodeAt(at)) {
		case backslash: {
			while (text.charCodeAt(next) === backslash) next += 1;
			const code = text[next] === 'u' ? hexAt(text, next + 1, 4) : -1;
			if (code >= 0) return { code, end: next + 5 };
			// A run of backslashes is passed at once, also where nothing follows it.
			return next < text.length
				? { code: text.charCodeAt(next), end: next + 1 }
				: { code: backslash, end: next };
		}
		case percent: {
			while (text.startsWith('25', next) && hexAt(text, next + 2, 2) >= 0) next += 2;
			const code = hexAt(text, next, 2);
			return code < 0 ? undefined : { code, end: next + 2 };
		}
		case ampersand: {
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

/** The ASCII of a text without escapes, only good for a look at what is in it: bytes, so that it is quick. */
function unescaped(text: string): Buffer {
	const bytes = Buffer.alloc(text.length);
	let length = 0;
	for (let at = 0; at < text.length;) {
		let code = text.charCodeAt(at);
		const mayEscape = code === backslash || code === percent || code === ampersand;
		const escaped = mayEscape ? escapedAt(text, at) : undefined;
		if (escaped !== undefined) code = escaped.code;
		bytes[length] = code < 128 ? code : 0;
		length += 1;
		at = escaped === undefined ? at + 1 : escaped.end;
	}
	return bytes.subarray(0, length);
}

/** What no text without escapes has. */
const mayHide = /\\|%[2-7]|&#/;

/**
 * Makes a function that takes a key out of texts: as it stands, in base64 and in hex; also where that is
 * escaped for JSON, a URL or HTML, so that the key does not come back when the text is parsed.
 * @param key clean; one that is too short to be a key is left where it is
 */
export function keyRemover(key: string): (text: string) => string {
	if (key.length < shortestKey) return (text) => text;
	const asHex = Buffer.from(key, 'utf8').toString('hex');
	const forms = [...new Set([key, ...inBase64(key), asHex, asHex.toUpperCase()])];
	return (text) => {
		const plain = forms.reduce(
			(left, form) => (left.includes(form) ? left.replaceAll(form, '[key]') : left),
			text,
		);
		if (!mayHide.test(plain)) return plain;
		// Patterns are slow, so they are only for texts that hide something.
		const open = unescaped(plain);
		const hidden = forms.filter((form) => open.includes(form));
		return hidden.reduce((left, form) => left.replace(patternOf(form), '[key]'), plain);
	};
}
