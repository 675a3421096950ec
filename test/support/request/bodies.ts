/** Request bodies for a JSON Schema: valid ones, and ones with one or two changes. */
import fc from 'fast-check';
import { edgeValues } from './edges';
import { itemsOf, kindOf, objectOf, withKey } from './jsonSchema';
import type { ObjectSchema, PropertySchema } from './jsonSchema';
import { textOfLength, validObject, validValue } from './values';

type Body = Record<string, unknown>;
type Change = (body: Body) => Body;

const anything = fc.oneof(
	fc.constantFrom(null, true, false, 0, 1, -1, 5, 5.5, 1e300, '', '5', '5.0', '5s', 'true', ' '),
	fc.constantFrom<unknown>([], {}, ['a'], [''], [5], [null], { url: 'https://example.com/a' }),
	fc.jsonValue({ maxDepth: 1 }),
);

/** A list that is as it should be but for one entry. */
function changedList(schema: PropertySchema): fc.Arbitrary<unknown> {
	const { minItems = 1 } = schema;
	const items = itemsOf(schema);
	const rest = fc.array(validValue(items), {
		minLength: Math.max(0, minItems - 1),
		maxLength: minItems,
	});
	return fc.tuple(doubtfulValue(items), rest).map(([entry, others]) => [...others, entry]);
}

/** Edges, what is nearly right, and anything else that JSON can hold. */
function doubtfulValue(schema: PropertySchema): fc.Arbitrary<unknown> {
	const { maxLength = 2000 } = schema;
	const edges = fc.constantFrom(...edgeValues(schema));
	switch (kindOf(schema)) {
		case 'string': {
			const lengths = fc.constantFrom(-1, 0, 1, 2).map((more) => Math.max(0, maxLength + more));
			return fc.oneof(edges, lengths.chain(textOfLength), anything);
		}
		case 'array':
			return fc.oneof(edges, changedList(schema), anything);
		case 'object':
			return fc.oneof(edges, changedObject(objectOf(schema)), anything);
		default:
			return fc.oneof(edges, anything);
	}
}

const undeclared = ['fps', 'aspectRatio', 'image_url', '', 'constructor', 'toString', '__proto__'];

function mutation({ properties, required }: ObjectSchema): fc.Arbitrary<Change> {
	const names = Object.keys(properties);
	const add = fc
		.tuple(fc.constantFrom(...undeclared), fc.constantFrom(null, 1, 'a'))
		.map(([key, value]): Change => {
			return (body) => withKey(body, key, value);
		});
	if (names.length === 0) return add;
	const drop = fc.constantFrom(...required, ...names).map((name): Change => {
		return (body) => Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
	});
	const replacements = Object.entries(properties).map(([name, schema]) => {
		return doubtfulValue(schema).map(
			(value): Change =>
				(body) =>
					withKey(body, name, value),
		);
	});
	return fc.oneof(
		{ weight: 1, arbitrary: drop },
		{ weight: 1, arbitrary: add },
		{ weight: 5, arbitrary: fc.oneof(...replacements) },
	);
}

function changedObject(schema: ObjectSchema): fc.Arbitrary<Body> {
	return fc
		.tuple(validObject(schema), fc.array(mutation(schema), { minLength: 1, maxLength: 2 }))
		.map(([body, mutations]) => mutations.reduce<Body>((result, change) => change(result), body));
}

/** Bodies that are valid by construction. */
export const validBody: (schema: ObjectSchema) => fc.Arbitrary<Body> = validObject;

/** About half of these bodies are valid; most others have one error. */
export function anyBody(schema: ObjectSchema): fc.Arbitrary<unknown> {
	return fc.oneof(
		{ weight: 8, arbitrary: validBody(schema) },
		{ weight: 11, arbitrary: changedObject(schema) },
		{ weight: 1, arbitrary: fc.constantFrom<unknown>(null, [], 'text', 5, true) },
	);
}
