/** Submitting and waiting in one: a batch takes as long as its slowest task. */
import type { Prediction } from '../api/task';
import { problem } from '../errors/messages';
import { afterLook } from '../run/findUnknown';
import type { TaskFinder } from '../run/findUnknown';
import { isSpent } from '../run/ledger';
import type { Claim, Ledger } from '../run/ledger';
import type { Ports } from '../api/http';
import { beginSlices } from '../clock';
import {
	cameToNothing,
	claimKey,
	endClaims,
	noteTask,
	openKeyWorld,
	releaseClaims,
	retriedBefore,
	skippedBecause,
} from '../run/requestKey';
import type { KeyWorld, RequestKeys } from '../run/requestKey';
import { submitAll } from './submit';
import type { SubmitAllOptions, SubmitRequest, SubmitResult, SubmitWatch } from './submit';
import type { Trace } from '../run/trace';
import type { AwaitedTask, WaitResult } from './waitFor';

/** One intended video. */
export type Intent =
	| {
			readonly kind: 'submit';
			readonly request: SubmitRequest;
			/** Under which the ledger remembers it. */
			readonly key: string;
			readonly requestKey?: string;
			/** Stands for the same work in every retry of the execution that began it. */
			readonly workKey?: string;
			/** What an earlier try has taken and still holds. */
			readonly holds?: readonly Claim[];
			/** What it will cost, in USD, where that is known. */
			readonly costUsd?: number;
	  }
	/** Submitted in an earlier try of the same work. */
	| {
			readonly kind: 'known';
			readonly prediction: Prediction;
			readonly model: string;
			readonly key: string;
	  }
	/** Found to be submitted under its request key before, in an earlier part of the same work. */
	| {
			readonly kind: 'skipped';
			readonly requestKey: string;
			readonly reason: string;
			readonly model: string;
			readonly key: string;
	  };

/** The model that makes it. */
export const modelOf = (intent: Intent): string =>
	intent.kind === 'submit' ? intent.request.model : intent.model;

/** What is remembered of submits: in the execution, and of request keys in all executions. */
export interface Books {
	readonly ledger: Ledger;
	readonly requestKeys: RequestKeys;
	/** Finds the tasks of submits that may have been accepted; without it nothing is looked for. */
	readonly finder?: TaskFinder;
}

type NotAccepted = Exclude<SubmitResult, { outcome: 'accepted' | 'found' | 'skipped' }>;

export type SubmitAndWaitResult =
	| { readonly kind: 'notAccepted'; readonly result: NotAccepted }
	/** Not submitted, because its request key was submitted before; the task is not known. */
	| { readonly kind: 'skipped'; readonly requestKey: string; readonly reason: string }
	/**
	 * Accepted, and not finished as far as is known: because nobody asked to wait, because another
	 * submit ended the run, or because the wait goes on later.
	 */
	| { readonly kind: 'submitted'; readonly prediction: Prediction }
	| WaitResult;

/** Waits for tasks in some way; a task whose wait goes on later is not in the results. */
export type Wait = (tasks: readonly AwaitedTask[]) => Promise<ReadonlyMap<string, WaitResult>>;

interface Submitted {
	readonly intent: Intent;
	/** Its task, or what came of the submit instead. */
	readonly result: Prediction | Exclude<SubmitResult, { outcome: 'accepted' | 'found' }>;
}

type SubmitIntent = Extract<Intent, { kind: 'submit' }>;

/**
 * Takes the keys of an item that are not held yet.
 * @param taken where they are entered
 * @returns what to report instead of a submit, or undefined when it may go
 */
async function takeKeys(
	{ key, request: { model }, requestKey, workKey }: SubmitIntent,
	taken: Claim[],
	{ ledger }: Books,
	world: KeyWorld,
): Promise<SubmitResult | undefined> {
	const refusal = (cause: 'requestKeyUnusable' | 'retryNotRecorded'): SubmitResult => ({
		outcome: 'refused',
		problem: problem(cause, { model }, { outcome: 'refused' }),
	});
	for (const wanted of [requestKey, workKey]) {
		if (wanted === undefined || taken.some((claim) => claim.key === wanted)) continue;
		const isWork = wanted === workKey;
		const claimed = await claimKey(wanted, model, world);
		if (claimed.kind === 'mine') {
			taken.push(claimed.claim);
		} else if (claimed.kind === 'unsupported' || claimed.kind === 'failed') {
			// Where no keys can be kept, a retry goes on as it would without them.
			if (isWork && claimed.kind === 'unsupported') continue;
			return refusal(isWork ? 'retryNotRecorded' : 'requestKeyUnusable');
		} else if (claimed.kind === 'found') {
			const { claim, prediction } = claimed;
			await noteTask(world, taken, prediction);
			ledger.found(key, model, prediction, [...taken, claim]);
			return { outcome: 'found', prediction };
		} else {
			return isWork
				? { outcome: 'unknown', problem: retriedBefore(model, claimed.likely) }
				: {
						outcome: 'skipped',
						requestKey: wanted,
						reason: skippedBecause(wanted, claimed.likely),
					};
		}
	}
	return undefined;
}

/** A key that is held stands for a submit that may have been accepted: one more submit takes the next. */
function unheld(key: string, holds: readonly Claim[]): string {
	return holds.some((claim) => claim.key === key) ? unheld(`again ${key}`, holds) : key;
}

