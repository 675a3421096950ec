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

function parameterSchema(parameter: Parameter, isRequired: boolean): z.ZodTypeAny {
	switch (parameter.type) {
		case 'boolean':
			return z.boolean();
		case 'integer': {
			if (parameter.enum !== undefined) return oneOf(parameter.enum);
			const { minimum = -Infinity, maximum = Infinity } = parameter;
			return z.number().int().min(minimum).max(maximum);
		}
		case 'string': {
			if (parameter.enum !== undefined) return oneOf(parameter.enum);
			const { maxLength = Infinity } = parameter;
			return z
				.string()
				.min(isRequired ? 1 : 0)
				.refine((text) => codePoints(text) <= maxLength);
		}
		case 'array': {
			const { minItems = 0, maxItems = Infinity } = parameter;
			return z.array(z.string().min(1)).min(minItems).max(maxItems);
		}
	}
}

/** A request body that has passed its model's schema. */
export type RequestBody = Readonly<Record<string, string | number | boolean | readonly string[]>>;

const schemas = new WeakMap<ModelRecord, z.ZodObject<z.ZodRawShape>>();

/**
 * The schema of a model's request body: exactly the declared parameters, unknown ones refused, as
 * the API's own schemas do (additionalProperties false).
 */
export function requestSchema(record: ModelRecord): z.ZodObject<z.ZodRawShape> {
	const known = schemas.get(record);
	if (known !== undefined) return known;
	const shape = Object.fromEntries(
		Object.entries(record.parameters).map(([name, parameter]) => {
			const isRequired = record.required.includes(name);
			const schema = parameterSchema(parameter, isRequired);
			return [name, isRequired ? schema : schema.optional()];
		}),
	);
	const schema = z.object(shape).strict();
	schemas.set(record, schema);
	return schema;
}
