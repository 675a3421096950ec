/** Submits tasks, the only requests that cost money. */

import { submitUrl, backoffMs } from '../api/http';
import type { Ports } from '../api/http';
import { parseSubmitReply } from '../api/submit';
import type { SubmitReply } from '../api/submit';
import { inParallel, isStopped, sleepUntil } from '../time';
import type { Clock } from '../time';
import { problem } from '../errors/messages';
import { stopsAllSubmits } from '../errors/problem';
import type { Problem } from '../errors/problem';
import type { Body, SubmitRequest } from '../request/planSubmit';
import { stateOfTask } from './itemState';
import type { Failed, SubmitState } from './itemState';

// The pace of one run's submits. New accounts may make 2 videos a minute, others hundreds, and no
// header says which (docs/internals/api.md#rate-limits). From the first 429 on, all submits of the
// run slow down together.

export interface SubmitPace {
	/** Resolves when a submit may be sent. Call `left` after each. */
	enter(): Promise<void>;
	left(): void;
	accepted(): void;
	/**
	 * Records a 429.
	 * @param retryAfterMs the pause that the API asked for, if any
	 * @returns until when nothing is submitted, in ms since the epoch
	 */
	limited(retryAfterMs?: number): number;
	/**
	 * One submit has used up the time for its retries. From now on every other gets a single try,
	 * without a pause, until one is accepted: the time is for the run, not for each of its items in
	 * turn.
	 */
	gaveUp(): void;
	/** Whether a submit may be retried after a pause. */
	mayRetry(): boolean;
}

/** How often a submit that has no place yet looks again, in ms. */
const lookAgainMs = 50;
/** A shorter Retry-After is ignored, in ms ("Retry-After: 0"). */
const leastAskedMs = 1_000;
/**
 * The pause after a 429 that doesn't say for how long, in ms. A new account waits up to a minute for
 * its next two videos: pauses of 6 s cost 5 % of that on average, and about ten refusals.
 */
const pauseMs = 6_000;
/** The longest such pause, in ms. */
const longestPauseMs = 30_000;

/** @param atOnce the most concurrent submits */
export function createSubmitPace(
	atOnce: number,
	ports: Clock & Pick<Ports, 'signal' | 'log'>,
): SubmitPace {
	let allowed = atOnce;
	let underWay = 0;
	let heldUntil = 0;
	let patient = true;
	/** When the 429s began that no acceptance has followed yet, in ms since the epoch. */
	let limitedSince: number | undefined;

	/**
	 * The next pause, in ms. A long limit is tried less often, but pauses are never doubled: its end
	 * would be noticed up to twice as late as it comes.
	 */
	function nextPause(limitedMs: number): number {
		const pause = Math.min(longestPauseMs, Math.max(pauseMs, limitedMs / 10));
		// Subtracts up to a quarter, so that many workflows don't retry at the same moment.
		return pause * (1 - ports.random() / 4);
	}

	/** @returns until when nothing is submitted, in ms since the epoch */
	function hold(asked: number): number {
		const now = ports.now();
		// Several 429s to one burst are one limit.
		if (now < heldUntil) return (heldUntil = Math.max(heldUntil, now + asked));
		// If a requested pause was too short, it's only a minimum.
		const isTrusted = asked > 0 && limitedSince === undefined;
		limitedSince ??= now;
		heldUntil = now + (isTrusted ? asked : Math.max(asked, nextPause(now - limitedSince)));
		allowed = 1;
		return heldUntil;
	}

	return {
		async enter() {
			while (!isStopped(ports)) {
				const now = ports.now();
				if (underWay < allowed && now >= heldUntil) break;
				const until = now < heldUntil ? Math.min(now + 1_000, heldUntil) : now + lookAgainMs;
				await sleepUntil(until, ports);
			}
			underWay += 1;
		},
		left() {
			underWay -= 1;
		},
		accepted() {
			patient = true;
			// An accept of a submit that was in flight when the limit began doesn't show its end.
			if (ports.now() < heldUntil) return;
			limitedSince = undefined;
			allowed = Math.min(atOnce, allowed + 1);
		},
		limited(retryAfterMs = 0) {
			const until = hold(retryAfterMs < leastAskedMs ? 0 : retryAfterMs);
			ports.log?.('rate limited', { retryInMs: Math.round(until - ports.now()) });
			return until;
		},
		gaveUp() {
			patient = false;
			heldUntil = 0;
		},
		mayRetry: () => patient,
	};
}

type UnknownReply = Extract<SubmitReply, { outcome: 'unknown' }>;

export interface SubmitOptions {
	/** How long one submit waits for its answer, in ms. */
	readonly timeoutMs: number;
	/** How long refused submits are retried, in ms since the run began. */
	readonly submitForMs: number;
	/**
	 * The same for an unreachable API, in ms since it became unreachable. It's shorter in a manual
	 * run, because a wrong URL won't recover.
	 */
	readonly unreachableForMs: number;
}

const hourMs = 3_600_000;
export const submitDefaults: SubmitOptions = {
	timeoutMs: 120_000,
	submitForMs: hourMs,
	unreachableForMs: hourMs,
};

/** Hooks around one submit. */
export interface SubmitWatch {
	/**
	 * Called before every POST.
	 * @returns the state that replaces the submit; undefined to send it
	 */
	mayBegin(): Promise<SubmitState | undefined>;
	/** Called right before every POST. */
	sending(body: Body): void;
	answered(verdict: SubmitReply): void;
	/**
	 * Looks for the task when the outcome is unknown.
	 * @returns the outcome afterwards
	 */
	lookUp?(verdict: UnknownReply): Promise<SubmitReply>;
	/** Called when nothing more will be sent for it. */
	ended(state: SubmitState): Promise<void>;
}

