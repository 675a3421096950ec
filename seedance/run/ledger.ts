/**
 * The submits of one execution, so that a retry reuses them instead of paying again
 * (docs/internals/decisions.md#ledger). Every entry is plain JSON in the caller's store.
 */
import type { SubmitReply } from '../api/submit';
import { parseTask, wasDeleted, wouldFailAgain } from '../api/task';
import type { Task } from '../api/task';
import { defined } from '../result';
import type { Spending } from '../models/schema';
import { z } from '../zod';
import type { VideoSettings } from './itemState';
import { claimSchema, traceSchema } from './trace';
import type { Claim, Trace } from './trace';

const spendingSchema = z.object({
	/** The sum of the known prices, in USD. */
	usd: z.number(),
	/** How many submits have an unknown price. */
	unpriced: z.number().int(),
});

const entrySchema = z.object({
	/** The node's run in which it was submitted. */
	runIndex: z.number().int(),
	model: z.string(),
	/** "sent" until the answer, which a crash may prevent. */
	outcome: z.enum(['sent', 'accepted', 'refused', 'unknown']),
	/** Its claims. */
	claims: z.array(claimSchema).optional(),
	/** Identifies its task while the ID isn't known. */
	trace: traceSchema.optional().catch(undefined),
	/** The trace of an earlier submit with an unknown outcome. */
	earlierTrace: traceSchema.optional().catch(undefined),
	/** The task in the last state that was read. */
	task: z.record(z.unknown()).optional(),
	/** Whether the node has output the item, so that the same item in a later run is new work. */
	handedOver: z.boolean(),
	/** Its price in USD, if it was known before the submit. */
	costUsd: z.number().optional(),
	/** What it was started with. */
	settings: z.record(z.unknown()).optional().catch(undefined),
	/** The costs of earlier submits with the same key, which this one replaces. */
	before: spendingSchema.optional(),
	/** Set when the outcome of such an earlier submit is unknown. */
	mayHaveAnother: z.boolean().optional(),
	/** How often the same item was output before, which distinguishes a loop's equal items. */
	round: z.number().int().optional(),
	/** Set when another execution has submitted it and was charged. */
	isFromElsewhere: z.boolean().optional(),
});

type LedgerEntry = z.output<typeof entrySchema>;

// An unreadable entry was still written before a submit, so it counts as an unknown outcome.
const keptSchema = entrySchema.catch({
	runIndex: -1,
	model: '',
	outcome: 'unknown',
	handedOver: false,
});

/** The entries by key. They are parsed before use. */
export type LedgerStore = Record<string, unknown>;

/** What the ledger knows about an item. */
export type Recalled =
	/** It may be submitted. */
	| {
			readonly kind: 'new';
			/** The claims that earlier submits of the item still hold. */
			readonly holds?: readonly Claim[];
			/** The trace of an earlier submit with an unknown outcome. */
			readonly trace?: Trace;
	  }
	/** It was submitted, and this is its task. */
	| { readonly kind: 'known'; readonly task: Task; readonly model: string }
	/** It was submitted with an unknown outcome. */
	| { readonly kind: 'unclear'; readonly model: string; readonly trace?: Trace };

export interface LedgerOptions {
	/** The index of the node's current run. */
	readonly runIndex: number;
	/** What to do about an item with an unknown outcome. */
	readonly ifUnknown: 'stop' | 'submitAgain';
	/**
	 * Whether an item that was output counts as submitted in later runs. That is for AI agents, which
	 * repeat a call when in doubt.
	 */
	readonly repeatsAreSame?: boolean;
	/** Called with the ID of every task as soon as it's known. */
	readonly onTask?: (taskId: string) => void;
}

