import { randomBytes } from 'node:crypto';
import { endOf, type Task } from './task';
import { nextStart, type Tier } from './tier';

/** Tasks and their outputs are kept for seven days (docs/internals/api.md#retention). */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** The tasks accepted so far. */
export class TaskStore {
	private readonly tasks = new Map<string, Task>();

	/** @param tier the limits of every account; by default none */
	constructor(private readonly tier?: Tier) {}

	/** Whether a submit of this account would be refused now, because its tier allows no more. */
	isFull(account: number, nowMs: number): boolean {
		return this.tier?.whenFull === 'refuse' && this.nextStart(account, nowMs) > nowMs;
	}

	/** Adds a new task and gives it an ID and a start time. */
	accept(task: Omit<Task, 'id' | 'startsAtMs'>): Task {
		const startsAtMs = this.nextStart(task.account, task.acceptedAtMs);
		const accepted = { ...task, startsAtMs, id: randomBytes(16).toString('hex') };
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

	/** All tasks an account ever submitted, in the order of their submits. */
	of(account: number): readonly Task[] {
		return [...this.tasks.values()].filter((task) => task.account === account);
	}

	private nextStart(account: number, nowMs: number): number {
		if (this.tier === undefined) return nowMs;
		const runs = this.of(account).map((task) => ({
			startsAtMs: task.startsAtMs,
			endsAtMs: endOf(task),
		}));
		return nextStart(this.tier, runs, nowMs);
	}
}
