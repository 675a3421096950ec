/** Which tasks have ended, as far as callbacks and looks have told: an end is for ever. */
import type { Ports } from '../api/http';
import { retentionMs } from '../api/task';
import { Cache } from '../cache';
import { lookAt } from '../run/look';

export interface EndedTasks {
	/** A task has ended. */
	note(taskId: string, ports: Ports): void;
	/**
	 * Whether all tasks have ended, as far as one look can tell. What has ended is not asked for again,
	 * and the first task that runs on ends the look: so a batch costs about a read for each of its tasks,
	 * in whatever order they end.
	 */
	haveEnded(taskIds: readonly string[], ports: Ports): Promise<boolean>;
}

/** How many are remembered: of the batches that sleep at the same time. */
const most = 50_000;
/** How many are read side by side at most. */
const mostAtOnce = 5;

/** Remembers them in this process; another one asks for itself, once. */
export function createEndedTasks(): EndedTasks {
	const ended = new Cache<true>({ most, keptMs: retentionMs });
	const keyOf = (taskId: string, { baseUrl }: Ports) => `${baseUrl} ${taskId}`;

	async function look(taskIds: readonly string[], ports: Ports): Promise<boolean> {
		const tasks = taskIds.map((taskId) => ({ taskId }));
		const results = await lookAt(tasks, ports, { deadline: Infinity, minutes: 0 });
		for (const [taskId, { state }] of results) {
			if (state === 'done') ended.set(keyOf(taskId, ports), true, ports.now());
		}
		return [...results.values()].every(({ state }) => state !== 'running');
	}

	return {
		note: (taskId, ports) => ended.set(keyOf(taskId, ports), true, ports.now()),
		async haveEnded(taskIds, ports) {
			// Those that were submitted last are likely to end last.
			const left = taskIds
				.filter((id) => ended.get(keyOf(id, ports), ports.now()) === undefined)
				.reverse();
			// More at once the more have ended, so that what is read in vain is a part of the rest.
			for (let done = 0; done < left.length;) {
				const atOnce = Math.max(1, Math.min(mostAtOnce, Math.floor(done / 2)));
				const some = left.slice(done, done + atOnce);
				if (!(await look(some, ports))) return false;
				done += some.length;
			}
			return true;
		},
	};
}
