import type { IHttpRequestOptions } from 'n8n-workflow';

/**
 * How every request is made with n8n's helper: answers of any status come back whole, and no redirect
 * is followed, because the key must not travel, a POST must not be sent twice, and each leg of a
 * download must be allowed.
 */
export const answerAsItIs = {
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
} as const satisfies Partial<IHttpRequestOptions>;
