import fc from 'fast-check';
import { readable } from '../../../seedance/text';

describe('readable', () => {
	it.each([
		[0, '0'],
		[999, '999'],
		[2000, '2,000'],
		[2_147_483_647, '2,147,483,647'],
	])('groups the digits of %d: "%s"', (value, text) => {
		expect(readable(value)).toBe(text);
	});

	it.each([
		[0.5, '0.5'],
		[10, '10'],
		[1536.04, '1,536'],
		[1536.06, '1,536.1'],
	])('shows %d with one digit after the point at most: "%s"', (value, text) => {
		expect(readable(value, 1)).toBe(text);
	});

	it('says what the language’s own formatting says, of counts and of sizes in MB', () => {
		fc.assert(
			fc.property(fc.maxSafeNat(), (count) => {
				expect(readable(count)).toBe(count.toLocaleString('en-US'));
				const size = count / 1024 / 1024;
				const expected = size.toLocaleString('en-US', { maximumFractionDigits: 1 });
				expect(readable(size, 1)).toBe(expected);
			}),
		);
	});
});