/** The data that the submits of one run share. */
interface SubmitRun {
	readonly pace: SubmitPace;
	/** Until when submits are retried, in ms since the epoch. */
	readonly until: number;
	/** Returns why nothing more is submitted; undefined while submits continue. */
	readonly ended: () => Problem | undefined;
}

const beginRun = (atOnce: number, ports: Ports, { submitForMs }: SubmitOptions): SubmitRun => ({
	pace: createSubmitPace(atOnce, ports),
	until: ports.now() + submitForMs,
	ended: () => undefined,
});

/**
 * When to retry a refused submit.
 * @param since when this kind of refusal began, in ms since the epoch
 * @returns ms since the epoch; undefined for never
 */
function resendAt(
	verdict: Extract<SubmitReply, { outcome: 'refused' }>,
	since: number,
	tries: number,
	{ pace, until }: SubmitRun,
	ports: Ports,
	options: SubmitOptions,
): number | undefined {
	if (verdict.resend === undefined || isStopped(ports) || !pace.mayRetry()) return undefined;
	const isBusy = verdict.resend === 'whenNotBusy';
	const at = isBusy
		? pace.limited(verdict.retryAfterMs)
		: ports.now() + backoffMs(tries, ports.random());
	if (at <= (isBusy ? until : Math.min(until, since + options.unreachableForMs))) return at;
	pace.gaveUp();
	return undefined;
}

/**
 * Submits one task. The POST is repeated only when it certainly wasn't accepted
 * (docs/internals/decisions.md#unknown-outcomes). Never throws.
 * @param run the data that it shares with other submits
 */
export async function submit(
	request: SubmitRequest,
	ports: Ports,
	options: SubmitOptions = submitDefaults,
	watch?: SubmitWatch,
	run: SubmitRun = beginRun(1, ports, options),
): Promise<SubmitState> {
	const { model, callbackUrl } = request;
	const { pace, ended } = run;
	const url = submitUrl(ports.baseUrl, model, callbackUrl);
	const isOver = (): Failed | undefined => {
		const ending = ended();
		if (ending !== undefined) {
			return failed(problem('notSubmitted', { model, detail: ending.message }));
		}
		return isStopped(ports) ? failed(problem('stopped', { model })) : undefined;
	};
	let trouble: { readonly kind: string; readonly since: number } | undefined;
	for (let tries = 1; ; tries += 1) {
		await pace.enter();
		let verdict: SubmitReply;
		try {
			const instead = isOver() ?? (await watch?.mayBegin());
			if (instead !== undefined) return instead;
			const completed = await request.complete?.(run.until);
			if (completed?.ok === false) return failed(completed.problem);
			const body = completed?.value ?? request.body;
			const late = isOver();
			if (late !== undefined) return late;
			watch?.sending(body);
			const reply = await ports.http({ method: 'POST', url, body, timeoutMs: options.timeoutMs });
			verdict = parseSubmitReply(reply, model, ports.now());
			watch?.answered(verdict);
		} finally {
			pace.left();
		}
		if (verdict.outcome === 'unknown' && watch?.lookUp !== undefined) {
			verdict = await watch.lookUp(verdict);
		}
		if (verdict.outcome === 'accepted') {
			pace.accepted();
			const now = stateOfTask(verdict.task);
			return now.state === 'running' ? { ...now, isNew: true } : now;
		}
		// Stryker disable next-line ConditionalExpression: an unknown outcome has no `resend` either.
		if (verdict.outcome === 'unknown') return failed({ ...verdict.problem, outcome: 'unknown' });
		const kind = verdict.resend ?? 'final';
		if (trouble?.kind !== kind) trouble = { kind, since: ports.now() };
		const at = resendAt(verdict, trouble.since, tries, run, ports, options);
		if (at === undefined) return failed(verdict.problem);
		await sleepUntil(at, ports);
	}
}

export interface SubmitAllOptions extends SubmitOptions {
	/** The most concurrent submits. */
	readonly atOnce: number;
	/** Whether the first failure ends the run, rather than only one that every item would have. */
	readonly stopAtFirst: boolean;
}

/** One submit of many. */
export interface SubmitJob {
	readonly request: SubmitRequest;
	readonly watch?: SubmitWatch;
}

/**
 * Submits many tasks with limited concurrency. After the failure that ends the run no new submit
 * starts, and those in flight are awaited.
 * @returns the state of each job, in the order of the jobs
 */
export async function submitAll<Job extends SubmitJob>(
	jobs: readonly Job[],
	ports: Ports,
	options: SubmitAllOptions,
): Promise<ReadonlyMap<Job, SubmitState>> {
	let ending: Problem | undefined;
	const run = { ...beginRun(options.atOnce, ports, options), ended: () => ending };
	const submitOne = async (job: Job): Promise<readonly [Job, SubmitState]> => {
		const { request, watch } = job;
		const state = await submit(request, ports, options, watch, run);
		await watch?.ended(state);
		const isFailure = state.state === 'failed' && state.problem.cause !== 'stopped';
		if (isFailure && (options.stopAtFirst || stopsAllSubmits(state.problem))) {
			ending ??= state.problem;
		}
		return [job, state];
	};
	// Answers come in bursts, so the work after each of them yields to the event loop.
	return new Map(await inParallel(jobs, options.atOnce, submitOne, ports));
}

const failed = (problem: Problem): Failed => ({ state: 'failed', problem });
