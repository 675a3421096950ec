/** Submitting and waiting in one: a batch takes as long as its slowest task. */
import type { Prediction } from '../api/prediction';
import type { Ports } from './ports';
import { submitAll } from './submit';
import type { SubmitAllOptions, SubmitRequest, SubmitResult } from './submit';
import { waitFor } from './waitFor';
import type { WaitOptions, WaitResult } from './waitFor';

export type SubmitAndWaitResult =
	| {
			readonly kind: 'notAccepted';
			readonly result: Exclude<SubmitResult, { outcome: 'accepted' }>;
	  }
	/** Accepted, and not waited for because another submit ended the run. */
	| { readonly kind: 'submitted'; readonly prediction: Prediction }
	| WaitResult;

/**
 * Submits all requests, then waits for all accepted tasks together. Results come in the order of the
 * requests. When a failure ended the submits (`stopAtFirst`), nothing is waited for: the caller is
 * about to report, and the ids are in the results.
 */
export async function submitAndWait(
	requests: readonly SubmitRequest[],
	ports: Ports,
	options: SubmitAllOptions,
	wait: WaitOptions,
): Promise<SubmitAndWaitResult[]> {
	const submitted = await submitAll(requests, ports, options);
	const isEnded = options.stopAtFirst && submitted.some(({ outcome }) => outcome !== 'accepted');
	const tasks = submitted.flatMap((result, i) => {
		if (result.outcome !== 'accepted') return [];
		const model = requests[i]?.model;
		const { prediction } = result;
		return [{ taskId: prediction.id, known: prediction, ...(model !== undefined && { model }) }];
	});
	const waited = isEnded ? new Map<string, WaitResult>() : await waitFor(tasks, ports, wait);
	return submitted.map((result): SubmitAndWaitResult => {
		if (result.outcome !== 'accepted') return { kind: 'notAccepted', result };
		const { prediction } = result;
		return waited.get(prediction.id) ?? { kind: 'submitted', prediction };
	});
}