function watch(
	intent: SubmitIntent,
	books: Books,
	world: KeyWorld,
	timeoutMs: number,
): SubmitWatch {
	const { key, request, costUsd, workKey, holds = [] } = intent;
	const { ledger, requestKeys, finder } = books;
	const { model } = request;
	let trace: Trace | undefined;
	const taken = [...holds];
	const wanted = { ...intent, ...(workKey !== undefined && { workKey: unheld(workKey, holds) }) };
	let wasSent = false;
	return {
		mayBegin: async () => await takeKeys(wanted, taken, books, world),
		sending(body) {
			wasSent = true;
			trace = finder?.sending(model, body, timeoutMs);
			const cost = costUsd !== undefined && { costUsd };
			ledger.sending(key, model, { claims: taken, ...cost, ...(trace && { trace }) });
		},
		answered(verdict) {
			if (trace !== undefined) trace = finder?.answered(trace, verdict);
			ledger.answered(key, verdict, trace);
		},
		async lookUp(verdict) {
			if (finder === undefined) return verdict;
			const { taskId } = verdict.problem;
			const submitted = { model, ...(trace && { trace }), ...(taskId !== undefined && { taskId }) };
			const found = await finder.find(submitted);
			if (found.kind !== 'found') {
				return { ...verdict, problem: afterLook(verdict.problem, found) };
			}
			const accepted = { outcome: 'accepted', prediction: found.prediction } as const;
			ledger.answered(key, accepted);
			return accepted;
		},
		async ended(result) {
			if (result.outcome === 'accepted') await noteTask(world, taken, result.prediction);
			if (result.outcome === 'found' || (wasSent && !cameToNothing(result))) return;
			// What an earlier try holds stays taken: nobody can tell what became of that one.
			await releaseClaims(requestKeys, taken.slice(holds.length));
			if (wasSent) ledger.keeps(key, holds);
		},
	};
}

/** Submits what has not been submitted yet; everything in the order of the intents. */
async function submitNew(
	intents: readonly Intent[],
	ports: Ports,
	options: SubmitAllOptions,
	books: Books,
): Promise<Submitted[]> {
	const fresh = intents.flatMap((intent) => (intent.kind === 'submit' ? [intent] : []));
	const requests = fresh.map(({ request }) => request);
	const world = openKeyWorld(books.requestKeys, ports);
	const watches = fresh.map((intent) => watch(intent, books, world, options.timeoutMs));
	const results = await submitAll(requests, ports, options, watches);
	const resultOf = new Map(fresh.map((intent, i) => [intent.key, results[i]]));
	return intents.flatMap((intent): Submitted[] => {
		if (intent.kind === 'known') return [{ intent, result: intent.prediction }];
		if (intent.kind === 'skipped') {
			const { requestKey, reason } = intent;
			return [{ intent, result: { outcome: 'skipped', requestKey, reason } }];
		}
		const result = resultOf.get(intent.key);
		if (result === undefined) return [];
		const isTask = result.outcome === 'accepted' || result.outcome === 'found';
		return [{ intent, result: isTask ? result.prediction : result }];
	});
}

/** What there is to wait for, if anything. */
function awaited({ intent, result }: Submitted, { ledger }: Books): AwaitedTask[] {
	if (!('id' in result)) return [];
	const model = modelOf(intent);
	// A task of an earlier try may have ended since: only an end that is known needs no look.
	const isNew = intent.kind === 'submit' && !ledger.isFromElsewhere(intent.key);
	const isKnown = isNew || result.statusKind !== 'running';
	const { id: taskId, createdAt } = result;
	return [
		{
			taskId,
			model,
			isAccepted: true,
			...(createdAt !== undefined && { createdAt }),
			...(isKnown && { known: result }),
		},
	];
}

/** Enters how a task stands, and frees its keys when the video must be made anew. */
async function enter({ intent }: Submitted, task: Prediction | undefined, books: Books) {
	// An end that was known before is in the books already, and its key may be somebody else's by now.
	const wasEntered = intent.kind === 'known' && intent.prediction.statusKind !== 'running';
	if (task === undefined || wasEntered) return;
	const { ledger, requestKeys } = books;
	ledger.sawTask(intent.key, task);
	if (isSpent(task)) await endClaims(requestKeys, ledger.claimsToEnd(intent.key));
}

/**
 * Submits what has not been submitted yet, then waits for all accepted tasks together. Results come
 * in the order of the intents, and everything that becomes known goes into the books at once. When a
 * failure ended the submits (`stopAtFirst`), nothing is waited for: the caller is about to report, and
 * a retry goes on from the ledger.
 * @param intents with keys that differ
 * @param wait how to wait for the tasks; undefined to hand them on as soon as they are accepted
 */
export async function submitAndWait(
	intents: readonly Intent[],
	ports: Ports,
	options: SubmitAllOptions,
	books: Books,
	wait?: Wait,
): Promise<SubmitAndWaitResult[]> {
	const submitted = await submitNew(intents, ports, options, books);
	const isFailure = ({ result }: Submitted) => 'problem' in result;
	const waits = wait !== undefined && !(options.stopAtFirst && submitted.some(isFailure));
	const waited = waits
		? await wait(submitted.flatMap((one) => awaited(one, books)))
		: new Map<string, WaitResult>();
	const results: SubmitAndWaitResult[] = [];
	const rest = beginSlices(ports);
	for (const one of submitted) {
		await rest();
		const { result } = one;
		if ('problem' in result) results.push({ kind: 'notAccepted', result });
		else if ('requestKey' in result) {
			const { requestKey, reason } = result;
			results.push({ kind: 'skipped', requestKey, reason });
		} else {
			const end = waited.get(result.id);
			await enter(
				one,
				end !== undefined && 'prediction' in end ? end.prediction : undefined,
				books,
			);
			results.push(end ?? { kind: 'submitted', prediction: result });
		}
	}
	return results;
}
