/**
 * Parses tasks in the API's answers (docs/internals/api.md#task-object). Only the fields that we
 * need must be valid.
 */

import { defined } from '../result';
import { problem } from '../errors/messages';
import type { Cause, Problem } from '../errors/problem';
import { lenient, wholeNumber, z, asRecord } from '../zod';
import type { Fields } from '../zod';
import { cut, isAboutCredits, locateTask, wordsOf, parsedText } from './replyText';

// The URLs of a task's files, in whatever shape the answer has them.

/** The most values that are visited, because a hostile answer mustn't cost time or nest without end. */
const mostValues = 1_000;

/** A URL may be without its scheme: //host/video.mp4 */
const withScheme = (address: string) => address.trim().replace(/^(?=\/\/)/, 'https:');
const text = lenient(z.string().transform(withScheme).pipe(z.string().min(1)));

/** The field of an object that holds its file's URL. */
const addressKeys = 'url video_url videoUrl download_url file_url uri href'.split(' ');

/** Whether a field is a preview image of a video. */
const isPreview = (key: string) => /thumb|cover|poster|preview|first_?frame|last_?frame/i.test(key);
const isWebAddress = (text: string) => /^https?:\/\//i.test(text);

/**
 * Returns the URLs in a task's `outputs`: a string, an object with a `url`, {"video": {"url": …}},
 * or lists of these. Strings in a list always count; in an object with other fields only URLs do.
 */
function outputUrls(value: unknown): string[] {
	let left = mostValues;

	function within(part: unknown, isField: boolean): string[] {
		left -= 1;
		if (left < 0) return [];
		if (typeof part === 'string') {
			const json = parsedText(part);
			if (json !== undefined) return within(json, true);
			const address = withScheme(part);
			return address !== '' && (!isField || isWebAddress(address)) ? [address] : [];
		}
		if (Array.isArray(part)) return part.flatMap((entry) => within(entry, isField));
		const fields = asRecord(part) ?? {};
		for (const key of addressKeys) {
			const address = text.parse(fields[key]);
			if (address !== undefined) return [address];
		}
		const entries = Object.entries(fields).filter(([key]) => !isPreview(key));
		const videos = entries.filter(([key]) => /video/i.test(key));
		const found = videos.flatMap(([, inner]) => within(inner, true));
		return found.length > 0 ? found : entries.flatMap(([, inner]) => within(inner, true));
	}
	return within(value, false);
}

// Task statuses (docs/internals/api.md#task-statuses).

export type StatusKind = 'running' | 'succeeded' | 'ended';

const succeeded = new Set(['completed', 'succeeded', 'success']);
/** The statuses of an end without a video, with the spelling that we use. */
const endings = {
	failed: 'failed failure fail error errored nsfw rejected',
	cancelled: 'cancelled canceled aborted',
	timeout: 'timeout timed_out time_out timedout expired',
	deleted: 'deleted',
};
const ended = new Map(
	Object.entries(endings).flatMap(([to, words]) => words.split(' ').map((word) => [word, to])),
);

/** Normalises a status: "Timed Out" and "TIMED-OUT" are equal. */
const wordOf = (status: string) => status.toLowerCase().replace(/[\s-]+/g, '_');

/** Whether a status means that moderation rejected the video. */
const isModerated = (status: string) => wordOf(status) === 'nsfw';

/** Statuses that aren't WaveSpeedAI's, and count as an end only for a task with a file. */
const finished = new Set(['complete', 'done', 'finished', 'succeed', 'ok', 'ready']);

/** Whether a status means that a task with a file is finished. */
const isFinishedWithFile = (status: string) => finished.has(wordOf(status));

/**
 * The meaning of a status for a wait. An unknown one means that the task is running, because a new
 * status must not make us give up a paid task.
 */
export function statusKind(status: string): StatusKind {
	const word = wordOf(status);
	if (succeeded.has(word)) return 'succeeded';
	return ended.has(word) ? 'ended' : 'running';
}

