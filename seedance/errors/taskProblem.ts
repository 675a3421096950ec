import type { Prediction } from '../api/prediction';
import { isAboutCredits } from './credits';
import { problem } from './messages';
import type { Cause, Problem } from './problem';

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
