/** The stage that cancels the tasks that weren't ready in time, if the person wants that. */
import { deleteTask } from '../api/deleteTask';
import type { Deletion } from '../api/deleteTask';
import type { Ports } from '../api/http';
import { parseTask } from '../api/task';
import type { Task } from '../api/task';
import { withSentences } from '../errors/messages';
import { defined } from '../result';
import { inParallel } from '../time';
import { itemsIn, taskIdOf } from './itemState';
import type { Item, ItemState, TimedOut } from './itemState';

/** The most concurrent requests. */
const atOnce = 5;

/** The task with the status that the API has confirmed. */
function cancelled({ task, problem: { model } }: TimedOut, taskId: string, status: string): Task {
	const raw = { id: taskId, ...defined({ model }), ...task?.raw, status };
	const known: Task = { id: taskId, status, statusKind: 'ended', outputs: [], raw };
	return parseTask(raw) ?? known;
}

/** The state of an item after the try to cancel its task. */
function stateAfter(now: TimedOut, taskId: string, deletion: Deletion): ItemState {
	if (deletion.ok) return { ...now, task: cancelled(now, taskId, deletion.value.status) };
	const { message } = deletion.problem;
	const problem = withSentences(now.problem, `It couldn't be cancelled: ${message}.`);
	return { ...now, state: 'failed', problem };
}

/**
 * Cancels the tasks of the items that have timed out, each task once. An item keeps its state, with
 * the task as the API has confirmed it. One whose task couldn't be cancelled fails with the
 * deadline's problem, because its video is still being made.
 * @param confirmed called for each item whose task was cancelled
 */
export async function cancelTimedOut(
	items: readonly Item[],
	ports: Ports,
	confirmed: (item: Item, task: Task) => Promise<void> = async () => {},
): Promise<void> {
	const late = itemsIn(items, 'timedOut');
	const ids = [...new Set(late.flatMap(({ item }) => taskIdOf(item) ?? []))];
	const deletions = new Map<string, Deletion>();
	await inParallel(ids, atOnce, async (taskId) => {
		deletions.set(taskId, await deleteTask(taskId, ports));
	});
	for (const { item, now } of late) {
		const taskId = taskIdOf(item) ?? '';
		const deletion = deletions.get(taskId);
		if (deletion === undefined) continue;
		const state = stateAfter(now, taskId, deletion);
		item.now = state;
		if (state.state === 'timedOut' && state.task !== undefined) await confirmed(item, state.task);
	}
}
