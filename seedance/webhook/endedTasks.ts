/** Remembers which tasks have ended, from callbacks and reads. */
import type { Ports } from '../api/http';
import { lookAtList } from '../api/list';
import type { Created } from '../api/list';
import { retentionMs } from '../api/task';
import { Cache, sleepUntil } from '../time';
import { lookAt } from '../run/look';
import { shortestPauseMs } from '../run/schedule';

export interface EndedTasks {
	/** A task has ended. */
	note(taskId: string, ports: Ports): void;
	/**
	 * Whether all tasks have ended. Tasks of whose end a callback has told aren't read. The others are
	 * checked at most every 5 s, through the list of recent tasks where it can be used; the
	 * first running task ends the check. When callbacks come faster, the later ones wait for the next check,
	 * and what has ended meanwhile needs none.
	 * @param created when the tasks were created, if that is known
	 */
	haveEnded(taskIds: readonly string[], ports: Ports, created?: Created): Promise<boolean>;
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

	/** When the tasks of a batch were checked last. */
	const checkedAt = new Cache<number>({ most: 10_000, keptMs: retentionMs });

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

	/** @returns whether the list shows a task that runs; the ended ones needn't be read */
	async function isListedAsRunning(ids: readonly string[], created: Created, ports: Ports) {
		const shown = await lookAtList(ids, created, ports).catch(() => undefined);
		let isRunning = false;
		for (const [taskId, { statusKind }] of shown ?? []) {
			if (statusKind === 'running') isRunning = true;
			else ended.set(keyOf(taskId, ports), true, ports.now());
		}
		return isRunning;
	}

	return {
		// Stryker disable next-line BooleanLiteral: what counts is that there is a value.
		note: (taskId, ports) => ended.set(keyOf(taskId, ports), true, ports.now()),
		async haveEnded(taskIds, ports, created) {
			const { now, pace } = ports;
			// Tasks that were submitted last are likely to end last, so they are read first.
			const left = () =>
				taskIds.filter((id) => ended.get(keyOf(id, ports), now()) === undefined).reverse();
			if (left().length === 0) return true;
			const arrivedAt = now();
			const batch = keyOf(`${taskIds.at(0)} ${taskIds.at(-1)} ${taskIds.length}`, ports);
			const checked = () => checkedAt.last(batch) ?? -Infinity;
			await sleepUntil(Math.min(arrivedAt, checked()) + shortestPauseMs, ports);
			if (left().length === 0) return true;
			// A check that began after this callback has arrived has decided for it, too.
			if (checked() > arrivedAt) return false;
			checkedAt.set(batch, now(), now());
			const isListed = left().length > 1 && now() >= (pace?.listRestsUntil ?? 0);
			if (isListed && created !== undefined) {
				if (await isListedAsRunning(left(), created, ports)) return false;
			}
			// Concurrency grows with the number of ended tasks, which limits the useless reads.
			const unread = left();
			for (let done = 0; done < unread.length;) {
				const atOnce = Math.max(1, Math.min(mostAtOnce, Math.floor(done / 2)));
				const some = unread.slice(done, done + atOnce);
				if (!(await look(some, ports))) return false;
				done += some.length;
			}
			return true;
		},
	};
}
