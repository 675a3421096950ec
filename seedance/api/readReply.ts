/** What a reply to a status read means. A read costs nothing, so it may be repeated. */
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { openEnvelope } from './envelope';
import type { ApiReply } from './http';
import { parsePrediction } from './prediction';
import type { Prediction } from './prediction';
import { retryAfterMs } from './retryAfter';

export type ReadVerdict =
	| { readonly kind: 'read'; readonly prediction: Prediction }
	/** Worth another try: says nothing of the task. */
	| { readonly kind: 'transient'; readonly problem: Problem; readonly retryAfterMs?: number }
	/** Another try would get the same. */
	| { readonly kind: 'permanent'; readonly problem: Problem };

function isTransient(status: number): boolean {
	return status === 408 || status === 429 || status >= 500;
}

/** Judges a reply to a status read of one task. `now` is in ms since the epoch. */
export function judgeRead(reply: ApiReply, taskId: string, now: number): ReadVerdict {
	if (reply.kind === 'noAnswer') {
		const { detail } = reply;
		return { kind: 'transient', problem: problem('unreachable', { taskId, detail }) };
	}
	const opened = openEnvelope(reply.text);
	const isAnswered = reply.status >= 200 && reply.status < 300;
	const status = isAnswered ? (opened.code ?? 200) : reply.status;
	const circumstances = {
		taskId,
		httpStatus: status,
		...(opened.message !== undefined && { said: opened.message }),
	};
	if (status >= 200 && status < 300) {
		const prediction = parsePrediction(opened.data);
		if (prediction !== undefined) return { kind: 'read', prediction };
		return { kind: 'transient', problem: problem('malformedAnswer', { taskId }) };
	}
	if (isTransient(status)) {
		const pause = retryAfterMs(reply.headers['retry-after'], now);
		return {
			kind: 'transient',
			problem: problem(status === 429 ? 'rateLimited' : 'apiUnavailable', circumstances),
			...(pause !== undefined && { retryAfterMs: pause }),
		};
	}
	const permanent = (cause: Problem['cause']): ReadVerdict => ({
		kind: 'permanent',
		problem: problem(cause, circumstances),
	});
	if (status === 401) return permanent('invalidKey');
	if (status === 403) return permanent('forbidden');
	if (status === 404) return permanent('unknownTask');
	return permanent(status < 400 ? 'redirected' : 'requestRefused');
}
