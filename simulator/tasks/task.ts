import type { TaskOutcome } from '../faults/fault-kinds';

/** A task the simulator has accepted. */
export interface Task {
	/** 32 hexadecimal digits. */
	readonly id: string;
	readonly model: string;
	readonly body: Readonly<Record<string, unknown>>;
	/** Which of the accepted keys submitted it: its index, never the key. */
	readonly account: number;
	readonly acceptedAtMs: number;
	/** When it begins to run: at once, unless the account's tier makes it wait. */
	readonly startsAtMs: number;
	/** From its beginning to its end, in milliseconds. */
	readonly takesMs: number;
	/** What the account is charged for it, where accounts are, in USD. */
	readonly priceUsd: number;
	readonly outcome?: TaskOutcome | undefined;
	/** The URL of its callback. */
	readonly webhook?: string | undefined;
	/** When somebody deleted it, in milliseconds on the simulator's clock. */
	deletedAtMs?: number;
}

/** The state of a task at one moment. */
export interface TaskState {
	readonly status: string;
	/** Whether its outputs can be fetched. */
	readonly hasOutputs: boolean;
	/** Time spent so far, at most `takesMs`. */
	readonly spentMs: number;
	/** The task code and text of a failure (docs/internals/api.md#task-codes). */
	readonly code?: number;
	readonly error: string;
}

/** The share of a task's time during which it is `created` rather than `processing`. */
const CREATED_SHARE = 0.1;

/** The state of a task at a time in milliseconds on the simulator's clock. */
export function stateAt(task: Task, nowMs: number): TaskState {
	const age = nowMs - task.startsAtMs;
	const spentMs = Math.max(0, Math.min(age, task.takesMs));
	const running = { hasOutputs: false, spentMs, error: '' };
	const { outcome } = task;
	if (task.deletedAtMs !== undefined && nowMs >= task.deletedAtMs) {
		return { ...running, status: 'deleted' };
	}
	if (age < 0) return { ...running, status: 'created' };
	if (outcome?.kind === 'stuck') return { ...running, status: outcome.status ?? 'processing' };
	if (outcome?.kind === 'status' && outcome.forMs !== undefined && age < outcome.forMs) {
		return { ...running, status: outcome.status };
	}
	if (age < task.takesMs) {
		return { ...running, status: age < task.takesMs * CREATED_SHARE ? 'created' : 'processing' };
	}
	if (outcome?.kind === 'failTask') {
		const code = outcome.code ?? 1403;
		return { ...running, status: 'failed', code, error: outcome.error ?? failureText(code) };
	}
	if (outcome?.kind === 'status' && outcome.forMs === undefined) {
		const hasOutputs = ['completed', 'succeeded'].includes(outcome.status);
		return { status: outcome.status, hasOutputs, spentMs, error: outcome.error ?? '' };
	}
	return { status: 'completed', hasOutputs: true, spentMs, error: '' };
}

/** How many videos a completed task has. */
export function outputCount({ outcome }: Task): number {
	return outcome?.kind === 'outputs' ? outcome.count : 1;
}

/** When a task ends, in milliseconds on the simulator's clock. */
export function endOf(task: Task): number {
	const { outcome, deletedAtMs } = task;
	if (deletedAtMs !== undefined) return deletedAtMs;
	if (outcome?.kind === 'stuck') return Infinity;
	const shownForMs = outcome?.kind === 'status' ? (outcome.forMs ?? 0) : 0;
	return task.startsAtMs + Math.max(task.takesMs, shownForMs);
}

function failureText(code: number): string {
	const texts: Readonly<Record<number, string>> = {
		1200: 'The content was flagged by content moderation.',
		1400: 'A required parameter is missing.',
		1401: 'A parameter is invalid.',
		1402: 'The media URL could not be fetched.',
		1403: 'Execution failed.',
		1405: 'The task failed.',
		5000: 'Internal error.',
		5003: 'Service unavailable.',
		5004: 'Timeout.',
	};
	return texts[code] ?? `The task failed with code ${code}.`;
}
