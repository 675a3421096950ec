/** Submitting: the one request that costs money. */
import { judgeSubmit } from '../api/submitReply';
import type { SubmitVerdict } from '../api/submitReply';
import { submitUrl } from '../api/routes';
import type { Prediction } from '../api/prediction';
import { problem } from '../errors/messages';
import { stopsAllSubmits } from '../errors/problem';
import type { Problem } from '../errors/problem';
import type { RequestBody } from '../validation/requestSchema';
import { backoffMs } from './backoff';
import { isStopped, sleepUntil } from './ports';
import type { Ports } from './ports';
import { createSubmitPace } from './submitPace';
import type { SubmitPace } from './submitPace';

export interface SubmitRequest {
	readonly model: string;
	readonly body: RequestBody | Readonly<Record<string, unknown>>;
}

export type SubmitResult =
	| { readonly outcome: 'accepted'; readonly prediction: Prediction }
	| { readonly outcome: 'refused' | 'unknown'; readonly problem: Problem }
	/** Never sent, because something before it ended the run. */
	| { readonly outcome: 'notSubmitted'; readonly problem: Problem };

export interface SubmitOptions {
	/** How long one submit may wait for its answer, in ms. */
	readonly timeoutMs: number;
	/** For how long a submit that was certainly not accepted is sent again while the API is busy, in ms. */
	readonly busyForMs: number;
	/** The same while the API cannot be reached: shorter, because a wrong address never heals. */
	readonly unreachableForMs: number;
}

export const submitDefaults: SubmitOptions = {
	timeoutMs: 120_000,
	busyForMs: 15 * 60_000,
	unreachableForMs: 30_000,
};

type Refused = Extract<SubmitVerdict, { outcome: 'refused' }>;

/** When to send a refused submit again, in ms since the epoch, or undefined for never. */
function resendAt(verdict: Refused, tries: number, pace: SubmitPace, ports: Ports) {
	if (verdict.resend === undefined || isStopped(ports)) return undefined;
	if (verdict.resend === 'whenNotBusy') return pace.limited(verdict.retryAfterMs);
	return ports.now() + backoffMs(tries, ports.random());
}

/**
 * Submits one task. The POST is sent again only when it certainly was not accepted (design.md §4);
 * it never throws.
 */
export async function submit(
	request: SubmitRequest,
	ports: Ports,
	options: SubmitOptions = submitDefaults,
	pace: SubmitPace = createSubmitPace(1, ports),
): Promise<SubmitResult> {
	const { model, body } = request;
	const url = submitUrl(ports.baseUrl, model);
	const begun = ports.now();
	for (let tries = 1; ; tries += 1) {
		await pace.enter();
		let verdict: SubmitVerdict;
		try {
			if (isStopped(ports)) {
				return { outcome: 'notSubmitted', problem: problem('stopped', { model }) };
			}
			const reply = await ports.http({ method: 'POST', url, body, timeoutMs: options.timeoutMs });
			verdict = judgeSubmit(reply, model, ports.now());
		} finally {
			pace.left();
		}
		if (verdict.outcome === 'accepted') pace.accepted();
		if (verdict.outcome !== 'refused') return verdict;
		const patience =
			verdict.resend === 'whenNotBusy' ? options.busyForMs : options.unreachableForMs;
		const at = resendAt(verdict, tries, pace, ports);
		if (at === undefined || at - begun > patience) {
			return { outcome: 'refused', problem: verdict.problem };
		}
		await sleepUntil(at, ports);
	}
}

export interface SubmitAllOptions extends SubmitOptions {
	/** The most submits under way together. */
	readonly atOnce: number;
	/** Whether the first failure ends the run; otherwise only one that every item would meet. */
	readonly stopAtFirst: boolean;
}

/**
 * Submits many tasks with bounded concurrency; results come in the order of the requests. After the
 * failure that ends the run no new submit starts, and those under way are awaited.
 */
export async function submitAll(
	requests: readonly SubmitRequest[],
	ports: Ports,
	options: SubmitAllOptions,
): Promise<SubmitResult[]> {
	const pace = createSubmitPace(options.atOnce, ports);
	const results: SubmitResult[] = [];
	let ending: Problem | undefined;
	let next = 0;
	async function lane() {
		for (let i = next++; i < requests.length; i = next++) {
			const request = requests[i];
			if (request === undefined) return;
			if (ending !== undefined) {
				results[i] = { outcome: 'notSubmitted', problem: notSubmitted(ending, request.model) };
				continue;
			}
			const result = await submit(request, ports, options, pace);
			results[i] = result;
			if (result.outcome === 'accepted') continue;
			if (options.stopAtFirst || stopsAllSubmits(result.problem)) ending ??= result.problem;
		}
	}
	const lanes = Math.min(options.atOnce, requests.length);
	await Promise.all(Array.from({ length: lanes }, lane));
	return results;
}

const notSubmitted = (ending: Problem, model: string): Problem =>
	problem('notSubmitted', { model, detail: ending.message });
