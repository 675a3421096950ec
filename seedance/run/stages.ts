/**
 * The stages that submit and wait. Every outcome goes into the ledger and the request keys at once.
 */
import { defined } from '../result';
import type { Log, Ports } from '../api/http';
import type { SubmitReply } from '../api/submit';
import { taskProblem } from '../api/task';
import type { Task } from '../api/task';
import { problem } from '../errors/messages';
import type { Reservation } from './budget';
import { afterLook } from './findUnknown';
import type { TaskFinder } from './findUnknown';
import { itemsIn, settingsOf, stateOfTask, taskOf, usdOf, withoutResult } from './itemState';
import type { Item, Planned, SubmitState, Running, TaskState } from './itemState';
import { isSpent } from './ledger';
import type { Ledger } from './ledger';
import type { Claim, Trace, Tracer } from './trace';
import {
	claimKey,
	endClaims,
	noteTask,
	openKeyStore,
	releaseClaims,
	retriedBefore,
	skippedBecause,
} from './requestKey';
import type { KeyStore, RequestKeys } from './requestKey';
import { submitAll } from './submitAll';
import type { SubmitAllOptions, SubmitWatch } from './submitAll';
import { isStopped, beginSlices } from '../time';
import type { Problem } from '../errors/problem';
import type { AwaitedTask } from './look';

/** The stores of submits: the execution's ledger, and request keys across executions. */
export interface SubmitStores {
	readonly ledger: Ledger;
	readonly requestKeys: () => RequestKeys;
	/** Finds the tasks of unknown outcomes; without them they aren't looked for. */
	readonly finder?: Tracer & TaskFinder;
	/** The reserved costs, until they are in the ledger. */
	readonly reservation?: Reservation;
}

/** The data that the submits of one run share. */
interface Shared extends SubmitStores {
	readonly keyStore: () => KeyStore;
	/** How long one submit waits for its answer, in ms. */
	readonly timeoutMs: number;
	readonly log: Log;
}

/**
 * Claims the keys of an item that aren't held yet.
 * @param taken gets the claims
 * @returns the state that replaces the submit; undefined to submit
 */
async function takeKeys(
	key: string,
	{ request: { model }, requestKey, workKey }: Planned,
	taken: Claim[],
	{ ledger, keyStore }: Shared,
): Promise<SubmitState | undefined> {
	const refusal = (cause: 'requestKeyUnusable' | 'retryNotRecorded'): SubmitState => ({
		state: 'failed',
		problem: problem(cause, { model }, { outcome: 'refused' }),
	});
	for (const wanted of [requestKey, workKey]) {
		if (wanted === undefined || taken.some((claim) => claim.key === wanted)) continue;
		const isWork = wanted === workKey;
		const claimed = await claimKey(wanted, model, keyStore());
		if (claimed.kind === 'mine') {
			taken.push(claimed.claim);
		} else if (claimed.kind === 'unsupported' || claimed.kind === 'failed') {
			// If n8n can't store keys, a retry continues without them.
			if (isWork && claimed.kind === 'unsupported') continue;
			return refusal(isWork ? 'retryNotRecorded' : 'requestKeyUnusable');
		} else if (claimed.kind === 'found') {
			const { claim, task } = claimed;
			ledger.found(key, model, task, [...taken, claim]);
			return stateOfTask(task);
		} else if (isWork) {
			return { state: 'failed', problem: retriedBefore(model, claimed.likely) };
		} else {
			const reason = skippedBecause(wanted.trim(), claimed.likely);
			return { state: 'skipped', duplicate: { requestKey: wanted.trim(), reason } };
		}
	}
	return undefined;
}

/** The next free key. A held key belongs to a submit that may have been accepted. */
function unheld<Key extends string | undefined>(key: Key, holds: readonly Claim[]): Key | string {
	return holds.some((claim) => claim.key === key) ? unheld(`again ${key}`, holds) : key;
}

