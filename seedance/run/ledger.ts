/**
 * What one execution has submitted, so that a retry picks it up instead of paying again
 * (design.md §4). Kept wherever the caller's store is kept; every entry is plain JSON.
 */
import type { SubmitVerdict } from '../api/submit';
import { parsePrediction, wouldFailAgain } from '../api/task';
import type { Prediction } from '../api/task';
import type { Spending } from '../models/price';
import { z } from '../zod';
import { traceSchema } from './trace';
import type { Trace } from './trace';

const spendingSchema = z.object({
	/** The sum of the known prices, in USD. */
	usd: z.number(),
	/** How many submits have a price that nobody knows. */
	unpriced: z.number().int(),
});

const claimSchema = z.object({
	/** What the claim is for: one intended video. */
	key: z.string(),
	/** Under which name it was taken. */
	name: z.string(),
});

/** A key that was taken for a submit, in the store that all executions share. */
export type Claim = z.output<typeof claimSchema>;

const entrySchema = z.object({
	/** The node's run in which it was submitted. */
	runIndex: z.number().int(),
	model: z.string(),
	/** "sent" while the answer is awaited, and for ever when nobody was there to hear it. */
	outcome: z.enum(['sent', 'accepted', 'refused', 'unknown']),
	/** What was taken for it. */
	claims: z.array(claimSchema).optional(),
	/** What its task can be recognised by while nobody knows its id. */
	trace: traceSchema.optional().catch(undefined),
	/** The same of an earlier submit, where nobody can tell what came of that. */
	earlierTrace: traceSchema.optional().catch(undefined),
	/** The task as the API last described it. */
	task: z.record(z.unknown()).optional(),
	/** Whether the node has handed the item on, so that the same item in a later run is new work. */
	handedOver: z.boolean(),
	/** What it costs in USD, where that was known before it was sent. */
	costUsd: z.number().optional(),
	/** What earlier submits under the same key have cost, which this one has taken the place of. */
	before: spendingSchema.optional(),
	/** Set when nobody can tell whether such an earlier submit was accepted. */
	mayHaveAnother: z.boolean().optional(),
	/** How often the same item was handed over before: a loop's equal items are told apart by it. */
	round: z.number().int().optional(),
	/** Set when another execution submitted it, which has paid for it. */
	isFromElsewhere: z.boolean().optional(),
});

type LedgerEntry = z.output<typeof entrySchema>;

// An entry that cannot be read was still written before a submit: it must not be forgotten.
const keptSchema = entrySchema.catch({
	runIndex: -1,
	model: '',
	outcome: 'unknown',
	handedOver: false,
});

/** Where the entries live, by key. Whatever it holds is parsed before use. */
export type LedgerStore = Record<string, unknown>;

/** What the ledger knows of an item. */
export type Recalled =
	/** Nothing that stands in the way of a submit. */
	| {
			readonly kind: 'new';
			/** What earlier submits of the item took and still hold. */
			readonly holds?: readonly Claim[];
			/** What an earlier submit that may have been accepted can be recognised by. */
			readonly trace?: Trace;
	  }
	/** Submitted already: this is its task. */
	| { readonly kind: 'known'; readonly prediction: Prediction; readonly model: string }
	/** Submitted already, and nobody can tell whether it was accepted. */
	| { readonly kind: 'unclear'; readonly model: string; readonly trace?: Trace };

export interface LedgerOptions {
	/** The node's present run. */
	readonly runIndex: number;
	/** What to do about an item whose submit may or may not have been accepted. */
	readonly ifUnknown: 'stop' | 'submitAgain';
	/**
	 * Whether an item that was handed on counts as submitted in later runs, too: for an AI agent, which
	 * repeats a call word for word when it is in doubt.
	 */
	readonly repeatsAreSame?: boolean;
	/** Told the id of every task as soon as it is known. */
	readonly onTask?: (taskId: string) => void;
}

