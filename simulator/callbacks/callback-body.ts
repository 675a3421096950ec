import { predictionAt } from '../tasks/prediction';
import { endOf, stateAt, type Task } from '../tasks/task';

/**
 * The body of a callback: the prediction as it is, not in the API's envelope (reference §D). It has
 * fewer fields than a task that is read, and the submit's body besides.
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

/** A body that says completed, whatever becomes of the task. */
export function completedBody(task: Task, baseUrl: string): string {
	const finished = { ...task, outcome: undefined };
	return callbackBody(finished, endOf(finished), baseUrl);
}

/** A body that says processing. */
export function processingBody(task: Task, baseUrl: string): string {
	return callbackBody({ ...task, outcome: { kind: 'stuck' } }, task.startsAtMs, baseUrl);
}