function logReply(item: number, reply: SubmitReply, log: Log): void {
	if (reply.outcome === 'accepted') {
		log('submit accepted', { item, taskId: reply.task.id });
		return;
	}
	const { cause, httpStatus } = reply.problem;
	const message = reply.outcome === 'refused' ? 'submit refused' : 'submit outcome unknown';
	log(message, { item, cause, ...defined({ httpStatus }) });
}

function watch({ index, key }: Item, planned: Planned, shared: Shared): SubmitWatch {
	const { request, price, workKey, holds = [], lengths } = planned;
	const { ledger, requestKeys, finder, reservation, keyStore, timeoutMs, log } = shared;
	const { model } = request;
	let trace: Trace | undefined;
	const taken = [...holds];
	const wanted = { ...planned, ...defined({ workKey: unheld(workKey, holds) }) };
	let wasSent = false;
	return {
		mayBegin: async () => await takeKeys(key, wanted, taken, shared),
		sending(body) {
			wasSent = true;
			trace = finder?.sending(model, body, timeoutMs);
			const known = defined({ costUsd: usdOf(price), trace });
			const settings = settingsOf(body, model, lengths);
			ledger.sending(key, model, { claims: taken, settings, ...known });
			reservation?.sent(key);
			log('submit sent', { item: index, model });
		},
		answered(verdict) {
			trace &&= finder?.answered(trace, verdict);
			ledger.answered(key, verdict, trace);
			logReply(index, verdict, log);
		},
		async lookUp(verdict) {
			if (finder === undefined) return verdict;
			const { taskId } = verdict.problem;
			const submitted = { model, ...defined({ trace, taskId }) };
			const found = await finder.find(submitted);
			if (found.kind !== 'found') {
				return { ...verdict, problem: afterLook(verdict.problem, found) };
			}
			const accepted = { outcome: 'accepted', task: found.task } as const;
			ledger.answered(key, accepted);
			logReply(index, accepted, log);
			return accepted;
		},
		async ended(state) {
			const task = taskOf({ now: state });
			if (task !== undefined) {
				if (taken.length > 0) await noteTask(keyStore(), taken, task);
				return;
			}
			const isRefused = state.state === 'failed' && state.problem.outcome !== 'unknown';
			if (wasSent && !isRefused) return;
			// The claims of an earlier try aren't released, because its outcome is unknown.
			const own = taken.slice(holds.length);
			if (own.length > 0) await releaseClaims(requestKeys(), own);
			if (wasSent) ledger.keeps(key, holds);
		},
	};
}

/** Records the state of a task, and frees its keys when the video may be made again. */
export async function enterTask(
	key: string,
	task: Task,
	{ ledger, requestKeys }: Pick<SubmitStores, 'ledger' | 'requestKeys'>,
): Promise<void> {
	ledger.sawTask(key, task);
	const claims = isSpent(task) ? ledger.claimsToEnd(key) : [];
	if (claims.length > 0) await endClaims(requestKeys(), claims);
}

/**
 * Submits the planned items, whose keys differ. Each leaves the state `planned`.
 * @returns the price of each started video in USD, if it's known
 */
export async function submitItems(
	items: readonly Item[],
	ports: Ports,
	options: SubmitAllOptions,
	stores: SubmitStores,
): Promise<Array<number | undefined>> {
	const { timeoutMs } = options;
	const { log = () => undefined } = ports;
	let opened: KeyStore | undefined;
	const keyStore = () => (opened ??= openKeyStore(stores.requestKeys(), ports));
	const shared = { ...stores, keyStore, timeoutMs, log };
	const jobs = itemsIn(items, 'planned').map(({ item, now }) => ({
		item,
		request: now.request,
		price: now.price,
		watch: watch(item, now, shared),
	}));
	const states = await submitAll(jobs, ports, options);
	const costs: Array<number | undefined> = [];
	for (const [{ item, price }, state] of states) {
		item.now = state;
		// A task that had already ended when it was accepted isn't waited for.
		if (state.state === 'done') await enterTask(item.key, state.task, stores);
		if (taskOf(item) === undefined || stores.ledger.isFromElsewhere(item.key)) continue;
		costs.push(usdOf(price));
	}
	return costs;
}

