/** Builds a task query from a person's values, or says why it can't. */
import type { ListQuery } from '../api/list';
import { canonicalStatus } from '../api/task';
import { readTaskId } from '../api/replyText';
import { defined } from '../result';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import type { Result } from '../result';
import { quoted, unwrapped } from '../text';
import { wholeNumber } from '../zod';
import { modelIdIn, modelIdPattern } from '../models';
import { isBlank, numberIn } from './normalise';

export interface ListInput {
	readonly model?: unknown;
	readonly status?: unknown;
	readonly createdAfter?: unknown;
	readonly createdBefore?: unknown;
	/** Undefined for all tasks. */
	readonly limit?: unknown;
	readonly otherModels: boolean;
}

export type ListQueryCheck = Result<ListQuery, Problem>;

/** Reads dates, and has the current time. */
export interface Calendar {
	/** Ms since the epoch. */
	readonly now: number;
	/** A date as people and nodes write it, in ms since the epoch; undefined when it isn't one. */
	readonly readDate: (given: unknown) => number | undefined;
}

/** An earlier date is a timestamp in seconds or a mistake, because no task is older. */
const earliest = Date.UTC(2020, 0);
/** How far a date may be in the future, in ms, because clocks differ. */
const toleranceMs = 60_000;

/** A date in ms since the epoch; undefined when it's blank, NaN when it isn't a date. */
function dateOf(given: unknown, { readDate }: Calendar): number | undefined {
	if (isBlank(given)) return undefined;
	const date = readDate(given) ?? NaN;
	return date >= earliest ? date : NaN;
}

/** What is wrong with the range of dates, if anything. */
function rangeFinding(
	{ createdAfter, createdBefore }: ListInput,
	[since, until]: readonly [number | undefined, number | undefined],
	now: number,
): string | undefined {
	const isDate = 'must be a date such as 2026-11-20T08:30:00';
	if (Number.isNaN(since)) return `Created After ${isDate} (got ${quoted(createdAfter)})`;
	if (Number.isNaN(until)) return `Created Before ${isDate} (got ${quoted(createdBefore)})`;
	// An empty list would look as if there were no tasks.
	if (since !== undefined && since > now + toleranceMs) {
		return `Created After must not be in the future (got ${quoted(createdAfter)})`;
	}
	return since !== undefined && until !== undefined && until <= since
		? `Created Before must be later than Created After (got ${quoted(createdBefore)})`
		: undefined;
}

function refused(finding: string): ListQueryCheck {
	return { ok: false, problem: problem('parameterRefused', { detail: finding, isList: true }) };
}

/** A status in the API's spelling: "Completed" and "succeeded" are "completed". */
const statusWord = (given: string) => canonicalStatus(given.trim().toLowerCase());

/** Checks the filters and the limit of a list. Blank filters are ignored. */
export function checkListQuery(input: ListInput, calendar: Calendar): ListQueryCheck {
	const { model, status, limit, otherModels } = input;
	const id = typeof model === 'string' ? modelIdIn(model) : '';
	if (!isBlank(model) && !modelIdPattern.test(id)) {
		const got = quoted(model);
		return { ok: false, problem: problem('malformedModel', { got, isList: true }) };
	}
	const word = typeof status === 'string' ? statusWord(status) : '';
	if (!isBlank(status) && !/^\w+$/.test(word)) {
		return refused(`Status must be a status such as failed (got ${quoted(status)})`);
	}
	const since = dateOf(input.createdAfter, calendar);
	const until = dateOf(input.createdBefore, calendar);
	const finding = rangeFinding(input, [since, until], calendar.now);
	if (finding !== undefined) return refused(finding);
	const most = wholeNumber.safeParse(typeof limit === 'string' ? numberIn(limit) : limit);
	const isLimit = most.success && most.data >= 1;
	if (limit !== undefined && !isLimit) {
		return refused(`Limit must be a whole number of at least 1 (got ${quoted(limit)})`);
	}
	return {
		ok: true,
		value: {
			otherModels,
			...defined({
				model: id || undefined,
				status: word || undefined,
				since,
				until,
				limit: most.data,
			}),
		},
	};
}

export type TaskIdCheck = Result<string, Problem>;

/** An ID without the text that it was copied with. Unusual characters may be its own. */
function bareId(text: string): string | undefined {
	const bare = unwrapped(text);
	if (/^(?:\w+\.)?wavespeed\.ai\//i.test(bare)) return `https://${bare}`;
	// It's JSON about the task, and not its ID.
	if (/^[[{]\s*["{].*["}]\s*[\]}]$/s.test(bare)) return undefined;
	return /^[\w-]{6,}$/.test(bare) ? bare : text;
}

/** Checks a task ID from a person or an earlier node, or a task's URL. */
export function checkTaskId(given: unknown): TaskIdCheck {
	if (isBlank(given)) return { ok: false, problem: problem('missingTaskId') };
	const taskId = readTaskId(typeof given === 'string' ? bareId(given) : given);
	return taskId === undefined
		? { ok: false, problem: problem('malformedTaskId', { got: quoted(given) }) }
		: { ok: true, value: taskId };
}
