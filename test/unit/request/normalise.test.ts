import fc from 'fast-check';
import type { Parameter } from '../../../seedance/models';
import { cameraFixed, prompt2000, seed as seedParameter } from '../../support/parameters';
import { mediaKindOf } from '../../../seedance/models/schema';
import { cleanText } from '../../../seedance/text';
import { normaliseValue } from '../../../seedance/request/normalise';
import { requestSchema } from '../../../seedance/request/buildRequest';
import { validBody } from '../../support/request/bodies';
import { modelsUnderTest } from '../../support/request/modelsUnderTest';
import { seed } from '../../seed';

const description = '';
const choice: Parameter = { type: 'integer', enum: [5, 10, 15], description };
const ratio: Parameter = { type: 'string', enum: ['16:9', '9:16', 'Auto'], description };
const film: Parameter = { type: 'string', enum: ['film', 'Film'], description };
const picture: Parameter = { type: 'string', 'x-accept': 'image/*' };
const list: Parameter = {
	type: 'array',
	items: { type: 'string' },
	'x-accept': 'image/*',
};
const number: Parameter = { type: 'number' };
const numbers: Parameter = { type: 'array', items: { type: 'integer' } };
const texts: Parameter = { type: 'array', items: { type: 'string' } };
const object: Parameter = {
	type: 'object',
	properties: {},
	required: [],
	additionalProperties: true,
};
const a = 'https://example.com/a.png';
const b = 'https://example.com/b.png';
const dataUri = 'data:image/png;base64,AAAA,BBBB';

describe('normaliseValue', () => {
	it.each<[string, Parameter, unknown, unknown]>([
		['a number stays', seedParameter, 5, 5],
		['a number as text', seedParameter, '5', 5],
		['with space around', seedParameter, ' 5\n', 5],
		['with zeros behind the point', seedParameter, '5.0', 5],
		['with a sign', seedParameter, '-1', -1],
		['with a plus', seedParameter, '+7', 7],
		['a choice as text', choice, '10', 10],
		['true as a spreadsheet writes it', cameraFixed, 'TRUE', true],
		['yes', cameraFixed, 'yes', true],
		['yes in capitals', cameraFixed, ' Yes ', true],
		['the number 1', cameraFixed, 1, true],
		['1 as text', cameraFixed, '1', true],
		['on', cameraFixed, 'on', true],
		['a ticked box as an emoji', cameraFixed, '☑️', true],
		['a cross as an emoji', cameraFixed, '❌', false],
		['a heavy cross as an emoji', cameraFixed, '✖️', false],
		['false as a spreadsheet writes it', cameraFixed, 'FALSE', false],
		['no', cameraFixed, 'no', false],
		['the number 0', cameraFixed, 0, false],
		['0 as text', cameraFixed, '0', false],
		['a choice with space around', ratio, ' 9:16 ', '9:16'],
		['a choice in other capitals', ratio, 'AUTO', 'Auto'],
		['the very choice among such in other capitals', film, ' Film ', 'Film'],
		['a number for text', prompt2000, 42, '42'],
		['text keeps its space', prompt2000, ' A fox\n', ' A fox\n'],
		['an address with space around', picture, ` ${a}\n`, a],
		['an attachment', picture, { url: a, filename: 'a.png' }, a],
		['a list', list, [a, b], [a, b]],
		['one address', list, a, [a]],
		['one per line', list, `${a}\r\n\n ${b} \n`, [a, b]],
		['a list as JSON', list, JSON.stringify([a, b]), [a, b]],
		['a list of attachments', list, [{ url: a }, { url: ` ${b}` }], [a, b]],
		['one attachment', list, { url: a }, [a]],
		['blank entries left out', list, ['', a, null, ' '], [a]],
		['a data URI keeps its commas', list, dataUri, [dataUri]],
		['a picture field with one file', picture, [{ url: a }], a],
		['half a number as text', number, '5.5', 5.5],
		['a number with a point and three digits', number, '1.024', 1.024],
		['a list of numbers', numbers, ['5', 6, ''], [5, 6]],
		['lines of numbers', numbers, '5\n 6', [5, 6]],
		['quoted entries without brackets', texts, '"a, b", 5', ['a, b', '5']],
		['an object as JSON', object, ' {"a": "5"}', { a: '5' }],
		['a list as JSON for anything', {}, '[1, "2"]', [1, '2']],
		['an object, cleaned', object, { a: 'x\u0000' }, { a: 'x' }],
		['an object as JSON, cleaned', object, '{"a": "x\\u0000"}', { a: 'x' }],
		['text for anything, cleaned', {}, 'x\u0000', 'x'],
		['text that only begins like JSON, cleaned', {}, '{x\u0000', '{x'],
	])('understands %s', (_, parameter, given, expected) => {
		expect(normaliseValue(parameter, given)).toEqual(expected);
	});

	it.each<[unknown, number]>([
		['5s', 5],
		['5 s', 5],
		['5 sec', 5],
		['5秒', 5],
		['５ 秒钟', 5],
		['00:05', 5],
		['0:12', 12],
		['00:00:05', 5],
		['5 sec.', 5],
		['5secs', 5],
		['5-second', 5],
		['5 seconds', 5],
		['10 Seconds', 10],
		['5\u00a0s', 5],
		['５', 5],
		['５秒'.replace('秒', 's'), 5],
		['“5”', 5],
		["'5", 5],
		['"5.0"', 5],
		['5,0', 5],
		['\u200b5\ufeff', 5],
		['5.', 5],
	])('reads the duration %j as %i', (given, seconds) => {
		expect(normaliseValue(choice, given, 'duration')).toBe(seconds);
	});

	it.each<unknown>([
		'5 min',
		'5m',
		'5.5s',
		's',
		'5 to 10 s',
		'5/10',
		'1:05',
		'5e0',
		'5s5',
		'5,500',
	])('leaves the duration %j as it is', (given) => {
		expect(normaliseValue(choice, given, 'duration')).toBe(given);
	});

	it.each<[string, Parameter, unknown]>([
		['seconds with a unit', seedParameter, '5s'],
		['half a second', seedParameter, '5.5'],
		['an exponent', seedParameter, '5e0'],
		['hexadecimal', seedParameter, '0x5'],
		['a switch for a number', seedParameter, true],
		['a number for a switch', cameraFixed, 2],
		['any word for a switch', cameraFixed, 'maybe'],
		['an unknown choice', ratio, '5:4'],
		['a switch for a choice', ratio, true],
		['an object for text', prompt2000, { text: 'A fox' }],
		['a word for a number', number, 'five'],
		['the remains of a missing value', seedParameter, 'undefined5'],
		['two pictures for one', picture, [a, b]],
		['JSON of a number or text for anything', {}, '5'],
		['quoted JSON for anything', {}, '"[a]"'],
	])('leaves %s as it is, to be refused and quoted', (_, parameter, given) => {
		expect(normaliseValue(parameter, given)).toBe(given);
	});

	it.each<[string, Parameter]>([
		['integer', seedParameter],
		['boolean', cameraFixed],
		['string', prompt2000],
		['choice', ratio],
		['picture', picture],
		['list', list],
	])('takes nothing for not given: %s', (_, parameter) => {
		const results = ['', ' \t\n', null, undefined].map((given) => normaliseValue(parameter, given));
		expect(results).toEqual([undefined, undefined, undefined, undefined]);
	});

	it('does not take a line that ends with a quote for JSON', () => {
		expect(normaliseValue(texts, '5,"a"')).toEqual(['5,"a"']);
	});

	it('takes an empty list for not given', () => {
		const results = [[], [''], [null], '[]', '[""]'].map((given) => normaliseValue(list, given));
		expect(results).toEqual(results.map(() => undefined));
	});
});

