/** One look at tasks that nobody keeps waiting for: the execution sleeps between two looks. */
import type { Prediction } from '../api/task';
import { inParallel, isStopped } from '../clock';
import type { Ports } from '../api/http';
import { readAgain, readOnce } from '../api/retrieve';
import { notShown, unfinished } from './waitFor';
import type { AwaitedTask, WaitResult } from './waitFor';

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
 * Looks at tasks once. Before the deadline the tasks that go on, or that cannot be read for a passing
 * reason, are not in the results; the first of them ends the look, because there is more to wait for
 * anyway. At the deadline every task has a result. Never throws; a task id that is given twice is read
 * once.
 */
export async function lookAt(
	tasks: readonly AwaitedTask[],
	ports: Ports,
	{ deadline, minutes }: LookOptions,
): Promise<ReadonlyMap<string, WaitResult>> {
	const begun = ports.now();
	const isLate = begun >= deadline;
	const tries = isLate ? 4 : 2;
	const results = new Map<string, WaitResult>();
	for (const { taskId, known } of tasks) {
		if (isEnded(known)) results.set(taskId, { kind: 'terminal', prediction: known });
	}
	const pending = new Map(
		tasks.filter(({ taskId }) => !results.has(taskId)).map((task) => [task.taskId, task]),
	);
	let goesOn = false;

	async function look(task: AwaitedTask): Promise<WaitResult | undefined> {
		const { taskId, known } = task;
		const last = known !== undefined && { last: known };
		const isOver = isLate && ports.now() > begun + graceMs;
		if (isOver) return unfinished('deadline', { task, ...last }, minutes);
		const read = await readAgain(() => readOnce(taskId, ports), ports, { tries });
		if (read.kind === 'read' && isEnded(read.prediction)) {
			return { kind: 'terminal', prediction: read.prediction };
		}
		if (read.kind === 'notRead' && read.isLasting) {
			const now = ports.now();
			const created = Date.parse(task.createdAt ?? '');
			const unread = { kind: 'permanent', problem: read.problem } as const;
			const seen = notShown(task, unread, Number.isNaN(created) ? now : created, now);
			if (seen.kind === 'permanent') return { kind: 'notRead', problem: seen.problem };
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
