/**
 * One item of a run, from its plan to its video: one object whose state the stages of a run move on
 * (docs/internals/architecture.md#one-item-one-state). From the submit on the state is plain JSON,
 * which a suspended wait stores.
 */
import { defined } from '../result';
import { parseTask } from '../api/task';
import type { Task } from '../api/task';
import type { Problem } from '../errors/problem';
import { findModel } from '../models';
import { chargedSeconds } from '../models/modes';
import { parameterOf, usedOf } from '../models/schema';
import type { MediaUse } from '../models';
import type { Lengths, ModelRecord } from '../models/schema';
import type { Origin, SubmitRequest } from '../request/planSubmit';
import type { Result } from '../result';
import { lenient, z } from '../zod';
import type { Claim } from './trace';

/** The price of a video in USD and its source, or why it isn't known. */
export type ItemPrice = Result<
	{ readonly usd: number; readonly source: 'quote' | 'published' },
	/** Completes "No price for 1 video: …". */
	string
> & {
	/** Set when the connection or the key is the reason, rather than the price. */
	readonly failure?: Problem;
};

/** A price in USD; undefined when it isn't known. */
export const usdOf = (price: ItemPrice | undefined): number | undefined =>
	price?.ok === true ? price.value.usd : undefined;

/** It will be submitted. */
export interface Planned {
	readonly state: 'planned';
	readonly request: SubmitRequest;
	readonly requestKey?: string;
	/** Identifies the same work in every retry of the execution. */
	readonly workKey?: string;
	/** The claims that an earlier try still holds. */
	readonly holds?: readonly Claim[];
	/** The images, videos and audio of the request. */
	readonly media: readonly MediaUse[];
	/** The lengths of its files in seconds by parameter, as far as they are known. */
	readonly lengths?: Lengths;
	/** The record that it was checked against; undefined for an unknown model. */
	readonly record?: ModelRecord;
	/** The record for its price: the live one, if it's known. */
	readonly pricedBy?: ModelRecord;
	/** The sources of the body's values, by parameter. */
	readonly origins: Readonly<Record<string, Origin>>;
	readonly price?: ItemPrice;
}

/** Nothing is submitted or read for it. */
export interface Skipped {
	readonly state: 'skipped';
	/** The request key that was submitted before, whose task couldn't be found. */
	readonly duplicate?: { readonly requestKey: string; readonly reason: string };
}

export interface Failed {
	readonly state: 'failed';
	readonly problem: Problem;
	/** Its task in the last state that was read, if there is one. */
	readonly task?: Task;
	/** Set when it failed before its submit could begin. */
	readonly notBegun?: true;
}

/** A status of a task, and when it was first seen, in ISO 8601. */
export type StatusChange = { readonly status: string; readonly at: string };

/** The most status changes that are kept, should a task never end with changing. */
const mostChanges = 20;

/**
 * Adds a status, unless it was seen before: the list of tasks may be behind.
 * @returns the same array if nothing has changed
 */
export function withStatus(
	progress: readonly StatusChange[],
	status: string,
	atMs: number,
): readonly StatusChange[] {
	const isKnown = progress.some((change) => change.status === status);
	if (isKnown || progress.length >= mostChanges) return progress;
	return [...progress, { status, at: new Date(atMs).toISOString() }];
}

/** Accepted and not known to have ended. */
export interface Running {
	readonly state: 'running';
	/** The last state that was read; undefined while only its ID is known. */
	readonly task?: Task;
	/** Set when it has just been submitted, so that its first read can wait. */
	readonly isNew?: true;
	readonly progress?: readonly StatusChange[];
}

/** Ended, with a video or without. */
export interface Done {
	readonly state: 'done';
	readonly task: Task;
	/** Its statuses, as far as a wait has seen them. */
	readonly progress?: readonly StatusChange[];
}

/** It hadn't ended at the deadline. */
export interface TimedOut {
	readonly state: 'timedOut';
	readonly problem: Problem;
	/** The last state that was read, if any. */
	readonly task?: Task;
	readonly progress?: readonly StatusChange[];
}

export type ItemState = Planned | Skipped | Failed | Running | Done | TimedOut;
/** The state of a task. */
export type TaskState = Failed | Running | Done | TimedOut;
/** The state after a submit. */
export type SubmitState = Skipped | Failed | Running | Done;

export interface Item {
	/** The index of the incoming item. */
	readonly index: number;
	/** Which of its videos it is, from 1, if it has several and this isn't the first. */
	readonly copy?: number;
	/** Its key in the ledger, or the ID of its task when there is no ledger. */
	readonly key: string;
	/** Its model, if it's known. */
	readonly model?: string;
	now: ItemState;
}

/** The state of a task that the API has described. */
export const stateOfTask = (task: Task): Running | Done =>
	task.statusKind === 'running' ? { state: 'running', task } : { state: 'done', task };

/** The items in one state, each with its state. */
export function itemsIn<S extends ItemState['state']>(
	items: readonly Item[],
	state: S,
): Array<{ readonly item: Item; readonly now: Extract<ItemState, { state: S }> }> {
	const isIn = (now: ItemState): now is Extract<ItemState, { state: S }> => now.state === state;
	return items.flatMap((item) => (isIn(item.now) ? [{ item, now: item.now }] : []));
}

