import { readQuote } from '../../../seedance/api/prices';

describe('readQuote', () => {
	it.each([
		[{ price: 1.2 }, 1.2],
		[{ price: 1.2, discounted_price: 1.02, currency: 'USD' }, 1.02],
		[{ price: 1.2, discounted_price: null, currency: null }, 1.2],
		[{ price: 1.2, discounted_price: '1.02' }, 1.2],
		[{ discounted_price: 1.02, currency: 'usd' }, 1.02],
		[{ price: 0 }, 0],
		[{ model_id: 'a/b', price: 1.2, discount_rate: 0.85 }, 1.2],
	])('reads %j as %d USD', (data, usd) => {
		expect(readQuote(data)).toEqual({ usd });
	});

	it.each([
		{},
		{ price: -1 },
		{ price: '1.2' },
		{ price: NaN },
		{ price: Infinity },
		{ price: null },
		{ price: 1.2, currency: 'CNY' },
		{ price: 1.2, currency: '' },
		{ unit_price: 1.2 },
		[],
		null,
		undefined,
		1.2,
	])('does not know a price from %p', (data) => {
		expect(readQuote(data)).toBeUndefined();
	});
});
