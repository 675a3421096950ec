/** Polls all pending tasks in one loop. */
import { pauseMs } from '../api/http';
import type { Ports } from '../api/http';
import type { TaskReply } from '../api/reply';
import { readOnce } from '../api/submit';
import type { Task } from '../api/task';
import { isStopped } from '../time';
import { defined } from '../result';
import { problem } from '../errors/messages';
import { findModel } from '../models';
import type { TaskState } from './itemState';
import { notShown, unfinished } from './look';
import type { AwaitedTask, Seen } from './look';

/*
 * Schedules the reads of a task. Task times scatter around a model's typical time, and a few take
 * three times as long. So reads are rare at first, frequent while most tasks end, and rarer again
 * afterwards. Compared with a fixed 2 s loop this halves the requests and still finds half of the
 * tasks within a second of their end (wait.test.ts). An optimal schedule would need about as many
 * reads.
 */

/**
 * The longest pause between two reads, in ms, which limits the delay for a task whose start isn't
 * known.
 */
const longestPollPauseMs = 30_000;
/** The pause while most tasks end, in ms. */
const denseMs = 920;

/**
 * The pause between two reads.
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
		// Failures come early, and so do the tasks of tests and demos. Fast models get one such read.
		const early = Math.max(typical < 60_000 ? 4_000 : 1_000, 4 * elapsed);
		return (early < approach / 2 ? early : approach) - elapsed;
	}
	if (elapsed < dense) {
		const left = dense - elapsed;
		return left / Math.ceil(left / 5_000);
	}
	return elapsed < tail ? denseMs : Math.min(6_500, 3_300 + 0.14 * (elapsed - tail));
}

/** The typical time of an unknown model. */
export const typicalSecondsUnknown = 60;

/**
 * The average time between the reads of a run in ms, which is 75 reads a second for all tasks
 * together.
 */
export const readGapMs = 1000 / 75;

export interface ReadBudget {
	/** Returns how many reads may begin now. */
	left(now: number): number;
	/** Counts a read that begins. */
	take(now: number): void;
}

/**
 * Limits the rate of reads of a large batch.
 * @param atOnce how many may begin together after a pause
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
	/** How long to wait, in ms from now. */
	readonly timeoutMs: number;
	/** The most concurrent reads. */
	readonly readsAtOnce?: number;
}

interface Pending extends Seen {
	readonly typicalSeconds: number;
	dueAt: number;
	misses: number;
	/** Whether its last read, at the deadline, has been made. */
	readLast: boolean;
	/** The time of the first of the latest "not found" reads, in ms since the epoch. */
	missingSince?: number;
}

/** The longest pause of a Retry-After, in ms, because of the deadline. */
const longestPauseMs = 60_000;
/** How long a read that began at the deadline may take, in ms. */
const graceMs = 10_000;
/** The longest delay until a stop or a finished read is noticed, in ms. */
const napMs = 500;

/**
 * Waits until every task has ended, can't be read or has timed out. A transient read failure never
 * fails the task. Never throws; results are by task ID, and a duplicate task ID is read once.
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
		// This isn't awaited, so it must not throw: an unhandled rejection would end n8n's process.
		const verdict = await readOnce(taskId, ports).catch((): TaskReply => ({
			kind: 'transient',
			problem: problem('malformedAnswer'),
		}));
		reading.delete(entry);
		// After a stop or the deadline the results have been returned.
		if (pending.has(taskId)) note(entry, verdict, at);
		wake();
	}

	function note(entry: Pending, read: TaskReply, readAt: number) {
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
			const { task } = verdict;
			entry.misses = 0;
			delete entry.lastProblem;
			entry.last = task;
			const elapsed = readAt - beganAt(task, begun);
			const pause = pollPauseMs(elapsed, entry.typicalSeconds);
			// The pause counts from read to read, so that slow answers don't delay reads, but at least
			// half of it is a pause.
			entry.dueAt = Math.max(readAt + pause, now + pause / 2);
			if (task.statusKind !== 'running') results.set(taskId, { state: 'done', task });
		}
		if (results.has(taskId)) pending.delete(taskId);
	}

	while (pending.size > 0 && !isStopped(ports)) {
		const now = ports.now();
		// At the deadline every task is read again, because a finished video must not count as late.
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
 * When a task began by the API's clock, or when the wait began if that isn't known or is
 * impossible. A wrong clock only makes the schedule less efficient.
 * @returns ms since the epoch
 */
function beganAt(task: Task | undefined, waitBegun: number): number {
	const created = Date.parse(task?.createdAt ?? '');
	return Number.isNaN(created) ? waitBegun : Math.min(created, waitBegun);
}

/** Adds a task to a wait. */
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
	// A task that was just submitted can't be finished yet, but any other may be.
	const firstLook = beganAt(known, begun) + pollPauseMs(0, typicalSeconds);
	const dueAt = known === undefined ? begun : Math.max(begun, firstLook);
	const last = defined({ last: known });
	pending.set(taskId, { task, typicalSeconds, dueAt, misses: 0, readLast: false, ...last });
}
