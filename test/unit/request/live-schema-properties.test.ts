/** Any property in the API's list becomes a parameter, and bodies can be checked against it. */
import fc from 'fast-check';
import type { ModelRecord, Parameter } from '../../../seedance/models';
import { liveRecord } from '../../../seedance/request/liveModel';
import { toParameter } from '../../../seedance/request/liveSchema';
import { requestSchema } from '../../../seedance/request/buildRequest';
import { seed } from '../../seed';

const types = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null', 'any'];
const keywords = [
	'description',
	'default',
	'minimum',
	'maximum',
	'enum',
	'items',
	'minItems',
	'maxItems',
	'minLength',
	'maxLength',
	'nullable',
	'properties',
	'required',
	'additionalProperties',
	'x-ui-component',
	'x-accept',
	'x-hidden',
];

const anywhere = fc.constantFrom<unknown>(...types, true, false, null, 0, 5, -1, 2.5, [], ['null']);
const type = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom<unknown>(...types) },
	fc.array(fc.constantFrom(...types)),
	fc.jsonValue(),
);

/** Mostly like a schema, with any JSON in any place. */
const { property } = fc.letrec<{ property: unknown }>((tie) => ({
	property: fc.oneof(
		{ maxDepth: 3, depthSize: 'small' },
		fc.jsonValue(),
		fc
			.tuple(
				type,
				fc.dictionary(
					fc.constantFrom(...keywords),
					fc.oneof(
						anywhere,
						fc.jsonValue(),
						tie('property'),
						fc.dictionary(fc.string(), tie('property'), { maxKeys: 3 }),
					),
					{ maxKeys: 8 },
				),
			)
			.map(([one, more]) => ({ ...more, type: one })),
	),
}));
const name = fc.oneof(fc.constantFrom('image', 'images', '__proto__', 'constructor'), fc.string());

const withParameter = (parameter: Parameter): ModelRecord => ({
	id: 'a/b',
	displayName: 'B',
	mode: 'text-to-video',
	generation: 'none',
	tier: '',
	parameters: { value: parameter },
	required: [],
	typicalSeconds: 1,
	source: '',
	confidence: 'live',
});

describe('a parameter of any JSON value', () => {
	it('never throws, and gives a schema that can judge any value', () => {
		const seen = new Set<string>();
		fc.assert(
			fc.property(name, property, fc.jsonValue(), (called, raw, value) => {
				const parameter = toParameter(called, raw);
				seen.add(parameter.type ?? 'any');
				const { success } = requestSchema(withParameter(parameter)).safeParse({ value });
				if (parameter.type === undefined) expect(success).toBe(true);
			}),
			{ seed, numRuns: 2000 },
		);
		// Otherwise the property would hold because everything is "any".
		expect([...seen].sort()).toEqual(
			['any', 'array', 'boolean', 'integer', 'number', 'object', 'string'].sort(),
		);
	});

	it('comes also of one that is nested without end', () => {
		const deep = (depth: number, wrap: (inner: string) => string) => {
			let text = '{"type":"string"}';
			for (let i = 0; i < depth; i += 1) text = wrap(text);
			return JSON.parse(text) as unknown;
		};
		const lists = deep(20_000, (inner) => `{"type":"array","items":${inner}}`);
		const objects = deep(20_000, (inner) => `{"type":"object","properties":{"x":${inner}}}`);
		expect(toParameter('value', lists)).toMatchObject({ type: 'array' });
		expect(toParameter('value', objects)).toMatchObject({ type: 'object' });
	});
});

describe('a record of any JSON value', () => {
	it('never throws', () => {
		let made = 0;
		const schema = fc.oneof(
			fc.jsonValue(),
			fc.record({
				properties: fc.dictionary(name, property, { maxKeys: 4 }),
				required: fc.oneof(fc.array(name), fc.jsonValue()),
				'x-order-properties': fc.oneof(fc.array(name), fc.jsonValue()),
			}),
		);
		fc.assert(
			fc.property(schema, (raw) => {
				const listed = { id: 'a/b', name: 'B', type: '', requestSchema: raw };
				const record = liveRecord(listed, 'text-to-video');
				if (record === undefined) return;
				made += 1;
				expect(record.required.every((one) => Object.hasOwn(record.parameters, one))).toBe(true);
				expect(requestSchema(record).safeParse({ no: 1 })).toHaveProperty('success');
			}),
			{ seed, numRuns: 1000 },
		);
		expect(made).toBeGreaterThan(100);
	});
});
