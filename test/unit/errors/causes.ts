import type { Cause } from '../../../seedance/errors/problem';
import type { Circumstances } from '../../../seedance/errors/messages';

/** Every cause; the compiler says when one is missing. Whether it is about one submitted task. */
const isAboutTask: Readonly<Record<Cause, boolean>> = {
	invalidKey: false,
	forbidden: false,
	insufficientCredits: false,
	rateLimited: false,
	parameterRefused: false,
	requestRefused: false,
	unknownModel: false,
	malformedModel: false,
	wrongMode: false,
	modelNotOffered: false,
	unknownTask: true,
	missingTaskId: false,
	malformedTaskId: false,
	contentModeration: true,
	mediaNotFetchable: true,
	taskParameterRefused: true,
	taskNotMade: true,
	taskFault: true,
	taskTookTooLong: true,
	taskFailed: true,
	deadline: true,
	stillUnknown: false,
	requestKeyUnusable: false,
	unknownOutcome: false,
	downloadFailed: true,
	flaggedNsfw: true,
	uploadFailed: false,
	unreachable: false,
	tls: false,
	proxyRefused: false,
	blockedByN8n: false,
	invalidKeyCharacters: false,
	redirected: false,
	apiUnavailable: false,
	malformedAnswer: false,
	webhookSecretUnavailable: false,
	notSubmitted: false,
	stopped: true,
	costAboveMaximum: false,
	priceUnknown: false,
	balanceTooLow: false,
	balanceUnknown: false,
	parametersNotJson: false,
	badBaseUrl: false,
	missingCredential: false,
	expressionFailed: false,
	settingRefused: false,
	unexpected: false,
};

export const causes = Object.keys(isAboutTask) as Cause[];
export const taskCauses = causes.filter((cause) => isAboutTask[cause]);

/** Each circumstance in words that no text holds by itself. */
export const everything: Circumstances = {
	taskId: 'ffeeddcc00112233',
	model: 'bytedance/seedance-x',
	status: 'processing',
	httpStatus: 418,
	said: 'words of the service',
	detail: 'a finding of ours',
	minutes: 12,
};
