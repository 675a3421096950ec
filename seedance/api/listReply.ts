/** What a reply to a list of tasks means. */
import { z } from '../zod';
import type { ApiReply } from './http';
import { parsePrediction } from './prediction';
import type { Prediction } from './prediction';
import { judgeReading } from './readReply';
import type { Unread } from './readReply';
import { asRecord } from './lenient';

export type ListVerdict =
	/** One page, as many tasks as it has entries. */
	{ readonly kind: 'read'; readonly tasks: readonly Prediction[] } | Unread;

const entriesSchema = z.array(z.unknown());
/** Where a page keeps its tasks, most likely first. */
const listKeys = ['items', 'predictions', 'tasks', 'results', 'list', 'records', 'data'] as const;

/**
 * The entries of a page. An empty list may be written as null. Without any of these fields it is no list:
 * "no tasks" would be believed by someone who looks for tasks that are paid for.
 */
function entriesOf(data: unknown): readonly unknown[] | undefined {
	const bare = entriesSchema.safeParse(data);
	if (bare.success) return bare.data;
	const page = asRecord(data);
	const key = listKeys.find((name) => Array.isArray(page?.[name]));
	if (key !== undefined) return entriesSchema.parse(page?.[key]);
	return page?.items === null ? [] : undefined;
}

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
	const entries = entriesOf(data);
	return entries && { tasks: entries.map(toTask) };
}

/**
 * Judges a reply to a list of recent tasks. A task whose id cannot be read has the id ''.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function judgeList(reply: ApiReply, now: number): ListVerdict {
	const circumstances = { isList: true };
	return judgeReading(reply, { find: findTasks, circumstances, notFound: 'requestRefused' }, now);
}
