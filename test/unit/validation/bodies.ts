/** Request bodies by a JSON Schema: valid ones, and ones that differ from a valid one in one or two places. */
import fc from 'fast-check';
import type { BodySchema, PropertySchema } from './schemas';

type Body = Record<string, unknown>;

/** "a" is one UTF-16 unit, a fox two, both one code point; a lone surrogate counts as one as well. */
const letters = ['a', 'é', '🦊', '\ud83e', '中'];

/** Text of an exact length in code points, often of astral characters only. */
const textOfLength = (length: number) =>
	fc.oneof(
		fc.constantFrom('a', '🦊').map((letter) => letter.repeat(length)),
		fc.constantFrom(...letters).map((letter) => `${'🦊a'.repeat(Math.floor(length / 2))}${letter}`),
	);

const shortText = fc.oneof(
	fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
	fc.constantFrom('A fox', ' ', '0', 'https://example.com/a.png'),
);

function validText({ minLength = 0, maxLength }: PropertySchema): fc.Arbitrary<string> {
	const arbitraries = [shortText];
	if (minLength === 0) arbitraries.push(fc.constant(''));
	if (maxLength !== undefined) {
		arbitraries.push(fc.nat(3).chain((less) => textOfLength(maxLength - 1 - less)));
		arbitraries.push(fc.constantFrom('a', '🦊').map((letter) => letter.repeat(maxLength)));
	}
	return fc.oneof(...arbitraries);
}

/** Values that a property takes. */
export function validValue(schema: PropertySchema): fc.Arbitrary<unknown> {
	if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
	switch (schema.type) {
		case 'boolean':
			return fc.boolean();
		case 'integer': {
			const { minimum = -9, maximum = 9 } = schema;
			return fc.oneof(
				fc.integer({ min: minimum, max: maximum }),
				fc.constantFrom(minimum, maximum),
			);
		}
		case 'string':
			return validText(schema);
		case 'array': {
			const { minItems = 0, maxItems = 9 } = schema;
			const entry = validText({ type: 'string', minLength: 1 });
			return fc.oneof(
				fc.array(entry, { minLength: minItems, maxLength: maxItems }),
				fc.array(entry, { minLength: maxItems, maxLength: maxItems }),
			);
		}
	}
}

/** Values at and just beyond the limits of a property: some valid, some not. */
export function edgeValues(schema: PropertySchema): unknown[] {
	const { minimum = 0, maximum = 0, maxLength = 2000, minItems = 0, maxItems = 4 } = schema;
	const choices = schema.enum ?? [];
	switch (schema.type) {
		case 'boolean':
			return [true, false, 'true', 'yes', 0, 1, null];
		case 'integer': {
			const numbers = [minimum, maximum, ...choices.map(Number)];
			const around = numbers.flatMap((n) => [n, n - 1, n + 1, n + 0.5]);
			return [...around, ...numbers.map(String), null];
		}
		case 'string': {
			const near = choices.map(String).flatMap((t) => [t, ` ${t}`, t.toUpperCase(), `${t}0`]);
			const long = [-1, 0, 1].flatMap((more) => [
				'a'.repeat(maxLength + more),
				'🦊'.repeat(maxLength + more),
			]);
			return ['', ' ', ...near, ...long, null];
		}
		case 'array': {
			const counts = [0, minItems, maxItems, maxItems + 1];
			const lists = counts.map((length) => Array.from({ length }, (_, i) => `a${i}`));
			return [...lists, [''], [5], [null], 'a', null];
		}
	}
}

/** Edges, and anything else that JSON can hold. */
function doubtfulValue(schema: PropertySchema): fc.Arbitrary<unknown> {
	const { maxLength = 2000 } = schema;
	const anything = fc.oneof(
		fc.constantFrom(null, true, false, 0, 1, -1, 5, 5.5, 1e300, '', '5', '5.0', '5s', 'true', ' '),
		fc.constantFrom<unknown>([], {}, ['a'], [''], [5], [null], { url: 'https://example.com/a' }),
		fc.jsonValue({ maxDepth: 1 }),
	);
	const edges = fc.constantFrom(...edgeValues(schema));
	if (schema.type !== 'string') return fc.oneof(edges, anything);
	const long = fc.constantFrom(-1, 0, 1, 2).chain((more) => textOfLength(maxLength + more));
	return fc.oneof(edges, long, anything);
}

const undeclared = ['fps', 'aspectRatio', 'image_url', '', 'constructor', 'toString', '__proto__'];

/** A copy with one more key of its own, whatever its name. */
function withKey(body: Body, key: string, value: unknown): Body {
	const copy = { ...body };
	return Object.defineProperty(copy, key, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}

function mutation({ properties, required }: BodySchema): fc.Arbitrary<(body: Body) => Body> {
	const names = Object.keys(properties);
	const drop = fc.constantFrom(...required, ...names).map((name) => (body: Body) => {
		return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
	});
	const add = fc.tuple(fc.constantFrom(...undeclared), fc.constantFrom(null, 1, 'a')).map(
		([key, value]) =>
			(body: Body) =>
				withKey(body, key, value),
	);
	const replace = fc.constantFrom(...Object.entries(properties)).chain(([name, schema]) => {
		return doubtfulValue(schema).map((value) => (body: Body) => withKey(body, name, value));
	});
	return fc.oneof(
		{ weight: 1, arbitrary: drop },
		{ weight: 1, arbitrary: add },
		{ weight: 5, arbitrary: replace },
	);
}

/** Bodies that are valid by construction. */
export function validBody({ properties, required }: BodySchema): fc.Arbitrary<Body> {
	const values = Object.entries(properties).map(([name, schema]) => [name, validValue(schema)]);
	const arbitraries = Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>;
	return fc.record(arbitraries, { requiredKeys: [...required], noNullPrototype: true });
}

/** About half of these bodies are valid; most others are so but for one place. */
export function anyBody(schema: BodySchema): fc.Arbitrary<unknown> {
	const valid = validBody(schema);
	const changed = fc
		.tuple(valid, fc.array(mutation(schema), { minLength: 1, maxLength: 2 }))
		.map(([body, mutations]) => mutations.reduce<Body>((result, change) => change(result), body));
	return fc.oneof(
		{ weight: 8, arbitrary: valid },
		{ weight: 11, arbitrary: changed },
		{ weight: 1, arbitrary: fc.constantFrom<unknown>(null, [], 'text', 5, true) },
	);
}
