import { quoted } from '../../../seedance/text';

describe('quoted', () => {
	it.each([
		['text', '5s', '"5s"'],
		['a number', 5, '5'],
		['a switch', true, 'true'],
		['a large number, to which n8n gives a toJSON', 10n, '"10"'],
		['nothing', undefined, 'nothing'],
		['lines as one', 'a\n b', '"a b"'],
		['an object', { a: 1 }, '{"a":1}'],
	])('writes %s', (_, value, text) => {
		expect(quoted(value)).toBe(text);
	});

	it('quotes what JSON cannot write', () => {
		const circle: Record<string, unknown> = {};
		circle.self = circle;
		expect(quoted(circle)).toBe('[object Object]');
	});

	it('cuts long text inside its quotes', () => {
		expect(quoted('a'.repeat(100))).toBe(`"${'a'.repeat(56)}…"`);
		expect(quoted('a'.repeat(58))).toBe(`"${'a'.repeat(58)}"`);
	});

	it('cuts a long object without adding a quote that it does not begin with', () => {
		const text = quoted([1, ...Array.from({ length: 50 }, () => 22)]);
		expect(text).toMatch(/^\[1,22.*…$/);
	});

	it('cuts between characters, not inside one', () => {
		for (const start of ['', 'a']) {
			expect(quoted(start + '🦊'.repeat(60))).not.toMatch(/\p{Surrogate}/u);
		}
	});
});
