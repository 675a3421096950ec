/** Waiting: one loop over all pending tasks, however many there are. */
import { findModel } from '../catalogue';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import type { Prediction } from '../api/prediction';
import { backoffMs } from './backoff';
import { isStopped, sleepUntil } from './ports';
import type { Ports } from './ports';
import { readOnce } from './retrieve';
import { pollPauseMs, typicalSecondsUnknown } from './schedule';

export interface AwaitedTask {
	readonly taskId: string;
	readonly model?: string;
	/** The state that is already known, so that a finished task costs no request. */
	readonly known?: Prediction;
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
	last?: Prediction;
	lastProblem?: Problem;
}

async function inLanes<T>(entries: readonly T[], lanes: number, work: (entry: T) => Promise<void>) {
	let next = 0;
	await Promise.all(
		Array.from({ length: Math.min(lanes, entries.length) }, async () => {
			for (let i = next++; i < entries.length; i = next++) await work(entries[i] as T);
		}),
	);
}

function unfinished(kind: 'deadline' | 'stopped', pending: Pending, minutes: number): WaitResult {
	const { task, last, lastProblem } = pending;
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
	for (const task of tasks) {
		const { taskId, known, model } = task;
		if (known !== undefined && known.statusKind !== 'running') {
			results.set(taskId, { kind: 'terminal', prediction: known });
			continue;
		}
		const typicalSeconds =
			findModel(model ?? known?.model ?? '')?.typicalSeconds ?? typicalSecondsUnknown;
		// Just submitted: nothing can be there yet. Otherwise it may be finished already.
		const dueAt = known === undefined ? begun : begun + pollPauseMs(0, typicalSeconds);
		pending.set(taskId, {
			task,
			typicalSeconds,
			dueAt,
			misses: 0,
			...(known !== undefined && { last: known }),
		});
	}

	async function look(entry: Pending) {
		const { taskId } = entry.task;
		const verdict = await readOnce(taskId, ports);
		const now = ports.now();
		if (verdict.kind === 'permanent') {
			results.set(taskId, { kind: 'notRead', problem: verdict.problem });
		} else if (verdict.kind === 'transient') {
			entry.misses += 1;
			entry.lastProblem = verdict.problem;
			entry.dueAt = now + (verdict.retryAfterMs ?? backoffMs(entry.misses, ports.random()));
		} else {
			entry.misses = 0;
			delete entry.lastProblem;
			entry.last = verdict.prediction;
			entry.dueAt = now + pollPauseMs(now - begun, entry.typicalSeconds);
			if (verdict.prediction.statusKind !== 'running') {
				results.set(taskId, { kind: 'terminal', prediction: verdict.prediction });
			}
		}
		if (results.has(taskId)) pending.delete(taskId);
	}

	while (pending.size > 0 && !isStopped(ports)) {
		const entries = [...pending.values()];
		const nextAt = Math.min(...entries.map(({ dueAt }) => dueAt));
		const isLast = nextAt >= deadline;
		await sleepUntil(Math.min(nextAt, deadline), ports);
		if (isStopped(ports)) break;
		// At the deadline everything is read once more: a video that is there must not be called late.
		const due = isLast ? entries : entries.filter(({ dueAt }) => dueAt <= ports.now());
		await inLanes(due, options.readsAtOnce ?? 10, look);
		if (isLast) break;
	}
	for (const [taskId, entry] of pending) {
		results.set(taskId, unfinished(isStopped(ports) ? 'stopped' : 'deadline', entry, minutes));
	}
	return results;
}