export interface Ledger {
	recall(key: string): Recalled;
	/**
	 * The task of an item in the last state that was read, whether or not it may be submitted again.
	 */
	taskOf(key: string): Task | undefined;
	/** The price of its last submit in USD, if it was known. */
	costOf(key: string): number | undefined;
	/** What its last submit was started with, if this execution has submitted it. */
	settingsOf(key: string): VideoSettings | undefined;
	/** How often the item was output before, as it would be counted for a submit now. */
	roundOf(key: string): number;
	/** The claims of an item none of whose submits was successful; empty while that isn't certain. */
	claimsToEnd(key: string): readonly Claim[];
	/** Whether its task was found, and not submitted by this execution. */
	isFromElsewhere(key: string): boolean;
	/** A submit is about to be sent. */
	sending(
		key: string,
		model: string,
		more?: Partial<Pick<LedgerEntry, 'claims' | 'costUsd' | 'trace' | 'settings'>>,
	): void;
	/** Records the remaining claims of an item after some were released. */
	keeps(key: string, claims: readonly Claim[]): void;
	/** Records the task that another execution has submitted for the item. */
	found(key: string, model: string, task: Task, claims: readonly Claim[]): void;
	/** Records the outcome of the submit. */
	answered(key: string, verdict: SubmitReply, trace?: Trace): void;
	/** Records a task's state, which decides whether a retry may submit again. */
	sawTask(key: string, task: Task): void;
	/** Records that the node outputs these items. */
	handOver(keys: readonly string[]): void;
}

/**
 * Whether a task has failed and may be submitted again. The API refunds failures
 * (docs/internals/api.md#refunds).
 */
export const isSpent = (task: Task): boolean =>
	task.statusKind === 'ended' && !wouldFailAgain(task);

const isUnknown = ({ outcome }: LedgerEntry) => outcome === 'sent' || outcome === 'unknown';

/** Whether the same item is new work in this run, such as a loop's next round. */
const isNewWork = ({ handedOver, runIndex }: LedgerEntry, options: LedgerOptions) =>
	handedOver && runIndex !== options.runIndex && options.repeatsAreSame !== true;

function recallEntry(entry: LedgerEntry, options: LedgerOptions): Recalled {
	const { model, outcome, mayHaveAnother = false, claims = [] } = entry;
	const trace = entry.trace ?? entry.earlierTrace;
	const traced = defined({ trace });
	if (isNewWork(entry, options)) return { kind: 'new' };
	const task = parseTask(entry.task, 'created');
	// The ID in an answer that wasn't a success may still be the task, and reading it costs nothing.
	const isTask = task !== undefined && !isSpent(task);
	const submitsAgain = options.ifUnknown === 'submitAgain';
	if (isTask && !(isUnknown(entry) && submitsAgain)) return { kind: 'known', task, model };
	const isOver = outcome === 'refused' || (task !== undefined && !isUnknown(entry));
	if (isOver && !mayHaveAnother) return { kind: 'new' };
	const mayRepeat = submitsAgain && (isOver || isUnknown(entry));
	if (!mayRepeat) return { kind: 'unclear', model, ...traced };
	return { kind: 'new', ...(claims.length > 0 && { holds: claims }), ...traced };
}

/**
 * The cost of one entry. A refused submit costs nothing, a failed task is refunded
 * (docs/internals/api.md#refunds), and an unknown outcome or a cancelled task counts.
 */
function spendingOf(entry: LedgerEntry): Spending {
	const { outcome, task, costUsd, before, isFromElsewhere = false } = entry;
	const { usd, unpriced } = before ?? { usd: 0, unpriced: 0 };
	const last = parseTask(task, 'created');
	const isRefunded = last?.statusKind === 'ended' && !wasDeleted(last);
	const isFree = outcome === 'refused' || isRefunded || isFromElsewhere;
	if (isFree) return { usd, unpriced };
	return costUsd === undefined ? { usd, unpriced: unpriced + 1 } : { usd: usd + costUsd, unpriced };
}

const nothing: Spending = { usd: 0, unpriced: 0 };

/**
 * The cached costs of a store, updated with every change, because a loop needs them in every round.
 * A store that n8n has read again is counted again.
 */
const sums = new WeakMap<LedgerStore, Spending>();

/** The total costs in a node's store. */
export function spentIn(store: LedgerStore): Spending {
	const known = sums.get(store);
	if (known !== undefined) return known;
	const all = Object.values(store).map((entry) => spendingOf(keptSchema.parse(entry)));
	const sum = {
		usd: all.reduce((total, { usd }) => total + usd, 0),
		unpriced: all.reduce((total, { unpriced }) => total + unpriced, 0),
	};
	sums.set(store, sum);
	return sum;
}

