/** Reads tasks once, for a suspended wait. */
import { defined } from '../result';
import type { Ports } from '../api/http';
import type { Unread } from '../api/reply';
import { readAgain, readOnce } from '../api/submit';
import { expiresAt } from '../api/task';
import type { Task } from '../api/task';
import { inParallel, isStopped } from '../time';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import type { Failed, StatusChange, TaskState, TimedOut, VideoSettings } from './itemState';

export interface AwaitedTask {
	readonly taskId: string;
	readonly model?: string;
	/** The known state, so that a finished task needs no request. */
	readonly known?: Task;
	/** Whether a submit of ours was accepted with this ID, so that the task must exist. */
	readonly isAccepted?: boolean;
	/** When it was created, in ISO 8601, if that is known. */
	readonly createdAt?: string;
	/** What it was started with, as far as that is known. */
	readonly settings?: Pick<VideoSettings, 'resolution' | 'durationSeconds'>;
	/** The statuses that an earlier wait has seen. */
	readonly progress?: readonly StatusChange[];
}

/** What reads have found out about a task. */
export interface Seen {
	readonly task: AwaitedTask;
	last?: Task;
	/** Why the last read failed, if it did. */
	lastProblem?: Problem;
	progress?: readonly StatusChange[];
}

/**
 * How long after its accept a read may not find a task, in ms
 * (docs/internals/api.md#reading-a-task).
 */
const shownWithinMs = 120_000;

/**
 * Interprets a "not found" for a task that was accepted: transient for two minutes, then a task
 * that isn't shown. A task beyond the API's retention is gone.
 * @param since the time of the first "not found", in ms since the epoch
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
	const circumstances = { taskId, ...defined({ model }) };
	return {
		kind: now - since < shownWithinMs ? 'transient' : 'permanent',
		problem: problem('taskNotShown', circumstances, { outcome: 'accepted' }),
	};
}

/** The state of a task that hasn't ended when the wait does. */
export function unfinished(
	why: 'deadline' | 'stopped',
	{ task, last, lastProblem, progress }: Seen,
	minutes: number,
): TimedOut | Failed {
	const model = last?.model ?? task.model;
	const circumstances = {
		taskId: task.taskId,
		status: last?.status ?? task.known?.status ?? 'unknown',
		minutes,
		...defined({ model, detail: lastProblem?.message }),
	};
	const seen = {
		problem: problem(why, circumstances, { outcome: 'accepted' }),
		...defined({ task: last }),
	};
	return why === 'deadline'
		? { state: 'timedOut', ...seen, ...defined({ progress }) }
		: { state: 'failed', ...seen };
}

export interface LookOptions {
	/** When the wait ends, in ms since the epoch. */
	readonly deadline: number;
	/** The length of the wait, for the texts. */
	readonly minutes: number;
}

/** The most concurrent reads. */
const readsAtOnce = 5;
/**
 * How long after the deadline reads may begin, in ms, so that an unreachable API doesn't delay the
 * end.
 */
const graceMs = 30_000;

const isEnded = (task: Task | undefined): task is Task =>
	task !== undefined && task.statusKind !== 'running';

/**
 * Reads tasks once. Before the deadline, the first task that is running, or can't be read for a
 * transient reason, stops the reads, because the wait continues anyway, and all unread tasks count
 * as running. At the deadline none is running, unless the reads were stopped. Never throws; a
 * duplicate task ID is read once.
 * @returns the state of each task, by its ID
 */
export async function lookAt(
	tasks: readonly AwaitedTask[],
	ports: Ports,
	{ deadline, minutes }: LookOptions,
): Promise<ReadonlyMap<string, TaskState>> {
	const begun = ports.now();
	const isLate = begun >= deadline;
	const tries = isLate ? 4 : 2;
	const results = new Map<string, TaskState>();
	for (const { taskId, known } of tasks) {
		if (isEnded(known)) results.set(taskId, { state: 'done', task: known });
	}
	const pending = new Map(
		tasks.filter(({ taskId }) => !results.has(taskId)).map((task) => [task.taskId, task]),
	);
	for (const [taskId, { known }] of pending) {
		results.set(taskId, { state: 'running', ...defined({ task: known }) });
	}
	let goesOn = false;

	/** @returns undefined while it's running */
	async function look(task: AwaitedTask): Promise<TaskState | undefined> {
		const { taskId, known } = task;
		const last = defined({ last: known });
		const isOver = isLate && ports.now() > begun + graceMs;
		if (isOver) return unfinished('deadline', { task, ...last }, minutes);
		const read = await readAgain(() => readOnce(taskId, ports), ports, { tries });
		if (read.kind === 'read') {
			if (isEnded(read.task)) return { state: 'done', task: read.task };
		} else if (read.isLasting) {
			const now = ports.now();
			const created = Date.parse(task.createdAt ?? '');
			const unread = { kind: 'permanent', problem: read.problem } as const;
			const seen = notShown(task, unread, Number.isNaN(created) ? now : created, now);
			if (seen.kind === 'permanent') return { state: 'failed', problem: seen.problem };
			if (!isLate) return undefined;
			return unfinished('deadline', { task, ...last, lastProblem: seen.problem }, minutes);
		}
		if (!isLate) return undefined;
		const seen =
			read.kind === 'read' ? { last: read.task } : { ...last, lastProblem: read.problem };
		return unfinished('deadline', { task, ...seen }, minutes);
	}

	await inParallel([...pending.values()], readsAtOnce, async (task) => {
		if (goesOn || isStopped(ports)) return;
		const result = await look(task);
		if (result === undefined) goesOn = true;
		else results.set(task.taskId, result);
	});
	return results;
}
