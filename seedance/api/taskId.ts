/**
 * Finds task IDs in answers (docs/internals/api.md#task-object). Examples have 32 hex digits, but
 * others are possible.
 */
import { asRecord, without } from '../zod';
import type { Fields } from '../zod';

/** In characters. */
const longestId = 256;
const longestUrl = 4_096;

/** Texts that JavaScript makes of missing values. */
const written = /^(?:null|undefined|nan|none|\[object object\])$/i;

/** An ID must have a visible character, or nobody could enter it. */
const visible = /[^\s\p{Cf}\u2800\u3164]/u;

/**
 * Reads a task ID from a string, an integer, or a task's URL. Any characters are allowed, because
 * the ID is encoded in URLs, except "..", which could lead to another route even then.
 * @returns undefined when the result route can't be asked for it
 */
export function readTaskId(value: unknown): string | undefined {
	if (typeof value === 'number') {
		return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
	}
	if (typeof value !== 'string' || value.length > longestUrl) return undefined;
	const id = value.trim();
	if (/^https?:\/\//i.test(id)) return taskIdInUrl(id);
	if (id === '' || id.length > longestId || /(?:^|[/\\])\.{1,2}(?:[/\\]|$)/.test(id))
		return undefined;
	if (!visible.test(id)) return undefined;
	// Control characters, line breaks and lone surrogates can't be in a URL.
	return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(id) || written.test(id) ? undefined : id;
}

const idKeys: readonly string[] = [
	'id',
	'task_id',
	'taskId',
	'prediction_id',
	'predictionId',
	'job_id',
	'jobId',
	'generation_id',
];

/** The fields of answers that hold a task's URLs. */
const urlKeys: readonly string[] = ['urls', 'get_url', 'result_url', 'status_url', 'poll_url'];

/** The ID in a task's URL: …/predictions/{id}/result. */
export function taskIdInUrl(url: unknown): string | undefined {
	if (typeof url !== 'string') return undefined;
	const [, encoded] = /\/predictions\/([^/?#\s]{1,768})/.exec(url.slice(0, longestUrl)) ?? [];
	if (encoded === undefined || encoded === 'delete') return undefined;
	try {
		return readTaskId(decodeURIComponent(encoded));
	} catch {
		return undefined;
	}
}

function idInUrls(value: unknown): string | undefined {
	const record = asRecord(value);
	if (record === undefined) return taskIdInUrl(value);
	for (const url of [record.get, record.result, ...Object.values(record).slice(0, 10)]) {
		const id = taskIdInUrl(url);
		if (id !== undefined) return id;
	}
	return undefined;
}

/** The task ID in an object, from its own fields or from a URL; undefined when there is none. */
export function taskIdIn(record: Fields): string | undefined {
	for (const key of idKeys) {
		const id = readTaskId(record[key]);
		if (id !== undefined) return id;
	}
	for (const key of urlKeys) {
		const id = idInUrls(record[key]);
		if (id !== undefined) return id;
	}
	return undefined;
}

/** Fields that may wrap a task. */
const wrappers: readonly string[] = ['prediction', 'task', 'data', 'result', 'response', 'job'];
const deepestWrapper = 4;
/** The longest string that is parsed as JSON, in characters. */
const longestText = 100_000;

/** Parses a string as JSON; undefined for other strings, and for those that are too long. */
export function parsedText(text: string): unknown {
	if (text.length > longestText || !/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** An object with a task ID. */
export interface LocatedTask {
	readonly id: string;
	readonly fields: Fields;
}

/**
 * Finds the object with the task ID: the value itself, JSON in a string, or the content of a
 * wrapper such as {"prediction": …}. Lists aren't searched, because their entries may be other
 * tasks.
 */
export function locateTask(value: unknown, depth = 0): LocatedTask | undefined {
	if (depth > deepestWrapper) return undefined;
	if (typeof value === 'string') return locateTask(parsedText(value), depth + 1);
	const fields = asRecord(value);
	if (fields === undefined) return undefined;
	const id = taskIdIn(fields);
	if (id !== undefined) return { id, fields };
	for (const wrapper of wrappers) {
		const inner = locateTask(fields[wrapper], depth + 1);
		if (inner === undefined) continue;
		// Fields around the wrapper belong to the task too, as in {"status": "created", "task": {"id":
		// …}}, except those of an envelope.
		const beside = without(fields, wrapper, 'code', 'message');
		return { id: inner.id, fields: { ...beside, ...inner.fields } };
	}
	return undefined;
}
