/** The stage that waits, and the rules for tasks without a usable video. */
import { defined } from '../result';
import type { Ports } from '../api/http';
import { taskProblem } from '../api/task';
import type { Task } from '../api/task';
import { isStopped, beginSlices } from '../clock';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { itemsIn, withoutResult } from './itemState';
import type { Item, Running, TaskState } from './itemState';
import type { AwaitedTask } from './look';
import { enterTask } from './submitItems';
import type { SubmitStores } from './submitItems';

/**
 * Waits for tasks.
 * @returns the state of each task, by its ID; running when the wait continues later
 */
export type Wait = (tasks: readonly AwaitedTask[]) => Promise<ReadonlyMap<string, TaskState>>;

/** The input of a wait for one task. */
function awaited({ model }: Item, { task, isNew }: Running): AwaitedTask[] {
	if (task === undefined) return [];
	const { id: taskId, createdAt } = task;
	return [
		{
			taskId,
			isAccepted: true,
			...defined({ model, createdAt }),
			// A task of an earlier try may have ended since, so its state must be read.
			...(isNew === true && { known: task }),
		},
	];
}

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
	const running = itemsIn(items, 'running');
	const states = await wait(running.flatMap(({ item, now }) => awaited(item, now)));
	const goesOn = !isStopped(ports) && [...states.values()].some(({ state }) => state === 'running');
	const rest = beginSlices(ports);
	for (const { item, now } of running) {
		await rest();
		const { task } = now;
		const state = task === undefined ? undefined : states.get(task.id);
		if (task === undefined || state === undefined) throw withoutResult(item, 'wait');
		if (state.state === 'running' || (state.state === 'failed' && goesOn)) {
			item.now = { state: 'running', task };
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
