/** Waiting: one loop over all pending tasks, however many there are. */
import { findModel } from '../models';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import type { Prediction } from '../api/task';
import type { ReadVerdict, Unread } from '../api/reply';
import { pauseMs } from '../api/http';
import { isStopped } from '../clock';
import type { Ports } from '../api/http';
import { expiresAt } from '../api/task';
import { readOnce } from '../api/retrieve';
import { createReadBudget, pollPauseMs, readGapMs, typicalSecondsUnknown } from './schedule';

export interface AwaitedTask {
	readonly taskId: string;
	readonly model?: string;
	/** The state that is already known, so that a finished task costs no request. */
	readonly known?: Prediction;
	/** Whether a submit of ours was accepted with this id, so that the API must come to know it. */
	readonly isAccepted?: boolean;
	/** When it was created, where that is known; ISO 8601. */
	readonly createdAt?: string;
}

export type WaitResult =
	/** The task has ended, with a video or without. */
	| { readonly kind: 'terminal'; readonly prediction: Prediction }
	/** Its state cannot be read: unknown id, wrong key. */
	| { readonly kind: 'notRead'; readonly problem: Problem }
	| {
			readonly kind: 'deadline' | 'stopped';
			readonly problem: Problem;
			/** The last state that was read. */
			readonly prediction?: Prediction;
	  };

export interface WaitOptions {
	/** For how long to wait, in ms from now. */
	readonly timeoutMs: number;
	/** The most reads under way together. */
	readonly readsAtOnce?: number;
}

interface Pending {
	readonly task: AwaitedTask;
	readonly typicalSeconds: number;
	dueAt: number;
	misses: number;
	/** Whether it has been read at the deadline, which is the last time. */
	readLast: boolean;
	last?: Prediction;
	lastProblem?: Problem;
	/** Since when every read says that there is no such task, in ms since the epoch. */
	missingSince?: number;
}

/** The longest pause that we take from a Retry-After while a deadline is waiting, in ms. */
const longestPauseMs = 60_000;
/** How long a read that was begun at the deadline may still take, in ms. */
const graceMs = 10_000;
/** How soon a stop or a finished read is noticed, in ms. */
const napMs = 500;

/** For how long after its accept a task may be unknown to a read, in ms: not all servers know it at once. */
const shownWithinMs = 120_000;

/**
 * What a read means that says there is no such task, where a submit was accepted with its id: nothing for
 * two minutes, then that it is not shown. One that is so old that the API has let it go is gone.
 * @param since when it was first so, in ms since the epoch
 */
export function notShown(
	{ taskId, model, createdAt, isAccepted = false }: AwaitedTask,
	verdict: Unread,
	since: number,
	now: number,
): Unread {
	const { problem: said } = verdict;
	const isGone = (Date.parse(expiresAt(createdAt) ?? '') || Infinity) <= now;
	if (said.cause !== 'unknownTask' || !isAccepted || isGone) return verdict;
	const circumstances = { taskId, ...(model !== undefined && { model }) };
	return {
		kind: now - since < shownWithinMs ? 'transient' : 'permanent',
		problem: problem('taskNotShown', circumstances, { outcome: 'accepted' }),
	};
}

/** What is to be said of a task that is not finished when the wait ends. */
export function unfinished(
	kind: 'deadline' | 'stopped',
	{ task, last, lastProblem }: Pick<Pending, 'task' | 'last' | 'lastProblem'>,
	minutes: number,
): WaitResult {
	const model = last?.model ?? task.model;
	const circumstances = {
		taskId: task.taskId,
		status: last?.status ?? task.known?.status ?? 'unknown',
		minutes,
		...(model !== undefined && { model }),
		...(lastProblem !== undefined && { detail: lastProblem.message }),
	};
	return {
		kind,
		problem: problem(kind, circumstances, { outcome: 'accepted' }),
		...(last !== undefined && { prediction: last }),
	};
}

/**
 * Waits until every task has ended, cannot be read or has run out of time. A read that fails for a
 * passing reason never fails the task. Never throws; results come by task id, and a task id that is
 * given twice is read once.
 */
