/**
 * Makes the two JSON files next to it from the model table of the reference (§H), of which a copy is
 * needed: `npx tsx simulator/models/trim.ts <seedance-models.json>`, then prettier. Kept are the models
 * whose parameters are known, and of each what a request or a price needs; notes and sources are left
 * out. The five models of the documents are not among them: documents.ts has those.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const recordSchema = z.record(z.unknown());
const collectedSchema = z.array(
	z.object({
		id: z.string(),
		title: z.string(),
		mode: z.string(),
		confidence: z.string(),
		params: z.record(recordSchema),
		alternateParams: recordSchema.optional(),
		price: z.object({
			per5s: z.number().optional(),
			table: z
				.record(
					z.object({ silent: z.object({ 5: z.number() }), audio: z.object({ 5: z.number() }) }),
				)
				.optional(),
			from: z.record(z.object({ per5s: z.number() })).optional(),
		}),
	}),
);
type Collected = z.infer<typeof collectedSchema>[number];

const KEPT = [
	'type',
	'required',
	'default',
	'enum',
	'min',
	'max',
	'maxLength',
	'items',
	'minItems',
	'maxItems',
	'description',
];

/** USD for five seconds: one figure, or by resolution and sound. */
function usdPer5s({ price }: Collected): unknown {
	if (price.table !== undefined) {
		const rows = Object.entries(price.table).map(([resolution, { silent, audio }]) => {
			return [resolution, { silent: silent[5], audio: audio[5] }];
		});
		return Object.fromEntries(rows);
	}
	return price.per5s ?? price.from?.['720p']?.per5s;
}

function trimmed(model: Collected, params: Readonly<Record<string, unknown>>): object {
	// `note` stands among the parameters of the alternate shape.
	const entries = Object.entries(params).flatMap(([name, raw]) => {
		const parameter = recordSchema.safeParse(raw);
		if (!parameter.success) return [];
		const kept = KEPT.flatMap((key) => (key in parameter.data ? [[key, parameter.data[key]]] : []));
		return [[name, Object.fromEntries(kept)]];
	});
	const { id, title, mode } = model;
	return { id, title, mode, usdPer5s: usdPer5s(model), params: Object.fromEntries(entries) };
}

function write(name: string, models: readonly object[]): void {
	writeFileSync(path.join(__dirname, name), `${JSON.stringify(models, null, '\t')}\n`);
}

const [table = ''] = process.argv.slice(2);
const collected = collectedSchema.parse(JSON.parse(readFileSync(table, 'utf8')));
const others = collected.filter(
	({ confidence, params }) => confidence !== 'seed' && Object.keys(params).length > 0,
);
write(
	'other-models.json',
	others.map((model) => trimmed(model, model.params)),
);
write(
	'current-models.json',
	collected.flatMap((model) =>
		model.alternateParams === undefined ? [] : [trimmed(model, model.alternateParams)],
	),
);
