/** Submitting: the one request that costs money. */
import { judgeSubmit } from '../api/submit';
import type { SubmitVerdict } from '../api/submit';
import { submitUrl, backoffMs } from '../api/http';
import type { Prediction } from '../api/task';
import { problem } from '../errors/messages';
import { stopsAllSubmits } from '../errors/problem';
import type { Problem } from '../errors/problem';
import type { RequestBody } from '../request/buildRequest';
import { inParallel, isStopped, sleepUntil } from '../clock';
import type { Ports } from '../api/http';
import { createSubmitPace } from '../run/pace';
import type { SubmitPace } from '../run/pace';

type Body = RequestBody | Readonly<Record<string, unknown>>;
type UnknownVerdict = Extract<SubmitVerdict, { outcome: 'unknown' }>;

/** The body that may be sent, or why there is none. */
export type CompleteBody =
	{ readonly ok: true; readonly body: Body } | { readonly ok: false; readonly problem: Problem };

export interface SubmitRequest {
	readonly model: string;
	readonly body: Body;
	/**
	 * Puts into the body what is only to be had at a cost of time, such as addresses of uploaded files.
	 * It gives up rather than pause beyond `until`, in ms since the epoch.
	 */
	readonly complete?: (until: number) => Promise<CompleteBody>;
	/** Where the API is to say that the task has ended. */
	readonly callbackUrl?: string;
}

export type SubmitResult =
	| { readonly outcome: 'accepted'; readonly prediction: Prediction }
	| { readonly outcome: 'refused' | 'unknown'; readonly problem: Problem }
	/** Never sent, because something before it ended the run. */
	| { readonly outcome: 'notSubmitted'; readonly problem: Problem }
	/** Never sent, because it was submitted before, elsewhere: this is its task. */
	| { readonly outcome: 'found'; readonly prediction: Prediction }
	/** Never sent, because its request key was submitted before. */
	| { readonly outcome: 'skipped'; readonly requestKey: string; readonly reason: string };

export interface SubmitOptions {
	/** How long one submit may wait for its answer, in ms. */
	readonly timeoutMs: number;
	/** For how long submits that were certainly not accepted are sent again, in ms since the run began. */
	readonly submitForMs: number;
	/**
	 * The same while the API cannot be reached, in ms since it could not: for a person who is watching,
	 * because a wrong address never heals.
	 */
	readonly unreachableForMs: number;
}

const hourMs = 3_600_000;
export const submitDefaults: SubmitOptions = {
	timeoutMs: 120_000,
	submitForMs: hourMs,
	unreachableForMs: hourMs,
};

/** Asked before a submit is sent, and told what comes of it as it happens. */
export interface SubmitWatch {
	/** Asked before every POST. @returns what to report instead of it, or undefined when it may go */
	mayBegin(): Promise<SubmitResult | undefined>;
	/** Told right before every POST. */
	sending(body: Body): void;
	answered(verdict: SubmitVerdict): void;
	/** Asked when nobody can tell whether it was accepted. @returns what is known after a look */
	lookUp?(verdict: UnknownVerdict): Promise<SubmitVerdict>;
	/** Nothing more will be sent for it. */
	ended(result: SubmitResult): Promise<void>;
}

/** What the submits of one run share. */
interface SubmitRun {
	readonly pace: SubmitPace;
	/** Until when submits are sent again, in ms since the epoch. */
	readonly until: number;
	/** Why nothing more is submitted, once there is such a reason. */
	readonly ended: () => Problem | undefined;
}

const beginRun = (atOnce: number, ports: Ports, { submitForMs }: SubmitOptions): SubmitRun => ({
	pace: createSubmitPace(atOnce, ports),
	until: ports.now() + submitForMs,
	ended: () => undefined,
});

/**
 * When to send a refused submit again.
 * @param since when the present kind of trouble began, in ms since the epoch
 * @returns ms since the epoch, or undefined for never
 */
