/**
 * A key that stands for one intended video in every execution of a workflow: what was submitted under
 * it once is not submitted under it again. Whoever meets the key later is given the task.
 *
 * A key whose task failed for a passing reason is free again. That is noted, never undone: the next
 * claim goes to the key's next name, so that nobody can free what somebody else has taken meanwhile.
 */
import type { Ports } from '../api/http';
import { listTasks } from '../api/list';
import type { ListResult } from '../api/list';
import { retrieve } from '../api/retrieve';
import type { Prediction } from '../api/task';
import { isStopped, sleepUntil } from '../clock';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { isSpent } from './ledger';
import type { Claim } from './ledger';

/** Where keys are kept, for all executions. All of it may reject when the store cannot be reached. */
export interface RequestKeys {
	/** Takes a name, at once and for all; "unsupported" where keys cannot be kept at all. */
	claim(name: string): Promise<'mine' | 'taken' | 'unsupported'>;
	/** Gives a name back that nothing was submitted under. */
	release(name: string): Promise<void>;
	/** Notes the task that was submitted under a name. */
	noteTask(name: string, taskId: string): Promise<void>;
	/** Whether a task was noted under a name. */
	hasTask(name: string): Promise<boolean>;
	/** Finds the id of the task of a name among these. */
	findTask(name: string, taskIds: readonly string[]): Promise<string | undefined>;
	/** Notes that what was submitted under a name came to nothing. */
	end(name: string): Promise<void>;
	hasEnded(name: string): Promise<boolean>;
}

/** For work without keys. */
export const keptNowhere: RequestKeys = {
	claim: async () => 'unsupported',
	release: async () => {},
	noteTask: async () => {},
	hasTask: async () => false,
	findTask: async () => undefined,
	end: async () => {},
	hasEnded: async () => false,
};

/** What came of the wish for a key. */
export type Claimed =
	| { readonly kind: 'mine'; readonly claim: Claim }
	/** It was submitted before: this is its task. */
	| { readonly kind: 'found'; readonly claim: Claim; readonly prediction: Prediction }
	/** It was submitted before, or is being submitted, and its task cannot be told. */
	| { readonly kind: 'taken'; readonly likely: readonly Prediction[] }
	| { readonly kind: 'unsupported' }
	| { readonly kind: 'failed' };

/** The account's recent tasks, each list read once in a run. */
export type RecentTasks = (model: string, limit: number) => Promise<ListResult>;

/** Opens the account's recent tasks. */
export function openRecentTasks(ports: Ports): RecentTasks {
	const lists = new Map<string, Promise<ListResult>>();
	return async (model, limit) => {
		const key = `${limit} ${model}`;
		const list = lists.get(key) ?? listTasks({ model, limit, otherModels: true }, ports);
		lists.set(key, list);
		return await list;
	};
}

/** What is needed to find out about a key. */
export interface KeyWorld {
	readonly keys: RequestKeys;
	readonly recent: RecentTasks;
	readonly ports: Ports;
	/** The tasks that were noted in this run, by name. */
	readonly noted: Map<string, Prediction>;
}

/** Opens what one run needs. */
export const openKeyWorld = (keys: RequestKeys, ports: Ports): KeyWorld => ({
	keys,
	ports,
	recent: openRecentTasks(ports),
	noted: new Map(),
});

/** How many of a model's newest tasks are looked through: a page first, which is mostly enough. */
const depths = [100, 1_000];
/** When a key without a task is looked at again, in ms: it may be under way right now. */
const pausesMs = [0, 500, 1_500];
/** How often the videos of a key may have failed. */
const mostNames = 50;

/** No key begins with a blank, so that no other name of a key can be somebody's key. */
const nameOf = (key: string, nth: number) => (nth === 0 ? key : ` ${nth + 1} ${key}`);

/** Looks for the task of a name among the newest of its model. */
async function search(
	name: string,
	model: string,
	keys: RequestKeys,
	recent: RecentTasks,
): Promise<Prediction | undefined> {
	for (const depth of depths) {
		const listed = await recent(model, depth);
		if (!listed.ok) return undefined;
		const ids = listed.tasks.map((task) => task.id);
		const id = await keys.findTask(name, ids);
		if (id !== undefined) return listed.tasks.find((task) => task.id === id);
		if (listed.tasks.length < depth) return undefined;
	}
	return undefined;
}

