/** Problems as data. Nodes turn them into n8n's errors; the domain only names and explains them. */

export type Outcome = 'accepted' | 'refused' | 'unknown';

/** Every cause that the table in messages.ts explains. */
export type Cause =
	| 'invalidKey'
	| 'forbidden'
	| 'insufficientCredits'
	| 'rateLimited'
	| 'parameterRefused'
	| 'requestRefused'
	| 'unknownModel'
	| 'malformedModel'
	| 'wrongMode'
	| 'modelNotOffered'
	| 'unknownTask'
	| 'taskNotShown'
	| 'missingTaskId'
	| 'malformedTaskId'
	| 'contentModeration'
	| 'mediaNotFetchable'
	| 'taskParameterRefused'
	| 'taskNotMade'
	| 'taskFault'
	| 'taskTookTooLong'
	| 'taskFailed'
	| 'taskDeleted'
	| 'notDeleted'
	| 'deadline'
	| 'unknownOutcome'
	| 'stillUnknown'
	| 'requestKeyUnusable'
	| 'retryNotRecorded'
	| 'retriedBefore'
	| 'downloadFailed'
	| 'flaggedNsfw'
	| 'uploadFailed'
	| 'unreachable'
	| 'tls'
	| 'proxyRefused'
	| 'blockedByN8n'
	| 'invalidKeyCharacters'
	| 'redirected'
	| 'proxyAnswered'
	| 'apiUnavailable'
	| 'malformedAnswer'
	| 'webhookSecretUnavailable'
	| 'notSubmitted'
	| 'stopped'
	| 'costAboveMaximum'
	| 'priceUnknown'
	| 'balanceTooLow'
	| 'balanceUnknown'
	| 'parametersNotJson'
	| 'badBaseUrl'
	| 'missingCredential'
	| 'expressionFailed'
	| 'settingRefused'
	| 'unexpected';

/**
 * The facts that the texts may mention. All are optional, because a text mentions only what is
 * known.
 */
export interface Circumstances {
	readonly taskId?: string;
	readonly model?: string;
	readonly status?: string;
	readonly httpStatus?: number;
	/** The API's own words. */
	readonly said?: string;
	/** A finding of our own, or a network error code. */
	readonly detail?: string;
	/** The network error code, when `detail` is a finding. */
	readonly code?: string;
	/** The value that was given, quoted. */
	readonly got?: string;
	/** The name of a file that the item has. */
	readonly fileName?: string;
	/** What to do instead. */
	readonly advice?: string;
	/** How many files of a task, when it has several: "1 of 2 files". */
	readonly files?: string;
	/** Set when the task's item is returned anyway, with the text in it. */
	readonly hasItem?: boolean;
	/** The ID of the model that replaces a withdrawn one. */
	readonly replacement?: string;
	/** Minutes waited. */
	readonly minutes?: number;
	/** Set when a submit was refused, so that there is no task. */
	readonly isSubmit?: boolean;
	/** The start of an answer that couldn't be read. It's kept as data and isn't part of any text. */
	readonly answer?: string;
	/** Set when the request was to delete a task. */
	readonly isDelete?: boolean;
	/** Set when the request was for the account's recent tasks. */
	readonly isList?: boolean;
}

export interface Problem {
	readonly cause: Cause;
	/** One line that a non-programmer understands. */
	readonly message: string;
	/** What to do next. */
	readonly description: string;
	readonly taskId?: string;
	readonly model?: string;
	/** The task's status, if one is known. */
	readonly status?: string;
	/** The outcome of the submit, if there was one. */
	readonly outcome?: Outcome;
	readonly httpStatus?: number;
	/**
	 * The start of an answer that couldn't be read. It may name a task in a way that only a person
	 * understands.
	 */
	readonly answer?: string;
	/** The API's name of the parameter that the message is about. */
	readonly parameter?: string;
}

/** Causes that would fail every other submit with this key as well. */
const forEveryItem: ReadonlySet<Cause> = new Set([
	'invalidKey',
	'forbidden',
	'insufficientCredits',
]);

/** Whether further submits are pointless until the person acts. */
export const stopsAllSubmits = (problem: Problem) => forEveryItem.has(problem.cause);

const mayBeCharged: ReadonlySet<Cause> = new Set([
	'unknownOutcome',
	'stillUnknown',
	'retriedBefore',
	'stopped',
	'taskNotShown',
]);

/**
 * Whether submitting again could be charged twice, because the first task hasn't been looked for.
 */
const mustNotRepeat = ({ cause }: Problem) => mayBeCharged.has(cause);

/** Causes about a task from which no video will come. */
const withoutVideo: ReadonlySet<Cause> = new Set([
	'contentModeration',
	'insufficientCredits',
	'mediaNotFetchable',
	'taskDeleted',
	'taskFailed',
	'taskFault',
	'taskNotMade',
	'taskParameterRefused',
	'taskTookTooLong',
	'unknownTask',
]);

/** What an AI agent must not do next, as a sentence; empty when it may try again. */
export function agentAdvice(problem: Problem): string {
	const { cause, taskId } = problem;
	if (taskId !== undefined && !withoutVideo.has(cause)) {
		return `Don't create this video again: get it with Seedance Get Result and task ID ${taskId}.`;
	}
	if (mustNotRepeat(problem)) {
		return "Don't create this video again: ask the user to check their recent videos first.";
	}
	return stopsAllSubmits(problem) ? "Don't try again until the user has fixed this." : '';
}
