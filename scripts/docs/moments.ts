/** What each cause means for money, which decides its heading. */
import type { Cause } from '../../seedance/errors/problem';

/** What it means for money. */
export type Moment =
	/** Nothing was submitted, or it was refused: nothing is charged. */
	| 'refused'
	/** It isn't known whether the submit was accepted. */
	| 'unknown'
	/** The task exists and ended without a video. */
	| 'ended'
	/** The task exists and is charged. */
	| 'accepted'
	/** The node only reads a task. */
	| 'reading';

/** In the order of the page. The compiler reports a missing cause. */
export const momentsOf: Readonly<Record<Cause, readonly Moment[]>> = {
	missingCredential: ['refused'],
	badBaseUrl: ['refused'],
	invalidKey: ['refused'],
	forbidden: ['refused'],
	insufficientCredits: ['refused', 'ended'],
	rateLimited: ['refused', 'reading'],
	parameterRefused: ['refused'],
	parametersNotJson: ['refused'],
	malformedModel: ['refused'],
	wrongMode: ['refused'],
	modelNotOffered: ['refused'],
	unknownModel: ['refused'],
	requestRefused: ['refused', 'reading'],
	uploadFailed: ['refused'],
	costAboveMaximum: ['refused'],
	priceUnknown: ['refused'],
	balanceTooLow: ['refused'],
	balanceUnknown: ['refused'],
	requestKeyUnusable: ['refused'],
	retryNotRecorded: ['refused'],
	webhookSecretUnavailable: ['refused'],
	unreachable: ['refused', 'reading'],
	tls: ['refused'],
	proxyRefused: ['refused'],
	blockedByN8n: ['refused'],
	invalidKeyCharacters: ['refused'],
	redirected: ['refused', 'reading'],
	proxyAnswered: ['refused', 'reading'],
	apiUnavailable: ['refused', 'reading'],
	expressionFailed: ['refused'],
	settingRefused: ['refused'],
	notSubmitted: ['refused'],
	stopped: ['refused', 'accepted'],
	unknownOutcome: ['unknown'],
	stillUnknown: ['unknown'],
	unexpected: ['unknown'],
	retriedBefore: ['unknown'],
	contentModeration: ['ended'],
	mediaNotFetchable: ['ended'],
	taskParameterRefused: ['ended'],
	taskNotMade: ['ended'],
	taskFault: ['ended'],
	taskTookTooLong: ['ended'],
	taskFailed: ['ended'],
	taskDeleted: ['unknown'],
	deadline: ['accepted'],
	taskNotShown: ['accepted'],
	downloadFailed: ['accepted'],
	flaggedNsfw: ['accepted'],
	missingTaskId: ['reading'],
	malformedTaskId: ['reading'],
	unknownTask: ['reading'],
	notDeleted: ['reading'],
	malformedAnswer: ['reading'],
};
