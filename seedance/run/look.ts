/** One look at tasks that nobody keeps waiting for: the execution sleeps between two looks. */
import type { Ports } from '../api/http';
import type { Unread } from '../api/reply';
import { readAgain, readOnce } from '../api/retrieve';
import { expiresAt } from '../api/task';
import type { Prediction } from '../api/task';
import { inParallel, isStopped } from '../clock';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import type { Failed, TaskState, TimedOut } from './itemState';

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

/** What reads have told of a task. */
export interface Seen {
	readonly task: AwaitedTask;
	last?: Prediction;
	/** Why the last read told nothing, if it did. */
	lastProblem?: Problem;
}

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

/** How a task stands that has not ended when the wait does. */
export function unfinished(
	why: 'deadline' | 'stopped',
	{ task, last, lastProblem }: Seen,
	minutes: number,
): TimedOut | Failed {
	const model = last?.model ?? task.model;
	const circumstances = {
		taskId: task.taskId,
		status: last?.status ?? task.known?.status ?? 'unknown',
		minutes,
		...(model !== undefined && { model }),
		...(lastProblem !== undefined && { detail: lastProblem.message }),
	};
	return {
		state: why === 'deadline' ? 'timedOut' : 'failed',
		problem: problem(why, circumstances, { outcome: 'accepted' }),
		...(last !== undefined && { task: last }),
	};
}

export interface LookOptions {
	/** When the wait ends, in ms since the epoch. */
	readonly deadline: number;
	/** For how long it was meant to last, for the texts. */
	readonly minutes: number;
}

/** The most reads under way together. */
const readsAtOnce = 5;
/** For how long reads are begun after the deadline, in ms: an API that is down must not hold us. */
const graceMs = 30_000;

const isEnded = (prediction: Prediction | undefined): prediction is Prediction =>
	prediction !== undefined && prediction.statusKind !== 'running';

/**
 * Looks at tasks once. Before the deadline the tasks that keep running, or that cannot be read for a passing
 * reason, are running; the first of them ends the look, because there is more to wait for anyway, and those
 * that were not read are running, too. At the deadline none is, unless the look was stopped. Never throws;
 * a task id that is given twice is read once.
 * @returns how each task stands, by its id
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
		results.set(taskId, { state: 'running', ...(known !== undefined && { task: known }) });
	}
	let goesOn = false;

	/** @returns undefined while it runs on */
	async function look(task: AwaitedTask): Promise<TaskState | undefined> {
		const { taskId, known } = task;
		const last = known !== undefined && { last: known };
		const isOver = isLate && ports.now() > begun + graceMs;
		if (isOver) return unfinished('deadline', { task, ...last }, minutes);
		const read = await readAgain(() => readOnce(taskId, ports), ports, { tries });
		if (read.kind === 'read' && isEnded(read.prediction)) {
			return { state: 'done', task: read.prediction };
		}
		if (read.kind === 'notRead' && read.isLasting) {
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
			read.kind === 'read' ? { last: read.prediction } : { ...last, lastProblem: read.problem };
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
