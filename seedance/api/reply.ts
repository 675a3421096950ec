/** Interprets replies to reads. A read costs nothing, so it may be repeated. */
import { defined } from '../result';
import { problem } from '../errors/messages';
import type { Cause, Circumstances, Problem } from '../errors/problem';
import { asRecord, lenient, wholeNumber, without } from '../zod';
import type { Fields } from '../zod';
import { answerTooLarge, retryAfterMs } from './http';
import type { ApiReply, FailurePhase } from './http';
import { cut, excerptOf, onlyEntry, wordsOf, locateTask, taskIdIn } from './replyText';
import { isTaskCode, parseTask } from './task';
import type { Task } from './task';

// Opens the API's answers: {code, message, data}, or a bare task (docs/internals/api.md#envelope).

/** 0 and less have no meaning. */
const codeSchema = lenient(wholeNumber.refine((code) => code > 0));

export interface Opened {
	/** The envelope's code, from 1; undefined when there is none. */
	readonly code?: number;
	/** The API's own words, if any: "message [error_code]", at most 500 characters. */
	readonly message?: string;
	/**
	 * The unwrapped data, or the whole answer when it has no envelope; undefined when it isn't JSON.
	 */
	readonly data?: unknown;
	readonly isJson: boolean;
}

/** The longest answer in which numbers may be IDs, in characters. */
const longestWithIds = 1_000_000;
/** A string, which is kept, or a number. */
const textOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Turns the large integers of some JSON into strings, because an ID of 20 digits would lose its
 * last ones.
 */
function withBigNumbersAsText(json: string): string {
	if (json.length > longestWithIds) return json;
	return json.replace(textOrNumber, (part) =>
		/^\d{16,}$/.test(part) && !Number.isSafeInteger(Number(part)) ? `"${part}"` : part,
	);
}

/** What services write before JSON: a byte order mark, a guard against scripts, an event. */
const before = /^(?:\s|\ufeff|\)\]\}'?,?|(?:while|for)\([^)]{1,5}\);|event:.{0,99}\n|data:)+/;
const bracketOrString = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g;

