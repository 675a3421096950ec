/** The API's own list of models, `GET /api/v3/models` (reference §G). */
import { createHash } from 'crypto';
import type { ApiReply } from '../api/http';
import { lenient } from '../api/lenient';
import { judgeReading } from '../api/readReply';
import { modelsUrl } from '../api/routes';
import { findModel } from '../models';
import type { Problem } from '../errors/problem';
import type { Clock, Ports } from '../task/ports';
import { beginSlices } from '../task/slices';
import { z } from '../zod';
import { listEntries } from './listText';

/** A model as the API lists it. */
export interface ListedModel {
	readonly id: string;
	readonly name: string;
	/** "text-to-video", "image-to-video", "video-edit", …; empty where it says nothing. */
	readonly type: string;
	/** The least that a run costs, in USD: a floor, no quote. */
	readonly basePriceUsd?: number;
	/** The JSON Schema of its requests, unread: few of them are ever asked for. */
	readonly requestSchema?: unknown;
}

export type ModelListResult =
	| {
			readonly ok: true;
			readonly models: readonly ListedModel[];
			/** Tells lists apart: accounts that are told the same need not keep it twice. */
			readonly digest?: string;
	  }
	| { readonly ok: false; readonly problem: Problem };

/** In characters. */
const longestName = 200;

const text = z.string().catch('');
const schemaSchema = z.object({ type: text, request_schema: z.unknown() });
const modelSchema = z.object({
	model_id: z.string().min(1).max(longestName),
	name: text,
	type: text,
	base_price: lenient(z.number().nonnegative().finite()),
	api_schema: z
		.object({ api_schemas: z.array(schemaSchema.catch({ type: '' })) })
		.optional()
		.catch(undefined),
});

/** The videos of this package; a list of the whole provider holds thousands of other schemas. */
const isOfInterest = ({ id, type }: ListedModel) =>
	id.includes('seedance') ||
	findModel(id) !== undefined ||
	type === 'text-to-video' ||
	type === 'image-to-video';

function listedModel(raw: unknown): ListedModel | undefined {
	const parsed = modelSchema.safeParse(raw);
	if (!parsed.success) return undefined;
	const { model_id: id, name, type, base_price: basePriceUsd, api_schema: api } = parsed.data;
	const schemas = api?.api_schemas ?? [];
	const requestSchema = (schemas.find((one) => one.type === 'model_run') ?? schemas[0])
		?.request_schema;
	return {
		id,
		name: name.trim().slice(0, longestName) || id,
		type,
		...(basePriceUsd !== undefined && { basePriceUsd }),
		...(requestSchema !== undefined && { requestSchema }),
	};
}

/** The models of an answer's data that make videos; an entry that cannot be read is left out. */
export function readModelList(data: unknown): { models: ListedModel[] } | undefined {
	const entries = z.array(z.unknown()).safeParse(data);
	if (!entries.success) return undefined;
	const models = entries.data.flatMap((raw) => listedModel(raw) ?? []);
	return { models: models.filter(isOfInterest) };
}

/** How long the request may take, in ms: the list is a comfort, and nobody should wait for it. */
const requestTimeoutMs = 10_000;

/** The longest list that is read, in characters: twice as many as all models of the provider take. */
const longestList = 20_000_000;
/** The longest entry that is parsed, in characters: the largest known is a tenth of it. */
const longestEntry = 256_000;
/** How many models are kept, and how much of them, in characters. */
const mostModels = 1_000;
const mostKept = 8_000_000;
/** Entries between two looks at the clock. */
const entriesAtOnce = 200;

/** What an entry that is worth parsing says somewhere. */
const interesting = /seedance|text-to-video|image-to-video/;

function parsedEntry(json: string): ListedModel | undefined {
	try {
		return listedModel(JSON.parse(json));
	} catch {
		return undefined;
	}
}

/** Reads a list in slices. A text that holds none comes back as its own frame. */
async function readInSlices(json: string, clock: Pick<Clock, 'now' | 'sleep'>) {
	const rest = beginSlices(clock);
	const models: ListedModel[] = [];
	const hash = createHash('sha256');
	const entries = listEntries(json);
	let kept = 0;
	for (let read = 1; ; read += 1) {
		const { done, value } = entries.next();
		if (done === true) return { frame: value, models, digest: hash.digest('base64') };
		const isWanted = value.length <= longestEntry && models.length < mostModels && kept < mostKept;
		const listed = isWanted && interesting.test(value) ? parsedEntry(value) : undefined;
		if (listed !== undefined && isOfInterest(listed)) {
			models.push(listed);
			hash.update(value);
			kept += value.length;
		}
		const tookLong = value === '' || listed !== undefined || read % entriesAtOnce === 0;
		if (tookLong) await rest();
	}
}

const isList = (data: unknown) => (Array.isArray(data) ? {} : undefined);

/** Asks the API for its list, once. Never throws. */
export async function fetchModelList(
	ports: Pick<Ports, 'http' | 'baseUrl' | 'now' | 'sleep'>,
): Promise<ModelListResult> {
	const url = modelsUrl(ports.baseUrl);
	const reply = await ports.http({ method: 'GET', url, timeoutMs: requestTimeoutMs });
	const json = reply.kind === 'answer' && reply.text.length <= longestList ? reply.text : '';
	const { frame, ...list } = await readInSlices(json, ports);
	const framed: ApiReply = reply.kind === 'answer' ? { ...reply, text: frame } : reply;
	const reading = { find: isList, circumstances: {}, notFound: 'malformedAnswer' } as const;
	const read = judgeReading(framed, reading, ports.now());
	return read.kind === 'read' ? { ok: true, ...list } : { ok: false, problem: read.problem };
}
