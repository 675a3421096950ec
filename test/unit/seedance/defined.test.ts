import { defined } from '../../../seedance/result';

describe('defined', () => {
	it('leaves out what is undefined, and nothing else', () => {
		const members = { a: undefined, b: null, c: 0, d: '', e: false, f: NaN };
		expect(Object.entries(defined(members))).toEqual(Object.entries(members).slice(1));
	});

	it('does not hide what another object has', () => {
		expect({ model: 'a', ...defined({ model: undefined, status: 'b' }) }).toEqual({
			model: 'a',
			status: 'b',
		});
	});
});
