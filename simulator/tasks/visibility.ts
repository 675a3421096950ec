import type { Submit } from '../faults/fault-script';
import type { Prediction } from './prediction';
import type { Task } from './task';

/** How long after its accept a task begins to show, in milliseconds: always the same, or by submit. */
export type Lag = number | ((submit: Submit) => number);

/** What the API shows of its tasks, and when. */
export interface Visibility {
	/**
	 * What comes of `include_inputs` in a request for the list: items tell what was submitted, the word
	 * is ignored, or the request is refused. By default they tell.
	 */
	readonly inputs?: 'told' | 'ignored' | 'refused';
	/** What is told besides what was sent, as a server adds its defaults. */
	readonly addedInputs?: Readonly<Record<string, unknown>>;
	/** Until when the list leaves a task out. */
	readonly listedAfterMs?: Lag;
	/** Until when a GET of a task is answered with 404. */
	readonly readableAfterMs?: Lag;
}

const hasPassed = (lag: Lag | undefined, task: Task, nowMs: number): boolean => {
	const ms = typeof lag === 'function' ? lag(task) : (lag ?? 0);
	return nowMs - task.acceptedAtMs >= ms;
};

export const isListed = (task: Task, nowMs: number, { listedAfterMs }: Visibility): boolean =>
	hasPassed(listedAfterMs, task, nowMs);

export const isReadable = (task: Task, nowMs: number, { readableAfterMs }: Visibility): boolean =>
	hasPassed(readableAfterMs, task, nowMs);

/** What an item of the list tells besides the task itself, when inputs are asked for. */
export const inputsOf = (task: Task, { inputs = 'told', addedInputs }: Visibility): Prediction =>
	inputs === 'told' ? { input: { ...addedInputs, ...task.body } } : {};
