/** Task statuses. reference/wavespeed-api.md §C lists every one that has been seen. */

export type StatusKind = 'running' | 'succeeded' | 'ended';

const succeeded = new Set(['completed', 'succeeded', 'success']);
/** Every word for an end without a video, and the one of them that we use. */
const ended: ReadonlyMap<string, string> = new Map([
	['failed', 'failed'],
	['failure', 'failed'],
	['error', 'failed'],
	['errored', 'failed'],
	['nsfw', 'failed'],
	['rejected', 'failed'],
	['cancelled', 'cancelled'],
	['canceled', 'cancelled'],
	['aborted', 'cancelled'],
	['timeout', 'timeout'],
	['timed_out', 'timeout'],
	['timedout', 'timeout'],
	['expired', 'timeout'],
	['deleted', 'deleted'],
]);

/** A status as it is looked up: "Timed Out" and "TIMED-OUT" are the same word. */
const wordOf = (status: string) =>
	status
		.slice(0, 100)
		.trim()
		.toLowerCase()
		.replace(/[\s-]+/g, '_');

/** Whether a status says that the content check turned the video down. */
export const isModerated = (status: string) => wordOf(status) === 'nsfw';

/** Words for an end that are only believed of a task that has a file: they are not WaveSpeedAI's. */
const finished = new Set(['complete', 'done', 'finished', 'succeed', 'ok', 'ready']);

/** Whether a status says that a task which has a file is finished. */
export const isFinishedWithFile = (status: string) => finished.has(wordOf(status));

/**
 * What a status means for whoever waits. An unknown one means "not finished": a new word of the
 * API's must not make us give up a paid task.
 */
export function statusKind(status: string): StatusKind {
	const word = wordOf(status);
	if (succeeded.has(word)) return 'succeeded';
	return ended.has(word) ? 'ended' : 'running';
}

/** One spelling for each end: lower case, "completed" for its aliases such as "succeeded". */
export function canonicalStatus(status: string): string {
	const word = wordOf(status);
	return succeeded.has(word) ? 'completed' : (ended.get(word) ?? status);
}
