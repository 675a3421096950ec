/** The zod schema of a request body, parameter type by parameter type. */
import type { Parameter } from '../../../seedance/models';
import { requestSchema } from '../../../seedance/request/buildRequest';
import { made } from '../../support/models/pricedModels';

const takes = (parameter: Parameter, body: object, required: readonly string[] = []) =>
	requestSchema(made({ value: parameter }, { required })).safeParse(body).success;

const text = { type: 'string' } as const;
const integer = { type: 'integer' } as const;
const list = { type: 'array', items: integer } as const;
const object = { type: 'object', required: [], additionalProperties: false } as const;

describe('requestSchema', () => {
	it.each<[Parameter, readonly unknown[], readonly unknown[]]>([
		[{}, [5, 'x', null, [], {}], []],
		[{ type: 'boolean' }, [true, false], [1, 'true', null]],
		[{ type: 'boolean', enum: [true] }, [true], [false]],
		[integer, [5, -5, 0], [5.5, '5', NaN, Infinity, null]],
		[{ type: 'number' }, [5, 5.5], ['5', NaN, Infinity]],
		[{ type: 'number', minimum: 1, maximum: 2 }, [1, 1.5, 2], [0.9, 2.1]],
		[{ type: 'integer', enum: [5, 10] }, [5, 10], [6]],
		[{ type: 'integer', enum: [5, 10], maximum: 9 }, [5], [10]],
		[text, ['', 'x'], [5, null]],
		[{ type: 'string', minLength: 2, maxLength: 3 }, ['ab', 'abc', '🦊🦊🦊'], ['a', '🦊', 'abcd']],
		[{ type: 'string', enum: ['ab', 'c'], minLength: 2 }, ['ab'], ['c', 'de']],
		[list, [[], [5, 6]], [5, ['5'], [5, 5.5]]],
		[{ ...list, minItems: 1, maxItems: 2 }, [[5], [5, 6]], [[], [5, 6, 7]]],
		[{ ...object, properties: { x: integer } }, [{}, { x: 5 }], [5, { x: 'a' }, { y: 5 }]],
		[{ ...object, properties: { x: integer }, required: ['x'] }, [{ x: 5 }], [{}]],
		[{ ...object, properties: {}, additionalProperties: true }, [{}, { y: 5 }], [5]],
		[{ ...integer, nullable: true }, [5, null], ['5']],
		[{ ...integer, nullable: false }, [5], [null]],
	])('of %j takes %j and not %j', (parameter, taken, refused) => {
		expect(taken.map((value) => [value, takes(parameter, { value })])).toEqual(
			taken.map((value) => [value, true]),
		);
		expect(refused.map((value) => [value, takes(parameter, { value })])).toEqual(
			refused.map((value) => [value, false]),
		);
	});

	it.each<Parameter>([{}, text, integer, { type: 'boolean' }])(
		'asks for a required %j, and for no optional one',
		(parameter) => {
			expect(takes(parameter, {})).toBe(true);
			expect(takes(parameter, {}, ['value'])).toBe(false);
		},
	);

	it('takes null for a required parameter of any kind', () => {
		expect(takes({}, { value: null }, ['value'])).toBe(true);
	});

	it('takes nothing that the model does not declare', () => {
		expect(takes({}, { value: 5, more: 5 })).toBe(false);
	});

	it('is made once for each record, because a run has many items', () => {
		const record = made({});
		expect(requestSchema(record)).toBe(requestSchema(record));
		expect(requestSchema(made({}))).not.toBe(requestSchema(record));
	});
});
