/** From a model record to the zod schema of its request body. */
import type { ModelRecord, Parameter } from '../catalogue';
import { z } from '../zod';

/** Length as JSON Schema and the API count it: Unicode code points, not UTF-16 units. */
export function codePoints(text: string): number {
	return Array.from(text).length;
}

function oneOf<T>(values: readonly T[]): z.ZodType<T> {
	return z.custom<T>((value) => values.some((allowed) => allowed === value));
}

/** @param least the fewest characters of a text whose parameter does not say */
function unwrapped(parameter: Parameter, least: number): z.ZodTypeAny {
	switch (parameter.type) {
		case 'any':
			return z.unknown();
		case 'boolean':
			return parameter.enum === undefined ? z.boolean() : oneOf(parameter.enum);
		case 'integer':
		case 'number': {
			const { minimum = -Infinity, maximum = Infinity } = parameter;
			const number = parameter.type === 'integer' ? z.number().int() : z.number().finite();
			const inRange = number.min(minimum).max(maximum);
			return parameter.enum === undefined ? inRange : oneOf(parameter.enum).pipe(inRange);
		}
		case 'string': {
			const { minLength = least, maxLength = Infinity } = parameter;
			const isLongEnough = (text: string) => {
				const length = codePoints(text);
				return length >= minLength && length <= maxLength;
			};
			if (parameter.enum !== undefined) return oneOf(parameter.enum).refine(isLongEnough);
			return z.string().refine(isLongEnough);
		}
		case 'array': {
			const { items, minItems = 0, maxItems = Infinity } = parameter;
			const isMedia = items.type === 'string' && items.media !== undefined;
			return z
				.array(parameterSchema(items, isMedia ? 1 : 0))
				.min(minItems)
				.max(maxItems);
		}
		case 'object': {
			const shape = shapeOf(parameter.properties, parameter.required, () => 0);
			return parameter.isOpen ? z.object(shape).passthrough() : z.object(shape).strict();
		}
	}
}

function parameterSchema(parameter: Parameter, least: number): z.ZodTypeAny {
	const schema = unwrapped(parameter, least);
	return parameter.nullable === true ? schema.nullable() : schema;
}

const isGiven = (value: unknown) => value !== undefined;

function shapeOf(
	parameters: Readonly<Record<string, Parameter>>,
	required: readonly string[],
	least: (isRequired: boolean) => number,
): z.ZodRawShape {
	return Object.fromEntries(
		Object.entries(parameters).map(([name, parameter]) => {
			const isRequired = required.includes(name);
			const schema = parameterSchema(parameter, least(isRequired));
			if (!isRequired) return [name, schema.optional()];
			// Zod takes a missing value for an unknown one.
			return [name, parameter.type === 'any' ? schema.refine(isGiven) : schema];
		}),
	);
}

/** A request body that has passed its model's schema. */
export type RequestBody = Readonly<Record<string, unknown>>;

const schemas = new WeakMap<ModelRecord, z.ZodObject<z.ZodRawShape>>();

/**
 * The schema of a model's request body: exactly the declared parameters, unknown ones refused, as
 * the API's own schemas do (additionalProperties false).
 */
export function requestSchema(record: ModelRecord): z.ZodObject<z.ZodRawShape> {
	const known = schemas.get(record);
	if (known !== undefined) return known;
	// A text that a model requires is never empty; a live schema says so itself.
	const shape = shapeOf(record.parameters, record.required, (isRequired) => (isRequired ? 1 : 0));
	const schema = z.object(shape).strict();
	schemas.set(record, schema);
	return schema;
}
