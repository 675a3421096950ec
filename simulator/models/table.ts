import { z } from 'zod';
import { usdPer5sSchema } from '../prices/rates';
import currentModels from './current-models.json';
import otherModels from './other-models.json';

const parameterSchema = z
	.object({
		type: z.enum(['string', 'integer', 'boolean', 'array']),
		required: z.boolean(),
		default: z.union([z.string(), z.number(), z.boolean()]).optional(),
		enum: z.array(z.union([z.string(), z.number()])).optional(),
		min: z.number().optional(),
		max: z.number().optional(),
		maxLength: z.number().int().optional(),
		items: z.literal('string').optional(),
		minItems: z.number().int().optional(),
		maxItems: z.number().int().optional(),
		description: z.string(),
	})
	.strict();

const tableSchema = z.array(
	z
		.object({
			id: z.string(),
			title: z.string(),
			mode: z.enum(['t2v', 'i2v', 'reference', 'other']),
			usdPer5s: usdPer5sSchema.optional(),
			params: z.record(parameterSchema),
		})
		.strict(),
);

/** A parameter as the collected model table describes it. */
export type Parameter = z.infer<typeof parameterSchema>;

/** A model of the collected model table. */
export type TableModel = z.infer<typeof tableSchema>[number];

/**
 * The other models whose parameters are known: models/other-models.json, kept by hand.
 * @throws when that file is not as described
 */
export function tableModels(): readonly TableModel[] {
	return tableSchema.parse(otherModels);
}

/**
 * Models of the documents in the shape they have had since: models/current-models.json (reference §H).
 * @throws when that file is not as described
 */
export function currentModelsOfTable(): readonly TableModel[] {
	return tableSchema.parse(currentModels);
}
