import { predictionAt } from '../tasks/prediction';
import { endOf, stateAt, type Task } from '../tasks/task';

/**
 * The body of a callback: the task without the API's envelope (docs/internals/api.md#callbacks). It
 * has fewer fields than a task that is read, and the submit's body as well.
 */
export function callbackBody(task: Task, nowMs: number, baseUrl: string): string {
	const prediction = predictionAt(task, nowMs, baseUrl);
	const { hasOutputs, spentMs } = stateAt(task, nowMs);
	return JSON.stringify({
		id: prediction.id,
		model: prediction.model,
		input: task.body,
		...(hasOutputs && { outputs: prediction.outputs }),
		urls: prediction.urls,
		has_nsfw_contents: prediction.has_nsfw_contents,
		status: prediction.status,
		created_at: prediction.created_at,
		error: prediction.error,
		executionTime: Math.round(spentMs),
		timings: prediction.timings,
	});
}

/** A body with the status completed, whatever the task's own status is. */
export function completedBody(task: Task, baseUrl: string): string {
	const finished = { ...task, outcome: undefined };
	return callbackBody(finished, endOf(finished), baseUrl);
}

/** A body with the status processing. */
export function processingBody(task: Task, baseUrl: string): string {
	return callbackBody({ ...task, outcome: { kind: 'stuck' } }, task.startsAtMs, baseUrl);
}
