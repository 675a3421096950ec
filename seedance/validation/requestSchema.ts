/** From a model record to the zod schema of its request body. */
import type { ModelRecord, Parameter } from '../models';
import { z } from '../zod';

/** Length as JSON Schema and the API count it: Unicode code points, not UTF-16 units. */
export function codePoints(text: string): number {
	return Array.from(text).length;
}

function oneOf<T>(values: readonly T[]): z.ZodType<T> {
	return z.custom<T>((value) => values.some((allowed) => allowed === value));
}

function unwrapped(parameter: Parameter): z.ZodTypeAny {
	switch (parameter.type) {
		case undefined:
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
			const { minLength = 0, maxLength = Infinity } = parameter;
			const isLongEnough = (text: string) => {
				const length = codePoints(text);
				return length >= minLength && length <= maxLength;
			};
			if (parameter.enum !== undefined) return oneOf(parameter.enum).refine(isLongEnough);
			return z.string().refine(isLongEnough);
		}
		case 'array': {
			const { items, minItems = 0, maxItems = Infinity } = parameter;
			return z.array(parameterSchema(items)).min(minItems).max(maxItems);
		}
		case 'object': {
			const shape = z.object(shapeOf(parameter.properties, parameter.required));
			return parameter.additionalProperties ? shape.passthrough() : shape.strict();
		}
	}
}

function parameterSchema(parameter: Parameter): z.ZodTypeAny {
	const schema = unwrapped(parameter);
	return parameter.nullable === true ? schema.nullable() : schema;
}

const isGiven = (value: unknown) => value !== undefined;

function shapeOf(
	parameters: Readonly<Record<string, Parameter>>,
	required: readonly string[],
): z.ZodRawShape {
	return Object.fromEntries(
		Object.entries(parameters).map(([name, parameter]) => {
			const schema = parameterSchema(parameter);
			if (!required.includes(name)) return [name, schema.optional()];
			// Zod takes a missing value for an unknown one.
			return [name, parameter.type === undefined ? schema.refine(isGiven) : schema];
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
	const schema = z.object(shapeOf(record.parameters, record.required)).strict();
	schemas.set(record, schema);
	return schema;
}
