import fc from 'fast-check';
import { keyRemover } from '../../../seedance/credential';

describe('keyRemover', () => {
	const key = 'wsk_live-AbC/0123+4567==x';
	const remove = keyRemover(key);
	const escaped = (text: string, one: (character: string) => string) =>
		Array.from(text, one).join('');
	const unit = (character: string) => character.charCodeAt(0).toString(16);
	const json = (text: string) => escaped(text, (c) => `\\u00${unit(c).padStart(2, '0')}`);
	const url = (text: string) => escaped(text, (c) => `%${unit(c).padStart(2, '0')}`);
	const some = (text: string) => text.slice(0, 4) + json(text.slice(4, 8)) + text.slice(8);

	/** Everything that a reader can make of a text. */
	function readings(text: string): string[] {
		const tries = [
			() => JSON.parse(`"${text}"`) as string,
			() => JSON.parse(`"${JSON.parse(`"${text}"`) as string}"`) as string,
			() => decodeURIComponent(text),
			() => decodeURIComponent(decodeURIComponent(text)),
			() => decodeURIComponent(JSON.parse(`"${text}"`) as string),
			() => JSON.parse(`"${decodeURIComponent(text)}"`) as string,
			() =>
				text.replace(/(?:\\x|%u00)(\w\w)/g, (_, code) => String.fromCharCode(parseInt(code, 16))),
			() =>
				text
					.replaceAll('&amp;', '&')
					.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
			() => Array.from({ length: 5 }).reduce<string>((left) => decodeURIComponent(left), text),
			...[0, 1, 2, 3].map((from) => () => Buffer.from(text.slice(from), 'base64').toString()),
			() => Buffer.from(text, 'hex').toString(),
			() => Buffer.from(text.replace(/[ :]/g, ''), 'hex').toString(),
			() => Buffer.from((text.match(/\d+/g) ?? []).map(Number)).toString(),
			() => text.toLowerCase().replaceAll(key.toLowerCase(), key),
			() => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
		];
		return [
			text,
			...tries.map((read) => {
				try {
					return read();
				} catch {
					return '';
				}
			}),
		];
	}

	it.each([
		['as it is', key],
		['escaped', json(key)],
		['escaped in capitals', json(key).replace(/[a-f]/g, (c) => c.toUpperCase())],
		['escaped twice', json(key).replaceAll('\\', '\\\\')],
		['escaped in part', some(key)],
		['with escaped slashes', key.replaceAll('/', '\\/')],
		['percent-encoded', encodeURIComponent(key)],
		['percent-encoded in every letter', url(key)],
		['percent-encoded twice', encodeURIComponent(encodeURIComponent(key))],
		['percent-encoded five times', url(key).replaceAll('%', '%25252525')],
		['percent-encoded and then in JSON', json(url(key))],
		['in JSON and then percent-encoded', url(json(key))],
		['for HTML twice', escaped(key, (c) => `&amp;#${c.charCodeAt(0)};`)],
		['as a program writes bytes', escaped(key, (c) => `\\x${unit(c)}`)],
		['as scripts once encoded URLs', escaped(key, (c) => `%u00${unit(c)}`)],
		['in all ways at once', `${url(key)} ${json(url(key))} ${url(json(key))} ${json(key)}`],
		['for HTML', escaped(key, (c) => `&#${c.charCodeAt(0)};`)],
		['in base64', Buffer.from(key).toString('base64')],
		['in base64 for URLs', Buffer.from(key).toString('base64url')],
		['in base64 after one letter', Buffer.from(`a${key}`).toString('base64')],
		['in base64 of a header', Buffer.from(`Authorization: Bearer ${key}\n`).toString('base64')],
		['in base64 of a pair', Buffer.from(`user:${key}@x`).toString('base64')],
		['in base64 with escaped slashes', Buffer.from(key).toString('base64').replaceAll('/', '\\/')],
		['in hex', Buffer.from(key).toString('hex')],
		['in hex with spaces', Buffer.from(key).toString('hex').replace(/../g, '$& ')],
		[
			'in hex with colons',
			Buffer.from(key)
				.toString('hex')
				.replace(/\B(?=(..)+$)/g, ':'),
		],
		['as bytes', JSON.stringify([...Buffer.from(key)])],
		['in capitals', key.toUpperCase()],
		['in small letters', key.toLowerCase()],
		['in HEX', Buffer.from(key).toString('hex').toUpperCase()],
	])('%s: gone', (_, written) => {
		for (const text of [written, `${written}`.repeat(2)]) {
			for (const reading of readings(remove(text))) expect(reading).not.toContain(key);
		}
		expect(remove(`before ${written} behind`)).toMatch(/^before .*behind$/);
	});

	it('leaves everything else alone', () => {
		const texts = fc.oneof(fc.string(), fc.json(), fc.webUrl(), fc.base64String());
		fc.assert(
			fc.property(texts, (text) => {
				fc.pre(!text.includes(key));
				expect(remove(text)).toBe(text);
			}),
		);
		expect(keyRemover('short')('short')).toBe('short');
		expect(keyRemover('')('text')).toBe('text');
	});

	/** Removes the key from a text. @throws when it looks at more characters than this */
	function removeWithin(most: number, text: string): string {
		const { charCodeAt, startsWith } = String.prototype;
		let looks = 0;
		const count = () => {
			looks += 1;
			if (looks > most) throw new Error(`Looked at more than ${most} characters`);
		};
		String.prototype.charCodeAt = function (at) {
			count();
			return charCodeAt.call(this, at);
		};
		String.prototype.startsWith = function (start, at) {
			count();
			return startsWith.call(this, start, at);
		};
		try {
			return remove(text);
		} finally {
			Object.assign(String.prototype, { charCodeAt, startsWith });
		}
	}

	it.each([
		['backslashes', '\\'.repeat(20_000)],
		['escaped percent signs', '%25'.repeat(7_000)],
		['percent signs escaped many times', `%${'25'.repeat(10_000)}`],
		['unfinished entities', '&#0000'.repeat(3_000)],
		['unfinished keys', `${key.slice(0, -1)}\\u00`.repeat(700)],
	])('looks at a text of %s a few times only, however it is made', (_, text) => {
		expect(removeWithin(20 * text.length, text)).toBe(text);
	});

	it('works with any key', () => {
		const letters = [...'abcXYZ019-._~+/=:!*'];
		const keys = fc.string({ unit: fc.constantFrom(...letters), minLength: 8, maxLength: 60 });
		fc.assert(
			fc.property(keys, (any) => {
				const text = JSON.stringify({ a: any, b: [encodeURIComponent(any)] });
				const clean = JSON.parse(keyRemover(any)(text)) as { a: string; b: [string] };
				expect(clean.a).not.toContain(any);
				expect(decodeURIComponent(clean.b[0])).not.toContain(any);
			}),
		);
	});
});
