/** Submits tasks, the only requests that cost money. */
import { submitUrl, backoffMs } from '../api/http';
import type { Ports } from '../api/http';
import { parseSubmitReply } from '../api/submit';
import type { SubmitReply } from '../api/submit';
import type { Task } from '../api/task';
import { inParallel, isStopped, sleepUntil } from '../clock';
import { problem } from '../errors/messages';
import { stopsAllSubmits } from '../errors/problem';
import type { Problem } from '../errors/problem';
import type { Result } from '../result';
import type { Body, SubmitRequest } from '../request/planSubmit';
import { stateOfTask } from './itemState';
import type { Failed, SubmitState } from './itemState';
import { createSubmitPace } from './pace';
import type { SubmitPace } from './pace';

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

async function completeBody(
	{ body, complete }: SubmitRequest,
	until: number,
): Promise<Result<Body, Problem>> {
	return complete === undefined ? { ok: true, value: body } : await complete(until);
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
		if (ending !== undefined) return notSubmitted(ending, model);
		return isStopped(ports) ? failed(problem('stopped', { model })) : undefined;
	};
	let trouble: { readonly kind: string; readonly since: number } | undefined;
	for (let tries = 1; ; tries += 1) {
		await pace.enter();
		let verdict: SubmitReply;
		try {
			const instead = isOver() ?? (await watch?.mayBegin());
			if (instead !== undefined) return instead;
			const completed = await completeBody(request, run.until);
			if (!completed.ok) return failed(completed.problem);
			const body = completed.value;
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
			return startedNow(verdict.task);
		}
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

/** Whether a submit itself failed, and not because the run had ended. */
const hasFailed = ({ cause }: Problem) => cause !== 'notSubmitted' && cause !== 'stopped';

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
		const isFailure = state.state === 'failed' && hasFailed(state.problem);
		if (isFailure && (options.stopAtFirst || stopsAllSubmits(state.problem))) {
			ending ??= state.problem;
		}
		return [job, state];
	};
	// Answers come in bursts, so the work after each of them yields to the event loop.
	return new Map(await inParallel(jobs, options.atOnce, submitOne, ports));
}

const failed = (problem: Problem): Failed => ({ state: 'failed', problem });

function notSubmitted(ending: Problem, model: string): Failed {
	return failed(problem('notSubmitted', { model, detail: ending.message }));
}

function startedNow(task: Task): SubmitState {
	const now = stateOfTask(task);
	return now.state === 'running' ? { ...now, isNew: true } : now;
}
