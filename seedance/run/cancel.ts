/** The stage that cancels the tasks that weren't ready in time, if the person wants that. */
import { deleteTask } from '../api/deleteTask';
import type { Deletion } from '../api/deleteTask';
import type { Ports } from '../api/http';
import type { Task } from '../api/task';
import { withSentences } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { defined } from '../result';
import { inParallel } from '../time';
import { itemsIn, taskIdOf } from './itemState';
import type { Failed, Item, TimedOut } from './itemState';

/** The most concurrent requests. */
const atOnce = 5;

/** The task with the status that the API has confirmed. */
function cancelled({ task, problem: { model } }: TimedOut, id: string, status: string): Task {
	const raw = { id, ...defined({ model }), ...task?.raw, status };
	return { ...defined({ model }), ...task, id, status, statusKind: 'ended', outputs: [], raw };
}

/** The state of an item whose task couldn't be cancelled, because its video is still being made. */
function failed(now: TimedOut, { message }: Problem): Failed {
	const problem = withSentences(now.problem, `It couldn't be cancelled: ${message}.`);
	return { ...now, state: 'failed', problem };
}

/**
 * Cancels the tasks of the items that have timed out, each task once. An item keeps its state, with
 * the task as the API has confirmed it. One whose task couldn't be cancelled fails with the
 * deadline's problem.
 * @param confirmed called for each item whose task was cancelled
 */
export async function cancelTimedOut(
	items: readonly Item[],
	ports: Ports,
	confirmed: (item: Item, task: Task) => Promise<void> = async () => {},
): Promise<void> {
	const deletions = new Map<string, Promise<Deletion>>();
	await inParallel(itemsIn(items, 'timedOut'), atOnce, async ({ item, now }) => {
		const taskId = taskIdOf(item);
		if (taskId === undefined) return;
		const asked = deletions.get(taskId) ?? deleteTask(taskId, ports);
		deletions.set(taskId, asked);
		const deletion = await asked;
		if (!deletion.ok) {
			item.now = failed(now, deletion.problem);
			return;
		}
		const task = cancelled(now, taskId, deletion.value.status);
		item.now = { ...now, task };
		await confirmed(item, task);
	});
}