/** The task that was submitted under a name, as far as anybody can tell. */
async function taskOf(
	name: string,
	model: string,
	world: KeyWorld,
): Promise<Prediction | undefined> {
	const { keys, ports, recent, noted } = world;
	for (const pauseMs of pausesMs) {
		await sleepUntil(ports.now() + pauseMs, ports);
		const own = noted.get(name);
		if (own !== undefined) return own;
		if (isStopped(ports)) return undefined;
		if (!(await keys.hasTask(name))) continue;
		// What was submitted just now is no part of a list that was read before.
		const found = await search(name, model, keys, pauseMs === 0 ? recent : openRecentTasks(ports));
		const isWhole = found?.statusKind === 'succeeded' && found.outputs.length > 0;
		if (found === undefined || isWhole || found.statusKind === 'running') return found;
		// How it failed decides whether it may be submitted again, and a list need not tell.
		const read = await retrieve(found.id, ports);
		return read.kind === 'read' ? read.prediction : found;
	}
	return undefined;
}

async function claimOrFind(key: string, model: string, world: KeyWorld): Promise<Claimed> {
	const { keys, recent } = world;
	for (let nth = 0; nth < mostNames; nth += 1) {
		const claim = { key, name: nameOf(key, nth) };
		const answer = await keys.claim(claim.name);
		if (answer === 'unsupported') return { kind: 'unsupported' };
		if (answer === 'mine') return { kind: 'mine', claim };
		if (await keys.hasEnded(claim.name)) continue;
		const prediction = await taskOf(claim.name, model, world);
		if (prediction === undefined) break;
		if (!isSpent(prediction)) return { kind: 'found', claim, prediction };
		await keys.end(claim.name);
	}
	const listed = await recent(model, depths[0] ?? 0);
	return { kind: 'taken', likely: listed.ok ? listed.tasks.slice(0, 3) : [] };
}

/** Takes a key before a submit, or finds what was submitted under it. Never throws. */
export async function claimKey(key: string, model: string, world: KeyWorld): Promise<Claimed> {
	return await claimOrFind(key, model, world).catch((): Claimed => ({ kind: 'failed' }));
}

// A store that fails costs a video that somebody asks about, never a second payment.
const quietly = async (work: Promise<void>): Promise<void> => await work.catch(() => undefined);

/** Gives claims back under which nothing was submitted. Never throws. */
export async function releaseClaims(keys: RequestKeys, claims: readonly Claim[]): Promise<void> {
	for (const { name } of claims) await quietly(keys.release(name));
}

/** Frees keys whose video must be submitted again. Never throws. */
export async function endClaims(keys: RequestKeys, claims: readonly Claim[]): Promise<void> {
	for (const { name } of claims) await quietly(keys.end(name));
}

/** Notes the task that was submitted under claims. Never throws. */
export async function noteTask(
	{ keys, noted }: KeyWorld,
	claims: readonly Claim[],
	task: Prediction,
): Promise<void> {
	for (const { name } of claims) {
		noted.set(name, task);
		await quietly(keys.noteTask(name, task.id));
	}
}

const described = ({ id, createdAt }: Prediction) =>
	createdAt === undefined ? id : `${id} (${createdAt})`;

/** The newest tasks of the model, for people who look for the one. */
const likelyText = (likely: readonly Prediction[]) =>
	likely.length === 0
		? ''
		: ` The newest tasks of its model are ${likely.map(described).join(', ')}.`;

/** Why an item was skipped, for the item. */
export const skippedBecause = (key: string, likely: readonly Prediction[] = []) =>
	`The request key "${key}" was submitted before in this workflow, or is being submitted right now, so nothing was submitted, and its task could not be found.${likelyText(likely)} Look for it with Seedance Get Result, Operation Get Many; to submit it all the same, use another key.`;

/** What to report instead of a submit whose retry is recorded already. */
export const retriedBefore = (model: string, likely: readonly Prediction[]): Problem =>
	problem('retriedBefore', { model, detail: likelyText(likely).trim() }, { outcome: 'unknown' });
