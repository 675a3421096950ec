/**
 * Interprets replies to a submit: accepted, refused or unknown
 * (docs/internals/decisions.md#unknown-outcomes).
 */

import { defined } from '../result';
import { problem } from '../errors/messages';
import type { Cause, Problem } from '../errors/problem';
import { replacementOf } from '../models';
import { lenient, wholeNumber, z } from '../zod';
import { isStopped, sleepUntil } from '../time';
import { retryAfterMs, resultUrl, afterTransient, retry } from './http';
import type { ApiReply, Failure, FailurePhase, Ports } from './http';
import { isWebPage, openEnvelope, parseTaskReply } from './reply';
import type { Opened, TaskReply, Unread } from './reply';
import { excerptOf, isAboutCredits, onlyEntry } from './replyText';
import { parseTask, submitCause } from './task';
import type { Task } from './task';

export type SubmitReply =
	| { readonly outcome: 'accepted'; readonly task: Task }
	| {
			readonly outcome: 'refused';
			readonly problem: Problem;
			/**
			 * When the same submit may be sent again; absent when that could charge twice or can't help.
			 */
			readonly resend?: 'whenReachable' | 'whenNotBusy';
			/** The pause that the API asks for, in ms. */
			readonly retryAfterMs?: number;
	  }
	| { readonly outcome: 'unknown'; readonly problem: Problem };

