/** The API's own model list (docs/internals/api.md#model-list). */
import { createHash } from 'crypto';
import { Cache, beginSlices } from '../time';
import type { Clock } from '../time';
import { defined } from '../result';
import type { Problem } from '../errors/problem';
import { findModel } from '../models';
import type { Result } from '../result';
import { lenient, z } from '../zod';
import { modelsUrl } from './http';
import type { Ports } from './http';
import { listEntries } from './modelEntries';
import { parseReply } from './reply';

/** A model as the API lists it. */
export interface ListedModel {
	readonly id: string;
	readonly name: string;
	/** "text-to-video", "image-to-video", "video-edit", …; empty when the list doesn't say. */
	readonly type: string;
	/** The lowest price of a run, in USD. It isn't a quote. */
	readonly basePriceUsd?: number;
	/** The JSON Schema of its requests, unparsed, because few of them are used. */
	readonly requestSchema?: unknown;
}

interface ListedModels {
	readonly models: readonly ListedModel[];
	/** Identifies the list, so that accounts with the same one share it. */
	readonly digest: string;
}

export type ModelListResult = Result<ListedModels, Problem>;

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

/** Whether a model makes videos. The provider's whole list has thousands of other schemas. */
const isOfInterest = ({ id, type }: ListedModel) =>
	id.includes('seedance') ||
	findModel(id) !== undefined ||
	type === 'text-to-video' ||
	type === 'image-to-video';

/** @throws when the entry can't be read */
function listedModel(raw: unknown): ListedModel {
	const { model_id: id, name, type, base_price, api_schema: api } = modelSchema.parse(raw);
	const schemas = api?.api_schemas;
	const schema = schemas?.find((one) => one.type === 'model_run') ?? schemas?.[0];
	return {
		id,
		name: name.trim().slice(0, longestName) || id,
		type,
		...defined({ basePriceUsd: base_price, requestSchema: schema?.request_schema }),
	};
}

/** How long the request may take, in ms. It's short because the list is optional. */
const requestTimeoutMs = 10_000;

/** The longest list that is read, in characters: twice the provider's whole list. */
const longestList = 20_000_000;
/** The longest entry that is parsed, in characters: ten times the largest known. */
const longestEntry = 256_000;
/** The most models that are kept, and their total size in characters. */
const mostModels = 1_000;
const mostKept = 8_000_000;
/** How many entries are read between two looks at the clock. */
const entriesAtOnce = 200;

/** Text that an entry must contain to be parsed. */
const interesting = /bytedance|seedance|text-to-video|image-to-video/;

function parsedEntry(json: string): ListedModel | undefined {
	try {
		return listedModel(JSON.parse(json));
	} catch {
		return undefined;
	}
}

/**
 * Reads the models in an answer that make videos, in slices. An entry that can't be read is left
 * out. The frame is the answer with an empty list, or as it is when it has none.
 */
export async function readModelList(json: string, clock: Pick<Clock, 'now' | 'sleep'>) {
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

/** Requests the API's list, once. Never throws. */
export async function fetchModelList(
	ports: Pick<Ports, 'http' | 'baseUrl' | 'now' | 'sleep'>,
): Promise<ModelListResult> {
	const url = modelsUrl(ports.baseUrl);
	const reply = await ports.http({ method: 'GET', url, timeoutMs: requestTimeoutMs });
	const json = reply.kind === 'answer' && reply.text.length <= longestList ? reply.text : '';
	const { frame, ...list } = await readModelList(json, ports);
	const reading = { find: isList, circumstances: {}, notFound: 'malformedAnswer' } as const;
	const framed = { ...reply, text: frame };
	const read = parseReply(framed, reading, ports.now());
	return read.kind === 'read' ? { ok: true, value: list } : { ok: false, problem: read.problem };
}

// Caches the API's model list for an hour for each account.

/** The list of one account. */
export interface ModelList {
	/** In the API's order. */
	readonly models: readonly ListedModel[];
	find(id: string): ListedModel | undefined;
}

export interface ModelListCache {
	/**
	 * Returns the list; undefined when it isn't available.
	 * @param account identifies one key at one base URL
	 * @param fetch requests the list
	 * @param now returns the ms since the epoch
	 */
	list(
		account: string,
		fetch: () => Promise<ModelListResult>,
		now: () => number,
	): Promise<ModelList | undefined>;
	/** The latest known list, however old; undefined when there is none. */
	last(account: string): ModelList | undefined;
}

/**
 * How long a list is valid, in ms: as long as in the API's official tools
 * (docs/internals/api.md#model-list).
 */
const keptMs = 3_600_000;
/** How long a failure is cached, in ms, so that a run doesn't wait for it at every item. */
const keptAfterFailureMs = 60_000;
/** The most accounts in the cache. */
const mostAccounts = 200;
/** The most different lists in the cache. */
const mostLists = 10;

/** The result of a request; after a failure, the previous list. */
interface Answer {
	readonly list: ModelList | undefined;
	readonly isToday: boolean;
}

function openList(models: readonly ListedModel[]): ModelList {
	const byId = new Map(models.map((model) => [model.id, model]));
	return { models, find: (id) => byId.get(id) };
}

/** Caches lists in memory. */
export function createModelListCache(): ModelListCache {
	const answers = new Cache<Answer>({
		most: mostAccounts,
		keptMs: ({ isToday }) => (isToday ? keptMs : keptAfterFailureMs),
	});
	/** The lists by their digests, because most accounts have the same one. */
	const lists = new Cache<ModelList>({ most: mostLists, keptMs: Infinity });

	function shared({ models, digest }: ListedModels, now: number) {
		const list = lists.get(digest, now) ?? openList(models);
		lists.set(digest, list, now);
		return list;
	}

	return {
		last: (account) => answers.last(account)?.list,
		async list(account, fetch, now) {
			const ask = async (): Promise<Answer> => {
				const result = await fetch();
				return result.ok
					? { list: shared(result.value, now()), isToday: true }
					: { list: answers.last(account)?.list, isToday: false };
			};
			return (await answers.ask(account, ask, now)).list;
		},
	};
}