export async function waitFor(
	tasks: readonly AwaitedTask[],
	ports: Ports,
	options: WaitOptions,
): Promise<Map<string, WaitResult>> {
	const begun = ports.now();
	const deadline = begun + options.timeoutMs;
	const minutes = Math.round(options.timeoutMs / 6_000) / 10;
	const results = new Map<string, WaitResult>();
	const pending = new Map<string, Pending>();
	for (const task of tasks) enlist(task, begun, pending, results);
	const reading = new Set<Pending>();
	const readsAtOnce = options.readsAtOnce ?? 10;
	const budget = createReadBudget(readsAtOnce);
	let wake = () => {};

	async function look(entry: Pending) {
		const { taskId } = entry.task;
		const at = ports.now();
		reading.add(entry);
		budget.take(at);
		entry.readLast = at >= deadline;
		// Nobody awaits this, so nothing may be thrown: an unheard rejection would end n8n itself.
		const verdict = await readOnce(taskId, ports).catch((): ReadVerdict => ({
			kind: 'transient',
			problem: problem('malformedAnswer', { taskId }),
		}));
		reading.delete(entry);
		// After a stop or the deadline the results are out already.
		if (pending.has(taskId)) note(entry, verdict, at);
		wake();
	}

	function note(entry: Pending, read: ReadVerdict, readAt: number) {
		const { taskId } = entry.task;
		const now = ports.now();
		if (read.kind === 'permanent') entry.missingSince ??= now;
		else delete entry.missingSince;
		const verdict =
			read.kind === 'permanent' ? notShown(entry.task, read, entry.missingSince ?? now, now) : read;
		if (verdict.kind === 'permanent') {
			results.set(taskId, { kind: 'notRead', problem: verdict.problem });
		} else if (verdict.kind === 'transient') {
			entry.misses += 1;
			entry.lastProblem = verdict.problem;
			const pause = pauseMs(verdict.retryAfterMs, entry.misses, ports.random());
			entry.dueAt = now + Math.min(pause, longestPauseMs);
		} else {
			const { prediction } = verdict;
			entry.misses = 0;
			delete entry.lastProblem;
			entry.last = prediction;
			const elapsed = readAt - beganAt(prediction, begun);
			const pause = pollPauseMs(elapsed, entry.typicalSeconds);
			// From look to look, so that slow answers do not thin them out; and yet some rest between.
			entry.dueAt = Math.max(readAt + pause, now + pause / 2);
			if (prediction.statusKind !== 'running')
				results.set(taskId, { kind: 'terminal', prediction });
		}
		if (results.has(taskId)) pending.delete(taskId);
	}

	while (pending.size > 0 && !isStopped(ports)) {
		const now = ports.now();
		// At the deadline everything is read once more: a video that is there must not be called late.
		const isLate = now >= deadline;
		const idle = [...pending.values()].filter((entry) => !reading.has(entry) && !entry.readLast);
		if (isLate && (now >= deadline + graceMs || (idle.length === 0 && reading.size === 0))) break;
		const due = idle
			.filter(({ dueAt }) => isLate || dueAt <= now)
			.sort((a, b) => a.dueAt - b.dueAt);
		const free = readsAtOnce - reading.size;
		const affordable = isLate ? free : Math.min(free, budget.left(now));
		for (const entry of due.slice(0, affordable)) void look(entry);
		const waitsForReads = isLate || (affordable === free && due.length >= free);
		const nextDue = Math.min(deadline, ...idle.map(({ dueAt }) => dueAt));
		const nextAt = waitsForReads ? now + napMs : Math.max(nextDue, now + readGapMs);
		const woken = new Promise<void>((resolve) => {
			wake = resolve;
		});
		const nap = ports.sleep(Math.max(1, Math.min(napMs, nextAt - now)));
		await Promise.race([nap, woken]);
	}
	const kind = isStopped(ports) ? 'stopped' : 'deadline';
	for (const [taskId, entry] of pending) results.set(taskId, unfinished(kind, entry, minutes));
	pending.clear();
	return results;
}

/**
 * When a task began, by the API's clock; when that is not known or cannot be, when the wait did. A
 * clock that is wrong only makes the schedule less apt.
 * @returns ms since the epoch
 */
function beganAt(prediction: Prediction | undefined, waitBegun: number): number {
	const created = Date.parse(prediction?.createdAt ?? '');
	return Number.isNaN(created) ? waitBegun : Math.min(created, waitBegun);
}

/** Puts a task where it belongs at the beginning of a wait. */
function enlist(
	task: AwaitedTask,
	begun: number,
	pending: Map<string, Pending>,
	results: Map<string, WaitResult>,
) {
	const { taskId, known, model } = task;
	if (known !== undefined && known.statusKind !== 'running') {
		results.set(taskId, { kind: 'terminal', prediction: known });
		pending.delete(taskId);
	}
	if (results.has(taskId)) return;
	const typicalSeconds =
		findModel(model ?? known?.model ?? '')?.typicalSeconds ?? typicalSecondsUnknown;
	// Just submitted: nothing can be there yet. Otherwise it may be finished already.
	const firstLook = beganAt(known, begun) + pollPauseMs(0, typicalSeconds);
	const dueAt = known === undefined ? begun : Math.max(begun, firstLook);
	const last = known !== undefined && { last: known };
	pending.set(taskId, { task, typicalSeconds, dueAt, misses: 0, readLast: false, ...last });
}
