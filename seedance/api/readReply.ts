/** What a reply to a read means. A read costs nothing, so it may be repeated. */
import { problem } from '../errors/messages';
import type { Circumstances } from '../errors/messages';
import type { Cause, Problem } from '../errors/problem';
import { isTaskCode } from '../errors/taskProblem';
import { isWebPage, openEnvelope } from './envelope';
import { answerTooLarge } from './http';
import type { ApiReply, FailurePhase } from './http';
import { parsePrediction } from './prediction';
import type { Prediction } from './prediction';
import { retryAfterMs } from './retryAfter';
import { excerptOf } from './words';

/** A reply that does not tell what was asked. */
export type Unread =
	/** Worth another try: says nothing of what was asked. */
	| { readonly kind: 'transient'; readonly problem: Problem; readonly retryAfterMs?: number }
	/** Another try would get the same. */
	| { readonly kind: 'permanent'; readonly problem: Problem };

export type ReadVerdict = { readonly kind: 'read'; readonly prediction: Prediction } | Unread;

/** What is read, and the words for when it cannot be. */
interface Reading<T> {
	/** Finds it in the data of an answer; undefined where it is not there. */
	readonly find: (data: unknown) => T | undefined;
	readonly circumstances: Circumstances;
	/** What a 404 means. */
	readonly notFound: Cause;
}

/** What is to be mended before any request arrives. */
const causeOfPhase: Readonly<Partial<Record<FailurePhase, Cause>>> = {
	tls: 'tls',
	proxy: 'proxyRefused',
	blocked: 'blockedByN8n',
	invalidRequest: 'invalidKeyCharacters',
};

/** Whether a GET that was answered with this status may bring something in another try (reference §F). */
export function isTransient(status: number): boolean {
	return status === 408 || status === 429 || status >= 500;
}

/** Why nothing was answered, or nothing that could be read to its end. */
function noAnswerProblem(
	{ code, phase, detail }: Extract<ApiReply, { kind: 'noAnswer' }>,
	about: Circumstances,
): Problem {
	if (code === answerTooLarge) {
		return problem('malformedAnswer', { ...about, detail: `It gave ${detail}` });
	}
	const cause = causeOfPhase[phase] ?? 'unreachable';
	return problem(cause, { ...about, detail });
}

/** "Prediction not found", which some routes give a 400. */
const isNotFound = (said: string) =>
	/\b(?:prediction|task|model)\b.{0,200}\b(?:not found|does(?:n't| not) exist|is unknown)\b|\b(?:unknown|no such) (?:prediction|task|model)\b/i.test(
		said,
	);

/** Judges a reply to any request that only reads. `now` is in ms since the epoch. */
export function judgeReading<T extends object>(
	reply: ApiReply,
	{ find, circumstances: about, notFound }: Reading<T>,
	now: number,
): ({ readonly kind: 'read' } & T) | Unread {
	if (reply.kind === 'noAnswer') {
		return { kind: 'transient', problem: noAnswerProblem(reply, about) };
	}
	const opened = openEnvelope(reply.text);
	const isAnswered = reply.status >= 200 && reply.status < 300;
	const status = isAnswered ? (opened.code ?? 200) : reply.status;
	const circumstances = {
		...about,
		httpStatus: status,
		...(opened.message !== undefined && { said: opened.message }),
	};
	const isFine = status >= 200 && status < 300;
	const found = isFine ? find(opened.data) : undefined;
	if (found !== undefined) return { kind: 'read', ...found };
	// It may pass, as firewalls do that slow down a flood; what it says is not about what was asked.
	if (isWebPage(reply) && (isFine || status >= 400)) {
		const page = { ...about, httpStatus: reply.status };
		return { kind: 'transient', problem: problem('proxyAnswered', page) };
	}
	if (isFine) {
		const answer = excerptOf(reply.text);
		const unread = { ...about, ...(answer !== undefined && { answer }) };
		return { kind: 'transient', problem: problem('malformedAnswer', unread) };
	}
	if (isTransient(status)) {
		const pause = retryAfterMs(reply.headers['retry-after'], now);
		return {
			kind: 'transient',
			problem: problem(status === 429 ? 'rateLimited' : 'apiUnavailable', circumstances),
			...(pause !== undefined && { retryAfterMs: pause }),
		};
	}
	const permanent = (cause: Cause): Unread => ({
		kind: 'permanent',
		problem: problem(cause, circumstances),
	});
	if (status === 401) return permanent('invalidKey');
	if (status === 403) return permanent('forbidden');
	if (status === 404 || isNotFound(opened.message ?? '')) return permanent(notFound);
	return permanent(status < 400 ? 'redirected' : 'requestRefused');
}

function findPrediction(data: unknown) {
	const prediction = parsePrediction(data);
	return prediction && { prediction };
}

/**
 * The end of a task in an answer that is no plain yes: some services repeat the code of a task's failure
 * as that of the answer. Believed only of this very task, and of a failure only with a code of a task's:
 * "error" alone may be said of the answer itself, and a task that goes on is paid for.
 */
function endOf(reply: ApiReply, taskId: string): Prediction | undefined {
	if (reply.kind === 'noAnswer') return undefined;
	const { data, code: outer = 0 } = openEnvelope(reply.text);
	const prediction = parsePrediction(data);
	if (prediction?.id !== taskId) return undefined;
	const { statusKind, outputs, failureCode = outer } = prediction;
	if (statusKind === 'succeeded' && outputs.length > 0) return prediction;
	return statusKind === 'ended' && isTaskCode(failureCode)
		? { ...prediction, failureCode }
		: undefined;
}

/** Judges a reply to a status read of one task. `now` is in ms since the epoch. */
export function judgeRead(reply: ApiReply, taskId: string, now: number): ReadVerdict {
	const reading = {
		find: findPrediction,
		circumstances: { taskId },
		notFound: 'unknownTask',
	} as const;
	const verdict = judgeReading(reply, reading, now);
	const prediction = verdict.kind === 'read' ? undefined : endOf(reply, taskId);
	return prediction === undefined ? verdict : { kind: 'read', prediction };
}
