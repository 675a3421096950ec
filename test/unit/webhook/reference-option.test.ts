/** The text that a person gives along with a submit. */
import fc from 'fast-check';
import { codePoint } from '../../support/codePoint';
import { checkReference } from '../../../seedance/webhook/callbackUrl';

const taken = (reference: string) => ({ ok: true, value: reference });
const refused = (problem: string) => ({ ok: false, problem });

describe('a reference', () => {
	it.each([
		['row-17'],
		['rec0AbC dEf/§?&=#%'],
		['  with space around it\n'],
		['17'],
		['true'],
		['Füchse 🦊'],
		[''],
	])('may be any text, which stays as it is: %j', (given) => {
		expect(checkReference(given)).toEqual(taken(given));
	});

	it.each([
		[17, '17'],
		[0, '0'],
		[-1.5, '-1.5'],
		[9_007_199_254_740_991, '9007199254740991'],
	])('may be a number: %d is "%s"', (given, reference) => {
		expect(checkReference(given)).toEqual(taken(reference));
	});

	it.each([
		[null, 'null'],
		[undefined, 'nothing'],
		[true, 'true'],
		[['row-17'], '["row-17"]'],
		[{ id: 17 }, '{"id":17}'],
		[17n, '"17"'],
		[new Date(0), '"1970-01-01T00:00:00.000Z"'],
	])('is nothing else: %p', (given, quote) => {
		expect(checkReference(given)).toEqual(refused(`must be text or a number (got ${quote})`));
	});

	it('is no number that is none', () => {
		expect(checkReference(NaN)).toMatchObject({ ok: false });
	});

	it('is quoted in a line when it is refused, however much it is', () => {
		const check = checkReference({ text: `a\nb${'x'.repeat(10_000)}` });
		if (check.ok) throw new Error(`taken: ${check.value}`);
		expect(check.problem.length).toBeLessThan(100);
		expect(check.problem).not.toContain('\n');
	});
});

describe('the length of a reference', () => {
	it.each(['x', 'ß', '字', '🦊'])('is counted in characters, 500 at most: %s', (character) => {
		expect(checkReference(character.repeat(500))).toEqual(taken(character.repeat(500)));
		expect(checkReference(character.repeat(501))).toEqual(
			refused('must be at most 500 characters'),
		);
	});

	it('is that of what is sent: nothing is trimmed first', () => {
		expect(checkReference(`x${' '.repeat(500)}`)).toMatchObject({ ok: false });
	});
});

describe('whatever comes', () => {
	it('any short text is taken as it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: codePoint, maxLength: 500 }), (text) => {
				expect(checkReference(text)).toEqual(taken(text));
			}),
		);
	});

	it('nothing is thrown, and only text and numbers are taken', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.string(), fc.double()), (given) => {
				const check = checkReference(given);
				if (check.ok) {
					expect(['string', 'number']).toContain(typeof given);
					expect(check.value).toBe(String(given));
				} else {
					expect(check.problem).toMatch(/^must be (?:text or a number|at most 500 characters)/);
				}
			}),
		);
	});
});
