/** Null, hidden parameters, and what a live request_schema says in words that we do not know. */
import type { Parameter } from '../../../seedance/models';
import { toParameter } from '../../../seedance/request/liveSchema';

const any: Parameter = {};

const expectEach = (cases: ReadonlyArray<readonly [object, object]>, name = 'value') => {
	for (const [raw, expected] of cases) {
		expect([raw, toParameter(name, raw)]).toEqual([raw, expected]);
	}
};

describe('null', () => {
	it('is taken where nullable or a list of types says so', () => {
		expectEach([
			[
				{ type: 'integer', nullable: true },
				{ type: 'integer', nullable: true },
			],
			[{ type: ['integer', 'null'] }, { type: 'integer', nullable: true }],
			[{ type: ['null', 'boolean'] }, { type: 'boolean', nullable: true }],
			[
				{ type: ['integer'], nullable: true },
				{ type: 'integer', nullable: true },
			],
			[
				{ type: ['boolean', 'null'], nullable: false },
				{ type: 'boolean', nullable: true },
			],
			[{ type: ['integer'] }, { type: 'integer' }],
			[{ type: 'integer', nullable: false }, { type: 'integer' }],
			[
				{ type: 'array', nullable: true },
				{ type: 'array', nullable: true, items: any },
			],
			[
				{ type: ['object', 'null'] },
				{
					type: 'object',
					nullable: true,
					properties: {},
					required: [],
					additionalProperties: true,
				},
			],
		]);
	});

	it('counts only if it is one of the choices, where there are choices', () => {
		expectEach([
			[
				{ type: ['integer', 'null'], enum: [5, null] },
				{ type: 'integer', enum: [5], nullable: true },
			],
			[
				{ type: ['integer', 'null'], enum: [5] },
				{ type: 'integer', enum: [5] },
			],
			[
				{ type: 'integer', enum: [5, null] },
				{ type: 'integer', enum: [5] },
			],
		]);
	});

	it('is no default', () => {
		expectEach([
			[
				{ type: 'integer', nullable: true, default: null },
				{ type: 'integer', nullable: true },
			],
			[{ default: null }, {}],
		]);
	});
});

describe('what is said in words that we do not know', () => {
	it.each([
		['no type', {}],
		['several types', { type: ['string', 'integer'] }],
		['a list of no types', { type: [] }],
		['null alone', { type: ['null'] }],
		['an unknown type', { type: 'video' }],
		['choices of another type', { type: 'string', enum: ['5', 5] }],
		['choices of numbers for a switch', { type: 'boolean', enum: [0, 1] }],
		['choices of texts for a number', { type: 'integer', enum: ['5'] }],
		['null as the only choice', { type: 'string', nullable: true, enum: [null] }],
		['choices of a list', { type: 'array', enum: [[1], [2]] }],
		['choices of an object', { type: 'object', enum: [{}] }],
		['no object', 'string'],
		['nothing', null],
		['a list', [{ type: 'string' }]],
	])('takes anything: %s', (_, raw) => {
		expect(toParameter('value', raw)).toEqual(any);
	});

	it('keeps its description and default', () => {
		const raw = { type: ['integer', 'string'], default: 5, description: 'Seconds or "auto"' };
		expect(toParameter('duration', raw)).toEqual({
			default: 5,
			description: 'Seconds or "auto"',
		});
	});

	it('leaves out a member that is oddly written, and keeps the others', () => {
		expectEach([
			[
				{
					type: 'integer',
					minimum: '4',
					maximum: 12,
					default: '5',
					nullable: 'yes',
					description: 7,
				},
				{ type: 'integer', maximum: 12 },
			],
			[
				{ type: 'string', minLength: 1.5, maxLength: -1, enum: 'a', default: 5 },
				{ type: 'string' },
			],
			[
				{ type: 'array', items: { type: 'boolean' }, minItems: '1', maxItems: null, default: 'x' },
				{ type: 'array', items: { type: 'boolean' } },
			],
			[
				{ type: 'object', properties: 5, required: 'all', default: [] },
				{ type: 'object', properties: {}, required: [], additionalProperties: true },
			],
			[{ type: 'integer', enum: [] }, { type: 'integer' }],
		]);
	});
});

describe('x-hidden', () => {
	it.each(['string', 'integer', 'boolean', 'array', 'object', 'unheard-of'])(
		'hides a parameter of type %s, which is taken all the same',
		(type) => {
			const hidden = toParameter('value', { type, 'x-hidden': true });
			const shown = toParameter('value', { type, 'x-hidden': false });
			expect(hidden).toEqual({ ...shown, 'x-hidden': true });
			expect(shown).not.toHaveProperty('x-hidden');
			expect(toParameter('value', { type, 'x-hidden': 'yes' })).toEqual(shown);
		},
	);
});
