/**
 * Request schemas with JSON Schema keywords that we don't read. We may accept what the API refuses,
 * and must never refuse what it accepts.
 */
import type { LiveSchema } from './liveSchemas';

const url = 'https://example.com/a.png';

/** By subject. `examples` are valid values. */
export const foreignSchemas: Readonly<Record<string, LiveSchema>> = {
	'rules for single values': {
		type: 'object',
		properties: {
			prompt: { type: 'string', maxLength: 20, pattern: '^A', examples: ['A fox', 'A'] },
			address: { type: 'string', format: 'uri', examples: [url] },
			fixed: { const: 'v1', examples: ['v1'] },
			fixed_text: { type: 'string', const: 'v2', examples: ['v2'] },
			above: { type: 'number', exclusiveMinimum: 0, maximum: 1, examples: [0.5, 1] },
			below: { type: 'integer', minimum: 0, exclusiveMaximum: 10, examples: [0, 9] },
			even: { type: 'integer', multipleOf: 2, minimum: -4, examples: [-4, 0, 2, 100] },
			not_five: { type: 'integer', not: { const: 5 }, examples: [4, 6] },
			mixed: { type: 'string', enum: ['a', 5], examples: ['a'] },
			untyped: { enum: ['a', 5, null, [1], { b: 2 }], examples: ['a', 5, null, [1], { b: 2 }] },
			loose: { minimum: 5, minLength: 2, examples: [5, 'ab', null, true] },
		},
		required: ['prompt'],
		additionalProperties: false,
	},
	'one of several': {
		type: 'object',
		properties: {
			image: { type: ['string', 'array'], items: { type: 'string' }, examples: [url, [url], []] },
			seed: { type: ['integer', 'boolean', 'null'], examples: [5, true, null] },
			size: {
				oneOf: [
					{ type: 'integer', minimum: 1 },
					{ type: 'string', enum: ['auto'] },
				],
				examples: [1, 4096, 'auto'],
			},
			audio: { anyOf: [{ type: 'string' }, { type: 'null' }], examples: ['a', '', null] },
			both: {
				allOf: [{ type: 'number' }, { minimum: 2 }, { maximum: 3 }],
				examples: [2, 2.5, 3],
			},
			depends: {
				type: 'integer',
				if: { minimum: 10 },
				then: { multipleOf: 10 },
				examples: [1, 9, 10, 20],
			},
			shared: { $ref: '#/definitions/ratio', examples: ['1:1'] },
			none: { type: 'null', examples: [null] },
		},
		required: ['image', 'size'],
		additionalProperties: false,
		definitions: { ratio: { type: 'string', enum: ['1:1', '16:9'] } },
	},
	'lists and objects': {
		type: 'object',
		properties: {
			set: { type: 'array', items: { type: 'integer' }, uniqueItems: true, examples: [[], [1, 2]] },
			with_one: { type: 'array', contains: { const: 1 }, examples: [[1], ['a', 1]] },
			pair: {
				type: 'array',
				items: [{ type: 'string' }, { type: 'integer' }],
				additionalItems: false,
				examples: [[], ['a'], ['a', 1]],
			},
			chosen: { type: 'array', enum: [['a'], ['b', 'c']], examples: [['a'], ['b', 'c']] },
			one: { type: 'object', enum: [{ a: 1 }], examples: [{ a: 1 }] },
			patterned: {
				type: 'object',
				properties: { a: { type: 'integer' } },
				patternProperties: { '^x_': { type: 'string' } },
				additionalProperties: false,
				examples: [{}, { a: 1 }, { x_b: 'c' }, { a: 1, x_b: 'c', x_d: '' }],
			},
			map: {
				type: 'object',
				additionalProperties: { type: 'integer' },
				minProperties: 1,
				examples: [{ a: 1 }, { b: 2, c: 3 }],
			},
			named: { type: 'object', propertyNames: { maxLength: 2 }, examples: [{}, { ab: null }] },
			tied: {
				type: 'object',
				properties: { a: { type: 'integer' }, b: { type: 'integer' } },
				dependencies: { a: ['b'] },
				maxProperties: 2,
				examples: [{}, { b: 1 }, { a: 1, b: 1 }],
			},
		},
		required: ['set'],
		additionalProperties: false,
	},
};
