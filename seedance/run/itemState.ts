/**
 * One item of a run, from its plan to its video: one object whose state the stages of a run move on. From
 * the submit on the state is plain JSON, which is what a suspended wait stores.
 */
import { parsePrediction } from '../api/task';
import type { Prediction } from '../api/task';
import type { Problem } from '../errors/problem';
import type { MediaUse } from '../models/mediaUse';
import type { ModelRecord } from '../models/types';
import type { Origin, SubmitRequest } from '../request/planSubmit';
import type { Result } from '../result';
import { z } from '../zod';
import type { Claim } from './ledger';

/** What a video costs in USD and who says so, or why that is not known. */
export type ItemPrice = Result<
	{ readonly usd: number; readonly source: 'quote' | 'published' },
	/** Completes "The price … is not known: …". */
	string
>;

/** To be submitted. */
export interface Planned {
	readonly state: 'planned';
	readonly request: SubmitRequest;
	readonly requestKey?: string;
	/** Stands for the same work in every retry of the execution that began it. */
	readonly workKey?: string;
	/** What an earlier try has taken and still holds. */
	readonly holds?: readonly Claim[];
	/** The images, videos and audio files of the request, to be checked and put in their places. */
	readonly media?: readonly MediaUse[];
	/** What it was checked against; undefined for a model that nobody has told us of. */
	readonly record?: ModelRecord;
	/** The model as the API lists it today, as far as that is known: it is priced by this. */
	readonly pricedBy?: ModelRecord;
	/** Where the values of the body come from, by parameter. */
	readonly origins?: Readonly<Record<string, Origin>>;
	readonly price?: ItemPrice;
}

/** Nothing is submitted or read for it. */
export interface Skipped {
	readonly state: 'skipped';
	/** The request key that was submitted before, whose task could not be found. */
	readonly duplicate?: { readonly requestKey: string; readonly reason: string };
}

export interface Failed {
	readonly state: 'failed';
	readonly problem: Problem;
	/** Its task as it was last read, where there is one. */
	readonly task?: Prediction;
	/** Set when it failed before its submit could begin. */
	readonly notBegun?: true;
}

/** Accepted, and not ended as far as is known. */
export interface Running {
	readonly state: 'running';
	/** As it was last read; undefined while only its id is known. */
	readonly task?: Prediction;
	/** Set when it was submitted a moment ago, so that it need not be read at once. */
	readonly isNew?: true;
}

/** Ended, with a video or without. */
export interface Done {
	readonly state: 'done';
	readonly task: Prediction;
}

/** Not ended when the wait was over. */
export interface TimedOut {
	readonly state: 'timedOut';
	readonly problem: Problem;
	/** As it was last read, if ever. */
	readonly task?: Prediction;
}

export type ItemState = Planned | Skipped | Failed | Running | Done | TimedOut;
/** How a task stands. */
export type TaskState = Failed | Running | Done | TimedOut;
/** How a submit ends. */
export type SubmitState = Skipped | Failed | Running | Done;

export interface Item {
	/** Of the incoming item. */
	readonly index: number;
	/** Under which the ledger has it, or the id of its task where there is no ledger. */
	readonly key: string;
	/** The model that makes it, as far as it is known. */
	readonly model?: string;
	now: ItemState;
}

/** How a task stands that the API has described. */
export const stateOfTask = (task: Prediction): Running | Done =>
	task.statusKind === 'running' ? { state: 'running', task } : { state: 'done', task };

/** The items in a state, each with that state. */
export function itemsIn<S extends ItemState['state']>(
	items: readonly Item[],
	state: S,
): Array<{ readonly item: Item; readonly now: Extract<ItemState, { state: S }> }> {
	const isIn = (now: ItemState): now is Extract<ItemState, { state: S }> => now.state === state;
	return items.flatMap((item) => (isIn(item.now) ? [{ item, now: item.now }] : []));
}

/** The task of an item, as far as it is known. */
export function taskOf({ now }: Item): Prediction | undefined {
	return now.state === 'planned' || now.state === 'skipped' ? undefined : now.task;
}

/** The id of its task, for reports. */
export function taskIdOf(item: Item): string | undefined {
	const { now } = item;
	const named = now.state === 'failed' || now.state === 'timedOut' ? now.problem.taskId : undefined;
	return named ?? taskOf(item)?.id;
}

/** The error of a stage that has left an item without a result: it must be noticed, never passed over. */
export const withoutResult = ({ index, key }: Item, stage: string): Error =>
	new Error(`Item ${index} (${key}) has no result after the stage "${stage}"`);

const text = z.string();
const isProblem = z.object({ cause: text, message: text, description: text });
const storedProblem = z.custom<Problem>((value) => isProblem.safeParse(value).success);
const storedTask = z.record(z.unknown()).transform((raw, context): Prediction => {
	const task = parsePrediction(raw, 'created');
	if (task !== undefined) return task;
	context.addIssue({ code: 'custom' });
	return z.NEVER;
});
const isSet = z.literal(true).optional();

const storedState = z.discriminatedUnion('state', [
	z.object({
		state: z.literal('skipped'),
		duplicate: z.object({ requestKey: text, reason: text }).optional(),
	}),
	z.object({
		state: z.literal('failed'),
		problem: storedProblem,
		task: storedTask.optional(),
		notBegun: isSet,
	}),
	z.object({ state: z.literal('running'), task: storedTask.optional(), isNew: isSet }),
	z.object({ state: z.literal('done'), task: storedTask }),
	z.object({
		state: z.literal('timedOut'),
		problem: storedProblem,
		task: storedTask.optional(),
	}),
]);

/** Reads the items that a suspended run has stored. */
export const storedItemsSchema = z.array(
	z.object({
		index: z.number().int(),
		key: text,
		model: text.optional(),
		now: storedState,
	}),
);

/**
 * The items as JSON. Of a task the API's own answer is kept, as in the ledger, and parsed again.
 * @throws Error for an item that is not submitted yet: a suspended run must not submit when it wakes
 */
export function toStored(items: readonly Item[]): z.input<typeof storedItemsSchema> {
	return items.map((item) => {
		const { now } = item;
		if (now.state === 'planned') throw withoutResult(item, 'submit');
		if (now.state === 'skipped') return { ...item, now };
		const { task, ...rest } = now;
		return {
			...item,
			now: { ...rest, ...(task !== undefined && { task: { ...task.raw } }) },
		} as z.input<typeof storedItemsSchema>[number];
	});
}
