/** Reads tasks once, for a suspended wait. */
import { defined } from '../result';
import type { Ports } from '../api/http';
import { extend, lookAtList } from '../api/list';
import type { Created } from '../api/list';
import type { Unread } from '../api/reply';
import { readAgain, readOnce } from '../api/submit';
import { expiresAt } from '../api/task';
import type { Task } from '../api/task';
import { inParallel, isStopped } from '../time';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { withStatus } from './itemState';
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
	/** The settings it was started with, if they're known. */
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

/** How long the list isn't used after it has shown an ended task as running, in ms. */
export const staleRestMs = 300_000;

/**
 * Looks at the list of recent tasks, for two tasks and more.
 * @returns those that it shows as running, the first created first; none when it can't be used
 */
async function listedAsRunning(
	tasks: Iterable<AwaitedTask>,
	ports: Ports,
): Promise<readonly AwaitedTask[]> {
	const times = new Map<AwaitedTask, number>();
	let created: Created | undefined;
	for (const task of tasks) {
		const createdMs = Date.parse(task.createdAt ?? '');
		if (Number.isNaN(createdMs)) continue;
		times.set(task, createdMs);
		created = extend(created, createdMs);
	}
	const rests = ports.now() < (ports.pace?.listRestsUntil ?? 0);
	if (created === undefined || times.size < 2 || rests) return [];
	const ids = [...times.keys()].map(({ taskId }) => taskId);
	const shown = await lookAtList(ids, created, ports).catch(() => undefined);
	return [...times]
		.filter(([{ taskId }]) => shown?.get(taskId)?.statusKind === 'running')
		.sort(([, a], [, b]) => a - b)
		.map(([task]) => task);
}

const isEnded = (task: Task | undefined): task is Task =>
	task !== undefined && task.statusKind !== 'running';

/**
 * Reads tasks once. Before the deadline, the first task that is running, or can't be read for a
 * transient reason, stops the reads, because the wait continues anyway, and all unread tasks count
 * as running. A task that the list of recent tasks shows as running is read first, so a batch whose
 * tasks run costs one look at the list and one read. At the deadline none is running, unless the reads were stopped. Never throws; a
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
	for (const [taskId, { known, progress }] of pending) {
		results.set(taskId, { state: 'running', ...defined({ task: known, progress }) });
	}
	let goesOn = false;

	/** Takes note of what a read has shown. */
	function see({ taskId, known, progress = [] }: AwaitedTask, { status }: Task) {
		const before = known === undefined ? progress : withStatus(progress, known.status, begun);
		const now = withStatus(before, status, begun);
		if (now !== before) ports.log?.('task status', { taskId, status });
		return now;
	}

	/** @returns undefined while it's running */
	async function look(task: AwaitedTask): Promise<TaskState | undefined> {
		const { taskId, known } = task;
		const last = defined({ last: known, progress: task.progress });
		const isOver = isLate && ports.now() > begun + graceMs;
		if (isOver) return unfinished('deadline', { task, ...last }, minutes);
		const read = await readAgain(() => readOnce(taskId, ports), ports, { tries });
		if (read.kind === 'read') {
			const seen = { last: read.task, progress: see(task, read.task) };
			if (isEnded(read.task)) return { state: 'done', task: read.task, progress: seen.progress };
			if (isLate) return unfinished('deadline', { task, ...seen }, minutes);
			results.set(taskId, {
				state: 'running',
				progress: seen.progress,
				...defined({ task: known }),
			});
			return undefined;
		}
		let { problem } = read;
		if (read.isLasting) {
			const now = ports.now();
			const created = Date.parse(task.createdAt ?? '');
			const unread = { kind: 'permanent', problem } as const;
			const seen = notShown(task, unread, Number.isNaN(created) ? now : created, now);
			if (seen.kind === 'permanent') return { state: 'failed', problem: seen.problem };
			({ problem } = seen);
		}
		if (!isLate) return undefined;
		return unfinished('deadline', { task, ...last, lastProblem: problem }, minutes);
	}

	const lookFurther = async (task: AwaitedTask) => {
		if (goesOn || isStopped(ports)) return;
		const result = await look(task);
		if (result === undefined) goesOn = true;
		else results.set(task.taskId, result);
	};
	const [running] =
		isLate || isStopped(ports) ? [] : await listedAsRunning(pending.values(), ports);
	if (running !== undefined) {
		await lookFurther(running);
		// If it has ended, the list is behind.
		if (results.get(running.taskId)?.state === 'done' && ports.pace !== undefined) {
			ports.pace.listRestsUntil = ports.now() + staleRestMs;
		}
		pending.delete(running.taskId);
	}
	await inParallel([...pending.values()], readsAtOnce, lookFurther);
	return results;
}
