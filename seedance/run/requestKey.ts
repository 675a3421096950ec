/**
 * A request key identifies one intended video in all executions of a workflow
 * (docs/internals/decisions.md#request-key-rows). It's submitted once, and later executions get the
 * same task.
 *
 * A key whose task failed for a transient reason is free again. The next claim uses the key's next
 * name, because names are never reused.
 */
import type { Ports } from '../api/http';
import { listTasks } from '../api/list';
import type { ListResult } from '../api/list';
import { retrieve } from '../api/submit';
import type { Task } from '../api/task';
import { sleepUntil } from '../time';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { isSpent } from './ledger';
import type { Claim } from './trace';

/** The store of keys for all executions. All methods reject when it isn't available. */
export interface RequestKeys {
	/** Claims a name atomically and permanently; "unsupported" when n8n can't store keys. */
	claim(name: string): Promise<'mine' | 'taken' | 'unsupported'>;
	/** Releases a name that wasn't used for a submit. */
	release(name: string): Promise<void>;
	/** Stores the task that was submitted under a name. */
	noteTask(name: string, taskId: string): Promise<void>;
	/** Whether a task is stored under a name. */
	hasTask(name: string): Promise<boolean>;
	/** Finds the task of a name among these IDs. */
	findTask(name: string, taskIds: readonly string[]): Promise<string | undefined>;
	/** Records that the task of a name has failed. */
	end(name: string): Promise<void>;
	hasEnded(name: string): Promise<boolean>;
}

/** A store without keys. */
export const keptNowhere: RequestKeys = {
	claim: async () => 'unsupported',
	release: async () => {},
	noteTask: async () => {},
	hasTask: async () => false,
	findTask: async () => undefined,
	end: async () => {},
	hasEnded: async () => false,
};

/** The result of claiming a key. */
export type Claimed =
	| { readonly kind: 'mine'; readonly claim: Claim }
	/** It was submitted before, and this is its task. */
	| { readonly kind: 'found'; readonly claim: Claim; readonly task: Task }
	/** It was submitted before or is being submitted, and its task isn't known. */
	| { readonly kind: 'taken'; readonly likely: readonly Task[] }
	| { readonly kind: 'unsupported' }
	| { readonly kind: 'failed' };

/** The account's recent tasks. Each list is read once in a run. */
export type RecentTasks = (model: string, limit: number) => Promise<ListResult>;

/** Opens the account's recent tasks. */
export function openRecentTasks(ports: Ports): RecentTasks {
	const lists = new Map<string, Promise<ListResult>>();
	return async (model, limit) => {
		const key = `${limit} ${model}`;
		const list = lists.get(key) ?? listTasks({ model, limit }, ports);
		lists.set(key, list);
		return await list;
	};
}

/** The data for finding the task of a key. */
export interface KeyStore {
	readonly keys: RequestKeys;
	readonly recent: RecentTasks;
	readonly ports: Ports;
	/** The tasks that were stored in this run, by name. */
	readonly noted: Map<string, Task>;
}

/** Creates the data of one run. */
export const openKeyStore = (keys: RequestKeys, ports: Ports): KeyStore => ({
	keys,
	ports,
	recent: openRecentTasks(ports),
	noted: new Map(),
});

/** How many of a model's newest tasks are searched. One page is mostly enough. */
const depths = [100, 1_000];
/**
 * The pauses before a key without a task is checked again, in ms, because it may be submitted right
 * now.
 */
const pausesMs = [0, 500, 1_500];
/** How many failed videos a key may have. */
const mostNames = 50;

/** The nth name of a key. A key never begins with a space, so these names can't be other keys. */
const nameOf = (key: string, nth: number) => (nth === 0 ? key : ` ${nth + 1} ${key}`);

/** Looks for the task of a name among its model's newest tasks. */
async function search(
	name: string,
	model: string,
	keys: RequestKeys,
	recent: RecentTasks,
): Promise<Task | undefined> {
	for (const depth of depths) {
		const listed = await recent(model, depth);
		if (!listed.ok) return undefined;
		const ids = listed.value.map((task) => task.id);
		const id = await keys.findTask(name, ids);
		if (id !== undefined) return listed.value.find((task) => task.id === id);
		if (listed.value.length < depth) return undefined;
	}
	return undefined;
}

