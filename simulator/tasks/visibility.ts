import type { Submit } from '../faults/fault-script';
import type { Prediction } from './prediction';
import type { Task } from './task';

/** How long after its accept a task is shown, in milliseconds: a constant, or by submit. */
export type Lag = number | ((submit: Submit) => number);

/** What the API shows about its tasks, and when. */
export interface Visibility {
	/**
	 * What `include_inputs` does in a list request: items have the inputs, the field is ignored, or
	 * the request is refused. By default they have them.
	 */
	readonly inputs?: 'told' | 'ignored' | 'refused';
	/** Inputs to add to those that were sent, like defaults that a server fills in. */
	readonly addedInputs?: Readonly<Record<string, unknown>>;
	/** How long the list leaves a task out. */
	readonly listedAfterMs?: Lag;
	/**
	 * How a list that wasn't asked for inputs lies about a task: it leaves it out, or shows it as it
	 * was so many milliseconds ago. By default it doesn't.
	 */
	readonly lie?: (submit: Submit) => 'omitted' | { readonly lagMs: number } | undefined;
	/** How long a GET of a task answers 404. */
	readonly readableAfterMs?: Lag;
	/** A route for deleting tasks that isn't there; by default the API has both. */
	readonly deletesWithout?: 'delete' | 'post' | 'both';
}

const hasPassed = (lag: Lag | undefined, task: Task, nowMs: number): boolean => {
	const ms = typeof lag === 'function' ? lag(task) : (lag ?? 0);
	return nowMs - task.acceptedAtMs >= ms;
};

export const isListed = (task: Task, nowMs: number, { listedAfterMs }: Visibility): boolean =>
	hasPassed(listedAfterMs, task, nowMs);

export const isReadable = (task: Task, nowMs: number, { readableAfterMs }: Visibility): boolean =>
	hasPassed(readableAfterMs, task, nowMs);

/** The inputs in an item of the list, when they are asked for. */
export const inputsOf = (task: Task, { inputs = 'told', addedInputs }: Visibility): Prediction =>
	inputs === 'told' ? { input: { ...addedInputs, ...task.body } } : {};
