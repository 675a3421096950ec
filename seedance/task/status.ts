/** Task statuses. reference/wavespeed-api.md §C lists every one that has been seen. */

export type StatusKind = 'running' | 'succeeded' | 'ended';

const succeeded = new Set(['completed', 'succeeded']);
const ended = new Set(['failed', 'cancelled', 'canceled', 'timeout', 'deleted']);

/**
 * What a status means for whoever waits. An unknown one means "not finished": a new word of the
 * API's must not make us give up a paid task.
 */
export function statusKind(status: string): StatusKind {
	const word = status.toLowerCase();
	if (succeeded.has(word)) return 'succeeded';
	return ended.has(word) ? 'ended' : 'running';
}

/** One spelling for each end: lower case, "completed" for its alias "succeeded". */
export function canonicalStatus(status: string): string {
	const word = status.toLowerCase();
	if (succeeded.has(word)) return 'completed';
	if (word === 'canceled') return 'cancelled';
	return ended.has(word) ? word : status;
}
