/** The API's own list of models, `GET /api/v3/models` (reference §G). */
import { createHash } from 'crypto';
import { Cache } from '../cache';
import { beginSlices } from '../clock';
import type { Clock } from '../clock';
import type { Problem } from '../errors/problem';
import { findModel } from '../models';
import { lenient, z } from '../zod';
import { modelsUrl } from './http';
import type { ApiReply, Ports } from './http';
import { listEntries } from './modelEntries';
import { judgeReading } from './reply';

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

// The API's list, kept for an hour for each account, so that asking costs nothing.

/** The list of one account. */
export interface ModelList {
	/** In the API's order. */
	readonly models: readonly ListedModel[];
	find(id: string): ListedModel | undefined;
}

export interface ModelListCache {
	/**
	 * The list; undefined when it cannot be had.
	 * @param account tells whose list it is: one key's at one base URL
	 * @param fetch asks for it
	 * @param now gives the ms since the epoch
	 */
	list(
		account: string,
		fetch: () => Promise<ModelListResult>,
		now: () => number,
	): Promise<ModelList | undefined>;
	/** The list as it was seen last, however long ago; undefined when it never was. */
	last(account: string): ModelList | undefined;
}

/** How long a list is taken for the right one, in ms: as long as in the API's official tools. */
const keptMs = 3_600_000;
/** How long after a failure nobody asks again, in ms: a run must not wait for it once an item. */
const keptAfterFailureMs = 60_000;
/** Of how many accounts the list is kept. */
const mostAccounts = 200;
/** How many lists are looked for among those that are kept. */
const mostLists = 10;

/** What came of a request; after a failure the list of an earlier one, which says more than none. */
interface Answer {
	readonly list: ModelList | undefined;
	readonly isToday: boolean;
}

function openList(models: readonly ListedModel[]): ModelList {
	const byId = new Map(models.map((model) => [model.id, model]));
	return { models, find: (id) => byId.get(id) };
}

/** Keeps lists in memory, for as long as the process lives at most. */
export function createModelListCache(): ModelListCache {
	const answers = new Cache<Answer>({
		most: mostAccounts,
		keptMs: ({ isToday }) => (isToday ? keptMs : keptAfterFailureMs),
	});
	/** The lists that accounts have been told lately, by their digests: mostly they are the same. */
	const lists = new Cache<ModelList>({ most: mostLists, keptMs: Infinity });

	function shared({ models, digest }: Extract<ModelListResult, { ok: true }>, now: number) {
		const known = digest === undefined ? undefined : lists.get(digest, now);
		const list = known ?? openList(models);
		if (digest !== undefined) lists.set(digest, list, now);
		return list;
	}

	return {
		last: (account) => answers.last(account)?.list,
		async list(account, fetch, now) {
			const ask = async (): Promise<Answer> => {
				const result = await fetch();
				return result.ok
					? { list: shared(result, now()), isToday: true }
					: { list: answers.last(account)?.list, isToday: false };
			};
			return (await answers.ask(account, ask, now)).list;
		},
	};
}
