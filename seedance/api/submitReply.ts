/** What a reply to a submit means for money: the table of design.md §4, "Submitting". */
import { replacementOf } from '../catalogue';
import { isAboutCredits } from '../errors/credits';
import { problem } from '../errors/messages';
import type { Cause, Problem } from '../errors/problem';
import { openEnvelope } from './envelope';
import type { Opened } from './envelope';
import { neverSent } from './http';
import type { ApiReply } from './http';
import { parsePrediction } from './prediction';
import type { Prediction } from './prediction';
import { retryAfterMs } from './retryAfter';

export type SubmitVerdict =
	| { readonly outcome: 'accepted'; readonly prediction: Prediction }
	| {
			readonly outcome: 'refused';
			readonly problem: Problem;
			/** Set when sending the same submit again can neither cost twice nor be pointless. */
			readonly resend?: 'whenReachable' | 'whenNotBusy';
			/** The pause that the API asks for, in ms. */
			readonly retryAfterMs?: number;
	  }
	| { readonly outcome: 'unknown'; readonly problem: Problem };

function refusalCause(status: number, said: string): Cause {
	// Before the words: a rate limit may advise to top up, too.
	if (status === 429) return 'rateLimited';
	if (status === 402 || isAboutCredits(said)) return 'insufficientCredits';
	if (status === 401) return 'invalidKey';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'unknownModel';
	return 'requestRefused';
}

const isRefusal = (status: number) => status >= 400 && status < 500 && status !== 408;

function refused(
	reply: Extract<ApiReply, { kind: 'answer' }>,
	code: number,
	opened: Opened,
	model: string,
	now: number,
): SubmitVerdict {
	const said = opened.message;
	const cause = code === 503 ? 'apiUnavailable' : refusalCause(code, said ?? '');
	const pause = retryAfterMs(reply.headers['retry-after'], now);
	const replacement = cause === 'unknownModel' ? replacementOf(model) : undefined;
	const isBusy = cause === 'rateLimited' || cause === 'apiUnavailable';
	return {
		outcome: 'refused',
		problem: problem(
			cause,
			{
				model,
				httpStatus: code,
				...(said !== undefined && { said }),
				...(replacement !== undefined && { replacement }),
			},
			{ outcome: 'refused' },
		),
		...(isBusy && { resend: 'whenNotBusy' as const }),
		...(isBusy && pause !== undefined && { retryAfterMs: pause }),
	};
}

function unknown(detail: string, model: string, opened?: Opened, status?: number): SubmitVerdict {
	// An answer that is not a plain yes may still name the task: then it can be looked up.
	const taskId = parsePrediction(opened?.data, 'created')?.id;
	const circumstances = {
		model,
		detail,
		...(taskId !== undefined && { taskId }),
		...(opened?.message !== undefined && { said: opened.message }),
		...(status !== undefined && { httpStatus: status }),
	};
	return {
		outcome: 'unknown',
		problem: problem('unknownOutcome', circumstances, { outcome: 'unknown' }),
	};
}

function withoutReply(code: string, detail: string, model: string): SubmitVerdict {
	const why = neverSent(code);
	if (why === undefined) {
		return unknown(`The connection ended without an answer (${detail})`, model);
	}
	return {
		outcome: 'refused',
		problem: problem(why, { model, detail }, { outcome: 'refused' }),
		...(why === 'unreachable' && { resend: 'whenReachable' as const }),
	};
}

/**
 * Judges a reply to a submit.
 * @param model the id that was submitted to
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function judgeSubmit(reply: ApiReply, model: string, now: number): SubmitVerdict {
	if (reply.kind === 'noAnswer') return withoutReply(reply.code, reply.detail, model);
	const { status } = reply;
	const opened = openEnvelope(reply.text);
	const prediction = parsePrediction(opened.data, 'created');
	if (status >= 200 && status < 300) {
		const code = opened.code ?? 200;
		if (isRefusal(code) && prediction === undefined)
			return refused(reply, code, opened, model, now);
		if (code >= 400) {
			return unknown(`The API answered with its own code ${code}`, model, opened, code);
		}
		if (prediction !== undefined) return { outcome: 'accepted', prediction };
		const what = opened.isJson ? 'without a task id' : 'that cannot be read';
		return unknown(`The API gave an answer ${what}`, model, opened, status);
	}
	if (status >= 300 && status < 400) {
		const redirected = problem('redirected', { model, httpStatus: status }, { outcome: 'refused' });
		return { outcome: 'refused', problem: redirected };
	}
	// A 503 in the API's own envelope comes from the API before any work; without it, from some gateway.
	const isOwn503 = status === 503 && opened.code !== undefined;
	const isRefused = isRefusal(status) || isOwn503;
	if (isRefused && prediction === undefined) return refused(reply, status, opened, model, now);
	return unknown(`The API answered with HTTP ${status}`, model, opened, status);
}