function resendAt(
	verdict: Extract<SubmitVerdict, { outcome: 'refused' }>,
	since: number,
	tries: number,
	{ pace, until }: SubmitRun,
	ports: Ports,
	options: SubmitOptions,
): number | undefined {
	if (verdict.resend === undefined || isStopped(ports) || !pace.isPatient()) return undefined;
	const isBusy = verdict.resend === 'whenNotBusy';
	const at = isBusy
		? pace.limited(verdict.retryAfterMs)
		: ports.now() + backoffMs(tries, ports.random());
	if (at <= (isBusy ? until : Math.min(until, since + options.unreachableForMs))) return at;
	pace.gaveUp();
	return undefined;
}

async function completeBody(
	{ body, complete }: SubmitRequest,
	until: number,
): Promise<CompleteBody> {
	return complete === undefined ? { ok: true, body } : await complete(until);
}

/**
 * Submits one task. The POST is sent again only when it certainly was not accepted (design.md §4);
 * it never throws.
 * @param run what it shares with other submits
 */
export async function submit(
	request: SubmitRequest,
	ports: Ports,
	options: SubmitOptions = submitDefaults,
	watch?: SubmitWatch,
	run: SubmitRun = beginRun(1, ports, options),
): Promise<SubmitResult> {
	const { model, callbackUrl } = request;
	const { pace, ended } = run;
	const url = submitUrl(ports.baseUrl, model, callbackUrl);
	const isOver = (): SubmitResult | undefined => {
		const ending = ended();
		if (ending !== undefined) return notSubmitted(ending, model);
		if (!isStopped(ports)) return undefined;
		return { outcome: 'notSubmitted', problem: problem('stopped', { model }) };
	};
	let trouble: { readonly kind: string; readonly since: number } | undefined;
	for (let tries = 1; ; tries += 1) {
		await pace.enter();
		let verdict: SubmitVerdict;
		try {
			const instead = isOver() ?? (await watch?.mayBegin());
			if (instead !== undefined) return instead;
			const completed = await completeBody(request, run.until);
			if (!completed.ok) return { outcome: 'refused', problem: completed.problem };
			const { body } = completed;
			const late = isOver();
			if (late !== undefined) return late;
			watch?.sending(body);
			const reply = await ports.http({ method: 'POST', url, body, timeoutMs: options.timeoutMs });
			verdict = judgeSubmit(reply, model, ports.now());
			watch?.answered(verdict);
		} finally {
			pace.left();
		}
		if (verdict.outcome === 'unknown' && watch?.lookUp !== undefined) {
			verdict = await watch.lookUp(verdict);
		}
		if (verdict.outcome === 'accepted') pace.accepted();
		if (verdict.outcome !== 'refused') return verdict;
		const kind = verdict.resend ?? 'final';
		if (trouble?.kind !== kind) trouble = { kind, since: ports.now() };
		const at = resendAt(verdict, trouble.since, tries, run, ports, options);
		if (at === undefined) return { outcome: 'refused', problem: verdict.problem };
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
 * @param watches one for each request
 */
export async function submitAll(
	requests: readonly SubmitRequest[],
	ports: Ports,
	options: SubmitAllOptions,
	watches: readonly SubmitWatch[] = [],
): Promise<SubmitResult[]> {
	let ending: Problem | undefined;
	const run = { ...beginRun(options.atOnce, ports, options), ended: () => ending };
	const submitOne = async (request: SubmitRequest, i: number) => {
		const result = await submit(request, ports, options, watches[i], run);
		await watches[i]?.ended(result);
		const isFailure = result.outcome === 'refused' || result.outcome === 'unknown';
		if (isFailure && (options.stopAtFirst || stopsAllSubmits(result.problem))) {
			ending ??= result.problem;
		}
		return result;
	};
	// Answers come in bursts: what follows each of them is done in slices, too.
	return await inParallel(requests, options.atOnce, submitOne, ports);
}

function notSubmitted(ending: Problem, model: string): SubmitResult {
	const circumstances = { model, detail: ending.message };
	return { outcome: 'notSubmitted', problem: problem('notSubmitted', circumstances) };
}
