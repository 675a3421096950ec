/** What a reply to a list of tasks means. */
import { z } from '../zod';
import type { ApiReply } from './http';
import { parsePrediction } from './prediction';
import type { Prediction } from './prediction';
import { judgeReading } from './readReply';
import type { Unread } from './readReply';

export type ListVerdict =
	/** One page, as many tasks as it has entries. */
	{ readonly kind: 'read'; readonly tasks: readonly Prediction[] } | Unread;

const entriesSchema = z.array(z.unknown());
// An empty list may be written as null. Without any `items` it is not a list: "no tasks" would be
// believed by someone who looks for tasks that are paid for.
const pageSchema = z.union([
	entriesSchema,
	z.object({ items: entriesSchema.nullable() }).transform(({ items }): unknown[] => items ?? []),
]);

/** What is left of an entry whose id nobody can read: its data, if it has any. */
function unreadable(entry: unknown): Prediction {
	const isObject = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
	const raw = isObject ? { ...entry } : { entry };
	return { id: '', status: 'unknown', statusKind: 'running', outputs: [], raw };
}

/** A task may be paid for: an entry that is hard to read comes with what is known of it. */
function toTask(entry: unknown): Prediction {
	return parsePrediction(entry, 'unknown') ?? unreadable(entry);
}

function findTasks(data: unknown) {
	const page = pageSchema.safeParse(data);
	return page.success ? { tasks: page.data.map(toTask) } : undefined;
}

/**
 * Judges a reply to a list of recent tasks. A task whose id cannot be read has the id ''.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function judgeList(reply: ApiReply, now: number): ListVerdict {
	const circumstances = { isList: true };
	return judgeReading(reply, { find: findTasks, circumstances, notFound: 'requestRefused' }, now);
}
