/** Values at the limits of a JSON Schema and just beyond them: some valid, some not. */
import { itemsOf, kindOf, objectOf } from './jsonSchema';
import type { PropertySchema } from './jsonSchema';

/** A fixed valid value of a property. */
function exampleOf(schema: PropertySchema): unknown {
	if (schema.examples !== undefined) return schema.examples[0];
	if (schema.enum !== undefined) return schema.enum[0];
	const { minimum = -Infinity, maximum = Infinity, minLength = 0, maxLength = Infinity } = schema;
	const { minItems: length = 0 } = schema;
	switch (kindOf(schema)) {
		case 'boolean':
			return true;
		case 'integer':
		case 'number':
			return Math.max(minimum, Math.min(0, maximum));
		case 'string':
			return 'a'.repeat(Math.max(minLength, Math.min(1, maxLength)));
		case 'array':
			return Array.from({ length }, () => exampleOf(itemsOf(schema)));
		case 'object': {
			const { properties, required } = objectOf(schema);
			return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {})]));
		}
		case 'any':
			return 'a';
	}
}

function listEdges(schema: PropertySchema): unknown[] {
	const { minItems = 0, maxItems = 4 } = schema;
	const items = itemsOf(schema);
	const example = exampleOf(items);
	const listOf = (length: number): unknown[] => Array.from({ length }, () => example);
	const counts = [0, minItems - 1, minItems, maxItems, maxItems + 1].filter((count) => count >= 0);
	const withOne = edgeValues(items).map((edge) => [edge, ...listOf(Math.max(0, minItems - 1))]);
	return [...counts.map(listOf), ...withOne, [''], [5], [null], 'a', null];
}

function objectEdges(schema: PropertySchema): unknown[] {
	const { properties, required } = objectOf(schema);
	const example = exampleOf(schema);
	const without = required.map((name) => ({ ...Object(example), [name]: undefined }));
	const changed = Object.entries(properties).flatMap(([name, property]) =>
		edgeValues(property).map((edge) => ({ ...Object(example), [name]: edge })),
	);
	const more = { ...Object(example), unheardOf: 1 };
	const dropped = JSON.parse(JSON.stringify(without)) as unknown[];
	return [example, {}, ...dropped, ...changed, more, [], 'a', '{}', null];
}

/** Values at and just beyond the limits of a property. */
export function edgeValues(schema: PropertySchema): unknown[] {
	const { minimum = 0, maximum = 0, minLength = 0, maxLength = 2000, enum: choices = [] } = schema;
	switch (kindOf(schema)) {
		case 'boolean':
			return [true, false, 'true', 'yes', 0, 1, null];
		case 'integer':
		case 'number': {
			const numbers = [minimum, maximum, ...choices.map(Number)];
			const around = numbers.flatMap((n) => [n, n - 1, n + 1, n + 0.5, n - 0.01, n + 0.01]);
			return [...around, ...numbers.map(String), Infinity, -Infinity, null];
		}
		case 'string': {
			const near = choices.map(String).flatMap((t) => [t, ` ${t}`, t.toUpperCase(), `${t}0`]);
			const lengths = [maxLength - 1, maxLength, maxLength + 1, minLength - 1, minLength];
			const long = lengths
				.filter((length) => length >= 0)
				.flatMap((length) => ['a'.repeat(length), '🦊'.repeat(length)]);
			return ['', ' ', ...near, ...long, null];
		}
		case 'array':
			return listEdges(schema);
		case 'object':
			return objectEdges(schema);
		case 'any':
			return [null, true, 0, 5.5, '', 'a', [], {}, [null], { a: 1 }];
	}
}
