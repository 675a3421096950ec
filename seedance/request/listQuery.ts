/** From what a person gave to find tasks by, to a query that may be sent, or to the reason why not. */
import type { ListQuery } from '../api/list';
import { canonicalStatus } from '../api/task';
import { readTaskId } from '../api/taskId';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { quoted, unwrapped } from '../text';
import { wholeNumber } from '../zod';
import { modelIdIn, modelIdPattern } from './modelId';
import { isBlank, numberIn } from './normalise';

export interface ListInput {
	readonly model?: unknown;
	readonly status?: unknown;
	readonly since?: unknown;
	/** Undefined when all tasks are wanted. */
	readonly limit?: unknown;
	readonly otherModels: boolean;
}

export type ListQueryCheck =
	| { readonly ok: true; readonly query: ListQuery }
	| { readonly ok: false; readonly problem: Problem };

/** How dates and times are read, and what time it is. */
export interface Calendar {
	/** Ms since the epoch. */
	readonly now: number;
	/** A date as people and nodes write it, in ms since the epoch; undefined for what is none. */
	readonly readDate: (given: unknown) => number | undefined;
}

/** Before there was anything to list: such a date is a count of seconds, or a slip. */
const earliest = Date.UTC(2020, 0);
/** By how much a clock may be ahead of ours, in ms. */
const toleranceMs = 60_000;

/** @param since what was given, read as a date, in ms since the epoch */
function sinceFinding(given: unknown, since: number | undefined, now: number): string | undefined {
	if (since === undefined || !(since >= earliest)) {
		return `is ${quoted(given)}, which is not a date; it takes one like 2026-11-20T08:30:00, or milliseconds`;
	}
	// An empty list would look as if there were no tasks.
	return since > now + toleranceMs ? `is ${quoted(given)}, which is in the future` : undefined;
}

function refused(finding: string): ListQueryCheck {
	return { ok: false, problem: problem('parameterRefused', { detail: finding, isList: true }) };
}

/** A word as the API writes it: "Completed" and "succeeded" are its "completed". */
const statusWord = (given: string) => canonicalStatus(given.trim().toLowerCase());

/**
 * Checks the filters and the limit of a list before anything is asked. What is blank does not
 * narrow the list.
 */
export function checkListQuery(input: ListInput, calendar: Calendar): ListQueryCheck {
	const { model, status, since, limit, otherModels } = input;
	const id = typeof model === 'string' ? modelIdIn(model) : '';
	if (!isBlank(model) && !modelIdPattern.test(id)) {
		const detail = `is ${quoted(model)}, which is not a model id`;
		return { ok: false, problem: problem('malformedModel', { detail, isList: true }) };
	}
	const word = typeof status === 'string' ? statusWord(status) : '';
	if (!isBlank(status) && !/^\w+$/.test(word)) {
		return refused(
			`'Status' is ${quoted(status)}, which is not a status; it takes one like failed`,
		);
	}
	const begin = isBlank(since) ? undefined : calendar.readDate(since);
	const finding = isBlank(since) ? undefined : sinceFinding(since, begin, calendar.now);
	if (finding !== undefined) return refused(`'Since' ${finding}`);
	const most = wholeNumber.safeParse(typeof limit === 'string' ? numberIn(limit) : limit);
	const isLimit = most.success && most.data >= 1;
	if (limit !== undefined && !isLimit) {
		return refused(`'Limit' is ${quoted(limit)}; it takes a whole number from 1`);
	}
	return {
		ok: true,
		query: {
			otherModels,
			...(id !== '' && { model: id }),
			...(word !== '' && { status: word }),
			...(begin !== undefined && { since: begin }),
			...(most.success && limit !== undefined && { limit: most.data }),
		},
	};
}

export type TaskIdCheck =
	| { readonly ok: true; readonly taskId: string }
	| { readonly ok: false; readonly problem: Problem };

/** An id without what it was copied in; of an id with odd letters, the letters may be its own. */
function bareId(text: string): string | undefined {
	const bare = unwrapped(text);
	if (/^(?:\w+\.)?wavespeed\.ai\//i.test(bare)) return `https://${bare}`;
	// JSON that names the task, and is not its id.
	if (/^[[{]\s*["{].*["}]\s*[\]}]$/s.test(bare)) return undefined;
	return /^[\w-]{6,}$/.test(bare) ? bare : text;
}

/**
 * Checks a task id as a person or an earlier node gave it: whatever an answer may have named, or the
 * address of a task.
 */
export function checkTaskId(given: unknown): TaskIdCheck {
	if (isBlank(given)) return { ok: false, problem: problem('missingTaskId') };
	const taskId = readTaskId(typeof given === 'string' ? bareId(given) : given);
	return taskId === undefined
		? { ok: false, problem: problem('malformedTaskId', { detail: quoted(given) }) }
		: { ok: true, taskId };
}
