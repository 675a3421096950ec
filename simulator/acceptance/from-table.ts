import { z } from 'zod';
import otherModels from '../models/other-models.json';
import type { JsonSchema } from './hand-written';

const parameterSchema = z
	.object({
		type: z.enum(['string', 'integer', 'boolean', 'array']),
		required: z.boolean(),
		enum: z.array(z.union([z.string(), z.number()])).optional(),
		min: z.number().optional(),
		max: z.number().optional(),
		maxLength: z.number().int().optional(),
		items: z.literal('string').optional(),
		minItems: z.number().int().optional(),
		maxItems: z.number().int().optional(),
	})
	.strict();

const tableSchema = z.array(
	z.object({ id: z.string(), params: z.record(parameterSchema) }).strict(),
);

type Parameter = z.infer<typeof parameterSchema>;

/**
 * Schemas of the other models whose parameters are known, by model id, built from
 * models/other-models.json (a trimmed copy of the collected model table: prices and texts left out).
 * @throws when that file is not as described
 */
export function tableSchemas(): Readonly<Record<string, JsonSchema>> {
	const models = tableSchema.parse(otherModels);
	return Object.fromEntries(models.map(({ id, params }) => [id, requestSchema(id, params)]));
}

function requestSchema(id: string, params: Readonly<Record<string, Parameter>>): JsonSchema {
	const entries = Object.entries(params);
	return {
		title: id,
		type: 'object',
		additionalProperties: false,
		required: entries.filter(([, parameter]) => parameter.required).map(([name]) => name),
		properties: Object.fromEntries(
			entries.map(([name, parameter]) => [name, propertySchema(parameter)]),
		),
	};
}

function propertySchema(parameter: Parameter): JsonSchema {
	const { type, required, items, minItems, maxItems } = parameter;
	const schema: Record<string, unknown> = { type };
	if (parameter.enum !== undefined) schema.enum = parameter.enum;
	if (parameter.min !== undefined) schema.minimum = parameter.min;
	if (parameter.max !== undefined) schema.maximum = parameter.max;
	if (parameter.maxLength !== undefined) schema.maxLength = parameter.maxLength;
	if (type === 'string' && required) schema.minLength = 1;
	if (type === 'array') {
		if (items !== undefined) schema.items = { type: items, minLength: 1 };
		if (minItems !== undefined || required) schema.minItems = minItems ?? 1;
		if (maxItems !== undefined) schema.maxItems = maxItems;
	}
	return schema;
}