/**
 * Waits for tasks.
 * @returns the state of each task, by its ID; running when the wait continues later
 */
export type Wait = (tasks: readonly AwaitedTask[]) => Promise<ReadonlyMap<string, TaskState>>;

/** The input of a wait for one task. */
const awaited = (
	{ key, model }: Item,
	task: Task,
	{ isNew, progress }: Running,
	ledger: Ledger,
): AwaitedTask => ({
	taskId: task.id,
	isAccepted: true,
	settings: ledger.settingsOf(key) ?? {},
	...defined({ model, createdAt: task.createdAt, progress }),
	// A task of an earlier try may have ended since, so its state must be read.
	...(isNew && { known: task }),
});

/**
 * Waits for all running items together and records their states in the ledger. When the wait
 * continues later, tasks that couldn't be read are read again then too.
 */
export async function waitForItems(
	items: readonly Item[],
	ports: Ports,
	stores: Pick<SubmitStores, 'ledger' | 'requestKeys'>,
	wait: Wait,
): Promise<void> {
	const running = itemsIn(items, 'running').map(({ item, now }) => {
		const { task } = now;
		if (task === undefined) throw withoutResult(item, 'submit');
		return { item, task, one: awaited(item, task, now, stores.ledger) };
	});
	const states = await wait(running.map(({ one }) => one));
	const goesOn = !isStopped(ports) && [...states.values()].some(({ state }) => state === 'running');
	const rest = beginSlices(ports);
	for (const { item, task } of running) {
		await rest();
		const state = states.get(task.id);
		if (state === undefined) throw withoutResult(item, 'wait');
		if (state.state === 'running' || (state.state === 'failed' && goesOn)) {
			const progress = state.state === 'running' ? state.progress : undefined;
			item.now = { state: 'running', task, ...defined({ progress }) };
			continue;
		}
		if (state.task !== undefined) await enterTask(item.key, state.task, stores);
		item.now = state;
	}
}

/** Which tasks without a usable video still count as results. */
export interface EndChoices {
	/** Whether a task that ended without a video is output like any other. */
	readonly failedIsResult: boolean;
	/** Whether a task that hasn't ended at the deadline is output, marked as timed out. */
	readonly timedOutIsResult: boolean;
	/** Whether a flagged video is output like any other. */
	readonly flaggedIsResult: boolean;
}

function flagged({ id, model, status }: Task): Problem {
	const known = { taskId: id, status, ...defined({ model }) };
	return problem('flaggedNsfw', known, { outcome: 'accepted' });
}

/** The problem of an ended task; undefined when it's a result. */
function endProblem(task: Task, choices: EndChoices): Problem | undefined {
	const hasVideo = task.statusKind === 'succeeded';
	if (!hasVideo) return choices.failedIsResult ? undefined : taskProblem(task);
	return task.nsfw === true && !choices.flaggedIsResult ? flagged(task) : undefined;
}

/** A task that couldn't be read before the deadline, so that only its ID is known. */
function neverRead({ taskId = '', model }: Problem): Task {
	const known = { id: taskId, status: 'unknown', ...defined({ model }) };
	return { ...known, statusKind: 'running', outputs: [], raw: known };
}

/**
 * Fails the items that aren't results by these choices. Items that timed out have a task
 * afterwards.
 */
export function failUnwantedEnds(items: readonly Item[], choices: EndChoices): void {
	for (const { item, now } of itemsIn(items, 'done')) {
		const problem = endProblem(now.task, choices);
		if (problem !== undefined) item.now = { state: 'failed', problem, task: now.task };
	}
	for (const { item, now } of itemsIn(items, 'timedOut')) {
		item.now = choices.timedOutIsResult
			? { ...now, task: now.task ?? neverRead(now.problem) }
			: { ...now, state: 'failed' };
	}
}