/** What a video was started with, in our own words, for captions and timelines. */
export type VideoSettings = {
	readonly prompt?: string;
	readonly durationSeconds?: number;
	readonly resolution?: string;
	readonly aspectRatio?: string;
	readonly hasAudio?: boolean;
	readonly seed?: number;
};

const settingsSchema = z
	.object({
		prompt: lenient(z.string().min(1)),
		// -1 lets the model choose.
		duration: lenient(z.number().positive()),
		resolution: lenient(z.string().min(1)),
		target_resolution: lenient(z.string().min(1)),
		aspect_ratio: lenient(z.string().min(1)),
		generate_audio: lenient(z.boolean()),
		seed: lenient(z.number().nonnegative()),
	})
	.transform(({ duration, aspect_ratio, generate_audio, ...others }): VideoSettings =>
		defined({
			prompt: others.prompt,
			durationSeconds: duration,
			resolution: others.resolution ?? others.target_resolution,
			aspectRatio: aspect_ratio,
			hasAudio: generate_audio,
			seed: others.seed,
		}),
	);

/** Seconds to a hundredth. */
const roundSeconds = (seconds: number) => Math.round(seconds * 100) / 100;

/** The length of a result that isn't the one that was asked for, if that can be known. */
function lengthOf(record: ModelRecord, duration: number | undefined, lengths: Lengths) {
	if (record.mode === 'video-extend') {
		const { video } = lengths;
		return video === undefined || duration === undefined ? undefined : video + duration;
	}
	if (duration !== undefined || parameterOf(record, 'duration')?.default !== undefined) {
		return duration;
	}
	// What is made from a video or audio is as long as what is used of it.
	return usedOf(record, chargedSeconds[record.mode] === 'audio' ? 'audio' : 'video', lengths);
}

/**
 * @param body a request, or the inputs of a task
 * @param model its ID, because the result of some models isn't as long as the seconds that were
 * asked for, and may have the audio of its video
 * @param lengths of its files, as far as they are known
 */
export function settingsOf(body: unknown, model = '', lengths: Lengths = {}): VideoSettings {
	const settings = settingsSchema.catch({}).parse(body);
	const record = findModel(model);
	const { mode } = record ?? {};
	const isOwn = mode === undefined || chargedSeconds[mode] === 'result';
	if (record === undefined || (isOwn && mode !== 'video-extend')) return settings;
	const seconds = lengthOf(record, settings.durationSeconds, lengths);
	return defined({
		...settings,
		durationSeconds: seconds === undefined ? undefined : roundSeconds(seconds),
		// Without new audio, that of the video stays.
		hasAudio: settings.hasAudio === true ? true : undefined,
	});
}

/** The task of an item, if it's known. Planned and skipped items have none. */
export const taskOf = ({ now }: Pick<Item, 'now'>): Task | undefined =>
	(now as { readonly task?: Task }).task;

/** The statuses that a wait has seen, if it has waited for one. */
export const progressOf = ({ now }: Pick<Item, 'now'>): readonly StatusChange[] | undefined =>
	(now as { readonly progress?: readonly StatusChange[] }).progress;

/** The ID of its task, for reports. */
export function taskIdOf(item: Item): string | undefined {
	const { now } = item;
	const named = now.state === 'failed' || now.state === 'timedOut' ? now.problem.taskId : undefined;
	return named ?? taskOf(item)?.id;
}

/** The invariant error of a stage that has left an item without a result. */
export const withoutResult = ({ index, key }: Item, stage: string): Error =>
	new Error(`Item ${index} (${key}) has no result after the stage "${stage}"`);

const text = z.string();
const isProblem = z.object({ cause: text, message: text, description: text });
const storedProblem = z.custom<Problem>((value) => isProblem.safeParse(value).success);
const storedTask = z.record(z.unknown()).transform((raw, context): Task => {
	const task = parseTask(raw, 'created');
	if (task !== undefined) return task;
	context.addIssue({ code: 'custom' });
	return z.NEVER;
});
const isSet = z.literal(true).optional();
const progress = z.array(z.object({ status: text, at: text })).optional();

const stored = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).transform(defined);

const storedState = z.union([
	stored({
		state: z.literal('skipped'),
		duplicate: z.object({ requestKey: text, reason: text }).optional(),
	}),
	stored({
		state: z.literal('failed'),
		problem: storedProblem,
		task: storedTask.optional(),
		notBegun: isSet,
	}),
	stored({ state: z.literal('running'), task: storedTask.optional(), isNew: isSet, progress }),
	stored({ state: z.literal('done'), task: storedTask, progress }),
	stored({
		state: z.literal('timedOut'),
		problem: storedProblem,
		task: storedTask.optional(),
		progress,
	}),
]);

/** The schema of the items that a suspended run has stored. */
export const storedItemsSchema = z.array(
	stored({
		index: z.number().int(),
		copy: z.number().int().positive().optional(),
		key: text,
		model: text.optional(),
		now: storedState,
	}),
);

/**
 * The items as JSON. A task is stored as the API's own answer, as in the ledger, and parsed again.
 * @throws Error for a planned item, because a suspended run must not submit when it wakes
 */
export function toStored(items: readonly Item[]): z.input<typeof storedItemsSchema> {
	return items.map((item) => {
		const { now } = item;
		if (now.state === 'planned') throw withoutResult(item, 'submit');
		const task = taskOf(item);
		return {
			...item,
			now: { ...now, ...(task !== undefined && { task: { ...task.raw } }) },
		} as z.input<typeof storedItemsSchema>[number];
	});
}
