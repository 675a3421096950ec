/** Whether a callback is signed as the API signs them. */
import fc from 'fast-check';
import { codePoint } from '../../support/codePoint';
import { isSignedWith } from '../../../seedance/webhook/signature';
import type { SignedParts } from '../../../seedance/webhook/signature';
import {
	bytes,
	hmac,
	keyOf,
	now,
	otherSecret,
	secret,
	signed,
	spoilt,
	vector,
} from '../../support/webhook/sign';

const genuine = signed();
const digits = genuine.signature.slice('v3,'.length);
const isTaken = (parts: Partial<SignedParts>, at = now) =>
	isSignedWith(secret, { ...genuine, ...parts }, at);

/** The timestamp some seconds from now, signed rightly. */
const secondsOff = (seconds: number) => signed({ timestamp: String(now / 1000 + seconds) });

describe('a genuine callback', () => {
	it("is the reference's test vector", () => {
		expect(isSignedWith(vector.secret, { ...vector, body: bytes(vector.body) }, now)).toBe(true);
	});

	it('may be signed with a secret that has no prefix', () => {
		expect(isSignedWith(keyOf(secret), genuine, now)).toBe(true);
	});

	it('is signed over its bytes, whether or not they are text', () => {
		expect(isTaken(signed({ body: Uint8Array.of(0xff, 0x00, 0xc3, 0x28) }))).toBe(true);
	});

	it.each([0, 1, -1, 299, -299, 300, -300])('may be %d s from now', (seconds) => {
		expect(isTaken(secondsOff(seconds))).toBe(true);
	});

	it('of any content passes, and with no other secret', () => {
		const body = fc.uint8Array({ maxLength: 300 });
		const id = fc.string({ minLength: 1 }).filter((text) => !text.startsWith('seedance-reference'));
		const key = fc.string({ minLength: 1 });
		fc.assert(
			fc.property(id, body, key, key, (webhookId, content, one, other) => {
				const parts = signed({ id: webhookId, body: content }, `whsec_${one}`);
				expect(isSignedWith(`whsec_${one}`, parts, now)).toBe(true);
				// HMAC fills short keys up with zeros, so those say nothing.
				const isOther = one.replace(/\0+$/, '') !== other.replace(/\0+$/, '');
				if (isOther) expect(isSignedWith(`whsec_${other}`, parts, now)).toBe(false);
			}),
		);
	});
});

describe('a forgery', () => {
	const decoded = Buffer.from(keyOf(secret), 'base64');
	const signedText = [`${genuine.id}.${genuine.timestamp}.`, genuine.body] as const;

	it.each([
		['version v1', `v1,${digits}`],
		['version V3', `V3,${digits}`],
		['version v33', `v33,${digits}`],
		['no version', digits],
		['an empty version', `,${digits}`],
		['a space after the comma', `v3, ${digits}`],
		['three parts', `v3,${digits},v3`],
		['two signatures', `v3,${digits} v3,${digits}`],
		['the header given twice, as Node joins it', `v3,${digits}, v3,${digits}`],
		['nothing after the comma', 'v3,'],
		['nothing', ''],
		['truncated digits', `v3,${digits.slice(0, -1)}`],
		['half of the digits', `v3,${digits.slice(0, 32)}`],
		['one digit more', `v3,${digits}0`],
		['a line feed at the end', `v3,${digits}\n`],
		['wrong digits', `v3,${digits.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`],
		['a wrong last digit', `v3,${digits.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))}`],
		['upper-case digits', `v3,${digits.toUpperCase()}`],
		['no hexadecimal digits', `v3,${'z'.repeat(64)}`],
		['base64', `v3,${Buffer.from(digits, 'hex').toString('base64')}`],
		['another secret', signed({}, otherSecret).signature],
		['the secret decoded from base64', `v3,${hmac(decoded, ...signedText)}`],
		['the secret with its prefix', `v3,${hmac(secret, ...signedText)}`],
		['no dots', `v3,${hmac(keyOf(secret), genuine.id, genuine.timestamp, genuine.body)}`],
		['the body alone', `v3,${hmac(keyOf(secret), genuine.body)}`],
	])('with %s is refused', (_name, signature) => {
		expect(isTaken({ signature })).toBe(false);
	});

	it.each([301, -301, 86_400, -86_400])('or a replay %d s from now is refused', (seconds) => {
		expect(isTaken(secondsOff(seconds))).toBe(false);
	});

	it('a little more than 300 s old is refused', () => {
		expect(isTaken({}, now + 300_000)).toBe(true);
		expect(isTaken({}, now + 300_001)).toBe(false);
	});

	it.each([
		'',
		' ',
		'now',
		`${vector.timestamp}.0`,
		`+${vector.timestamp}`,
		`-${vector.timestamp}`,
		` ${vector.timestamp}`,
		`${vector.timestamp}\n`,
		`0x${Number(vector.timestamp).toString(16)}`,
		'1.76e9',
		`${now}`,
		`${vector.timestamp}, ${vector.timestamp}`,
		'9'.repeat(20),
	])('with the time %j, rightly signed, is refused', (timestamp) => {
		expect(isTaken(signed({ timestamp }))).toBe(false);
	});

	it.each(['', 'whsec_'])('cannot be made with the empty key of %j', (empty) => {
		const parts = signed({}, empty);
		expect(parts.signature).toBe(`v3,${hmac('', ...signedText)}`);
		expect(isSignedWith(empty, parts, now)).toBe(false);
	});

	it('passes at no time when nobody knows the time', () => {
		expect(isTaken({}, NaN)).toBe(false);
	});

	it('is any change of one byte of the body', () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ minLength: 1, maxLength: 300 }),
				fc.nat(),
				fc.integer({ min: 1, max: 255 }),
				(body, place, by) => {
					const parts = signed({ body });
					expect(isTaken(parts)).toBe(true);
					expect(isTaken({ ...parts, body: spoilt(body, place % body.length, by) })).toBe(false);
				},
			),
		);
	});

	it('is any change of one character of the id', () => {
		const character = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
		fc.assert(
			fc.property(fc.nat(vector.id.length - 1), character, (place, other) => {
				fc.pre(vector.id[place] !== other);
				const id = vector.id.slice(0, place) + other + vector.id.slice(place + 1);
				expect(isTaken({ id })).toBe(false);
			}),
		);
	});

	it('is any other time, even one that is near', () => {
		fc.assert(
			fc.property(fc.integer({ min: -300, max: 300 }), (seconds) => {
				const { timestamp } = secondsOff(seconds);
				expect(isTaken({ timestamp })).toBe(seconds === 0);
			}),
		);
	});

	it('throws nothing, whatever it is made of', () => {
		const any = fc.string({ unit: codePoint, maxLength: 40 });
		const signature = fc.oneof(any, fc.constant(genuine.signature));
		const timestamp = fc.oneof(any, fc.constant(genuine.timestamp));
		fc.assert(
			fc.property(any, any, timestamp, signature, fc.uint8Array(), (whsec, id, time, mac, body) => {
				const parts = { id, timestamp: time, signature: mac, body };
				expect(isSignedWith(whsec, parts, now)).toBe(false);
			}),
		);
	});
});
