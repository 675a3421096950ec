/** Reads tasks. */
import type { Problem } from '../errors/problem';
import { resultUrl, afterTransient, retry } from './http';
import type { Ports } from './http';
import { parseTaskReply } from './reply';
import type { TaskReply, Unread } from './reply';
import type { Task } from './task';

/** How long one read may wait for its answer, in ms. */
const readTimeoutMs = 30_000;

/** Reads a task once. Never throws. */
export async function readOnce(taskId: string, ports: Ports): Promise<TaskReply> {
	const url = resultUrl(ports.baseUrl, taskId);
	const reply = await ports.http({ method: 'GET', url, timeoutMs: readTimeoutMs });
	return parseTaskReply(reply, taskId, ports.now());
}

export interface NotRead {
	readonly kind: 'notRead';
	readonly problem: Problem;
	/** Whether a retry would get the same result. */
	readonly isLasting: boolean;
}

export type RetrieveResult = { readonly kind: 'read'; readonly task: Task } | NotRead;

export interface Persistence {
	/** The most reads. */
	readonly tries?: number;
	/** The longest pause between two tries, in ms, whatever a Retry-After asks for. */
	readonly longestPauseMs?: number;
}

/** Reads with retries after transient failures (network, 429, 5xx). */
export async function readAgain<Read extends { readonly kind: 'read' }>(
	readIt: () => Promise<Read | Unread>,
	ports: Ports,
	{ tries = 4, longestPauseMs = 30_000 }: Persistence = {},
): Promise<Read | NotRead> {
	const verdict = await retry(readIt, ports, {
		tries,
		pauseAfter: afterTransient(ports, longestPauseMs),
	});
	if (verdict.kind === 'read') return verdict;
	const { kind, problem } = verdict;
	return { kind: 'notRead', problem, isLasting: kind === 'permanent' };
}

/** Reads a task, with retries after transient failures. */
export async function retrieve(taskId: string, ports: Ports): Promise<RetrieveResult> {
	return await readAgain(() => readOnce(taskId, ports), ports);
}

// Reads the state of a callback's task from the API.

export type Confirmation =
	/** The task's state as the API has it now. */
	| { readonly kind: 'confirmed'; readonly task: Task }
	/** The API can't be reached now, but the callback is signed. */
	| { readonly kind: 'unconfirmed' }
	/** The API disagrees: the task is running or doesn't exist. */
	| { readonly kind: 'contradicted' };

/** It's short, because the caller waits for an answer. */
const persistence = { tries: 2, longestPauseMs: 3_000 };

/**
 * Reads the task of a callback. Never throws.
 * @param ids the possible IDs of the task, most likely first
 */
export async function confirmState(ids: readonly string[], ports: Ports): Promise<Confirmation> {
	for (const id of ids) {
		const read = await readAgain(() => readOnce(id, ports), ports, persistence);
		if (read.kind === 'read') {
			const { task } = read;
			return task.statusKind === 'running' ? { kind: 'contradicted' } : { kind: 'confirmed', task };
		}
		if (read.problem.cause !== 'unknownTask') return { kind: 'unconfirmed' };
	}
	return { kind: 'contradicted' };
}
