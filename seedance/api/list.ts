/** Lists the account's tasks (docs/internals/api.md#listing-tasks), for example after a crash. */
import { isStopped } from '../time';
import { defined } from '../result';
import { problem } from '../errors/messages';
import type { Cause, Problem } from '../errors/problem';
import type { Result } from '../result';
import { asRecord } from '../zod';
import type { Fields } from '../zod';
import { listUrl } from './http';
import type { ApiReply, Ports } from './http';
import { parseReply } from './reply';
import type { Unread } from './reply';
import { adjustPace, readAgain } from './submit';
import { parseTask, retentionMs, statusKind } from './task';
import type { Task } from './task';

// Interprets replies to a list of tasks (docs/internals/api.md#listing-tasks).

export type ListReply =
	/** One page, with a task for each of its entries. */
	{ readonly kind: 'read'; readonly tasks: readonly Task[] } | Unread;

/** The field of a page that holds its tasks, most likely first. */
const listKeys = ['items', 'predictions', 'tasks', 'results', 'list', 'records', 'data'] as const;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/**
 * The entries of a page. An empty list may be null. Without any of these fields it isn't a list:
 * somebody who looks for paid tasks would believe "no tasks".
 */
function entriesOf(data: unknown): readonly unknown[] | undefined {
	if (isList(data)) return data;
	const page: Fields = asRecord(data) ?? {};
	const list = listKeys.map((key) => page[key]).find(isList);
	return list ?? (page.items === null ? [] : undefined);
}

/** A task for an entry whose ID can't be read, with the entry's data. */
function unreadable(entry: unknown): Task {
	const isObject = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
	const raw = isObject ? { ...entry } : { entry };
	return { id: '', status: 'unknown', statusKind: 'running', outputs: [], raw };
}

/** A task for any entry, because even one that is hard to read may be charged. */
function toTask(entry: unknown): Task {
	return parseTask(entry, 'unknown') ?? unreadable(entry);
}

function findTasks(data: unknown) {
	const entries = entriesOf(data);
	return entries && { tasks: entries.map(toTask) };
}

/**
 * Interprets a reply to a list of recent tasks. A task whose ID can't be read has the ID ''.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function parseListReply(reply: ApiReply, now: number): ListReply {
	const circumstances = { isList: true };
	return parseReply(reply, { find: findTasks, circumstances, notFound: 'requestRefused' }, now);
}

/** Which tasks to list. */
export interface ListQuery {
	/** Only tasks of this model. */
	readonly model?: string;
	/** Only tasks with this status. */
	readonly status?: string;
	/** Only tasks created since then, in ms since the epoch. */
	readonly since?: number;
	/** Only tasks created until then, in ms since the epoch. */
	readonly until?: number;
	/** Whether to ask for their inputs. */
	readonly withInputs?: boolean;
	/** The most tasks; undefined for all. */
	readonly limit?: number;
	/** Whether to include tasks of models other than Seedance, when no model is given. */
	readonly otherModels?: boolean;
}

/** The tasks, newest first, each once. */
export type ListResult = Result<readonly Task[], Problem>;

/** The API's largest page. */
const largestPage = 100;
/** How long one page may take, in ms. */
const listTimeoutMs = 30_000;
/** The most passes over pages that lose tasks meanwhile. */
const mostPasses = 5;

/** Whether a task may be one of Seedance. One without a model may be. */
const isSeedance = ({ model }: Task) => model === undefined || /seedance/i.test(model);

/** Identifies a task, even one whose ID can't be read. */
const keyOf = ({ id, raw }: Task) => (id === '' ? JSON.stringify(raw) : id);

/** The filters in the API's vocabulary. */
function filtersOf({ model, status, since = 0, until, withInputs }: ListQuery, now: number) {
	return defined({
		model,
		status,
		// A start before the API's retention filters nothing, so it's left out.
		created_after: since + retentionMs > now ? new Date(since).toISOString() : undefined,
		created_before: until === undefined ? undefined : new Date(until).toISOString(),
		include_inputs: withInputs === true ? true : undefined,
	});
}

/**
 * Reads pages until one is short or has nothing new, or enough is found.
 * @param read reads a page by its number, from 1
 * @param found gets each task in its latest state
 * @returns how many pages were read, or why they couldn't be
 */
async function turnPages(
	read: (page: number) => ReturnType<typeof readPage>,
	size: number,
	found: Map<string, Task>,
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
		return { kind: 'notRead' as const, problem: stopped };
	}
	// This POST only reads, so it may be repeated.
	return await readAgain(async () => await readPageOnce(body, ports), ports);
}