/** The IDs of all tasks in a store. */
export const taskIdsIn = (store: LedgerStore): string[] =>
	Object.values(store).flatMap((entry) => {
		const id = parseTask(keptSchema.parse(entry).task, 'created')?.id;
		return id === undefined ? [] : [id];
	});

/** Replaces an entry, and updates the cached costs. */
function put(store: LedgerStore, key: string, was: LedgerEntry | undefined, is: LedgerEntry): void {
	store[key] = is;
	const sum = sums.get(store);
	if (sum === undefined) return;
	const [before, after] = [was === undefined ? nothing : spendingOf(was), spendingOf(is)];
	sums.set(store, {
		usd: sum.usd - before.usd + after.usd,
		unpriced: sum.unpriced - before.unpriced + after.unpriced,
	});
}

/** Opens the ledger of one node over its store. */
export function openLedger(store: LedgerStore, options: LedgerOptions): Ledger {
	const read = (key: string): LedgerEntry | undefined =>
		store[key] === undefined ? undefined : keptSchema.parse(store[key]);
	const change = (key: string, changes: Partial<LedgerEntry>) => {
		const entry = read(key);
		if (entry !== undefined) put(store, key, entry, { ...entry, ...changes });
	};
	const nextRound = (earlier: LedgerEntry | undefined): number =>
		earlier === undefined ? 0 : (earlier.round ?? 0) + (isNewWork(earlier, options) ? 1 : 0);
	/** Begins an entry, keeping what is still needed of the one that it replaces. */
	const enter = (
		key: string,
		begun: Pick<LedgerEntry, 'model' | 'outcome'> & Partial<LedgerEntry>,
	) => {
		const earlier = read(key);
		const before = earlier === undefined ? undefined : spendingOf(earlier);
		const mayHaveAnother =
			earlier !== undefined &&
			!isNewWork(earlier, options) &&
			(isUnknown(earlier) || earlier.mayHaveAnother === true);
		const earlierTrace = mayHaveAnother ? (earlier.trace ?? earlier.earlierTrace) : undefined;
		put(store, key, earlier, {
			runIndex: options.runIndex,
			handedOver: false,
			round: nextRound(earlier),
			...begun,
			...(mayHaveAnother && { mayHaveAnother }),
			...defined({ before, earlierTrace }),
		});
	};
	return {
		recall(key) {
			const entry = read(key);
			return entry === undefined ? { kind: 'new' } : recallEntry(entry, options);
		},
		taskOf: (key) => parseTask(read(key)?.task, 'created'),
		costOf: (key) => read(key)?.costUsd,
		settingsOf: (key) => read(key)?.settings,
		roundOf: (key) => nextRound(read(key)),
		claimsToEnd(key) {
			const entry = read(key);
			return entry === undefined || entry.mayHaveAnother === true ? [] : (entry.claims ?? []);
		},
		isFromElsewhere: (key) => read(key)?.isFromElsewhere === true,
		sending: (key, model, { claims = [], costUsd, trace, settings } = {}) => {
			enter(key, {
				model,
				outcome: 'sent',
				claims: [...claims],
				...defined({ costUsd, trace, settings }),
			});
		},
		keeps: (key, claims) => change(key, { claims: [...claims] }),
		found(key, model, task, claims) {
			enter(key, {
				model,
				outcome: 'accepted',
				task: { ...task.raw },
				claims: [...claims],
				isFromElsewhere: true,
			});
			options.onTask?.(task.id);
		},
		answered(key, verdict, trace) {
			const { outcome } = verdict;
			const id = outcome === 'accepted' ? verdict.task.id : verdict.problem.taskId;
			change(key, {
				outcome,
				// The trace is dropped once the outcome is known, because n8n saves all of this with the
				// execution.
				trace: outcome === 'unknown' ? trace : undefined,
				task: outcome === 'accepted' ? { ...verdict.task.raw } : { id },
			});
			if (id !== undefined) options.onTask?.(id);
		},
		sawTask(key, { raw }) {
			change(key, { outcome: 'accepted', trace: undefined, task: { ...raw } });
		},
		handOver(keys) {
			for (const key of keys) {
				const entry = read(key);
				// Its costs don't change.
				if (entry !== undefined) store[key] = { ...entry, handedOver: true };
			}
		},
	};
}