export interface Ledger {
	recall(key: string): Recalled;
	/** The task of an item as it was last seen, whatever a re-run may do about it. */
	taskOf(key: string): Prediction | undefined;
	/** What its last submit costs, in USD, where that was known. */
	costOf(key: string): number | undefined;
	/** How often the item was handed over before, as it would be counted if it were submitted now. */
	roundOf(key: string): number;
	/** What is held for an item whose submits all came to nothing; empty while that is not certain. */
	claimsToEnd(key: string): readonly Claim[];
	/** Whether its task was found, rather than submitted by this execution. */
	isFromElsewhere(key: string): boolean;
	/** A submit is about to be sent. */
	sending(
		key: string,
		model: string,
		more?: { claims?: readonly Claim[]; costUsd?: number; trace?: Trace },
	): void;
	/** What is left of what was taken for an item, when some of it was given back. */
	keeps(key: string, claims: readonly Claim[]): void;
	/** The item was submitted before by another execution: this is its task. */
	found(key: string, model: string, prediction: Prediction, claims: readonly Claim[]): void;
	/** It was answered, or the connection died. */
	answered(key: string, verdict: SubmitVerdict, trace?: Trace): void;
	/** A task was read: how it stands decides whether a re-run may submit anew. */
	sawTask(key: string, prediction: Prediction): void;
	/** The node hands these items on. */
	handOver(keys: readonly string[]): void;
}

/** Whether a task is of no use any more, so that submitting anew is right: the API refunds failures. */
export const isSpent = (task: Prediction): boolean =>
	task.statusKind === 'ended' && !wouldFailAgain(task);

const isUnknown = ({ outcome }: LedgerEntry) => outcome === 'sent' || outcome === 'unknown';

/** Whether the same item would be new work in this run: a loop's next round. */
const isNewWork = ({ handedOver, runIndex }: LedgerEntry, options: LedgerOptions) =>
	handedOver && runIndex !== options.runIndex && options.repeatsAreSame !== true;

function recallEntry(entry: LedgerEntry, options: LedgerOptions): Recalled {
	const { model, outcome, mayHaveAnother = false, claims = [] } = entry;
	const trace = entry.trace ?? entry.earlierTrace;
	const traced = trace !== undefined && { trace };
	if (isNewWork(entry, options)) return { kind: 'new' };
	const prediction = parsePrediction(entry.task, 'created');
	// What an answer that was no plain yes has named may still be the task: to read it costs nothing.
	const isTask = prediction !== undefined && outcome !== 'refused' && !isSpent(prediction);
	const submitsAgain = options.ifUnknown === 'submitAgain';
	if (isTask && !(isUnknown(entry) && submitsAgain)) return { kind: 'known', prediction, model };
	const isOver = outcome === 'refused' || (prediction !== undefined && !isUnknown(entry));
	if (isOver && !mayHaveAnother) return { kind: 'new' };
	const mayRepeat = submitsAgain && (isOver || isUnknown(entry));
	if (!mayRepeat) return { kind: 'unclear', model, ...traced };
	return { kind: 'new', ...(claims.length > 0 && { holds: claims }), ...traced };
}

/**
 * What one entry has cost: a submit that was refused costs nothing, a task that failed is refunded
 * (reference §C). What nobody can tell counts.
 */
function spendingOf(entry: LedgerEntry): Spending {
	const { outcome, task, costUsd, before, isFromElsewhere = false } = entry;
	const { usd, unpriced } = before ?? { usd: 0, unpriced: 0 };
	const hasFailed = parsePrediction(task, 'created')?.statusKind === 'ended';
	const isFree = outcome === 'refused' || hasFailed || isFromElsewhere;
	if (isFree) return { usd, unpriced };
	return costUsd === undefined ? { usd, unpriced: unpriced + 1 } : { usd: usd + costUsd, unpriced };
}

