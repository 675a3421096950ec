/** The API's answers, parsed. Only what we need must be right; everything else may be odd. */
import { canonicalStatus, isFinishedWithFile, isModerated, statusKind } from '../task/status';
import type { StatusKind } from '../task/status';
import { z } from '../zod';
import { lenient, wholeNumber } from './lenient';
import type { Fields } from './lenient';
import { outputUrls } from './outputs';
import { locateTask } from './taskId';
import { cut, wordsOf } from './words';

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
