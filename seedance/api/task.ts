/** The API's answers, parsed. Only what we need must be right; everything else may be odd. */
import { isAboutCredits } from '../errors/credits';
import { problem } from '../errors/messages';
import type { Cause, Problem } from '../errors/problem';
import { lenient, wholeNumber, z } from '../zod';
import type { Fields } from '../zod';
import { outputUrls } from './outputs';
import { cut, wordsOf } from './replyText';
import { locateTask } from './taskId';

// Task statuses. reference/wavespeed-api.md §C lists every one that has been seen.

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

/** The task-level code for content moderation (reference §F). */
const moderationCode = 1200;

/** A task as an answer of the API describes it. */
export interface Prediction {
	readonly id: string;
	readonly status: string;
	readonly statusKind: StatusKind;
	readonly model?: string;
	/** URLs of the finished files; empty until the task is completed. */
	readonly outputs: readonly string[];
	readonly nsfw?: boolean;
	/** ISO 8601. */
	readonly createdAt?: string;
	/** What the API says of a failed task, at most 500 characters. */
	readonly failureReason?: string;
	/** The task's business code (reference §F); absent when it says that all is well. */
	readonly failureCode?: number;
	readonly inferenceMs?: number;
	/** The data object as it came, out of what it may have been wrapped in. */
	readonly raw: Readonly<Record<string, unknown>>;
}

const text = lenient(z.string().trim().min(1));
const flags = z.union([z.array(z.unknown()), z.boolean().transform((flag) => [flag])]);

const predictionSchema = z.object({
	status: text,
	state: text,
	model: text,
	has_nsfw_contents: lenient(flags),
	created_at: text,
	code: lenient(wholeNumber),
	error_code: lenient(wholeNumber),
	timings: lenient(z.object({ inference: lenient(z.number()) })),
	executionTime: lenient(z.number()),
});
const failureSchema = z.object({ code: lenient(wholeNumber) });

/** In characters, of a text that is no words of the API's: a status, a model, a date. */
const longestName = 200;

/** The files of a task. Elsewhere than in `outputs` they are only looked for when there must be some. */
function outputsOf(task: Fields, hasSucceeded: boolean): string[] {
	const outputs = outputUrls(task.outputs ?? task.output);
	if (outputs.length > 0 || !hasSucceeded) return outputs;
	const { output, result, videos, video, video_url, files, artifacts, url } = task;
	for (const place of [output, result, videos, video, video_url, files, artifacts, url]) {
		const found = outputUrls({ place });
		if (found.length > 0) return found;
	}
	return [];
}

/** Why a task did not succeed, in the API's words. */
function failureReasonOf(task: Fields, hasEnded: boolean): string | undefined {
	return wordsOf(task.error) ?? (hasEnded ? wordsOf(task) : undefined);
}

/**
 * A prediction from the data of an answer, or undefined when it has no id or status.
 * @param assumedStatus for answers whose id alone matters: a submit that names one was accepted
 */