/** The task that was submitted under a name, if it can be found. */
async function taskOf(name: string, model: string, keyStore: KeyStore): Promise<Task | undefined> {
	const { keys, ports, recent, noted } = keyStore;
	for (const pauseMs of pausesMs) {
		await sleepUntil(ports.now() + pauseMs, ports);
		const own = noted.get(name);
		if (own !== undefined) return own;
		if (!(await keys.hasTask(name))) continue;
		// A cached list doesn't contain a task that was just submitted.
		const found = await search(name, model, keys, pauseMs === 0 ? recent : openRecentTasks(ports));
		const isWhole = found?.statusKind === 'succeeded' && found.outputs.length > 0;
		if (found === undefined || isWhole || found.statusKind === 'running') return found;
		// The kind of failure decides whether it may be submitted again, and a list may not include it.
		const read = await retrieve(found.id, ports);
		return read.kind === 'read' ? read.task : found;
	}
	return undefined;
}

async function claimOrFind(key: string, model: string, keyStore: KeyStore): Promise<Claimed> {
	const { keys, recent } = keyStore;
	for (let nth = 0; nth < mostNames; nth += 1) {
		const claim = { key, name: nameOf(key, nth) };
		const answer = await keys.claim(claim.name);
		if (answer === 'unsupported') return { kind: 'unsupported' };
		if (answer === 'mine') return { kind: 'mine', claim };
		if (await keys.hasEnded(claim.name)) continue;
		const task = await taskOf(claim.name, model, keyStore);
		if (task === undefined) break;
		if (!isSpent(task)) return { kind: 'found', claim, task };
		await keys.end(claim.name);
	}
	const listed = await recent(model, depths[0] ?? 0);
	return { kind: 'taken', likely: listed.ok ? listed.value.slice(0, 3) : [] };
}

/** Claims a key before a submit, or finds the task that was submitted under it. Never throws. */
export async function claimKey(key: string, model: string, keyStore: KeyStore): Promise<Claimed> {
	return await claimOrFind(key, model, keyStore).catch((): Claimed => ({ kind: 'failed' }));
}

// A failure of the store may block a key, but never causes a second payment.
const quietly = async (work: Promise<void>): Promise<void> => await work.catch(() => undefined);

/** Releases claims that weren't used for a submit. Never throws. */
export async function releaseClaims(keys: RequestKeys, claims: readonly Claim[]): Promise<void> {
	for (const { name } of claims) await quietly(keys.release(name));
}

/** Frees keys whose video may be submitted again. Never throws. */
export async function endClaims(keys: RequestKeys, claims: readonly Claim[]): Promise<void> {
	for (const { name } of claims) await quietly(keys.end(name));
}

/** Stores the task that was submitted under claims. Never throws. */
export async function noteTask(
	{ keys, noted }: KeyStore,
	claims: readonly Claim[],
	task: Task,
): Promise<void> {
	for (const { name } of claims) {
		noted.set(name, task);
		await quietly(keys.noteTask(name, task.id));
	}
}

const described = ({ id, createdAt }: Task) =>
	createdAt === undefined ? id : `${id} (${createdAt})`;

/** The newest tasks of the model, in which a person can look for the right one. */
const likelyText = (likely: readonly Task[]) =>
	likely.length === 0 ? '' : `Newest tasks of this model: ${likely.map(described).join(', ')}.`;

/** The reason of a skipped item. */
export const skippedBecause = (key: string, likely: readonly Task[]) =>
	`This request key was used before in this workflow, but its video wasn't found, so nothing was started. You weren't charged again. Find the video with Seedance Get Result → Get Many, or use another key to create a new one. Request key: "${key}". ${likelyText(likely)}`.trim();

/** The problem of a submit that another retry has already recorded. */
export const retriedBefore = (model: string, likely: readonly Task[]): Problem =>
	problem('retriedBefore', { model, detail: likelyText(likely) }, { outcome: 'unknown' });