/** The first object or list of a text that begins with one, without what a proxy wrote around it. */
function firstValue(text: string): string {
	const json = text.slice(0, longestWithIds).replace(before, '');
	if (!/^[[{]/.test(json)) return text;
	let depth = 0;
	for (const { 0: part, index } of json.matchAll(bracketOrString)) {
		if (part === '{' || part === '[') depth += 1;
		else if (!part.startsWith('"')) depth -= 1;
		if (depth === 0) return json.slice(0, index + 1);
	}
	return text;
}

function parseJson(text: string): unknown {
	for (const json of [text, firstValue(text)]) {
		try {
			return JSON.parse(withBigNumbersAsText(json));
		} catch {
			// The first value is tried next.
		}
	}
	return undefined;
}

/**
 * The message of an answer, with the message of its data. A task in the data has its own error.
 */
function messageOf(answer: Fields): string | undefined {
	const { data } = answer;
	const outer = wordsOf(answer);
	const inner = locateTask(data) === undefined ? wordsOf(data) : undefined;
	if (outer === undefined || inner === undefined || outer.includes(inner)) return outer ?? inner;
	return cut(`${outer}: ${inner}`);
}

/** The data of an envelope, with an ID that stands next to it. */
function dataOf(answer: Fields): unknown {
	const { data } = answer;
	const beside = without(answer, 'data', 'code', 'message');
	if (locateTask(data) !== undefined || taskIdIn(beside) === undefined) return data;
	const fields = asRecord(data);
	if (fields !== undefined) return { ...beside, ...fields };
	return data ?? beside;
}

/**
 * The message of an answer that is plain text or a JSON string, unless it's markup, broken JSON or
 * binary.
 */
function plainWords(text: string): Pick<Opened, 'message'> {
	const isWords =
		!text.includes('\ufffd') &&
		!text.includes('\0') &&
		!/^\s*[<[{]/.test(text) &&
		/\p{L}\s+\S|\P{ASCII}/u.test(text);
	return defined({ message: isWords ? wordsOf(text) : undefined });
}

/** Parses the text of an answer. Never throws. */
export function openEnvelope(body: string): Opened {
	const json = parseJson(body);
	if (typeof json !== 'object' || json === null) {
		return { isJson: false, ...plainWords(typeof json === 'string' ? json : body) };
	}
	const answer = asRecord(json);
	if (answer === undefined) {
		const words = wordsOf(json);
		return { isJson: true, data: json, ...defined({ message: words }) };
	}
	const code = codeSchema.parse(answer.code);
	const words = defined({ message: messageOf(answer) });
	// A bare task may have a code of its own, so an ID without data isn't an envelope.
	const isBare =
		answer.data === undefined && (code === undefined || locateTask(answer) !== undefined);
	if (isBare) return { isJson: true, data: json, ...words };
	return { isJson: true, data: dataOf(answer), ...defined({ code }), ...words };
}

const pageStart =
	/^(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^]{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|title)\b/i;

/**
 * Whether an answer is a web page. A proxy, a firewall or a login page wrote it then, so its status
 * says nothing about the API, the key or the request.
 */
export function isWebPage({ headers, text }: Extract<ApiReply, { kind: 'answer' }>): boolean {
	const start = text.trim();
	if (start === '' || /^[[{]/.test(start)) return false;
	// Cloudflare answers like this when a client doesn't accept HTML.
	if (/^error code: \d{3,4}$/.test(start)) return true;
	return pageStart.test(start) || /\btext\/html\b|\bxhtml\b/i.test(headers['content-type'] ?? '');
}

/** A reply without the data that was requested. */
export type Unread =
	/** A retry may succeed; the reply says nothing about the data. */
	| { readonly kind: 'transient'; readonly problem: Problem; readonly retryAfterMs?: number }
	/** A retry would get the same reply. */
	| { readonly kind: 'permanent'; readonly problem: Problem };

export type TaskReply = { readonly kind: 'read'; readonly task: Task } | Unread;

/** What is read, and how to describe a failure. */
interface Reading<T> {
	/** Finds it in the data of an answer; undefined when it isn't there. */
	readonly find: (data: unknown) => T | undefined;
	readonly circumstances: Circumstances;
	/** What a 404 means. */
	readonly notFound: Cause;
}

/** The causes that somebody has to fix before any request can arrive. */
const causeOfPhase: Readonly<Partial<Record<FailurePhase, Cause>>> = {
	tls: 'tls',
	proxy: 'proxyRefused',
	blocked: 'blockedByN8n',
	invalidRequest: 'invalidKeyCharacters',
};

/** Whether a retry of a read with this status may succeed (docs/internals/api.md#http-errors). */
export function isTransient(status: number): boolean {
	return status === 408 || status === 429 || status >= 500;
}

/** The problem of a request without a complete answer. */
function noAnswerProblem(
	{ code, phase, detail }: Extract<ApiReply, { kind: 'noAnswer' }>,
	about: Circumstances,
): Problem {
	if (code === answerTooLarge) {
		return problem('malformedAnswer', { ...about, detail });
	}
	const cause = causeOfPhase[phase] ?? 'unreachable';
	return problem(cause, { ...about, detail });
}

/** Whether a message says that a task or model wasn't found, which some routes answer with 400. */
export const isNotFound = (said: string) =>
	/\b(?:prediction|task|model)\b.{0,200}\b(?:not found|does(?:n't| not) exist|is unknown)\b|\b(?:unknown|no such) (?:prediction|task|model)\b/i.test(
		said,
	);

/**
 * Interprets a reply to any request that only reads.
 * @param now in ms since the epoch
 */
export function parseReply<T extends object>(
	reply: ApiReply,
	{ find, circumstances: about, notFound }: Reading<T>,
	now: number,
): ({ readonly kind: 'read' } & T) | Unread {
	if (reply.kind === 'noAnswer') {
		return { kind: 'transient', problem: noAnswerProblem(reply, about) };
	}
	const opened = openEnvelope(reply.text);
	const status = reply.status < 300 ? (opened.code ?? 200) : reply.status;
	const circumstances = {
		...about,
		httpStatus: status,
		...defined({ said: opened.message }),
	};
	const isFine = status < 300;
	const found = isFine ? find(opened.data) : undefined;
	if (found !== undefined) return { kind: 'read', ...found };
	// A page may be temporary, like that of a firewall that limits requests, and it isn't about the
	// task.
	if (isWebPage(reply) && (isFine || status >= 400)) {
		const page = { ...about, httpStatus: reply.status };
		return { kind: 'transient', problem: problem('proxyAnswered', page) };
	}
	if (isFine) {
		const answer = excerptOf(reply.text);
		const unread = { ...about, ...defined({ answer }) };
		return { kind: 'transient', problem: problem('malformedAnswer', unread) };
	}
	if (isTransient(status)) {
		const pause = retryAfterMs(reply.headers['retry-after'], now);
		return {
			kind: 'transient',
			problem: problem(status === 429 ? 'rateLimited' : 'apiUnavailable', circumstances),
			...defined({ retryAfterMs: pause }),
		};
	}
	const permanent = (cause: Cause): Unread => ({
		kind: 'permanent',
		problem: problem(cause, circumstances),
	});
	if (status === 401) return permanent('invalidKey');
	if (status === 403) return permanent('forbidden');
	if (status === 407) return permanent('proxyRefused');
	if (status === 404 || isNotFound(opened.message ?? '')) return permanent(notFound);
	return permanent(status < 400 ? 'redirected' : 'requestRefused');
}

function findTask(data: unknown) {
	const task = parseTask(onlyEntry(data));
	return task && { task };
}

/**
 * The ended task in an answer that isn't a success: some services repeat a task's failure code in
 * the envelope. It must be this task, and a failure must have a task code, because "error" alone
 * may describe the answer while the task is still running and charged.
 */
function endOf(text: string, taskId: string): Task | undefined {
	const { data, code: outer = 0 } = openEnvelope(text);
	const task = parseTask(data);
	if (task?.id !== taskId) return undefined;
	const { statusKind, outputs, failureCode = outer } = task;
	if (statusKind === 'succeeded' && outputs.length > 0) return task;
	return statusKind === 'ended' && isTaskCode(failureCode) ? { ...task, failureCode } : undefined;
}

/**
 * Interprets a reply to a read of one task (docs/internals/api.md#reading-a-task).
 * @param now in ms since the epoch
 */
export function parseTaskReply(reply: ApiReply, taskId: string, now: number): TaskReply {
	const reading = {
		find: findTask,
		circumstances: { taskId },
		notFound: 'unknownTask',
	} as const;
	const verdict = parseReply(reply, reading, now);
	if (reply.kind === 'noAnswer') return verdict;
	// Stryker disable next-line ConditionalExpression: it would find the same task, only slower.
	if (verdict.kind === 'read') return verdict;
	const task = endOf(reply.text, taskId);
	return task === undefined ? verdict : { kind: 'read', task };
}
