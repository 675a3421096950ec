import { outputCount, stateAt, type Task } from './task';

/** A task in the API's vocabulary (docs/internals/api.md#task-object). */
export type Prediction = Readonly<Record<string, unknown>>;

/**
 * Describes a task as `GET /predictions/{id}/result` does.
 * @param nowMs time on the simulator's clock
 * @param baseUrl the simulator's own URL, for `urls.get` and the outputs
 */
export function predictionAt(task: Task, nowMs: number, baseUrl: string): Prediction {
	const state = stateAt(task, nowMs);
	const outputs = state.hasOutputs ? outputsOf(task, baseUrl) : [];
	return {
		...commonFields(task, baseUrl),
		outputs,
		// It's null while there is nothing to flag, as the API's docs allow.
		has_nsfw_contents: state.hasOutputs ? outputs.map((_output, at) => isNsfw(task, at)) : null,
		status: state.status,
		error: state.error,
		...(state.code === undefined ? {} : { code: state.code }),
		timings: { inference: Math.round(state.spentMs) },
	};
}

/** Describes a task as the answer to its submit does: always `created`, nothing done yet. */
export function predictionAtSubmit(task: Task, baseUrl: string): Prediction {
	return {
		...commonFields(task, baseUrl),
		outputs: [],
		has_nsfw_contents: [],
		status: 'created',
		error: '',
		timings: { inference: 0 },
	};
}

function commonFields(task: Task, baseUrl: string): Prediction {
	const ownUrl = `${baseUrl}/api/v3/predictions/${task.id}/result`;
	const replaced = task.outcome?.kind === 'replaceUrls' ? task.outcome.get : undefined;
	return {
		id: task.id,
		model: task.model,
		urls: { get: replaced ?? ownUrl },
		created_at: nanosecondTime(task),
	};
}

function outputsOf(task: Task, baseUrl: string): readonly unknown[] {
	const { outcome } = task;
	const own = Array.from({ length: outputCount(task) }, (_value, at) => {
		const name = at === 0 ? task.id : `${task.id}-${at}`;
		return `${baseUrl}/outputs/${name}.mp4`;
	});
	if (outcome?.kind === 'replaceUrls') return outcome.outputs ?? own;
	if (outcome?.kind === 'objectOutputs') return own.map((url) => ({ url }));
	return own;
}

function isNsfw({ outcome }: Task, output: number): boolean {
	if (outcome?.kind === 'outputs') return outcome.flagged?.includes(output) ?? false;
	return outcome?.kind === 'nsfw';
}

/** ISO time with the nine fractional digits the API shows; the last six come from the id. */
function nanosecondTime(task: Task): string {
	const digits = String(parseInt(task.id.slice(0, 8), 16) % 1_000_000).padStart(6, '0');
	return new Date(task.acceptedAtMs).toISOString().replace('Z', `${digits}Z`);
}
