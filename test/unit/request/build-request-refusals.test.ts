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
	return built.ok ? built.value.body : built.problem.map(({ finding }) => finding);
}

describe('buildRequest', () => {
	it.each<[Parameter, unknown, string]>([
		[numbers, [1, 2, 3, 4], 'has 4 entries'],
		[numbers, [1], 'has 1 entries'],
		[numbers, [1, 'x'], 'has an entry that does not fit'],
		[numbers, [1, 2, 'x'], 'has an entry that does not fit'],
		[numbers, ['x', 'y'], 'has an entry that does not fit'],
		[{ type: 'integer' }, [5, 6], 'is [5,6]'],
		[{ ...text, maxLength: 2 }, 'abc', 'has 3 characters'],
		[{ ...text, maxLength: 2 }, { text: 'abc' }, 'is {"text":"abc"}'],
		[{ ...text, minLength: 2 }, 'a', 'is "a"'],
		[picture, [5, 6], 'is [5,6]'],
		[picture, 5, 'is 5'],
	])('finds of %j, given %j: %s', (parameter, value, finding) => {
		expect(findings(withValue(parameter), { value })).toEqual([finding]);
	});

	it.each(['undefined', 'A fox, [object Object]', 'A {{ $json.animal }}'])(
		'refuses the text %j, the remains of an expression',
		(value) => {
			const built = buildRequest(withValue(text), { value });
			const refusal = { finding: expect.any(String), advice: expect.any(String) };
			expect(built).toEqual({
				ok: false,
				problem: [{ parameter: 'value', given: value, ...refusal }],
			});
		},
	);

	it('leaves such words to parameters that hold no text', () => {
		expect(findings(withValue({}), { value: 'undefined' })).toEqual({ value: 'undefined' });
		expect(findings(withValue({ type: 'integer' }), { value: 'NaN' })).toEqual(['is "NaN"']);
		const files = { names: ['undefined'], find: () => ['undefined'] };
		const built = buildRequest(withValue(picture), { value: 'undefined' }, { ...noMedia, files });
		expect(built).toMatchObject({ ok: true, value: { body: { value: 'undefined' } } });
	});

	it('passes over an undeclared parameter that nobody gave', () => {
		expect(findings(withValue(text), { value: 'A fox', fps: undefined })).toEqual({
			value: 'A fox',
		});
		expect(findings(withValue(text), { value: 'A fox', fps: null })).toEqual(['is not known']);
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