/**
 * The canonical spelling of a status: lower case, and "completed" for aliases such as "succeeded".
 */
export function canonicalStatus(status: string): string {
	const word = wordOf(status);
	return succeeded.has(word) ? 'completed' : (ended.get(word) ?? status);
}

/** The task code for content moderation (docs/internals/api.md#task-codes). */
const moderationCode = 1200;

/** A task as an answer of the API describes it. */
export interface Task {
	readonly id: string;
	readonly status: string;
	readonly statusKind: StatusKind;
	readonly model?: string;
	/** URLs of the finished files; empty until the task is completed. */
	readonly outputs: readonly string[];
	readonly nsfw?: boolean;
	/** ISO 8601. */
	readonly createdAt?: string;
	/** The API's message about a failed task, at most 500 characters. */
	readonly failureReason?: string;
	/** The task code (docs/internals/api.md#task-codes); absent when it means that all is well. */
	readonly failureCode?: number;
	readonly inferenceMs?: number;
	/** The task's own object, unwrapped and otherwise unchanged. */
	readonly raw: Readonly<Record<string, unknown>>;
}

const nsfwFlag = z.union([z.boolean(), z.string().regex(/^(?:true|false)$/i)]);
const nsfwFlags = z
	.union([z.array(z.unknown()), z.record(z.unknown()), nsfwFlag.transform((flag) => [flag])])
	.transform(Object.values<unknown>);
const isYes = (flag: unknown) => /^(?:true|1)$/i.test(String(flag));

/** The longest status, model or date, in characters. */
const longestName = 200;
const name = lenient(z.string().transform((given) => cut(given, longestName) || undefined));

/** A duration; 0 means that it isn't known. */
const someMs = lenient(z.number().positive());

const taskSchema = z.object({
	status: name,
	state: name,
	model: name,
	has_nsfw_contents: lenient(nsfwFlags),
	created_at: name,
	code: lenient(wholeNumber),
	error_code: lenient(wholeNumber),
	timings: lenient(z.object({ inference: someMs })),
	executionTime: someMs,
});
const failureSchema = z.object({ code: lenient(wholeNumber) });

const places = 'output result content videos video video_url files artifacts url'.split(' ');

/**
 * The files of a task. Other fields than `outputs` are searched only when the task must have some.
 */
function outputsOf(task: Fields, hasSucceeded: boolean): string[] {
	const outputs = outputUrls(task.outputs ?? task.output);
	if (outputs.length > 0 || !hasSucceeded) return outputs;
	for (const place of places.map((name) => task[name])) {
		const found = outputUrls({ place });
		if (found.length > 0) return found;
	}
	return [];
}

/** Why a task didn't succeed, in the API's words. */
function failureReasonOf(task: Fields, hasEnded: boolean): string | undefined {
	return wordsOf(task.error) ?? (hasEnded ? wordsOf(task) : undefined);
}

/**
 * Returns the task in the data of an answer; undefined when it has no ID or status.
 * @param assumedStatus used when the answer has an ID but no status, such as that of a submit
 */
export function parseTask(data: unknown, assumedStatus?: string): Task | undefined {
	const located = locateTask(data);
	if (located === undefined) return undefined;
	const { id, fields } = located;
	const p = taskSchema.catch({}).parse(fields);
	// A task with a file is completed, whatever else is missing.
	const presumed = outputsOf(fields, false).length > 0 ? 'completed' : assumedStatus;
	const said = p.status ?? p.state ?? presumed;
	if (said === undefined) return undefined;
	const isFlagged = isModerated(said);
	const outputs = outputsOf(fields, statusKind(said) === 'succeeded');
	// "nsfw" flags a video if there is one. Without one, moderation rejected it.
	const isFinished = (isFlagged || isFinishedWithFile(said)) && outputs.length > 0;
	const status = isFinished ? 'completed' : said;
	const kind = statusKind(status);
	const flags = p.has_nsfw_contents ?? [];
	const isChecked = flags.length > 0 || (isFlagged && isFinished);
	const nsfw = isChecked ? isFlagged || flags.some(isYes) : undefined;
	const reason = failureReasonOf(fields, kind === 'ended');
	const codes = [p.code, failureSchema.catch({}).parse(fields.error).code, p.error_code];
	const ownCode = codes.find((code) => code !== undefined && code !== 0 && code !== 200);
	const failureCode = ownCode ?? (isFlagged && kind === 'ended' ? moderationCode : undefined);
	const inferenceMs = p.timings?.inference ?? p.executionTime;
	return {
		id,
		status: canonicalStatus(status),
		statusKind: kind,
		outputs,
		raw: fields,
		...defined({
			model: p.model,
			nsfw,
			createdAt: p.created_at,
			failureReason: reason,
			failureCode,
			inferenceMs,
		}),
	};
}

