/** What went wrong, as data: nodes turn it into n8n's errors, the domain only names and explains it. */

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
	/** What became of the submit, where there was one. */
	readonly outcome?: Outcome;
	readonly httpStatus?: number;
	/**
	 * The start of an answer that nothing could be made of: it may name a task in a way that only a
	 * person understands.
	 */
	readonly answer?: string;
	/** The name of the parameter at the API that the message is about. */
	readonly parameter?: string;
}

/** Causes that every further submit with this key would meet too. */
const forEveryItem: ReadonlySet<Cause> = new Set([
	'invalidKey',
	'forbidden',
	'insufficientCredits',
]);

/** Whether further submits are pointless (and would only annoy the API) until the person acts. */
export const stopsAllSubmits = (problem: Problem) => forEveryItem.has(problem.cause);

const mayBePaidFor: ReadonlySet<Cause> = new Set([
	'unknownOutcome',
	'stillUnknown',
	'retriedBefore',
	'stopped',
	'taskNotShown',
]);

/** Whether submitting the same again could be paid for twice without anybody having looked. */
export const mustNotRepeat = ({ cause }: Problem) => mayBePaidFor.has(cause);
