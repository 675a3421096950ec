/** What buildRequest refuses, once for each parameter. */
import type { ModelRecord, Parameter } from '../../../seedance/models';
import { buildRequest } from '../../../seedance/request/buildRequest';
import { noMedia } from '../../../seedance/request/mediaValues';
import { made } from '../../support/models/pricedModels';

const text = { type: 'string' } as const;
const picture = { type: 'string', 'x-accept': 'image/*' } as const;
const numbers = { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3 } as const;

const withValue = (value: Parameter, more: Partial<ModelRecord> = {}) => made({ value }, more);

function findings(record: ModelRecord, values: Readonly<Record<string, unknown>>) {
	const built = buildRequest(record, values);
	return built.ok
		? built.value.body
		: built.problem.map(({ finding, got }) =>
				got === undefined ? finding : `${finding} (got ${got})`,
			);
}

describe('buildRequest', () => {
	it.each<[Parameter, unknown, string]>([
		[numbers, [1, 2, 3, 4], 'allows 2 to 3 entries (got 4)'],
		[numbers, [1], 'allows 2 to 3 entries (got 1)'],
		[numbers, [1, 'x'], "has an entry that isn't allowed"],
		[numbers, [1, 2, 'x'], "has an entry that isn't allowed"],
		[numbers, ['x', 'y'], "has an entry that isn't allowed"],
		[{ type: 'integer' }, [5, 6], 'must be a whole number (got [5,6])'],
		[{ ...text, maxLength: 2 }, 'abc', 'must be at most 2 characters (got 3)'],
		[
			{ ...text, maxLength: 2 },
			{ text: 'abc' },
			'must be at most 2 characters (got {"text":"abc"})',
		],
		[{ ...text, minLength: 2 }, 'a', 'must be at least 2 characters (got "a")'],
		[
			picture,
			['https://example.com/a.png', 'https://example.com/b.png'],
			'allows one file (got 2)',
		],
		[picture, [5], "isn't a file or URL (got [5])"],
		[picture, 5, "isn't a file or URL (got 5)"],
	])('finds of %j, given %j: %s', (parameter, value, finding) => {
		expect(findings(withValue(parameter), { value })).toEqual([finding]);
	});

	it.each([
		'undefined',
		'"undefined"',
		'""',
		'Invalid DateTime',
		'#REF!',
		' #N/A ',
		'#NAME?',
		'#DIV/0!',
		'Loading...',
		'{{prompt}}',
		'={{ prompt }}',
		'A fox, [object Object]',
		'A fox on Invalid DateTime at noon',
		'A {{ $json.animal }}',
	])('refuses the text %j, the remains of an expression', (value) => {
		const built = buildRequest(withValue(text), { value });
		const got = expect.any(String);
		const refusal = { finding: expect.any(String), got, advice: expect.any(String) };
		expect(built).toEqual({
			ok: false,
			problem: [{ parameter: 'value', given: value, ...refusal }],
		});
	});

	it('leaves such words to parameters that hold no text', () => {
		expect(findings(withValue({}), { value: 'undefined' })).toEqual({ value: 'undefined' });
		expect(findings(withValue({ type: 'integer' }), { value: 'NaN' })).toEqual([
			'must be a whole number (got "NaN")',
		]);
		const files = { names: ['undefined'], find: () => ['undefined'] };
		const built = buildRequest(withValue(picture), { value: 'undefined' }, { ...noMedia, files });
		expect(built).toMatchObject({ ok: true, value: { body: { value: 'undefined' } } });
	});

	it('passes over an undeclared parameter that nobody gave', () => {
		expect(findings(withValue(text), { value: 'A fox', fps: undefined })).toEqual({
			value: 'A fox',
		});
		expect(findings(withValue(text), { value: 'A fox', fps: null })).toEqual(['is unknown']);
	});

	it('takes the default of a required parameter only where none is given', () => {
		const record = withValue({ type: 'integer', default: 5 }, { required: ['value'] });
		expect(findings(record, {})).toEqual({ value: 5 });
		expect(findings(record, { value: 10 })).toEqual({ value: 10 });
		expect(findings(withValue({ type: 'integer', default: 5 }), {})).toEqual({});
	});

	it('asks for nothing that a model requires and does not declare', () => {
		expect(findings(withValue(text, { required: ['gone'] }), { value: 'A fox' })).toEqual({
			value: 'A fox',
		});
	});
});
