import type { Prediction } from '../api/prediction';
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
	5000: 'taskFault',
	5003: 'taskFault',
	5004: 'taskTookTooLong',
};

const causeOf = (code: number | undefined): Cause =>
	(code !== undefined && causes[code]) || 'taskFailed';

/** What the same input would meet again: moderation, bad parameters, media. */
const lasting: ReadonlySet<Cause> = new Set([
	'contentModeration',
	'taskParameterRefused',
	'mediaNotFetchable',
]);

/** Whether a failed task would fail again with the same input. */
export const wouldFailAgain = ({ failureCode }: Prediction) => lasting.has(causeOf(failureCode));

/** Why a task that ended without a video did so. */
export function taskProblem(prediction: Prediction): Problem {
	const { id, model, status, failureCode, failureReason } = prediction;
	return problem(
		causeOf(failureCode),
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
