/** Task ids, wherever an answer names them. 32 hex digits in examples; others may come. */
import { asRecord, without } from '../zod';
import type { Fields } from '../zod';

/** In characters. */
const longestId = 256;
const longestUrl = 4_096;

/** What JavaScript makes of nothing when it writes it into a text. */
const written = /^(?:null|undefined|nan|none|\[object object\])$/i;

/** Nobody could enter another id. */
const visible = /[^\s\p{Cf}\u2800\u3164]/u;

/**
 * A task id out of a value: a text, a whole number, or the address of a task. Any letters will do, because the id is encoded
 * where it becomes part of a URL; but ".." as a part of a path could lead to another route even then.
 * @returns undefined for what cannot be asked for by the result route
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
	// Control characters, line breaks and halves of characters have no place in a URL.
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

/** Where answers keep addresses of a task. */
const urlKeys: readonly string[] = ['urls', 'get_url', 'result_url', 'status_url', 'poll_url'];

/** The id in the address of a task: …/predictions/{id}/result. */
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

/** The task id that an object names, by a field of its own or by an address; undefined where it has none. */
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

/** What a task may be wrapped in. */
const wrappers: readonly string[] = ['prediction', 'task', 'data', 'result', 'response', 'job'];
const deepestWrapper = 4;
/** In characters: JSON that stands in a text is only read when it is short. */
const longestText = 100_000;

/** What a text of JSON holds; undefined for other texts, and for those that are too long to be looked at. */
export function parsedText(text: string): unknown {
	if (text.length > longestText || !/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** An object that names a task. */
export interface LocatedTask {
	readonly id: string;
	readonly fields: Fields;
}

/**
 * Finds the object that names a task: the value itself, JSON in a text, or what a wrapper such as
 * {"prediction": …} holds. Not in a list: its entries may be other tasks than the one that is asked for.
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
		// What stands around it belongs to the task, too: {"status": "created", "task": {"id": …}}; but
		// not what an envelope says of itself.
		const beside = without(fields, wrapper, 'code', 'message');
		return { id: inner.id, fields: { ...beside, ...inner.fields } };
	}
	return undefined;
}
