/** Waiting: one loop over all pending tasks, however many there are. */
import { pauseMs } from '../api/http';
import type { Ports } from '../api/http';
import type { ReadVerdict } from '../api/reply';
import { readOnce } from '../api/retrieve';
import type { Prediction } from '../api/task';
import { isStopped } from '../clock';
import { problem } from '../errors/messages';
import { findModel } from '../models';
import type { TaskState } from './itemState';
import { notShown, unfinished } from './look';
import type { AwaitedTask, Seen } from './look';

/*
 * When to look at a task next. Task times scatter around a model's typical time, a few take three
 * times as long; so looks are few before anything is likely to be there, close together while most
 * tasks end, and rarer again for the stragglers. Against a fixed 2 s loop this halves the requests
 * and still finds half of the tasks within a second of their end (measured: rhythm.test.ts). There is
 * little to gain beyond: the best possible series of looks needs about as many.
 */

/** The longest pause between two looks, in ms: what a task whose beginning is unknown may lose. */
const longestPollPauseMs = 30_000;
/** The pause while most tasks end, in ms. */
const denseMs = 920;

/**
 * The pause between two looks.
 * @param elapsedMs since the task began
 * @param typicalSeconds from submit to video for this model
 * @returns ms
 */
export function pollPauseMs(elapsedMs: number, typicalSeconds: number): number {
	const pause = untilNextLookMs(elapsedMs, typicalSeconds * 1000);
	return Math.round(Math.max(denseMs, Math.min(longestPollPauseMs, pause)));
}

function untilNextLookMs(elapsed: number, typical: number): number {
	const approach = 0.63 * typical + 4_000;
	const dense = 0.98 * typical + 1_800;
	const tail = 1.55 * typical;
	if (elapsed < approach) {
		// Failures come early, and so do the tasks of tests and demos. Of quick models one such look.
		const early = Math.max(typical < 60_000 ? 4_000 : 1_000, 4 * elapsed);
		return (early < approach / 2 ? early : approach) - elapsed;
	}
	if (elapsed < dense) {
		const left = dense - elapsed;
		return left / Math.ceil(left / 5_000);
	}
	return elapsed < tail ? denseMs : Math.min(6_500, 3_300 + 0.14 * (elapsed - tail));
}

/** For a task whose model is not known. */
export const typicalSecondsUnknown = 60;

/** The time that one read takes of what a run may read, all tasks together: 75 a second, in ms. */
export const readGapMs = 1000 / 75;

export interface ReadBudget {
	/** How many reads may begin now. */
	left(now: number): number;
	/** One begins. */
	take(now: number): void;
}

/**
 * Keeps the reads of a big batch apart, also when all of them fall due at once.
 * @param atOnce how many may begin together after a rest
 */
export function createReadBudget(atOnce: number): ReadBudget {
	let spentUntil = 0;
	return {
		left: (now) => Math.max(0, Math.floor(atOnce - (spentUntil - now) / readGapMs)),
		take: (now) => {
			spentUntil = Math.max(spentUntil, now) + readGapMs;
		},
	};
}

export interface WaitOptions {
	/** For how long to wait, in ms from now. */
	readonly timeoutMs: number;
	/** The most reads under way together. */
	readonly readsAtOnce?: number;
}

interface Pending extends Seen {
	readonly typicalSeconds: number;
	dueAt: number;
	misses: number;
	/** Whether it has been read at the deadline, which is the last time. */
	readLast: boolean;
	/** Since when every read says that there is no such task, in ms since the epoch. */
	missingSince?: number;
}

/** The longest pause that we take from a Retry-After while a deadline is waiting, in ms. */
const longestPauseMs = 60_000;
/** How long a read that was begun at the deadline may still take, in ms. */
const graceMs = 10_000;
/** How soon a stop or a finished read is noticed, in ms. */
const napMs = 500;

/**
 * Waits until every task has ended, cannot be read or has run out of time. A read that fails for a
 * passing reason never fails the task. Never throws; results come by task id, and a task id that is
 * given twice is read once.
 */
export async function waitFor(
	tasks: readonly AwaitedTask[],
	ports: Ports,
	options: WaitOptions,
): Promise<Map<string, TaskState>> {
	const begun = ports.now();
	const deadline = begun + options.timeoutMs;
	const minutes = Math.round(options.timeoutMs / 6_000) / 10;
	const results = new Map<string, TaskState>();
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
			results.set(taskId, { state: 'failed', problem: verdict.problem });
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
				results.set(taskId, { state: 'done', task: prediction });
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
	const why = isStopped(ports) ? 'stopped' : 'deadline';
	for (const [taskId, entry] of pending) results.set(taskId, unfinished(why, entry, minutes));
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
	results: Map<string, TaskState>,
) {
	const { taskId, known, model } = task;
	if (known !== undefined && known.statusKind !== 'running') {
		results.set(taskId, { state: 'done', task: known });
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
