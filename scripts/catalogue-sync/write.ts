/**
 * Updates the catalogue's files from the API's list: new models become files, changed ones get
 * today's schema and keep our facts. It reports what a list can't say, so that a person decides.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ListedModel } from '../../seedance/api/models';
import type { Mode, RecordFile, RequestSchema } from '../../seedance/models';
import { modeOfListed } from '../../seedance/models/modes';
import { hasChanged, hasOtherParameters, isDocument } from './compare';
import type { Comparison } from './compare';

/** The schema keywords that a record has. We don't read any others. */
const words = [
	'type',
	'title',
	'description',
	'default',
	'enum',
	'minimum',
	'maximum',
	'step',
	'minLength',
	'maxLength',
	'items',
	'minItems',
	'maxItems',
	'nullable',
	'x-hidden',
	'x-ui-component',
	'x-accept',
];

const object = z.record(z.unknown());
const schemaSchema = z.object({
	properties: z.record(object),
	required: z.array(z.string()).default([]),
	'x-order-properties': z.array(z.string()).default([]),
});

function inWords(property: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const known = words.flatMap((word) => {
		const value = property[word];
		if (value === undefined || value === null) return [];
		const items = word === 'items' ? object.safeParse(value) : undefined;
		return [[word, items?.success ? inWords(items.data) : value]];
	});
	return Object.fromEntries(known) as Record<string, unknown>;
}

/** The schema with the keywords and the order of a record; undefined when it can't be read. */
function requestSchema({ requestSchema: raw }: ListedModel): RequestSchema | undefined {
	const parsed = schemaSchema.safeParse(raw);
	if (!parsed.success) return undefined;
	const { properties, required, 'x-order-properties': order } = parsed.data;
	const listed = Object.keys(properties);
	const names = [...new Set([...order.filter((name) => listed.includes(name)), ...listed])];
	const schema = {
		type: 'object',
		properties: Object.fromEntries(names.map((name) => [name, inWords(properties[name] ?? {})])),
		required: required.filter((name) => listed.includes(name)),
		'x-order-properties': names,
		additionalProperties: false,
	};
	return schema as unknown as RequestSchema;
}

/** "seedance-2.5-flash/text-to-video-turbo" → "flash-turbo"; "standard" when the ID doesn't say. */
function tierOf(id: string, mode: Mode): string {
	const [, family = '', kind = ''] = id.split('/');
	const parts = [family.replace(/^seedance-v?[\d.]+-?/, ''), kind.replace(mode, '')];
	const tier = parts
		.join('-')
		.replace(/^-+|-+$/g, '')
		.replace(/-{2,}/g, '-');
	return tier === '' ? 'standard' : tier;
}

const source = (day: string) => `GET /api/v3/models, read on ${day}`;

interface Written {
	/** Names of files. */
	readonly files: readonly string[];
	/** Plain sentences. */
	readonly decisions: readonly string[];
}

interface Place {
	/** The files as they are. */
	readonly records: readonly RecordFile[];
	/** The folder of the files. */
	readonly folder: string;
	/** Today, as YYYY-MM-DD. */
	readonly day: string;
}

function newRecord(listed: ListedModel, { records, day }: Place): [RecordFile, string[]] {
	const { id, name } = listed;
	const mode = modeOfListed(listed) ?? modeOfListed({ id, type: '' });
	const generation = /seedance-v?(\d+\.\d+)/.exec(id)?.[1] ?? 'none';
	const sibling = records.find((one) => one.mode === mode && one.generation === generation);
	const isOffered = mode !== undefined;
	const schema = requestSchema(listed);
	const record: RecordFile = {
		id,
		displayName: name.replace(/^Bytedance /i, ''),
		mode: mode ?? 'video-to-video',
		generation,
		tier: tierOf(id, mode ?? 'video-to-video'),
		typicalSeconds: sibling?.typicalSeconds ?? 120,
		confidence: 'live',
		source: source(day),
		...(!isOffered && { notOfferedBecause: 'no node makes this kind of video yet' }),
		...(schema !== undefined && { request_schema: schema }),
	};
	const decisions = [
		`${id}: is "${record.displayName}" a good name, and ${record.typicalSeconds} s its typical time?`,
		...(mode === undefined ? [`${id}: which mode? The list says "${listed.type}".`] : []),
		...(schema === undefined ? [`${id}: the list gives no schema that can be read.`] : []),
	];
	return [record, decisions];
}

/**
 * Writes files for new and changed models. A record that follows a model document isn't changed.
 * @param list the models of the API's list
 */
export function writeCatalogue(
	{ added, gone, shared }: Comparison,
	list: readonly ListedModel[],
	place: Place,
): Written {
	const { records, folder, day } = place;
	const files: string[] = [];
	const write = (record: RecordFile) => {
		const file = `${record.id.replaceAll('/', '__')}.json`;
		writeFileSync(path.join(folder, file), `${JSON.stringify(record, null, '\t')}\n`);
		files.push(file);
	};
	const decisions = gone.map(
		({ id }) => `${id}: not in the list any more. Is it being retired, and what takes its place?`,
	);
	for (const { listed } of added) {
		const [record, questions] = newRecord(listed, place);
		write(record);
		decisions.push(...questions);
	}
	for (const model of shared.filter(hasChanged)) {
		const { id } = model.record;
		const known = records.find((one) => one.id === id);
		const listed = list.find((one) => one.id === id);
		const schema = listed === undefined ? undefined : requestSchema(listed);
		if (known === undefined) continue;
		if (isDocument(model.record)) {
			decisions.push(`${id}: its model document binds the record; it stays as it is.`);
			continue;
		}
		if (schema === undefined) {
			decisions.push(`${id}: the list gives no schema that can be read.`);
		} else if (hasOtherParameters(model)) {
			write({ ...known, source: source(day), confidence: 'live', request_schema: schema });
		}
		if (model.prices !== undefined) {
			decisions.push(
				`${id}: the list's least price is $${model.prices.liveUsd}, ours $${model.prices.catalogueUsd}.`,
			);
		}
	}
	return { files, decisions };
}
