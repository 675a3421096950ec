import type { Case } from '../scene';
import { kill9 } from './kill-9';
import { loop } from './loop';
import { requestKey, requestKeyCrash, requestKeyRetry } from './request-key';
import { retryOnFail } from './retry-on-fail';
import { retryOriginal } from './retry-original';
import { retrySaved } from './retry-saved';
import { stop } from './stop';
import { stopWhileSubmitting } from './stop-while-submitting';
import { twoExecutions } from './two-executions';

/** All cases, in the order in which they are played. To add one: a file beside this, and a line. */
export const cases: readonly Case[] = [
	retryOriginal,
	retrySaved,
	retryOnFail,
	loop,
	twoExecutions,
	stop,
	stopWhileSubmitting,
	requestKey,
	requestKeyRetry,
	// Last, because they kill n8n and start it again.
	requestKeyCrash,
	kill9,
];
