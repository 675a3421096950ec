/** A person's own text, there and back in the URL of a callback. */
import { parse } from 'node:querystring';
import fc from 'fast-check';
import {
	isReferenceTooLong,
	longestReference,
	readReference,
	withReference,
} from '../../../seedance/webhook/callbackUrl';
import { isSignedWith } from '../../../seedance/webhook/signature';
import { codePoint } from '../../support/codePoint';
import { bytes, hmac, keyOf, now, otherSecret, secret, vector } from '../../support/webhook/sign';

const address = 'https://n8n.example/webhook/abc/seedance';

/** The query as n8n's server gives it: names that come twice have a list. */
const queryOf = (url: string) => parse(new URL(url).search.slice(1));
const read = (url: string, whsec = secret) => readReference(queryOf(url), whsec);

const tricky = [
	'row 7',
	'a+b&c=d%20e#f?g/h\\i"j\'k',
	'%',
	'%zz',
	'line one\r\nline two\n\tthree',
	'Größe 😀 日本語 👩‍👩‍👧',
	'\ufeffmark',
	'\0',
	' ',
	'&seedance_reference=other',
	'__proto__',
];

describe('a reference', () => {
	it.each(tricky)('%j comes back as it was', (reference) => {
		expect(read(withReference(address, reference, secret))).toEqual({ ok: true, value: reference });
	});

	it('of any text comes back, whoever parses the query', () => {
		const urls = fc.constantFrom(
			address,
			`${address}?token=a%20b`,
			`${address}?`,
			`${address}#top`,
			'http://127.0.0.1:5678/webhook-waiting/14/seedance?signature=0af1',
		);
		const text = fc.string({ unit: codePoint, maxLength: 500 });
		fc.assert(
			fc.property(urls, text, (url, reference) => {
				const given = withReference(url, reference, secret);
				expect(read(given)).toEqual({ ok: true, value: reference });
				const query = Object.fromEntries(new URL(given).searchParams);
				expect(readReference(query, secret)).toEqual({ ok: true, value: reference });
				// As the submit carries it: encoded whole into one parameter of another URL.
				const carried = new URL(`https://api.test/x?webhook=${encodeURIComponent(given)}`);
				expect(carried.searchParams.get('webhook')).toBe(given);
			}),
			{ examples: tricky.map((reference) => [address, reference]) },
		);
	});

	it.each([
		['a\ud800b', 'a\ufffdb'],
		['\udc00', '\ufffd'],
		['😀'.slice(0, 1), '\ufffd'],
		['\udc00\ud800', '\ufffd\ufffd'],
	])('with half a surrogate pair (%j) comes back as %j', (reference, whole) => {
		const url = withReference(address, reference, secret);
		expect(read(url)).toEqual({ ok: true, value: whole });
		expect(readReference(Object.fromEntries(new URL(url).searchParams), secret).ok).toBe(true);
	});

	it('may have 500 characters, as a person counts them', () => {
		expect(longestReference).toBe(500);
		expect(isReferenceTooLong('😀'.repeat(500))).toBe(false);
		expect(isReferenceTooLong('😀'.repeat(501))).toBe(true);
		expect(isReferenceTooLong('')).toBe(false);
	});

	it('is signed with the text after whsec_, in a domain of its own', () => {
		const query = new URL(withReference(address, 'row 7', secret)).searchParams;
		expect(query.get('seedance_signature')).toBe(
			hmac(keyOf(secret), 'seedance-reference.', 'row 7'),
		);
	});
});

