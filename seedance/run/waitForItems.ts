/** The stage that waits, and what its ends mean for whoever asked. */
import type { Ports } from '../api/http';
import { taskProblem } from '../api/task';
import type { Prediction } from '../api/task';
import { isStopped, beginSlices } from '../clock';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { itemsIn, withoutResult } from './itemState';
import type { Item, Running, TaskState } from './itemState';
import type { AwaitedTask } from './look';
import { enterTask } from './submitItems';
import type { SubmitStores } from './submitItems';

/** Waits for tasks in some way. @returns how each stands, by its id; one whose wait goes on later is running */
export type Wait = (tasks: readonly AwaitedTask[]) => Promise<ReadonlyMap<string, TaskState>>;

/** What is said of a task to those who wait for it. */
function awaited({ model }: Item, { task, isNew }: Running): AwaitedTask[] {
	if (task === undefined) return [];
	const { id: taskId, createdAt } = task;
	return [
		{
			taskId,
			isAccepted: true,
			...(model !== undefined && { model }),
			...(createdAt !== undefined && { createdAt }),
			// A task of an earlier try may have ended since.
			...(isNew === true && { known: task }),
		},
	];
}

/**
 * Waits for all running items together. Everything that becomes known goes into the ledger. While a task
 * runs whose wait goes on later, those that could not be read are read again then, too.
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

/** Which ends of a task are results all the same. */
export interface EndChoices {
	/** Whether a task that ended without a video is handed on like any other. */
	readonly failedIsResult: boolean;
	/** Whether a task that is not finished at the deadline is handed on, marked. */
	readonly timedOutIsResult: boolean;
	/** Whether a video that the content check has flagged is handed on like any other. */
	readonly flaggedIsResult: boolean;
}

function flagged({ id, model, status }: Prediction): Problem {
	const known = { taskId: id, status, ...(model !== undefined && { model }) };
	return problem('flaggedNsfw', known, { outcome: 'accepted' });
}

/** Why a task that has ended is a failure, if it is. */
function endProblem(task: Prediction, choices: EndChoices): Problem | undefined {
	const hasVideo = task.statusKind === 'succeeded';
	if (!hasVideo) return choices.failedIsResult ? undefined : taskProblem(task);
	return task.nsfw === true && !choices.flaggedIsResult ? flagged(task) : undefined;
}

/** A task whose state nobody could read before the deadline: its id is all that is known. */
function neverRead({ taskId = '', model }: Problem): Prediction {
	const known = { id: taskId, status: 'unknown', ...(model !== undefined && { model }) };
	return { ...known, statusKind: 'running', outputs: [], raw: known };
}

/** Fails the items whose end is no result by these choices. Those that timed out have a task then. */
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
