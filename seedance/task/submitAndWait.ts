/** Submitting and waiting in one: a batch takes as long as its slowest task. */
import type { Prediction } from '../api/prediction';
import type { Ledger } from './ledger';
import type { Ports } from './ports';
import { submitAll } from './submit';
import type { SubmitAllOptions, SubmitLog, SubmitRequest, SubmitResult } from './submit';
import { waitFor } from './waitFor';
import type { AwaitedTask, WaitOptions, WaitResult } from './waitFor';

/** One intended video. */
export type Intent =
	| {
			readonly kind: 'submit';
			readonly request: SubmitRequest;
			/** Under which the ledger remembers it. */
			readonly key: string;
	  }
	/** Submitted in an earlier try of the same work. */
	| {
			readonly kind: 'known';
			readonly prediction: Prediction;
			readonly model: string;
			readonly key: string;
	  };

export type SubmitAndWaitResult =
	| {
			readonly kind: 'notAccepted';
			readonly result: Exclude<SubmitResult, { outcome: 'accepted' }>;
	  }
	/** Accepted, and not waited for: because nobody asked to, or another submit ended the run. */
	| { readonly kind: 'submitted'; readonly prediction: Prediction }
	| WaitResult;

interface Submitted {
	readonly intent: Intent;
	/** Its task, or what came of the submit instead. */
	readonly result: Prediction | Exclude<SubmitResult, { outcome: 'accepted' }>;
}

const logFor = (ledger: Ledger, key: string, model: string): SubmitLog => ({
	sending: () => ledger.sending(key, model),
	answered: (verdict) => ledger.answered(key, verdict),
});

/** Submits what has not been submitted yet; everything in the order of the intents. */
async function submitNew(
	intents: readonly Intent[],
	ports: Ports,
	options: SubmitAllOptions,
	ledger: Ledger,
): Promise<Submitted[]> {
	const fresh = intents.flatMap((intent) => (intent.kind === 'submit' ? [intent] : []));
	const requests = fresh.map(({ request }) => request);
	const logs = fresh.map(({ key, request }) => logFor(ledger, key, request.model));
	const results = await submitAll(requests, ports, options, logs);
	const resultOf = new Map(fresh.map((intent, i) => [intent.key, results[i]]));
	return intents.flatMap((intent): Submitted[] => {
		if (intent.kind === 'known') return [{ intent, result: intent.prediction }];
		const result = resultOf.get(intent.key);
		if (result === undefined) return [];
		return [{ intent, result: result.outcome === 'accepted' ? result.prediction : result }];
	});
}

/** What there is to wait for, if anything. */
function awaited({ intent, result }: Submitted): AwaitedTask[] {
	if (!('id' in result)) return [];
	const model = intent.kind === 'submit' ? intent.request.model : intent.model;
	// A task of an earlier try may have ended since: only an end that is known needs no look.
	const isKnown = intent.kind === 'submit' || result.statusKind !== 'running';
	return [{ taskId: result.id, model, ...(isKnown && { known: result }) }];
}

/**
 * Submits what has not been submitted yet, then waits for all accepted tasks together. Results come
 * in the order of the intents, and everything that becomes known goes into the ledger at once. When a
 * failure ended the submits (`stopAtFirst`), nothing is waited for: the caller is about to report, and
 * a retry goes on from the ledger.
 * @param intents with keys that differ
 * @param wait undefined to hand the tasks on as soon as they are accepted
 */
export async function submitAndWait(
	intents: readonly Intent[],
	ports: Ports,
	options: SubmitAllOptions,
	ledger: Ledger,
	wait?: WaitOptions,
): Promise<SubmitAndWaitResult[]> {
	const submitted = await submitNew(intents, ports, options, ledger);
	const isEnded = options.stopAtFirst && submitted.some(({ result }) => !('id' in result));
	const waits = wait !== undefined && !isEnded;
	const waited = waits
		? await waitFor(submitted.flatMap(awaited), ports, wait)
		: new Map<string, WaitResult>();
	return submitted.map(({ intent, result }): SubmitAndWaitResult => {
		if (!('id' in result)) return { kind: 'notAccepted', result };
		const end = waited.get(result.id);
		const last = end !== undefined && 'prediction' in end ? end.prediction : undefined;
		if (last !== undefined) ledger.sawTask(intent.key, last);
		return end ?? { kind: 'submitted', prediction: result };
	});
}
