/** Valid values of a JSON Schema. */
import fc from 'fast-check';
import { codePoint } from '../codePoint';
import { itemsOf, kindOf, objectOf, takesNull } from './jsonSchema';
import type { ObjectSchema, PropertySchema } from './jsonSchema';

/** "a" is one UTF-16 unit, a fox two, both one code point; a lone surrogate counts as one as well. */
const letters = ['a', 'é', '🦊', '\ud83e', '中'];

/** Text of an exact length in code points, often of astral characters only. */
export const textOfLength = (length: number) =>
	fc.oneof(
		fc.constantFrom('a', '🦊').map((letter) => letter.repeat(length)),
		fc
			.constantFrom(...letters)
			.map((letter) =>
				Array.from({ length }, (_, i) => (i === length - 1 ? letter : i % 2 ? 'a' : '🦊')),
			)
			.map((characters) => characters.join('')),
	);

function validText({ minLength = 0, maxLength }: PropertySchema): fc.Arbitrary<string> {
	const within = (length: number) => Math.max(minLength, Math.min(length, maxLength ?? Infinity));
	const shortText = fc.oneof(
		fc.string({ unit: codePoint, minLength: within(1), maxLength: within(20) }),
		fc.constantFrom('A fox', ' ', '0', 'https://example.com/a.png'),
	);
	const arbitraries: fc.Arbitrary<string>[] = [
		shortText.filter((text) => {
			const { length } = Array.from(text);
			return length === within(length);
		}),
	];
	if (minLength === 0) arbitraries.push(fc.constant(''));
	if (minLength > 1) arbitraries.push(textOfLength(minLength));
	if (maxLength !== undefined) {
		arbitraries.push(fc.nat(3).chain((less) => textOfLength(within(maxLength - less))));
		arbitraries.push(fc.constantFrom('a', '🦊').map((letter) => letter.repeat(maxLength)));
	}
	return fc.oneof(...arbitraries);
}

/** Numbers as large as JSON texts have them, for a side that has no limit. */
const large = [2 ** 31, 2 ** 53, 2 ** 53 + 2, 1e21];

function validNumber(schema: PropertySchema): fc.Arbitrary<number> {
	const { minimum, maximum } = schema;
	const isWhole = kindOf(schema) === 'integer';
	const least = minimum ?? Math.min(-9, maximum ?? 0);
	const most = maximum ?? Math.max(9, minimum ?? 0);
	const [min, max] = isWhole ? [Math.ceil(least), Math.floor(most)] : [least, most];
	const ends = [
		min,
		max,
		...(maximum === undefined ? large : []),
		...(minimum === undefined ? large.map((number) => -number) : []),
	];
	const between = isWhole
		? fc.integer({ min, max })
		: fc.oneof(
				fc.double({ min, max, noNaN: true }),
				fc.integer({ min: 0, max: 20 }).map((step) => min + ((max - min) * step) / 20),
			);
	return fc.oneof(between, fc.constantFrom(...ends));
}

function validList(schema: PropertySchema) {
	const { minItems = 0, maxItems } = schema;
	const most = maxItems ?? Math.max(minItems, 4);
	const entry = validValue(itemsOf(schema));
	return fc.oneof(
		fc.array(entry, { minLength: minItems, maxLength: most }),
		fc.constantFrom(minItems, most).chain((length) => {
			return fc.array(entry, { minLength: length, maxLength: length });
		}),
	);
}

/** Objects that have what they must have. */
export function validObject({
	properties,
	required,
	additionalProperties,
}: ObjectSchema): fc.Arbitrary<Record<string, unknown>> {
	const unlisted = required.map((name) => [name, validValue({})]);
	const listed = Object.entries(properties).map(([name, schema]) => [name, validValue(schema)]);
	const arbitraries = Object.fromEntries([...unlisted, ...listed]) as Record<
		string,
		fc.Arbitrary<unknown>
	>;
	const named = fc.record(arbitraries, { requiredKeys: [...required], noNullPrototype: true });
	if (additionalProperties !== undefined && additionalProperties !== true) return named;
	const more = fc.constantFrom<Record<string, unknown>>({}, {}, { extra: 1 }, { x: null });
	return fc.tuple(named, more).map(([own, others]) => ({ ...others, ...own }));
}

function ofKind(schema: PropertySchema): fc.Arbitrary<unknown> {
	switch (kindOf(schema)) {
		case 'boolean':
			return fc.boolean();
		case 'integer':
		case 'number':
			return validNumber(schema);
		case 'string':
			return validText(schema);
		case 'array':
			return validList(schema);
		case 'object':
			return validObject(objectOf(schema));
		case 'any':
			return fc.jsonValue({ maxDepth: 1 });
	}
}

/** Valid values of a property. */
export function validValue(schema: PropertySchema): fc.Arbitrary<unknown> {
	if (schema.examples !== undefined) return fc.constantFrom(...schema.examples);
	if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
	const value = ofKind(schema);
	if (!takesNull(schema)) return value;
	return fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
}
