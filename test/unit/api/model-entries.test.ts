/** Taking a list's text apart: what JSON.parse makes of the whole is what it makes of the pieces. */
import fc from 'fast-check';
import { listEntries } from '../../../seedance/api/modelEntries';

const parse = (text: string) => JSON.parse(text) as unknown;

function splitList(text: string) {
	const reading = listEntries(text);
	const entries: string[] = [];
	for (;;) {
		const { done, value } = reading.next();
		if (done === true) return { frame: value, entries };
		if (value !== '') entries.push(value);
	}
}
const entriesOf = (text: string) => splitList(text).entries;

describe('a list', () => {
	it.each([
		['bare', '[1, {"a": [2]}, "x"]', '[]', ['1', '{"a": [2]}', '"x"']],
		[
			'in an envelope',
			'{"code":200,"data":[{"a":1}],"n":2}',
			'{"code":200,"data":[],"n":2}',
			['{"a":1}'],
		],
		['behind other lists', '{"x":[1,[2]],"data":[3]}', '{"x":[1,[2]],"data":[]}', ['3']],
		[
			'behind data of another depth',
			'{"x":{"data":[1]},"data":[3]}',
			'{"x":{"data":[1]},"data":[]}',
			['3'],
		],
		['with blanks', ' {\n"data" : [ 1 ,\t2 ] } ', ' {\n"data" : [] } ', ['1', '2']],
		['without entries', '{"data":[ ]}', '{"data":[]}', []],
		['of lists', '[[],[[]],[1,2]]', '[]', ['[]', '[[]]', '[1,2]']],
		['with every blank', '\r\n[\t1\r\n,\r\n2\t] ', '\r\n[] ', ['1', '2']],
	])('%s is taken apart', (_, text, frame, entries) => {
		expect(splitList(text).frame).toBe(frame);
		expect(entriesOf(text)).toEqual(entries);
	});

	it.each([
		['brackets', '[{"a":"]}[{,"},"],["]', ['{"a":"]}[{,"}', '"],["']],
		[
			'quotes',
			String.raw`["a\"]", "\\", "\\\"", "b"]`,
			[String.raw`"a\"]"`, String.raw`"\\"`, String.raw`"\\\""`, '"b"'],
		],
	])('may have %s in its texts', (_, text, entries) => {
		expect(entriesOf(text)).toEqual(entries);
	});

	it.each([
		['a page', '<html>[1]</html>'],
		['a text', '"data"'],
		['an object without data', '{"code":404,"message":"[1]"}'],
		['data that is no list', '{"data":{"models":[1]}}'],
		['nothing', ''],
		['an empty object', '{}'],
		['a broken object', '{"data" [1]}'],
		['an object without its beginning', '-"data":[1]}'],
		['an object with a broken name', '{a":1,"data":[1]}'],
		['an object without a colon', '{"data"=[1]}'],
		['an object without a comma', '{"a":[];"data":[1]}'],
	])('is none in %s, which is left as it is', (_, text) => {
		expect(splitList(text)).toEqual({ frame: text, entries: [] });
	});

	it.each([
		['[1, 2', ['1']],
		['{"data":[1,', ['1']],
		['{"data":["a', []],
		['["a\\"', []],
		['[["a', []],
		['[[1]', ['[1]']],
		['{"data":[{"a":1}}', ['{"a":1}', '}']],
	])('that breaks off has no frame, and no entry without its end: %s', (text, entries) => {
		expect(splitList(text)).toEqual({ frame: '', entries });
	});

	it('has a frame of a megabyte at most', () => {
		const most = 'x'.repeat(1_000_000);
		const long = `${most}x`;
		expect(splitList(most)).toEqual({ frame: most, entries: [] });
		expect(splitList(long)).toEqual({ frame: '', entries: [] });
		expect(splitList(`{"message":"${long}","data":[1]}`).frame).toBe('');
	});

	it('has the entries that JSON.parse finds, whatever they are and however they are written', () => {
		const envelope = fc.record({
			before: fc.jsonValue(),
			data: fc.array(fc.jsonValue()),
			after: fc.jsonValue(),
		});
		fc.assert(
			fc.property(
				envelope,
				fc.boolean(),
				fc.constantFrom('', ' ', '\t', '\n  '),
				(value, isBare, space) => {
					const text = JSON.stringify(isBare ? value.data : value, null, space);
					const { frame, entries } = splitList(text);
					expect([...entries].map(parse)).toEqual(parse(JSON.stringify(value.data)));
					expect(parse(frame)).toEqual(parse(JSON.stringify(isBare ? [] : { ...value, data: [] })));
				},
			),
		);
	});

	it('may be any text: nothing is thrown, and it comes to an end', () => {
		const piece = fc.constantFrom(
			'[',
			']',
			'{',
			'}',
			'"',
			'\\',
			',',
			':',
			'data',
			'"data"',
			' ',
			'1',
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
				const { entries } = splitList(pieces.join(''));
				expect([...entries].length).toBeLessThanOrEqual(60);
			}),
			{ numRuns: 2_000 },
		);
	});

	it.each([
		['of brackets', (n: number) => '['.repeat(n)],
		['of escapes', (n: number) => `["${'\\'.repeat(n)}`],
		['of escaped quotes', (n: number) => `["${'\\"'.repeat(n / 2)}"]`],
		['of blanks', (n: number) => `[${' '.repeat(n)}]`],
		['of names', (n: number) => `{${'"a":1,'.repeat(n / 6)}`],
	])('%s is read in a time that grows with its length', (_, make) => {
		// A square of it would take hours.
		expect([...splitList(make(2_000_000)).entries].length).toBeLessThan(2_000_000);
	});

	const turnsFor = (value: string) =>
		[...listEntries(`[${value}]`)].filter((entry) => entry === '').length;
	const listOfLength = (length: number) => `[${'1'.repeat(length - 2)}]`;
	const textOfLength = (length: number) => `"${'\\"'.repeat((length - 2) / 2)}"`;

	it.each([
		['a list', listOfLength(500_000), 0],
		['a list', listOfLength(500_001), 1],
		['a list', listOfLength(1_000_001), 2],
		['a text', textOfLength(500_000), 0],
		['a text', textOfLength(500_002), 1],
		['a text', textOfLength(1_000_002), 2],
	])('lets others have their turn at every 500,000 characters of %s', (_, value, turns) => {
		expect(turnsFor(value)).toBe(turns);
	});

	it.each([
		['brackets', `[${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}]`],
		['escapes', `["${'\\"'.repeat(2_000_000)}"]`],
		['members before the data', `{"a":[${'1,'.repeat(2_000_000)}1],"data":[]}`],
	])('lets others have their turn while it skips 4 MB of %s', (_, text) => {
		const turns = [...listEntries(text)].filter((entry) => entry === '');
		expect(turns.length).toBeGreaterThanOrEqual(6);
	});
});
