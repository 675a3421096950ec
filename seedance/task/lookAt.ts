/** One look at tasks that nobody keeps waiting for: the execution sleeps between two looks. */
import type { Prediction } from '../api/prediction';
import { inParallel } from './inParallel';
import { isStopped } from './ports';
import type { Ports } from './ports';
import { readAgain, readOnce } from './retrieve';
import { unfinished } from './waitFor';
import type { AwaitedTask, WaitResult } from './waitFor';

export interface LookOptions {
	/** When the wait ends, in ms since the epoch. */
	readonly deadline: number;
	/** For how long it was meant to last, for the texts. */
	readonly minutes: number;
}

/** The most reads under way together. */
const readsAtOnce = 5;

const isRunning = (prediction: Prediction | undefined) => prediction?.statusKind === 'running';

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
	const isLate = ports.now() >= deadline;
	const results = new Map<string, WaitResult>();
	const pending = new Map<string, AwaitedTask>();
	for (const task of tasks) {
		const { taskId, known } = task;
		if (known === undefined || isRunning(known)) pending.set(taskId, task);
		else results.set(taskId, { kind: 'terminal', prediction: known });
	}
	let goesOn = false;
	await inParallel([...pending.values()], readsAtOnce, async (task) => {
		if ((goesOn && !isLate) || isStopped(ports)) return;
		const { taskId } = task;
		const read = await readAgain(() => readOnce(taskId, ports), ports, isLate ? 4 : 2);
		if (read.kind === 'notRead' && read.isLasting) {
			results.set(taskId, { kind: 'notRead', problem: read.problem });
		} else if (read.kind === 'read' && !isRunning(read.prediction)) {
			results.set(taskId, { kind: 'terminal', prediction: read.prediction });
		} else if (isLate) {
			const last = read.kind === 'read' ? { last: read.prediction } : { lastProblem: read.problem };
			results.set(taskId, unfinished('deadline', { task, ...last }, minutes));
		} else {
			goesOn = true;
		}
	});
	return results;
}
