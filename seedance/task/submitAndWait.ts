/** Submitting and waiting in one: a batch takes as long as its slowest task. */
import type { Prediction } from '../api/prediction';
import { isSpent } from './ledger';
import type { Ledger } from './ledger';
import type { Ports } from './ports';
import { cameToNothing, claimKey, releaseKey } from './requestKey';
import type { RequestKeys } from './requestKey';
import { submitAll } from './submit';
import type { SubmitAllOptions, SubmitRequest, SubmitResult, SubmitWatch } from './submit';
import type { AwaitedTask, WaitResult } from './waitFor';

/** One intended video. */
export type Intent =
	| {
			readonly kind: 'submit';
			readonly request: SubmitRequest;
			/** Under which the ledger remembers it. */
			readonly key: string;
			readonly requestKey?: string;
			/** Whether an earlier try has taken the request key already. */
			readonly holdsKey?: boolean;
			/** What it will cost, in USD, where that is known. */
			readonly costUsd?: number;
	  }
	/** Submitted in an earlier try of the same work. */
	| {
			readonly kind: 'known';
			readonly prediction: Prediction;
			readonly model: string;
			readonly key: string;
			readonly requestKey?: string;
	  }
	/** Found to be submitted under its request key before, in an earlier part of the same work. */
	| {
			readonly kind: 'skipped';
			readonly requestKey: string;
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
}

type NotAccepted = Exclude<SubmitResult, { outcome: 'accepted' | 'skipped' }>;

export type SubmitAndWaitResult =
	| { readonly kind: 'notAccepted'; readonly result: NotAccepted }
	/** Not submitted, because its request key was submitted before. */
	| { readonly kind: 'skipped'; readonly requestKey: string }
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
	readonly result: Prediction | Exclude<SubmitResult, { outcome: 'accepted' }>;
}

function watch(intent: Extract<Intent, { kind: 'submit' }>, books: Books): SubmitWatch {
	const { key, request, requestKey, costUsd } = intent;
	const { ledger, requestKeys } = books;
	const noted = {
		...(requestKey !== undefined && { requestKey }),
		...(costUsd !== undefined && { costUsd }),
	};
	let holdsKey = intent.holdsKey === true;
	return {
		async mayBegin() {
			if (requestKey === undefined || holdsKey) return undefined;
			const instead = await claimKey(requestKeys, requestKey, request.model);
			holdsKey = instead === undefined;
			return instead;
		},
		sending: () => ledger.sending(key, request.model, noted),
		answered: (verdict) => ledger.answered(key, verdict),
		async ended(result) {
			const isFree = requestKey !== undefined && holdsKey && cameToNothing(result);
			if (isFree) await releaseKey(requestKeys, requestKey);
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
	const watches = fresh.map((intent) => watch(intent, books));
	const results = await submitAll(requests, ports, options, watches);
	const resultOf = new Map(fresh.map((intent, i) => [intent.key, results[i]]));
	return intents.flatMap((intent): Submitted[] => {
		if (intent.kind === 'known') return [{ intent, result: intent.prediction }];
		if (intent.kind === 'skipped') {
			return [{ intent, result: { outcome: 'skipped', requestKey: intent.requestKey } }];
		}
		const result = resultOf.get(intent.key);
		if (result === undefined) return [];
		return [{ intent, result: result.outcome === 'accepted' ? result.prediction : result }];
	});
}

/** What there is to wait for, if anything. */
function awaited({ intent, result }: Submitted): AwaitedTask[] {
	if (!('id' in result)) return [];
	const model = modelOf(intent);
	// A task of an earlier try may have ended since: only an end that is known needs no look.
	const isKnown = intent.kind === 'submit' || result.statusKind !== 'running';
	return [{ taskId: result.id, model, ...(isKnown && { known: result }) }];
}

/** Enters how a task stands, and gives its request key back when the video must be made anew. */
async function enter({ intent }: Submitted, task: Prediction | undefined, books: Books) {
	// An end that was known before is in the books already, and its key may be somebody else's by now.
	const wasEntered = intent.kind === 'known' && intent.prediction.statusKind !== 'running';
	if (task === undefined || wasEntered) return;
	books.ledger.sawTask(intent.key, task);
	const { requestKey } = intent;
	if (requestKey !== undefined && isSpent(task)) await releaseKey(books.requestKeys, requestKey);
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
	const waited = waits ? await wait(submitted.flatMap(awaited)) : new Map<string, WaitResult>();
	const results: SubmitAndWaitResult[] = [];
	for (const one of submitted) {
		const { result } = one;
		if ('problem' in result) results.push({ kind: 'notAccepted', result });
		else if ('requestKey' in result)
			results.push({ kind: 'skipped', requestKey: result.requestKey });
		else {
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
