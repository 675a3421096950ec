import { randomBytes } from 'node:crypto';
import type { Task } from './task';

/** Predictions and their outputs are kept seven days (reference §C). */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** The tasks accepted so far. */
export class TaskStore {
	private readonly tasks = new Map<string, Task>();

	/** Enters a new task and gives it an id. */
	accept(task: Omit<Task, 'id'>): Task {
		const accepted = { ...task, id: randomBytes(16).toString('hex') };
		this.tasks.set(accepted.id, accepted);
		return accepted;
	}

	/** A task by id, unless it is unknown or older than seven days. */
	find(id: string, nowMs: number): Task | undefined {
		const task = this.tasks.get(id);
		return task !== undefined && nowMs - task.acceptedAtMs < KEPT_MS ? task : undefined;
	}

	/** An account's tasks of the last seven days, newest first. */
	recent(account: number, nowMs: number): readonly Task[] {
		return [...this.tasks.values()]
			.filter((task) => task.account === account && nowMs - task.acceptedAtMs < KEPT_MS)
			.reverse();
	}
}
