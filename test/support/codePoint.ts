/**
 * Any single code point, for `fc.string({ unit: codePoint })`. It equals fast-check's `unit:
 * 'binary'`, which takes a second to make a list of all of them.
 */
import fc from 'fast-check';

const firstSurrogate = 0xd800;
const surrogates = 0x800;

export const codePoint: fc.Arbitrary<string> = fc.nat(0x10_ffff - surrogates).map(
	(number) => String.fromCodePoint(number < firstSurrogate ? number : number + surrogates),
	(character) => {
		const number = typeof character === 'string' ? (character.codePointAt(0) ?? -1) : -1;
		const isOne = number >= 0 && character === String.fromCodePoint(number);
		const isHalf = number >= firstSurrogate && number < firstSurrogate + surrogates;
		if (!isOne || isHalf) throw new Error('Not one code point');
		return number < firstSurrogate ? number : number - surrogates;
	},
);
