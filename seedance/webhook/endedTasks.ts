/** Remembers which tasks have ended, from callbacks and reads. */
import type { Ports } from '../api/http';
import { retentionMs } from '../api/task';
import { Cache } from '../time';
import { lookAt } from '../run/look';

export interface EndedTasks {
	/** A task has ended. */
	note(taskId: string, ports: Ports): void;
	/**
	 * Whether all tasks have ended. Ended tasks aren't read again, and the first running task stops
	 * the check. So a batch costs about one read for each task, in whatever order they end.
	 */
	haveEnded(taskIds: readonly string[], ports: Ports): Promise<boolean>;
}

/**
 * The most tasks that are remembered, enough for the batches that are suspended at the same time.
 */
const most = 50_000;
/** The most concurrent reads. */
const mostAtOnce = 5;

/** Remembers them in this process. Another process reads each of them once. */
export function createEndedTasks(): EndedTasks {
	const ended = new Cache<true>({ most, keptMs: retentionMs });
	const keyOf = (taskId: string, { baseUrl }: Ports) => `${baseUrl} ${taskId}`;

	async function look(taskIds: readonly string[], ports: Ports): Promise<boolean> {
		const tasks = taskIds.map((taskId) => ({ taskId }));
		// Stryker disable next-line ObjectLiteral: no deadline is one that never comes.
		const results = await lookAt(tasks, ports, { deadline: Infinity, minutes: 0 });
		for (const [taskId, { state }] of results) {
			// Stryker disable next-line BooleanLiteral: what counts is that there is a value.
			if (state === 'done') ended.set(keyOf(taskId, ports), true, ports.now());
		}
		return [...results.values()].every(({ state }) => state !== 'running');
	}

	return {
		// Stryker disable next-line BooleanLiteral: what counts is that there is a value.
		note: (taskId, ports) => ended.set(keyOf(taskId, ports), true, ports.now()),
		async haveEnded(taskIds, ports) {
			// Tasks that were submitted last are likely to end last, so they are read first.
			const left = taskIds
				.filter((id) => ended.get(keyOf(id, ports), ports.now()) === undefined)
				.reverse();
			// Concurrency grows with the number of ended tasks, which limits the useless reads.
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
