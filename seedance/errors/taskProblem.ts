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

/** Why a task that ended without a video did so. */
export function taskProblem(prediction: Prediction): Problem {
	const { id, model, status, failureCode, failureReason } = prediction;
	const cause = (failureCode !== undefined && causes[failureCode]) || 'taskFailed';
	return problem(
		cause,
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
