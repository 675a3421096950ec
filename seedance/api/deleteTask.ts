/**
 * Deletes a task, which cancels it if it's running (docs/internals/api.md#deleting-tasks). The API's
 * answer is believed; what was charged is its own decision.
 */
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import type { Result } from '../result';
import { isStopped } from '../time';
import { lenient, wholeNumber, z } from '../zod';
import { listUrl } from './http';
import type { ApiReply, ApiRequest, Ports } from './http';
import { isNotFound, openEnvelope, parseReply } from './reply';
import type { Unread } from './reply';
import { readAgain, retrieve } from './submit';
import { parseTask, wasDeleted } from './task';

/** What an answer to a request for a deletion says. */
type Verdict =
	/** The task has this status now. */
	| { readonly says: 'status'; readonly status: string }
	/** The request was successful, and nothing more is said. */
	| { readonly says: 'yes' }
	/** No such task was deleted. */
	| { readonly says: 'none' }
	/** The API doesn't have this route. */
	| { readonly says: 'noRoute' };

type DeleteReply = { readonly kind: 'read'; readonly verdict: Verdict } | Unread;

const countSchema = z.object({ deleted_count: lenient(wholeNumber) });

/** The verdict in the data of a successful answer; undefined when it's about another task. */
function verdictIn(data: unknown, taskId: string): Verdict | undefined {
	const count = countSchema.safeParse(data).data?.deleted_count;
	if (count !== undefined) {
		return count > 0 ? { says: 'status', status: 'deleted' } : { says: 'none' };
	}
	const task = parseTask(data);
	if (task === undefined) return { says: 'yes' };
	return task.id === taskId ? { says: 'status', status: task.status } : undefined;
}

/**
 * The verdict in an answer's status. An answer without a task's error may mean that the route
 * doesn't exist, rather than the task.
 */
function verdictOf(reply: ApiReply): Verdict | undefined {
	if (reply.kind === 'noAnswer') return undefined;
	const { code, message = '' } = openEnvelope(reply.text);
	const status = reply.status < 300 ? (code ?? 200) : reply.status;
	const isMissing = [405, 501].includes(status) || (status === 404 && !isNotFound(message));
	if (isMissing) return { says: 'noRoute' };
	return reply.status === 204 ? { says: 'yes' } : undefined;
}

/**
 * Interprets a reply to a request for a deletion.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function parseDeleteReply(reply: ApiReply, taskId: string, now: number): DeleteReply {
	const said = verdictOf(reply);
	if (said !== undefined) return { kind: 'read', verdict: said };
	const isJson = reply.kind === 'answer' && openEnvelope(reply.text).isJson;
	const find = (data: unknown) => {
		const verdict = isJson ? verdictIn(data, taskId) : undefined;
		return verdict && { verdict };
	};
	const circumstances = { taskId, isDelete: true };
	return parseReply(reply, { find, circumstances, notFound: 'unknownTask' }, now);
}

/** How long one request may take, in ms. */
const timeoutMs = 30_000;

/** Both routes, in the order in which they are tried. */
const routes: ReadonlyArray<(baseUrl: string, taskId: string) => Omit<ApiRequest, 'timeoutMs'>> = [
	(baseUrl, taskId) => ({
		method: 'DELETE',
		url: `${listUrl(baseUrl)}/${encodeURIComponent(taskId)}`,
	}),
	(baseUrl, taskId) => ({
		method: 'POST',
		url: `${listUrl(baseUrl)}/delete`,
		body: { ids: [taskId] },
	}),
];

/** A task that the API has deleted, with its status now. */
export type Deletion = Result<{ readonly taskId: string; readonly status: string }, Problem>;

const notDeleted = (taskId: string, status: string): Deletion => ({
	ok: false,
	problem: problem('notDeleted', { taskId, status }),
});

const stateAfter = (taskId: string, status: string): Deletion =>
	wasDeleted({ status }) ? { ok: true, value: { taskId, status } } : notDeleted(taskId, status);

/** Reads the task after an answer that doesn't say what became of it. */
async function checkDeletion(taskId: string, saidYes: boolean, ports: Ports): Promise<Deletion> {
	const read = await retrieve(taskId, ports);
	if (read.kind === 'read') return stateAfter(taskId, read.task.status);
	const isGone = saidYes && read.problem.cause === 'unknownTask';
	return isGone ? stateAfter(taskId, 'deleted') : { ok: false, problem: read.problem };
}

/**
 * Deletes a task. Never throws. A deletion may be repeated, so transient failures are retried.
 * @returns the status that the API confirms, or why the task may still be there
 */
export async function deleteTask(taskId: string, ports: Ports): Promise<Deletion> {
	for (const route of routes) {
		if (isStopped(ports)) return { ok: false, problem: problem('stopped', { isList: true }) };
		const read = await readAgain(async () => {
			const reply = await ports.http({ ...route(ports.baseUrl, taskId), timeoutMs });
			return parseDeleteReply(reply, taskId, ports.now());
		}, ports);
		if (read.kind === 'notRead') return { ok: false, problem: read.problem };
		const { verdict } = read;
		if (verdict.says === 'status') return stateAfter(taskId, verdict.status);
		if (verdict.says !== 'noRoute') {
			return await checkDeletion(taskId, verdict.says === 'yes', ports);
		}
	}
	return await checkDeletion(taskId, false, ports);
}
