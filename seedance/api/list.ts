/** Finding tasks without knowing their ids: what people do after a crash. */
import { isStopped } from '../clock';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { asRecord, z } from '../zod';
import { listUrl } from './http';
import type { ApiReply, Ports } from './http';
import { judgeReading } from './reply';
import type { Unread } from './reply';
import { readAgain } from './retrieve';
import { expiresAt, parsePrediction, statusKind } from './task';
import type { Prediction } from './task';

// What a reply to a list of tasks means.

export type ListVerdict =
	/** One page, as many tasks as it has entries. */
	{ readonly kind: 'read'; readonly tasks: readonly Prediction[] } | Unread;

const entriesSchema = z.array(z.unknown());
/** Where a page keeps its tasks, most likely first. */
const listKeys = ['items', 'predictions', 'tasks', 'results', 'list', 'records', 'data'] as const;

/**
 * The entries of a page. An empty list may be written as null. Without any of these fields it is no list:
 * "no tasks" would be believed by someone who looks for tasks that are paid for.
 */
function entriesOf(data: unknown): readonly unknown[] | undefined {
	const bare = entriesSchema.safeParse(data);
	if (bare.success) return bare.data;
	const page = asRecord(data);
	const key = listKeys.find((name) => Array.isArray(page?.[name]));
	if (key !== undefined) return entriesSchema.parse(page?.[key]);
	return page?.items === null ? [] : undefined;
}

/** What is left of an entry whose id nobody can read: its data, if it has any. */
function unreadable(entry: unknown): Prediction {
	const isObject = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
	const raw = isObject ? { ...entry } : { entry };
	return { id: '', status: 'unknown', statusKind: 'running', outputs: [], raw };
}

/** A task may be paid for: an entry that is hard to read comes with what is known of it. */
function toTask(entry: unknown): Prediction {
	return parsePrediction(entry, 'unknown') ?? unreadable(entry);
}

function findTasks(data: unknown) {
	const entries = entriesOf(data);
	return entries && { tasks: entries.map(toTask) };
}

/**
 * Judges a reply to a list of recent tasks. A task whose id cannot be read has the id ''.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function judgeList(reply: ApiReply, now: number): ListVerdict {
	const circumstances = { isList: true };
	return judgeReading(reply, { find: findTasks, circumstances, notFound: 'requestRefused' }, now);
}

/** Which tasks to list. */
export interface ListQuery {
	/** Only those of this model. */
	readonly model?: string;
	/** Only those in this state. */
	readonly status?: string;
	/** Only those created from then on, in ms since the epoch. */
	readonly since?: number;
	/** Only those created until then, in ms since the epoch. */
	readonly until?: number;
	/** Whether to ask what they were submitted with. */
	readonly withInputs?: boolean;
	/** The most tasks; undefined for all. */
	readonly limit?: number;
	/** Whether tasks of models other than Seedance are wanted, too, where no model is given. */
	readonly otherModels: boolean;
}

export type ListResult =
	/** Newest first, each once. */
	| { readonly ok: true; readonly tasks: readonly Prediction[] }
	| { readonly ok: false; readonly problem: Problem };

/** The most that the API gives at once (reference §C). */
const largestPage = 100;
/** How long one page may take, in ms. */
const listTimeoutMs = 30_000;
/** How often pages that lose tasks while they are turned are gone through at most. */
const mostPasses = 5;

/** A task that does not name its model may well be ours. */
const isSeedance = ({ model }: Prediction) => model === undefined || /seedance/i.test(model);

/** What tells tasks apart, also one whose id cannot be read. */
const keyOf = ({ id, raw }: Prediction) => (id === '' ? JSON.stringify(raw) : id);

/** The API's words for what is wanted of it. */
function filtersOf({ model, status, since, until, withInputs }: ListQuery, now: number) {
	const begin = since === undefined ? undefined : new Date(since).toISOString();
	// The API keeps tasks for 7 days: an earlier beginning leaves nothing out, so it need not be told.
	const matters = begin !== undefined && Date.parse(expiresAt(begin) ?? '') > now;
	return {
		...(model !== undefined && { model }),
		...(status !== undefined && { status }),
		...(matters && { created_after: begin }),
		...(until !== undefined && { created_before: new Date(until).toISOString() }),
		...(withInputs === true && { include_inputs: true }),
	};
}

/**
 * Turns the pages until one is short, brings nothing new, or enough is found.
 * @param read gives the page with a number, from 1
 * @param found gets what is there, each task in its newest state
 * @returns how many pages it took, or why they could not be read
 */
async function turnPages(
	read: (page: number) => ReturnType<typeof readPage>,
	size: number,
	found: Map<string, Prediction>,
	isEnough: () => boolean,
): Promise<number | Problem> {
	const turned = new Set<string>();
	for (let page = 1; ; page += 1) {
		const result = await read(page);
		if (result.kind === 'notRead') return result.problem;
		const before = turned.size;
		for (const task of result.tasks) {
			turned.add(keyOf(task));
			found.set(keyOf(task), task);
		}
		if (result.tasks.length < size || turned.size === before || isEnough()) return page;
	}
}

async function readPage(body: object, ports: Ports) {
	if (isStopped(ports)) {
		const stopped = problem('stopped', { isList: true });
		return { kind: 'notRead' as const, problem: stopped, isLasting: false };
	}
	const url = listUrl(ports.baseUrl);
	return await readAgain(async () => {
		// A POST that only reads, so it may be sent again.
		const reply = await ports.http({ method: 'POST', url, body, timeoutMs: listTimeoutMs });
		return judgeList(reply, ports.now());
	}, ports);
}

/**
 * Lists the account's recent tasks. Never throws. While it turns the pages, newer tasks push those
 * behind them onto the next one; a task that comes twice is listed once, in its newest state.
 */
export async function listTasks(query: ListQuery, ports: Ports): Promise<ListResult> {
	const { limit = Infinity, model, status } = query;
	const takesAll = model !== undefined || query.otherModels;
	// What we leave out ourselves must not make the pages small.
	const size = takesAll ? Math.min(largestPage, limit) : largestPage;
	const filters = filtersOf(query, ports.now());
	const found = new Map<string, Prediction>();
	const wanted = () =>
		[...found.values()].filter((task) => takesAll || isSeedance(task)).slice(0, limit);
	const isEnough = () => wanted().length >= limit;
	const read = async (page: number) => await readPage({ page, page_size: size, ...filters }, ports);

	// A running task that ends leaves the list of running ones, and those behind it move up, past us:
	// such pages are turned again until that brings nothing new.
	const loses = status !== undefined && statusKind(status) === 'running';
	for (let pass = 1; ; pass += 1) {
		const before = found.size;
		const pages = await turnPages(read, size, found, isEnough);
		if (typeof pages !== 'number') return { ok: false, problem: pages };
		const isWhole = !loses || pages === 1 || found.size === before || pass === mostPasses;
		if (isWhole || isEnough()) return { ok: true, tasks: wanted() };
	}
}