/** A valid value as a spreadsheet, a form or another node might hand it over. */
const disguises: readonly ((value: unknown) => unknown)[] = [
	(value) => value,
	(value) => (typeof value === 'number' ? ` ${value} ` : value),
	(value) => (typeof value === 'number' ? `${value}.0` : value),
	(value) => (typeof value === 'boolean' ? String(value).toUpperCase() : value),
	(value) => (typeof value === 'boolean' ? Number(value) : value),
	(value) => (Array.isArray(value) ? JSON.stringify(value) : value),
];
const isBlank = (value: unknown) =>
	typeof value === 'string' && /^[\s\p{Cc}\p{Cf}\u2800\u3164]*$/u.test(value);
/** What normalising a valid value may change: space around an address, and blank means not given. */
function expected(parameter: Parameter, value: unknown): unknown {
	if (isBlank(value)) return undefined;
	const isText = parameter.type === 'string' && mediaKindOf(parameter) === undefined;
	if (typeof value === 'string' && isText) {
		const text = cleanText(value);
		return isBlank(text) ? undefined : text;
	}
	if (parameter.type === 'string' && !isText) return String(value).trim();
	if (!Array.isArray(value)) return value;
	const entries = value.map((entry) => String(entry).trim()).filter((entry) => !isBlank(entry));
	return entries.length === 0 ? undefined : entries;
}

describe.each(modelsUnderTest)('values of $id', ({ record, schema }) => {
	it('come back from any disguise, and a second pass changes nothing', () => {
		const disguise = fc.constantFrom(...disguises);
		fc.assert(
			fc.property(validBody(schema), disguise, (body, disguised) => {
				for (const [name, value] of Object.entries(body)) {
					const parameter = record.parameters[name];
					if (parameter === undefined) throw new Error(`${name} is not in the record`);
					const once = normaliseValue(parameter, disguised(value));
					expect(once).toEqual(expected(parameter, value));
					expect(normaliseValue(parameter, once)).toEqual(once);
				}
			}),
			{ seed, numRuns: 25 },
		);
	});

	it('of any kind do not make it throw', () => {
		const { shape } = requestSchema(record);
		fc.assert(
			fc.property(fc.anything(), (value) => {
				for (const [name, parameter] of Object.entries(record.parameters)) {
					const result = normaliseValue(parameter, value);
					expect(typeof shape[name]?.safeParse(result).success).toBe('boolean');
				}
			}),
			{ seed, numRuns: 25 },
		);
	});
});
