/**
 * The models that the package knows, from the same JSON files, which the simulator reads without
 * any code of the client. The five models of the documents don't come from there (documents.ts).
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { inventedUsdPer5s } from '../prices/invented';
import { ratesPricing, type UsdPer5s } from '../prices/rates';
import currentModels from './current-models.json';
import type { OfferedModel } from './offered-model';

const rowSchema = z.object({
	when: z.object({ resolution: z.string(), generate_audio: z.boolean() }).partial().default({}),
	usdBySeconds: z.record(z.number()),
});

const recordSchema = z.object({
	id: z.string(),
	displayName: z.string(),
	/** What it makes a video from, such as text-to-video. */
	mode: z.string(),
	price: z.object({ rows: z.array(rowSchema), fromUsd: z.number().optional() }).optional(),
	request_schema: z
		.object({
			properties: z.record(z.object({ enum: z.array(z.unknown()).optional() }).passthrough()),
		})
		.passthrough()
		.optional(),
});
type CatalogueRecord = z.infer<typeof recordSchema>;

/** The published price of five seconds, in USD; undefined when none is published. */
function publishedUsdPer5s({ price }: CatalogueRecord): UsdPer5s | undefined {
	const { rows = [], fromUsd } = price ?? {};
	const byResolution: Record<string, { silent: number; audio: number }> = {};
	for (const { when, usdBySeconds } of rows) {
		const usd = usdBySeconds['5'];
		if (usd === undefined) continue;
		if (when.resolution === undefined) return usd;
		const known = byResolution[when.resolution] ?? { silent: usd, audio: usd };
		const changed = when.generate_audio === false ? { silent: usd } : { audio: usd };
		byResolution[when.resolution] = { ...known, ...changed };
	}
	return Object.keys(byResolution).length > 0 ? byResolution : fromUsd;
}

/** The API's types, where they are wider than our modes (docs/internals/api.md#model-list). */
const TYPES: Readonly<Record<string, string>> = {
	'video-edit': 'video-to-video',
	upscale: 'video-to-video',
	'talking-avatar': 'digital-human',
};

function toOffered(record: CatalogueRecord): OfferedModel[] {
	const { id, displayName, mode, request_schema: schema } = record;
	if (schema === undefined) return [];
	const usdPer5s = publishedUsdPer5s(record) ?? inventedUsdPer5s(id);
	return [
		{
			id,
			name: displayName,
			description: `${displayName} by ByteDance.`,
			type: TYPES[mode] ?? mode,
			schema,
			pricing: ratesPricing(usdPer5s, schema.properties['resolution']?.enum?.map(String)),
		},
	];
}

const folder = path.join(__dirname, '../../seedance/models/catalogue');

/**
 * All models of the catalogue whose parameters are known.
 * @throws when a file is not a record
 */
export function catalogueModels(): readonly OfferedModel[] {
	return readdirSync(folder)
		.sort()
		.map((name) => recordSchema.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))))
		.flatMap(toOffered);
}

/** Models of the documents with their present parameters (current-models.json). */
export const modelsOfToday = (): readonly OfferedModel[] =>
	z.array(recordSchema).parse(currentModels).flatMap(toOffered);
