/** From a property of a live request_schema to a parameter, keyword by keyword. */
import type { Parameter } from '../../../seedance/models';
import { toParameter, toParameters } from '../../../seedance/request/liveSchema';

const any: Parameter = {};

const expectEach = (cases: ReadonlyArray<readonly [object, object]>, name = 'value') => {
	for (const [raw, expected] of cases) {
		expect([raw, toParameter(name, raw)]).toEqual([raw, expected]);
	}
};

describe('a text', () => {
	it('has its default, choices and lengths', () => {
		const raw = {
			type: 'string',
			title: 'Mood',
			description: 'How it feels',
			default: 'calm',
			enum: ['calm', 'wild'],
			minLength: 2,
			maxLength: 9,
		};
		expect(toParameter('mood', raw)).toEqual({
			type: 'string',
			description: 'How it feels',
			default: 'calm',
			enum: ['calm', 'wild'],
			minLength: 2,
			maxLength: 9,
		});
	});

	it('has a description of up to 2,000 characters, and the beginning of a longer one', () => {
		const described = (description: string) =>
			toParameter('mood', { type: 'string', description }).description;
		expect(described('x'.repeat(2_000))).toBe('x'.repeat(2_000));
		expect(described('x'.repeat(2_001))).toBe(`${'x'.repeat(1_999)}…`);
	});

	it('may be empty unless the schema says otherwise, even a required one', () => {
		expect(toParameter('mood', { type: 'string' })).toEqual({
			type: 'string',
		});
	});
});

describe('a number', () => {
	it('has its limits, default and choices, 0 and negative ones too', () => {
		expectEach([
			[
				{ type: 'integer', minimum: -1, maximum: 0, default: 0, step: 1 },
				{ type: 'integer', minimum: -1, maximum: 0, default: 0 },
			],
			[
				{ type: 'number', minimum: 0.5, maximum: 1.5, default: 0.7 },
				{ type: 'number', minimum: 0.5, maximum: 1.5, default: 0.7 },
			],
			[
				{ type: 'integer', enum: [5, 10] },
				{ type: 'integer', enum: [5, 10] },
			],
		]);
	});

	it('of type integer has no default of 5.5, one of type number has', () => {
		expectEach([
			[{ type: 'integer', default: 5.5 }, { type: 'integer' }],
			[
				{ type: 'number', default: 5.5 },
				{ type: 'number', default: 5.5 },
			],
		]);
	});
});

describe('a switch', () => {
	it('has its default, true or false, and its choices', () => {
		expectEach([
			[{ type: 'boolean' }, { type: 'boolean' }],
			[
				{ type: 'boolean', default: false },
				{ type: 'boolean', default: false },
			],
			[
				{ type: 'boolean', default: true, enum: [true] },
				{ type: 'boolean', default: true, enum: [true] },
			],
		]);
	});
});

describe('a list', () => {
	it('has its entries, limits and default', () => {
		const raw = {
			type: 'array',
			items: { type: 'integer', maximum: 9 },
			minItems: 0,
			maxItems: 4,
			default: [1],
		};
		expectEach([
			[
				raw,
				{
					type: 'array',
					items: { type: 'integer', maximum: 9 },
					minItems: 0,
					maxItems: 4,
					default: [1],
				},
			],
		]);
	});

	it.each([
		['no items', { type: 'array' }],
		['items without a type', { type: 'array', items: {} }],
		['items for each place', { type: 'array', items: [{ type: 'string' }] }],
		['items of any kind', { type: 'array', items: true }],
	])('with %s takes anything as an entry', (_, raw) => {
		expect(toParameter('list', raw)).toEqual({ type: 'array', items: any });
	});

	it.each([
		['lists', (items: unknown) => ({ type: 'array', items })],
		['objects', (inner: unknown) => ({ type: 'object', properties: { items: inner } })],
	])('of 16 levels of %s is read as far as that', (_, wrap) => {
		const nested = (levels: number): unknown =>
			levels === 0 ? { type: 'boolean' } : wrap(nested(levels - 1));
		/** How deep the parameters are in one another, and the type of the last one. */
		function end(parameter: Parameter, depth = 0): readonly [number, Parameter['type']] {
			if (parameter.type === 'array') return end(parameter.items, depth + 1);
			if (parameter.type !== 'object') return [depth, parameter.type];
			return end(parameter.properties['items'] ?? {}, depth + 1);
		}
		expect(end(toParameter('value', nested(16)))).toEqual([16, 'boolean']);
		expect(end(toParameter('value', nested(17)))).toEqual([17, undefined]);
	});

	it('may hold lists and objects', () => {
		const raw = {
			type: 'array',
			items: { type: 'array', items: { type: 'object', properties: { x: { type: 'number' } } } },
		};
		expect(toParameter('path', raw)).toEqual({
			type: 'array',
			items: {
				type: 'array',
				items: {
					type: 'object',
					properties: { x: { type: 'number' } },
					required: [],
					additionalProperties: true,
				},
			},
		});
	});
});

describe('an object', () => {
	it('has its properties, what it requires, its default and whether it may have more', () => {
		const raw = {
			type: 'object',
			properties: { strength: { type: 'number', minimum: 0 }, inner: { type: 'object' } },
			required: ['strength'],
			default: { strength: 1 },
		};
		const read = {
			type: 'object',
			properties: {
				strength: { type: 'number', minimum: 0 },
				inner: { type: 'object', properties: {}, required: [], additionalProperties: true },
			},
			required: ['strength'],
			default: { strength: 1 },
		};
		expectEach([
			[raw, { ...read, additionalProperties: true }],
			[
				{ ...raw, additionalProperties: true },
				{ ...read, additionalProperties: true },
			],
			[
				{ ...raw, additionalProperties: { type: 'string' } },
				{ ...read, additionalProperties: true },
			],
			[
				{ ...raw, additionalProperties: false },
				{ ...read, additionalProperties: false },
			],
		]);
	});

	it('takes anything for a property that it requires and does not describe', () => {
		expect(toParameter('value', { type: 'object', required: ['x', 'toString'] })).toEqual({
			type: 'object',
			properties: { x: any, toString: any },
			required: ['x', 'toString'],
			additionalProperties: true,
		});
	});

	it('has no property that no object can be given', () => {
		const parameter = toParameter('value', { type: 'object', required: ['__proto__'] });
		expect(parameter.type === 'object' && Object.keys(parameter.properties)).toEqual([]);
	});

	it('may have more where it says so by patterns of names', () => {
		const raw = { type: 'object', additionalProperties: false, patternProperties: { '^x': {} } };
		expect(toParameter('value', raw)).toMatchObject({ additionalProperties: true });
	});

	it('keeps a property whatever it is called', () => {
		const properties: unknown = JSON.parse(
			'{"constructor":{"type":"string"},"toString":{"type":"boolean"}}',
		);
		const parameters = toParameters(properties as Record<string, unknown>);
		expect(Object.entries(parameters).map(([name, { type }]) => [name, type])).toEqual([
			['constructor', 'string'],
			['toString', 'boolean'],
		]);
	});
});
