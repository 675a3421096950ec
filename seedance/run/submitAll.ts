/** Submitting: the one request that costs money. */
import { submitUrl, backoffMs } from '../api/http';
import type { Ports } from '../api/http';
import { judgeSubmit } from '../api/submit';
import type { SubmitVerdict } from '../api/submit';
import type { Prediction } from '../api/task';
import { inParallel, isStopped, sleepUntil } from '../clock';
import { problem } from '../errors/messages';
import { stopsAllSubmits } from '../errors/problem';
import type { Problem } from '../errors/problem';
import type { SubmitRequest } from '../request/planSubmit';
import type { Result } from '../result';
import type { Body } from '../request/planSubmit';
import { stateOfTask } from './itemState';
import type { Failed, SubmitState } from './itemState';
import { createSubmitPace } from './pace';
import type { SubmitPace } from './pace';

type UnknownVerdict = Extract<SubmitVerdict, { outcome: 'unknown' }>;

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
	/** Asked before every POST. @returns how it ends instead, or undefined when it may go */
	mayBegin(): Promise<SubmitState | undefined>;
	/** Told right before every POST. */
	sending(body: Body): void;
	answered(verdict: SubmitVerdict): void;
	/** Asked when nobody can tell whether it was accepted. @returns what is known after a look */
	lookUp?(verdict: UnknownVerdict): Promise<SubmitVerdict>;
	/** Nothing more will be sent for it. */
	ended(state: SubmitState): Promise<void>;
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
): Promise<Result<Body, Problem>> {
	return complete === undefined ? { ok: true, value: body } : await complete(until);
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
		let verdict: SubmitVerdict;
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
			verdict = judgeSubmit(reply, model, ports.now());
			watch?.answered(verdict);
		} finally {
			pace.left();
		}
		if (verdict.outcome === 'unknown' && watch?.lookUp !== undefined) {
			verdict = await watch.lookUp(verdict);
		}
		if (verdict.outcome === 'accepted') {
			pace.accepted();
			return startedNow(verdict.prediction);
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
	/** The most submits under way together. */
	readonly atOnce: number;
	/** Whether the first failure ends the run; otherwise only one that every item would meet. */
	readonly stopAtFirst: boolean;
}

/** One submit of many. */
export interface SubmitJob {
	readonly request: SubmitRequest;
	readonly watch?: SubmitWatch;
}

/** Whether a submit failed on its own account, and not because the run was over. */
const hasFailed = ({ cause }: Problem) => cause !== 'notSubmitted' && cause !== 'stopped';

/**
 * Submits many tasks with bounded concurrency. After the failure that ends the run no new submit starts,
 * and those under way are awaited.
 * @returns how each job ended, in the order of the jobs
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
	// Answers come in bursts: what follows each of them is done in slices, too.
	return new Map(await inParallel(jobs, options.atOnce, submitOne, ports));
}

const failed = (problem: Problem): Failed => ({ state: 'failed', problem });

function notSubmitted(ending: Problem, model: string): Failed {
	return failed(problem('notSubmitted', { model, detail: ending.message }));
}

function startedNow(task: Prediction): SubmitState {
	const now = stateOfTask(task);
	return now.state === 'running' ? { ...now, isNew: true } : now;
}