export function parsePrediction(data: unknown, assumedStatus?: string): Prediction | undefined {
	const located = locateTask(data);
	if (located === undefined) return undefined;
	const { id, fields } = located;
	const p = predictionSchema.catch({}).parse(fields);
	// What has a file is finished, whatever else is missing.
	const presumed = outputsOf(fields, false).length > 0 ? 'completed' : assumedStatus;
	const said = p.status ?? p.state ?? presumed;
	if (said === undefined) return undefined;
	const isFlagged = isModerated(said);
	const outputs = outputsOf(fields, statusKind(said) === 'succeeded');
	// "nsfw" beside a video flags it; without one the video was turned down.
	const isFinished = (isFlagged || isFinishedWithFile(said)) && outputs.length > 0;
	const status = isFinished ? 'completed' : said;
	const kind = statusKind(status);
	const nsfw = p.has_nsfw_contents?.length ? p.has_nsfw_contents.includes(true) : undefined;
	const reason = failureReasonOf(fields, kind === 'ended');
	const codes = [p.code, failureSchema.catch({}).parse(fields.error).code, p.error_code];
	const ownCode = codes.find((code) => code !== undefined && code !== 0 && code !== 200);
	const failureCode = ownCode ?? (isFlagged && kind === 'ended' ? moderationCode : undefined);
	const inferenceMs = p.timings?.inference || p.executionTime;
	return {
		id,
		status: cut(canonicalStatus(status), longestName),
		statusKind: kind,
		outputs,
		raw: fields,
		...(p.model !== undefined && { model: cut(p.model, longestName) }),
		...(nsfw !== undefined && { nsfw: nsfw || isFlagged }),
		...(nsfw === undefined && isFlagged && outputs.length > 0 && { nsfw: true }),
		...(p.created_at !== undefined && { createdAt: cut(p.created_at, longestName) }),
		...(reason !== undefined && { failureReason: reason }),
		...(failureCode !== undefined && { failureCode }),
		...(inferenceMs !== undefined && inferenceMs > 0 && { inferenceMs }),
	};
}

/** Task-level codes with a text of their own (reference §F). */
const causes: Readonly<Record<number, Cause>> = {
	1200: 'contentModeration',
	1400: 'taskParameterRefused',
	1401: 'taskParameterRefused',
	1402: 'mediaNotFetchable',
	1403: 'taskNotMade',
	1405: 'taskNotMade',
	// "retry_exhausted": WaveSpeedAI tried several times itself.
	1406: 'taskFault',
	1407: 'insufficientCredits',
	5000: 'taskFault',
	5003: 'taskFault',
	5004: 'taskTookTooLong',
};

/** Whether a code says how a task failed; HTTP has none of these. */
export const isTaskCode = (code: number) => Object.hasOwn(causes, code);

/** Codes that say no more than that it failed; the words may say more. */
const vague: ReadonlySet<Cause> = new Set(['taskFailed', 'taskNotMade', 'taskFault']);

type Failed = Pick<Prediction, 'failureCode' | 'failureReason'>;

function causeOf({ failureCode, failureReason = '' }: Failed): Cause {
	const cause = (failureCode !== undefined && causes[failureCode]) || 'taskFailed';
	return vague.has(cause) && isAboutCredits(failureReason) ? 'insufficientCredits' : cause;
}

/**
 * What it means that a submit is answered with a task-level code: nothing came of it. Undefined for
 * those that leave it open: 5000 may come after the task was made, and with 5004 the API has stopped
 * waiting for a task that goes on.
 */
export const submitCause = (code: number): Cause | undefined => {
	if (code === 5003) return 'apiUnavailable';
	return code < 5000 ? causes[code] : undefined;
};

/** What the same input would meet again: moderation, bad parameters, media. */
const lasting: ReadonlySet<Cause> = new Set([
	'contentModeration',
	'taskParameterRefused',
	'mediaNotFetchable',
]);

/** Whether a failed task would fail again with the same input. */
export const wouldFailAgain = (prediction: Prediction) => lasting.has(causeOf(prediction));

/** Why a task that ended without a video did so. */
export function taskProblem(prediction: Prediction): Problem {
	const { id, model, status, failureCode, failureReason } = prediction;
	return problem(
		causeOf(prediction),
		{
			taskId: id,
			status,
			...(model !== undefined && { model }),
			...(failureReason !== undefined && { said: failureReason }),
			...(failureCode !== undefined && { detail: `code ${failureCode}` }),
		},
		{ outcome: 'accepted' },
	);
}

/** How long the API keeps a prediction and its outputs, in ms (reference §C). */
export const retentionMs = 7 * 24 * 60 * 60 * 1000;

/** When a task's result and links end, as ISO 8601, or undefined when its beginning is not known. */
export function expiresAt(createdAt: string | undefined): string | undefined {
	const begun = Date.parse(createdAt ?? '');
	const end = new Date(begun + retentionMs);
	// Not a date, or one beyond what JavaScript can write.
	return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}