const nothing: Spending = { usd: 0, unpriced: 0 };

/**
 * What the entries of a store have cost, once somebody has asked: kept up with every change, because a
 * loop asks in each of its rounds. In memory only; a store that n8n has read again is counted anew.
 */
const sums = new WeakMap<LedgerStore, Spending>();

/** What everything in a node's store has cost. */
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

/** The ids of all tasks that a store knows of. */
export const taskIdsIn = (store: LedgerStore): string[] =>
	Object.values(store).flatMap((entry) => {
		const id = parsePrediction(keptSchema.parse(entry).task, 'created')?.id;
		return id === undefined ? [] : [id];
	});

/** Puts an entry in the place of the one that was there. */
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
	/** Begins an entry, which remembers of the one in its place what must not be forgotten. */
	const enter = (
		key: string,
		begun: Pick<LedgerEntry, 'model' | 'outcome'> & Partial<LedgerEntry>,
	) => {
		const earlier = read(key);
		const before = earlier === undefined ? undefined : spendingOf(earlier);
		const hasCost = before !== undefined && (before.usd > 0 || before.unpriced > 0);
		const mayHaveAnother =
			earlier !== undefined &&
			!isNewWork(earlier, options) &&
			(isUnknown(earlier) || earlier.mayHaveAnother === true);
		const earlierTrace = mayHaveAnother ? (earlier.trace ?? earlier.earlierTrace) : undefined;
		const round = nextRound(earlier);
		put(store, key, earlier, {
			runIndex: options.runIndex,
			handedOver: false,
			...begun,
			...(hasCost && { before }),
			...(mayHaveAnother && { mayHaveAnother }),
			...(earlierTrace !== undefined && { earlierTrace }),
			...(round > 0 && { round }),
		});
	};
	return {
		recall(key) {
			const entry = read(key);
			return entry === undefined ? { kind: 'new' } : recallEntry(entry, options);
		},
		taskOf: (key) => parsePrediction(read(key)?.task, 'created'),
		costOf: (key) => read(key)?.costUsd,
		roundOf: (key) => nextRound(read(key)),
		claimsToEnd(key) {
			const entry = read(key);
			return entry === undefined || entry.mayHaveAnother === true ? [] : (entry.claims ?? []);
		},
		isFromElsewhere: (key) => read(key)?.isFromElsewhere === true,
		sending: (key, model, { claims = [], costUsd, trace } = {}) => {
			enter(key, {
				model,
				outcome: 'sent',
				...(claims.length > 0 && { claims: [...claims] }),
				...(costUsd !== undefined && { costUsd }),
				...(trace !== undefined && { trace }),
			});
		},
		keeps: (key, claims) => change(key, { claims: [...claims] }),
		found(key, model, prediction, claims) {
			const task = { ...prediction.raw };
			enter(key, { model, outcome: 'accepted', task, claims: [...claims], isFromElsewhere: true });
			options.onTask?.(prediction.id);
		},
		answered(key, verdict, trace) {
			const { outcome } = verdict;
			const id = outcome === 'accepted' ? verdict.prediction.id : verdict.problem.taskId;
			const task = outcome === 'accepted' ? { ...verdict.prediction.raw } : { id };
			change(key, {
				outcome,
				// Of no use where the outcome is clear; n8n saves all of this with the execution.
				...(outcome !== 'unknown' && { trace: undefined }),
				...(outcome === 'unknown' && trace !== undefined && { trace }),
				...(id !== undefined && { task }),
			});
			if (id !== undefined) options.onTask?.(id);
		},
		sawTask(key, { raw }) {
			change(key, { outcome: 'accepted', trace: undefined, task: { ...raw } });
		},
		handOver(keys) {
			for (const key of keys) {
				const entry = read(key);
				// What it has cost stays what it was.
				if (entry !== undefined) store[key] = { ...entry, handedOver: true };
			}
		},
	};
}
