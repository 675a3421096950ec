/** What a file of the catalogue must be, written down a second time: nothing more, nothing misspelt. */
import { z } from 'zod';

const media = z.string().regex(/^(image|video|audio)\/\*$/);
const common = {
	title: z.string().min(1),
	description: z.string(),
	nullable: z.literal(true).optional(),
	'x-hidden': z.literal(true).optional(),
	'x-ui-component': z.string().optional(),
	'x-accept': media.optional(),
	'x-placeholder': z.string().optional(),
};
const count = z.number().int().nonnegative().optional();

const parameter = z.discriminatedUnion('type', [
	z
		.object({
			type: z.literal('string'),
			...common,
			default: z.string().optional(),
			enum: z.array(z.string()).min(1).optional(),
			minLength: count,
			maxLength: count,
		})
		.strict(),
	...(['integer', 'number'] as const).map((type) =>
		z
			.object({
				type: z.literal(type),
				...common,
				default: z.number().optional(),
				enum: z.array(z.number()).min(1).optional(),
				minimum: z.number().optional(),
				maximum: z.number().optional(),
				step: z.number().positive().optional(),
			})
			.strict(),
	),
	z.object({ type: z.literal('boolean'), ...common, default: z.boolean().optional() }).strict(),
	z
		.object({
			type: z.literal('array'),
			...common,
			default: z.array(z.unknown()).optional(),
			items: z.object({ type: z.literal('string'), minLength: count }).strict(),
			minItems: count,
			maxItems: count,
		})
		.strict(),
]);

const price = z
	.object({
		drivers: z.array(z.string()),
		rows: z.array(
			z
				.object({
					when: z.record(z.union([z.string(), z.boolean()])).optional(),
					usdBySeconds: z.record(z.string().regex(/^\d+$/), z.number().positive()),
					perSecond: z
						.object({ usd: z.number().positive(), minimumSeconds: z.number().int().positive() })
						.strict()
						.optional(),
				})
				.strict(),
		),
		fromUsd: z.number().positive().optional(),
		source: z.string().min(1),
		at: z.string().regex(/^\d{4}-\d\d-\d\d$/),
	})
	.strict();

const files = z
	.object({
		formats: z.array(z.string()).min(1).optional(),
		mostBytes: z.number().int().positive().optional(),
		leastPixels: z.number().int().positive().optional(),
		totalSeconds: z.number().positive().optional(),
		acceptsBase64: z.literal(true).optional(),
		usedSeconds: z
			.object({ least: z.number().positive(), most: z.number().positive() })
			.partial()
			.strict()
			.optional(),
	})
	.strict();

export const recordSchema = z
	.object({
		id: z.string().regex(/^[a-z0-9]+(\/[a-z0-9.-]+)+$/),
		displayName: z.string().min(1),
		mode: z.enum([
			'text-to-video',
			'image-to-video',
			'reference-to-video',
			'talking-avatar',
			'video-extend',
			'video-edit',
			'motion-control',
			'upscale',
			'video-to-video',
		]),
		generation: z.string().regex(/^(\d\.\d|none)$/),
		tier: z.string().min(1),
		typicalSeconds: z.number().positive(),
		confidence: z.enum([
			'document',
			'docs',
			'docs-partial',
			'official-repo',
			'third-party',
			'mentioned',
			'live',
		]),
		source: z.string().min(1),
		note: z.string().min(1).optional(),
		price: price.optional(),
		retiring: z.object({ replacement: z.string() }).strict().optional(),
		aliasOf: z.string().min(1).optional(),
		notOfferedBecause: z.string().min(1).optional(),
		files: z.record(files).optional(),
		request_schema: z
			.object({
				type: z.literal('object'),
				properties: z.record(parameter),
				required: z.array(z.string()),
				'x-order-properties': z.array(z.string()),
				additionalProperties: z.literal(false),
			})
			.strict()
			.optional(),
	})
	.strict();
