/** Whether a batch may be submitted, and what a person reads when it may not. */
import fc from 'fast-check';
import { problem } from '../../../seedance/errors/messages';
import { usdText } from '../../../seedance/models/price';
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

describe('usdText', () => {
	it.each([
		[0, '$0.00'],
		[1.2, '$1.20'],
		[0.0625, '$0.0625'],
		[0.105, '$0.105'],
		[100, '$100.00'],
		[0.1 + 0.2, '$0.30'],
	])('writes %d as %s', (usd, text) => {
		expect(usdText(usd)).toBe(text);
	});
});

describe('judgeMaximum', () => {
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
			message:
				"These 3 videos would cost $3.00, more than the $2.00 of 'Maximum Cost per Execution (USD)'",
			description:
				'Nothing was submitted. Item 0 $1.20, item 1 $0.60, item 2 $1.20. Raise the maximum in the options, or submit fewer, shorter or cheaper videos.',
			outcome: 'refused',
		});
	});

	it('counts what the execution has submitted before', () => {
		const limits = { ...strict, maximumUsd: 2 };
		const refusal = checkMaximum(priced(1.2), limits, { usd: 1.2, unpriced: 0 });
		expect(refusal?.message).toBe(
			"With this video for $1.20 this execution would cost $2.40, more than the $2.00 of 'Maximum Cost per Execution (USD)'",
		);
		expect(refusal?.description).toContain('Submitted before: $1.20.');
	});

	it('names 10 items and counts the others', () => {
		const refusal = checkMaximum(
			priced(...Array.from({ length: 25 }, () => 1)),
			{ ...strict, maximumUsd: 1 },
			nothing,
		);
		expect(refusal?.description).toContain('item 9 $1.00 and 15 more.');
	});

	it('refuses a price that is not known, and says why', () => {
		const limits = { ...strict, maximumUsd: 100 };
		expect(checkMaximum(priced(1, 'no answer'), limits, nothing)).toMatchObject({
			cause: 'priceUnknown',
			message:
				"The price of item 1 is not known, so 'Maximum Cost per Execution (USD)' cannot be kept",
			description: expect.stringContaining('No answer. To submit it all the same, turn on Allow'),
			outcome: 'refused',
		});
		expect(checkMaximum(priced('a', 'b'), limits, nothing)?.message).toContain(
			'The price of items 0, 1 is not known',
		);
	});

	it('refuses when something submitted before has an unknown price', () => {
		const limits = { ...strict, maximumUsd: 100 };
		const refusal = checkMaximum(priced(1), limits, { usd: 0, unpriced: 2 });
		expect(refusal?.message).toContain(
			'The price of 2 videos that this execution has submitted is not known',
		);
		expect(refusal?.description).toContain('Turn on Live Quote');
	});

	it('counts an unknown price as 0 where that is allowed', () => {
		const limits = { allowsUnknown: true, maximumUsd: 1 };
		expect(checkMaximum(priced(1, 'unknown'), limits, { usd: 0, unpriced: 3 })).toBeUndefined();
		expect(checkMaximum(priced(1.5, 'x'), limits, nothing)?.description).toContain(
			'item 1 unknown, counted as 0',
		);
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

describe('judgeBalance', () => {
	const has = (usd: number) => ({ ok: true, usd }) as const;

	it.each([
		[3.7, 2.5],
		[10, 0],
	])('lets a batch of $1.20 through with $%d when $%d are to stay', (usd, floor) => {
		expect(checkBalance(priced(1.2), floor, has(usd))).toBeUndefined();
	});

	it('refuses what would leave less', () => {
		expect(checkBalance(priced(1.2), 2.5, has(3.6999))).toMatchObject({
			cause: 'balanceTooLow',
			message:
				"The WaveSpeedAI balance is $3.6999; this video for $1.20 would leave less than the $2.50 of 'Keep Balance Above (USD)'",
			outcome: 'refused',
		});
	});

	it('says that the videos would leave less when there is just as much as is to stay', () => {
		expect(checkBalance(priced(1.2), 2.5, has(2.5))?.message).toContain('would leave less than');
		expect(checkBalance(priced(1.2), 2.5, has(2.4999))?.message).toContain('$2.4999, less than');
		expect(checkBalance(priced('unknown'), 2.5, has(2.5))).toBeUndefined();
		expect(checkBalance(priced('unknown'), 2.5, has(2.4999))?.message).toContain(', less than');
	});

	it('refuses when there is less already, also for videos of an unknown price', () => {
		expect(checkBalance(priced('unknown'), 2.5, has(2))?.message).toBe(
			"The WaveSpeedAI balance is $2.00, less than the $2.50 of 'Keep Balance Above (USD)'",
		);
	});

	it('refuses when the balance cannot be read', () => {
		const refusal = checkBalance(priced(1), 0, { ok: false, problem: problem('unreachable') });
		expect(refusal).toMatchObject({
			cause: 'balanceUnknown',
			description: expect.stringContaining('WaveSpeedAI could not be reached'),
		});
	});
});
