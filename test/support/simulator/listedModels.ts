import { z } from 'zod';
import { envelope, type Answer, type start } from './client';

const requestSchema = z
	.object({
		type: z.literal('object'),
		properties: z.record(
			z
				.object({
					type: z.string(),
					title: z.string().min(1),
					description: z.string().min(1),
					default: z.unknown(),
					enum: z.array(z.union([z.string(), z.number()])).optional(),
					minimum: z.number().optional(),
					maximum: z.number().optional(),
					minLength: z.number().optional(),
					maxLength: z.number().optional(),
					minItems: z.number().optional(),
					maxItems: z.number().optional(),
					step: z.number().optional(),
					items: z.record(z.unknown()).optional(),
					nullable: z.boolean().optional(),
					'x-ui-component': z
						.enum(['slider', 'uploader', 'uploaders', 'loras', 'select', 'array'])
						.optional(),
					'x-accept': z.string().optional(),
				})
				.strict(),
		),
		required: z.array(z.string()),
		'x-order-properties': z.array(z.string()),
		additionalProperties: z.literal(false),
	})
	.strict();

/** The exact documented shape of an entry, without its request schema. */
export const entrySchema = z
	.object({
		model_id: z.string().min(1),
		name: z.string().min(1),
		description: z.string(),
		type: z.string().min(1),
		base_price: z.number().positive(),
		formula: z.string().includes('total_price'),
		discount_rate: z.number().optional(),
		sort_order: z.number().int(),
		api_schema: z
			.object({
				api_schemas: z.tuple([
					z
						.object({
							type: z.literal('model_run'),
							method: z.literal('POST'),
							server: z.string().url(),
							api_path: z.string().startsWith('/api/v3/'),
							request_schema: z.record(z.unknown()),
						})
						.strict(),
				]),
			})
			.strict(),
	})
	.strict();

export type Entry = z.infer<typeof entrySchema>;
type SimulatedApi = Awaited<ReturnType<typeof start>>;

/** What GET /models says, by model id. */
export async function listed({
	call,
}: Pick<SimulatedApi, 'call'>): Promise<ReadonlyMap<string, Entry>> {
	const answer = await call('GET', '/api/v3/models');
	const entries = z.array(entrySchema).parse(envelope(answer).data);
	return new Map(entries.map((entry) => [entry.model_id, entry]));
}

/** The request schema of an entry, as it came. */
export function rawSchemaOf(entry: Entry | undefined): Readonly<Record<string, unknown>> {
	return entry?.api_schema.api_schemas[0].request_schema ?? {};
}

/** The exact documented shape of an entry's request schema. */
export function schemaOf(entry: Entry | undefined): z.infer<typeof requestSchema> {
	return requestSchema.parse(rawSchemaOf(entry));
}

const quoteSchema = z
	.object({
		model_id: z.string(),
		price: z.number(),
		discounted_price: z.number(),
		discount_rate: z.number(),
		currency: z.literal('USD'),
	})
	.strict();

/** Requests a price; fails without one. */
export async function quoted(
	{ call }: Pick<SimulatedApi, 'call'>,
	model: string,
	inputs?: Readonly<Record<string, unknown>>,
): Promise<z.infer<typeof quoteSchema>> {
	const answer = await call('POST', '/api/v3/model/price', { body: { model_id: model, inputs } });
	return quoteSchema.parse(envelope(answer).data);
}

/** What the balance shows, in USD. */
export function usdOf(answer: Answer): number {
	return z.object({ balance: z.number() }).parse(envelope(answer).data).balance;
}
