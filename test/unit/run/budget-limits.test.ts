/** Whether a batch may be submitted, and what a person reads when it may not. */
import fc from 'fast-check';
import { problem } from '../../../seedance/errors/messages';
import { checkBalance, checkMaximum } from '../../../seedance/run/budget';
import type { PricedItem } from '../../../seedance/run/budget';
import { seed } from '../../seed';

const priced = (...prices: Array<number | string>): PricedItem[] =>
	prices.map((price, itemIndex) => ({
		itemIndex,
		price:
			typeof price === 'number'
				? { ok: true, value: { usd: price, source: 'quote' } }
				: { ok: false, problem: price },
	}));
const nothing = { usd: 0, unpriced: 0 };
const strict = { allowsUnknown: false };
/** The numbers in a text, in order. */
const numbersIn = (text = '') => (text.match(/\d+(\.\d+)?/g) ?? []).map(Number);

describe('checkMaximum', () => {
	it.each([
		['below', 2.5],
		['at', 2.4],
	])('lets a batch through %s the maximum', (_, maximumUsd) => {
		const limits = { ...strict, maximumUsd };
		expect(checkMaximum(priced(1.2, 1.2), limits, nothing)).toBeUndefined();
	});

	it('does not stumble over sums of floating point numbers', () => {
		const limits = { ...strict, maximumUsd: 0.3 };
		expect(checkMaximum(priced(0.1, 0.2), limits, nothing)).toBeUndefined();
	});

	it('shows the sum, the maximum and the items when it is too much', () => {
		const limits = { ...strict, maximumUsd: 2 };
		expect(checkMaximum(priced(1.2, 0.6, 1.2), limits, nothing)).toEqual({
			cause: 'costAboveMaximum',
			message: expect.any(String),
			description: expect.stringMatching(
				/\$0\.00 of \$2\.00 used, \$3\.00 more for 3 videos .*0 \$1\.20, \D*1 \$0\.60, \D*2 \$1\.20/,
			),
			outcome: 'refused',
		});
	});

	it('counts what the execution has submitted before', () => {
		const limits = { ...strict, maximumUsd: 2 };
		const refusal = checkMaximum(priced(1.2), limits, { usd: 1.2, unpriced: 0 });
		expect(refusal?.description).toMatch(/\$1\.20 of \$2\.00 used, \$1\.20 more for 1 video /);
	});

	it('says no more than that about one video', () => {
		const one = checkMaximum(priced(1.2), { ...strict, maximumUsd: 1 }, nothing);
		expect(numbersIn(one?.description)).toEqual([0, 1, 1.2, 1, 0, 1.2]);
	});

	it.each([10, 11])('names up to 10 items of %d', (length) => {
		const limits = { ...strict, maximumUsd: 1 };
		const refusal = checkMaximum(priced(...Array.from({ length }, () => 2)), limits, nothing);
		const tenItems = Array.from({ length: 10 }, (_, i) => [i, 2]).flat();
		const others = length > 10 ? [length - 10] : [];
		const sums = [0, 1, 2 * length, length];
		expect(numbersIn(refusal?.description)).toEqual([...sums, ...tenItems, ...others]);
	});

	it('names 10 items and counts the others', () => {
		const refusal = checkMaximum(
			priced(...Array.from({ length: 25 }, () => 1)),
			{ ...strict, maximumUsd: 1 },
			nothing,
		);
		expect(refusal?.description).toMatch(/\b9 \$1\.00 \D*\b15\b/);
	});

	it('refuses a price that is not known, and says why', () => {
		const limits = { ...strict, maximumUsd: 100 };
		expect(checkMaximum(priced(1, 'no answer'), limits, nothing)).toMatchObject({
			cause: 'priceUnknown',
			description: expect.stringMatching(/1 video: no answer\..* item 1\b/),
			outcome: 'refused',
		});
		const several = checkMaximum(priced(1, 'no answer', 'b'), limits, nothing);
		// Two videos, unknown prices count as $0, and the items.
		expect(numbersIn(several?.description)).toEqual([2, 0, 1, 2]);
	});

	it('refuses when something submitted before has an unknown price', () => {
		const limits = { ...strict, maximumUsd: 100 };
		const refusal = checkMaximum(priced(1), limits, { usd: 0, unpriced: 2 });
		expect(refusal?.cause).toBe('priceUnknown');
		expect(refusal?.description).toContain('2 videos');
		expect(refusal?.description).toContain('Live Quote');
		const one = checkMaximum(priced(1), limits, { usd: 0, unpriced: 1 });
		expect(one?.description).toContain('1 video ');
	});

	it('counts an unknown price as 0 where that is allowed', () => {
		const limits = { allowsUnknown: true, maximumUsd: 1 };
		expect(checkMaximum(priced(1, 'unknown'), limits, { usd: 0, unpriced: 3 })).toBeUndefined();
		expect(checkMaximum(priced(1.5, 'x'), limits, nothing)?.description).toMatch(/\b1 unknown\b/);
	});

	it('lets through exactly what fits', () => {
		const cents = fc.integer({ min: 0, max: 1000 });
		fc.assert(
			fc.property(fc.array(cents, { minLength: 1 }), cents, cents, (items, before, maximum) => {
				const sum = items.reduce((total, cent) => total + cent, before);
				const refusal = checkMaximum(
					priced(...items.map((cent) => cent / 100)),
					{ ...strict, maximumUsd: maximum / 100 },
					{ usd: before / 100, unpriced: 0 },
				);
				expect(refusal === undefined).toBe(sum <= maximum);
			}),
			{ seed },
		);
	});
});

describe('checkBalance', () => {
	const has = (value: number) => ({ ok: true, value }) as const;

	it.each([
		[3.7, 2.5],
		[10, 0],
	])('lets a batch of $1.20 through with $%d when $%d are to stay', (usd, floor) => {
		expect(checkBalance(priced(1.2), floor, has(usd))).toBeUndefined();
	});

	it('refuses what would leave less', () => {
		expect(checkBalance(priced(1.2), 2.5, has(3.6999))).toMatchObject({
			cause: 'balanceTooLow',
			description: expect.stringMatching(/balance \$3\.6999, keep \$2\.50, \$1\.20 for 1 video/),
			outcome: 'refused',
		});
	});

	it('lets videos of an unknown price through when there is as much as is to stay', () => {
		expect(checkBalance(priced('unknown'), 2.5, has(2.5))).toBeUndefined();
		expect(checkBalance(priced('unknown'), 2.5, has(2.4999))?.cause).toBe('balanceTooLow');
	});

	it('refuses when there is less already, also for videos of an unknown price', () => {
		expect(checkBalance(priced('unknown'), 2.5, has(2))?.description).toMatch(/\$2\.00.*\$2\.50/);
	});

	it('refuses when the balance cannot be read', () => {
		const refusal = checkBalance(priced(1), 0, { ok: false, problem: problem('unreachable') });
		expect(refusal).toMatchObject({
			cause: 'balanceUnknown',
			description: expect.stringContaining(problem('unreachable').message),
		});
	});
});
