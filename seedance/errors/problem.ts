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

const mayBePaidFor: ReadonlySet<Cause> = new Set([
	'unknownOutcome',
	'stillUnknown',
	'retriedBefore',
	'stopped',
	'taskNotShown',
]);

/**
 * Whether submitting again could be charged twice, because the first task hasn't been looked for.
 */
export const mustNotRepeat = ({ cause }: Problem) => mayBePaidFor.has(cause);