describe('the rest of the URL', () => {
	it.each([
		[address, `${address}?`],
		[`${address}?`, `${address}?`],
		[`${address}?a=b%20c&flag&d=e+f&g=%2B`, `${address}?a=b%20c&flag&d=e+f&g=%2B&`],
		[`${address}?signature=0AF1`, `${address}?signature=0AF1&`],
	])('%s stays as it is', (url, begin) => {
		const given = withReference(url, 'x', secret);
		expect(given.startsWith(`${begin}seedance_reference=x&seedance_signature=`)).toBe(true);
	});

	it('keeps its fragment behind the query', () => {
		expect(new URL(withReference(`${address}?a=b#top`, 'x', secret))).toMatchObject({
			hash: '#top',
			search: expect.stringMatching(/^\?a=b&seedance_reference=x&/),
		});
	});

	it('gets the new reference in the place of an old one', () => {
		const url = withReference(`${address}?a=b`, 'old', secret);
		const renewed = withReference(url, 'new', otherSecret);
		expect(read(renewed, otherSecret)).toEqual({ ok: true, value: 'new' });
		expect(queryOf(renewed)).toMatchObject({ a: 'b' });
	});

	it.each(['', '=old', '=a&seedance_signature=b', '&seedance_signature'])(
		'loses an old reference as its first part: seedance_reference%s',
		(rest) => {
			const given = withReference(`${address}?seedance_reference${rest}`, 'x', secret);
			expect(given).toBe(withReference(address, 'x', secret));
		},
	);

	it('keeps what only looks like a reference', () => {
		const similar = 'my_seedance_reference=1&seedance_references=2&seedance_reference2=3';
		const given = withReference(`${address}?${similar}`, 'x', secret);
		expect(given.startsWith(`${address}?${similar}&seedance_reference=x&`)).toBe(true);
	});

	it('without a reference reads as none', () => {
		expect(read(address)).toEqual({ ok: true, value: undefined });
		expect(read(`${address}?a=b`)).toEqual({ ok: true, value: undefined });
	});
});

describe('a reference that is not ours', () => {
	const url = withReference(address, 'row 7', secret);
	const query = queryOf(url);
	const { seedance_reference: reference, seedance_signature: signature } = query;
	const digits = String(signature);

	it.each<readonly [string, Readonly<Record<string, unknown>>]>([
		['another text', { ...query, seedance_reference: 'row 8' }],
		['no text', { seedance_signature: signature }],
		['no signature', { seedance_reference: reference }],
		['an empty signature', { ...query, seedance_signature: '' }],
		['truncated digits', { ...query, seedance_signature: digits.slice(0, -1) }],
		['upper-case digits', { ...query, seedance_signature: digits.toUpperCase() }],
		['wrong digits', { ...query, seedance_signature: '0'.repeat(64) }],
		['the text twice', { ...query, seedance_reference: [reference, reference] }],
		['a list of one', { ...query, seedance_reference: [reference] }],
		['the signature twice', { ...query, seedance_signature: [signature, signature] }],
		['an object', { ...query, seedance_reference: { text: reference } }],
		['the secret of another', queryOf(withReference(address, 'row 7', otherSecret))],
		['no domain', { ...query, seedance_signature: hmac(keyOf(secret), 'row 7') }],
		['no dot', { ...query, seedance_signature: hmac(keyOf(secret), 'seedance-referencerow 7') }],
	])('%s: refused', (_name, forged) => {
		expect(readReference(query, secret)).toEqual({ ok: true, value: 'row 7' });
		expect(readReference(forged, secret)).toEqual({ ok: false, problem: 'forged' });
	});

	it.each(['', 'whsec_'])('is any that was signed with the empty key of %j', (empty) => {
		const forged = { ...query, seedance_signature: hmac('', 'seedance-reference.row 7') };
		expect(readReference(forged, empty)).toEqual({ ok: false, problem: 'forged' });
	});

	it('is one with any character changed', () => {
		const character = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 });
		fc.assert(
			fc.property(fc.string(), fc.nat(), character, (text, place, other) => {
				const at = place % (text.length + 1);
				const changed = text.slice(0, at) + other + text.slice(at + 1);
				fc.pre(changed !== text);
				const right = queryOf(withReference(address, text, secret));
				const forged = { ...right, seedance_reference: changed };
				expect(readReference(forged, secret)).toEqual({ ok: false, problem: 'forged' });
			}),
		);
	});
});

describe('a signed reference that is written like a callback', () => {
	// Whoever may choose a reference, in a form say, and sees the URL has what we sign for them.
	it.each([
		['seedance-reference', ''],
		['seedance-reference.x', 'x.'],
	])('passes for none: webhook-id %s', (id, begin) => {
		const { timestamp, body } = vector;
		const url = withReference(address, `${begin}${timestamp}.${body}`, secret);
		const signature = `v3,${new URL(url).searchParams.get('seedance_signature')}`;
		expect(signature).toBe(`v3,${hmac(keyOf(secret), `${id}.${timestamp}.${body}`)}`);
		expect(isSignedWith(secret, { id, timestamp, signature, body: bytes(body) }, now)).toBe(false);
	});
});
