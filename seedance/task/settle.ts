/** What the end of a wait means for whoever asked: a result to hand on, or a problem to report. */
import type { Prediction } from '../api/task';
import { problem } from '../errors/messages';
import { taskProblem } from '../api/task';
import type { Problem } from '../errors/problem';
import type { SubmitAndWaitResult } from './submitAndWait';

export interface SettleChoices {
	/** Whether a task that ended without a video is handed on like any other. */
	readonly failedIsResult: boolean;
	/** Whether a task that is not finished at the deadline is handed on, marked. */
	readonly timedOutIsResult: boolean;
	/** Whether a video that the content check has flagged is handed on like any other. */
	readonly flaggedIsResult: boolean;
}

export type Settled =
	| { readonly ok: true; readonly prediction: Prediction; readonly timedOut?: true }
	| { readonly ok: false; readonly problem: Problem };

/** What can be settled: everything but an item that was never meant to be submitted again. */
export type Settleable = Exclude<SubmitAndWaitResult, { kind: 'skipped' }>;

/** A task whose state nobody could read before the deadline: its id is all that is known. */
function neverRead({ taskId = '', model }: Problem): Prediction {
	const known = { id: taskId, status: 'unknown', ...(model !== undefined && { model }) };
	return { ...known, statusKind: 'running', outputs: [], raw: known };
}

function flagged({ id, model, status }: Prediction): Problem {
	const known = { taskId: id, status, ...(model !== undefined && { model }) };
	return problem('flaggedNsfw', known, { outcome: 'accepted' });
}

/** A task that has ended. */
function settleEnded(prediction: Prediction, choices: SettleChoices): Settled {
	const hasVideo = prediction.statusKind === 'succeeded';
	if (!hasVideo && !choices.failedIsResult) {
		return { ok: false, problem: taskProblem(prediction) };
	}
	return hasVideo && prediction.nsfw === true && !choices.flaggedIsResult
		? { ok: false, problem: flagged(prediction) }
		: { ok: true, prediction };
}

/** Settles one result of waitFor or submitAndWait. */
export function settle(result: Settleable, choices: SettleChoices): Settled {
	switch (result.kind) {
		case 'submitted':
			return { ok: true, prediction: result.prediction };
		case 'notAccepted':
			return { ok: false, problem: result.result.problem };
		case 'terminal':
			return settleEnded(result.prediction, choices);
		case 'deadline':
			return choices.timedOutIsResult
				? { ok: true, prediction: result.prediction ?? neverRead(result.problem), timedOut: true }
				: { ok: false, problem: result.problem };
		case 'notRead':
		case 'stopped':
			return { ok: false, problem: result.problem };
	}
}