/** Whether a message says that a model wasn't found, which some routes answer with 400. */
const isAboutModel = (said: string) =>
	/\b(unknown|no such) model\b|\bmodel\b.{0,200}\b(not (found|exist|available)|does(n't| not) exist|is unknown)\b/i.test(
		said,
	);

const taskCodeSchema = lenient(z.object({ code: lenient(wholeNumber) }));
const innerCodeOf = (data: unknown) => taskCodeSchema.parse(data)?.code;
const no = z.literal(false);
/** An answer that says that the request has failed, whatever its status. */
const failedSchema = z.union([z.object({ success: no }), z.object({ ok: no })]);

/**
 * @param codes the HTTP status or the envelope's code first, which decides when the others say
 * nothing
 */
function refusalCause(codes: ReadonlyArray<number | undefined>, said: string): Cause {
	const [status] = codes;
	// The status comes before the words, because a rate limit may advise to top up too.
	if (status === 429) return 'rateLimited';
	if (status === 407) return 'proxyRefused';
	const ofTask = codes.flatMap((code) => submitCause(code ?? 0) ?? [])[0];
	if (ofTask !== undefined && !isAboutCredits(said)) return ofTask;
	if (status === 402 || isAboutCredits(said)) return 'insufficientCredits';
	if (status === 401) return 'invalidKey';
	if (status === 403) return 'forbidden';
	return status === 404 || isAboutModel(said) ? 'unknownModel' : 'requestRefused';
}

const isRefusal = (status: number) => status >= 400 && status < 500 && status !== 408;

/** An envelope's code can be a task code (docs/internals/api.md#submitting). */
const isRefusedByCode = (code: number) => isRefusal(code) || submitCause(code) !== undefined;

function refused(
	reply: Extract<ApiReply, { kind: 'answer' }>,
	code: number,
	opened: Opened,
	model: string,
	now: number,
): SubmitReply {
	const said = opened.message;
	const codes = [code, opened.code, innerCodeOf(opened.data)];
	const isPage = isWebPage(reply) && code !== 429 && code !== 407;
	const cause = isPage ? 'proxyAnswered' : refusalCause(codes, said ?? '');
	const pause = retryAfterMs(reply.headers['retry-after'], now);
	const isBusy = cause === 'rateLimited';
	return {
		outcome: 'refused',
		problem: problem(
			cause,
			{
				model,
				httpStatus: code,
				isSubmit: true,
				...defined({ said, replacement: replacementOf(model) }),
			},
			{ outcome: 'refused' },
		),
		...(isBusy && { resend: 'whenNotBusy' as const, ...defined({ retryAfterMs: pause }) }),
	};
}

/** @param text of an answer without a task, in which a person may find one */
function unknown(
	detail: string,
	model: string,
	{ opened, code }: { opened?: Opened; code?: string } = {},
	status?: number,
	text = '',
): SubmitReply {
	// An answer that isn't a success may still name the task, which can then be read.
	const taskId = parseTask(opened?.data, 'created')?.id;
	const circumstances = {
		model,
		detail,
		...defined({
			answer: excerptOf(text),
			taskId,
			said: opened?.message,
			httpStatus: status,
			code,
		}),
	};
	return {
		outcome: 'unknown',
		problem: problem('unknownOutcome', circumstances, { outcome: 'unknown' }),
	};
}

const neverSent: Readonly<Record<Exclude<FailurePhase, 'sent'>, Cause>> = {
	connecting: 'unreachable',
	tls: 'tls',
	proxy: 'proxyRefused',
	blocked: 'blockedByN8n',
	invalidRequest: 'invalidKeyCharacters',
};

/** Whether a later connection may succeed. */
const mayPass = ({ phase, proxyStatus = 502 }: Failure) =>
	phase === 'connecting' || (phase === 'proxy' && (proxyStatus >= 500 || proxyStatus === 429));

function withoutReply(reply: Extract<ApiReply, { kind: 'noAnswer' }>, model: string): SubmitReply {
	const { phase, detail } = reply;
	if (phase === 'sent') {
		return unknown('The connection ended without an answer', model, { code: detail });
	}
	return {
		outcome: 'refused',
		problem: problem(neverSent[phase], { model, detail }, { outcome: 'refused' }),
		...(mayPass(reply) && { resend: 'whenReachable' as const }),
	};
}

/**
 * Interprets a reply to a submit.
 * @param model the ID that was submitted to
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function parseSubmitReply(reply: ApiReply, model: string, now: number): SubmitReply {
	if (reply.kind === 'noAnswer') return withoutReply(reply, model);
	const { status } = reply;
	const opened = openEnvelope(reply.text);
	const task = parseTask(onlyEntry(opened.data), 'created');
	if (status >= 200 && status < 300) {
		const [outer, inner] = [opened.code ?? 200, innerCodeOf(opened.data) ?? 200];
		const isInner = task === undefined && outer < 300 && isRefusedByCode(inner);
		const code = isInner ? inner : outer;
		if (isRefusedByCode(code) && task === undefined)
			return refused(reply, code, opened, model, now);
		const hasFailed = task === undefined && failedSchema.safeParse(opened.data).success;
		if (hasFailed && isAboutCredits(opened.message ?? '')) {
			return refused(reply, 402, opened, model, now);
		}
		if (code >= 400) {
			return unknown("WaveSpeedAI's answer was unclear", model, { opened }, code);
		}
		const located = task ?? parseTask({ urls: reply.headers.location }, 'created');
		if (located !== undefined) return { outcome: 'accepted', task: located };
		const unread = isWebPage(reply)
			? 'A proxy or firewall answered instead of WaveSpeedAI'
			: "WaveSpeedAI's answer can't be read";
		const detail = opened.isJson ? "WaveSpeedAI's answer has no task ID" : unread;
		return unknown(detail, model, { opened }, status, reply.text);
	}
	if (status >= 300 && status < 400 && task === undefined) {
		const redirected = problem('redirected', { model, httpStatus: status }, { outcome: 'refused' });
		return { outcome: 'refused', problem: redirected };
	}
	// The envelope's code doesn't count, because gateways answer JSON with codes of their own.
	if (isRefusal(status) && task === undefined) return refused(reply, status, opened, model, now);
	const detail = isWebPage(reply)
		? 'A proxy or firewall answered instead of WaveSpeedAI'
		: "WaveSpeedAI didn't confirm the request";
	return unknown(detail, model, { opened }, status);
}

/** How long one read may wait for its answer, in ms. */
const readTimeoutMs = 30_000;

/** Adjusts the pace of all reads with this key to the answer of one. */
export function adjustPace(
	{ pace, now, random }: Ports,
	verdict: { readonly kind: 'read' } | Unread,
) {
	if (verdict.kind === 'read') pace?.speedUp();
	if (verdict.kind !== 'transient') return;
	const { problem, retryAfterMs: asked } = verdict;
	if (problem.cause === 'rateLimited' || asked !== undefined) {
		pace?.slowDown(asked, now(), random());
	}
}

/** Reads a task once. Never throws. */
export async function readOnce(taskId: string, ports: Ports): Promise<TaskReply> {
	const url = resultUrl(ports.baseUrl, taskId);
	const reply = await ports.http({ method: 'GET', url, timeoutMs: readTimeoutMs });
	const verdict = parseTaskReply(reply, taskId, ports.now());
	adjustPace(ports, verdict);
	return verdict;
}

export interface NotRead {
	readonly kind: 'notRead';
	readonly problem: Problem;
	/** Whether a retry would get the same result. */
	readonly isLasting: boolean;
}

export type RetrieveResult = { readonly kind: 'read'; readonly task: Task } | NotRead;

export interface Persistence {
	/** The most reads. */
	readonly tries?: number;
	/** The longest pause before a try, in ms, whatever a Retry-After asks for. */
	readonly longestPauseMs?: number;
}

/** How often a read that waits for its turn asks for it, in ms. */
const turnMs = 100;

/** Waits until a read may begin, but no longer than so many ms. */
async function takeTurn(ports: Ports, longestMs: number): Promise<void> {
	const { pace, now } = ports;
	const until = now() + longestMs;
	while (pace !== undefined && pace.left(now()) < 1 && now() < until && !isStopped(ports)) {
		await sleepUntil(Math.min(until, now() + turnMs), ports);
	}
	pace?.take(now());
}

/**
 * Reads with retries after transient failures (network, 429, 5xx), at the pace of all reads with
 * this key.
 */
export async function readAgain<Read extends { readonly kind: 'read' }>(
	readIt: () => Promise<Read | Unread>,
	ports: Ports,
	{ tries = 4, longestPauseMs = 30_000 }: Persistence = {},
): Promise<Read | NotRead> {
	const readInTurn = async () => {
		await takeTurn(ports, longestPauseMs);
		return await readIt();
	};
	const verdict = await retry(readInTurn, ports, {
		tries,
		pauseAfter: afterTransient(ports, longestPauseMs),
	});
	if (verdict.kind === 'read') return verdict;
	const { kind, problem } = verdict;
	return { kind: 'notRead', problem, isLasting: kind === 'permanent' };
}

/** Reads a task, with retries after transient failures. */
export async function retrieve(taskId: string, ports: Ports): Promise<RetrieveResult> {
	return await readAgain(() => readOnce(taskId, ports), ports);
}

// Reads the state of a callback's task from the API.

export type Confirmation =
	/** The task's state as the API has it now. */
	| { readonly kind: 'confirmed'; readonly task: Task }
	/** The API can't be reached now, but the callback is signed. */
	| { readonly kind: 'unconfirmed' }
	/** The API disagrees: the task is running or doesn't exist. */
	| { readonly kind: 'contradicted' };

/** It's short, because the caller waits for an answer. */
const persistence = { tries: 2, longestPauseMs: 3_000 };

/**
 * Reads the task of a callback. Never throws.
 * @param ids the possible IDs of the task, most likely first
 */
export async function confirmState(ids: readonly string[], ports: Ports): Promise<Confirmation> {
	for (const id of ids) {
		const read = await readAgain(() => readOnce(id, ports), ports, persistence);
		if (read.kind === 'read') {
			const { task } = read;
			return task.statusKind === 'running' ? { kind: 'contradicted' } : { kind: 'confirmed', task };
		}
		if (read.problem.cause !== 'unknownTask') return { kind: 'unconfirmed' };
	}
	return { kind: 'contradicted' };
}