async function readPageOnce(body: object, ports: Ports): Promise<ListReply> {
	const url = listUrl(ports.baseUrl);
	const reply = await ports.http({ method: 'POST', url, body, timeoutMs: listTimeoutMs });
	const verdict = parseListReply(reply, ports.now());
	adjustPace(ports, verdict);
	return verdict;
}

/**
 * Lists the account's recent tasks. Never throws. New tasks shift others to the next page
 * meanwhile; a task that appears twice is listed once, in its latest state.
 */
export async function listTasks(query: ListQuery, ports: Ports): Promise<ListResult> {
	const { limit = Infinity, model, status } = query;
	const takesAll = model !== undefined || query.otherModels === true;
	// Pages must be large when we filter them ourselves.
	const size = takesAll ? Math.min(largestPage, limit) : largestPage;
	const filters = filtersOf(query, ports.now());
	const found = new Map<string, Task>();
	const wanted = () =>
		[...found.values()].filter((task) => takesAll || isSeedance(task)).slice(0, limit);
	const isEnough = () => wanted().length >= limit;
	const read = async (page: number) => await readPage({ page, page_size: size, ...filters }, ports);

	// A task that ends leaves the list of running ones, and those after it move up, so that we could
	// miss them. Such pages are read again until there is nothing new.
	const loses = status !== undefined && statusKind(status) === 'running';
	for (let pass = 1; ; pass += 1) {
		const before = found.size;
		const pages = await turnPages(read, size, found, isEnough);
		if (typeof pages !== 'number') return { ok: false, problem: pages };
		const isWhole = !loses || pages === 1 || found.size === before || pass === mostPasses;
		if (isWhole || isEnough()) return { ok: true, value: wanted() };
	}
}

// One look at many tasks, for a wait.

/** The time in which tasks were created, in ms since the epoch by the API's clock. */
export interface Created {
	readonly first: number;
	readonly last: number;
}

/** Extends a time by the creation of one more task. */
export const extend = (created: Created | undefined, ms: number): Created => ({
	first: Math.min(created?.first ?? ms, ms),
	last: Math.max(created?.last ?? ms, ms),
});

/** How much longer than the tasks' creation the listed time is at both ends, in ms. */
const marginMs = 5_000;
/** The most pages of one look. */
const mostPages = 20;
/** How long the list isn't used after it was refused, in ms. */
export const listRestMs = 600_000;

/**
 * Reads the list of recent tasks once, as many pages as are worth it: a page must save two reads.
 * A list that is refused, for example because the key has no right to it, isn't used for ten minutes.
 * @param created when all of the tasks were created
 * @returns the tasks that the list shows, by ID; undefined when it can't be read
 * @throws when a time can't be written, or what the port throws
 */
export async function lookAtList(
	taskIds: Iterable<string>,
	created: Created,
	ports: Ports,
): Promise<ReadonlyMap<string, Task> | undefined> {
	const { pace, now } = ports;
	const window = {
		created_after: new Date(created.first - marginMs).toISOString(),
		created_before: new Date(created.last + marginMs).toISOString(),
	};
	const left = new Set(taskIds);
	const pages = Math.min(mostPages, Math.ceil(left.size / 2));
	const shown = new Map<string, Task>();
	for (let page = 1; page <= pages && left.size > 0 && !isStopped(ports); page += 1) {
		pace?.take(now());
		const body = { page, page_size: largestPage, ...window };
		const read = await readPageOnce(body, ports);
		if (read.kind === 'permanent' && pace !== undefined) pace.listRestsUntil = now() + listRestMs;
		if (read.kind !== 'read') return undefined;
		for (const task of read.tasks) if (left.delete(task.id)) shown.set(task.id, task);
		if (read.tasks.length < largestPage) break;
	}
	return shown;
}

/** Causes of a list that may be read without the tasks' inputs, which may be whole images. */
const withoutInputsCauses: ReadonlySet<Cause> = new Set(['requestRefused', 'malformedAnswer']);

/**
 * Returns a function that lists tasks with their inputs, or without where the API refuses to tell
 * them or they are too much for one answer.
 */
export function openInputLister(ports: Ports): (query: ListQuery) => Promise<ListResult> {
	let tellsInputs = true;
	return async (query) => {
		const listed = await listTasks({ ...query, withInputs: tellsInputs }, ports);
		if (listed.ok || !tellsInputs || !withoutInputsCauses.has(listed.problem.cause)) return listed;
		tellsInputs = false;
		return await listTasks({ ...query, withInputs: false }, ports);
	};
}