/** Causes of task codes (docs/internals/api.md#task-codes). */
const causes: Readonly<Record<number, Cause>> = {
	1200: 'contentModeration',
	1400: 'taskParameterRefused',
	1401: 'taskParameterRefused',
	1402: 'mediaNotFetchable',
	1403: 'taskNotMade',
	1405: 'taskNotMade',
	// "retry_exhausted": WaveSpeedAI itself has retried.
	1406: 'taskFault',
	1407: 'insufficientCredits',
	5000: 'taskFault',
	5003: 'taskFault',
	5004: 'taskTookTooLong',
};

/** Whether a code is a task code; HTTP has none of these. */
export const isTaskCode = (code: number) => Object.hasOwn(causes, code);

/** Causes that only say that the task failed. The words may say more. */
const vague: ReadonlySet<Cause> = new Set(['taskFailed', 'taskNotMade', 'taskFault']);

type Failed = Pick<Task, 'failureCode' | 'failureReason' | 'status'>;

/** Whether somebody has ended a task, so that nobody promises a refund. */
export const wasDeleted = ({ status }: Pick<Task, 'status'>) =>
	status === 'cancelled' || status === 'deleted';

function causeOf({ failureCode, failureReason = '', status }: Failed): Cause {
	const cause = causes[failureCode ?? 0] ?? 'taskFailed';
	if (!vague.has(cause)) return cause;
	if (isAboutCredits(failureReason)) return 'insufficientCredits';
	return cause === 'taskFailed' && wasDeleted({ status }) ? 'taskDeleted' : cause;
}

/**
 * The cause when a task code answers a submit, which means that it was refused. Undefined for codes
 * that leave this open: 5000 may come after the task was created, and with 5004 the API has stopped
 * waiting for a task that keeps running.
 */
export const submitCause = (code: number): Cause | undefined => {
	if (code === 5003) return 'apiUnavailable';
	return code < 5000 ? causes[code] : undefined;
};

/** Causes that the same input would have again: moderation, parameters, media. */
const lasting: ReadonlySet<Cause> = new Set([
	'contentModeration',
	'taskParameterRefused',
	'mediaNotFetchable',
]);

/** Whether a failed task would fail again with the same input. */
export const wouldFailAgain = (task: Task) => lasting.has(causeOf(task));

/** Returns the problem of a task that ended without a video. */
export function taskProblem(task: Task): Problem {
	const { id, model, status, failureCode, failureReason } = task;
	return problem(
		causeOf(task),
		{
			taskId: id,
			status,
			...defined({
				model,
				said: failureReason,
				detail: failureCode === undefined ? undefined : `code ${failureCode}`,
			}),
		},
		{ outcome: 'accepted' },
	);
}

/** How long the API keeps a task and its outputs, in ms (docs/internals/api.md#retention). */
export const retentionMs = 7 * 24 * 60 * 60 * 1000;

/** When a task and its links expire, in ISO 8601; undefined when its creation time isn't known. */
export function expiresAt(createdAt: string | undefined): string | undefined {
	const begun = Date.parse(createdAt ?? '');
	const end = new Date(begun + retentionMs);
	// It isn't a date, or is out of JavaScript's range.
	return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}
