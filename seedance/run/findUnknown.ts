/**
 * Looking for the task of a submit that may have been accepted: among the account's recent tasks, by
 * the time of the submit and by what was sent. Found is only what can be nobody else's.
 */
import { randomUUID } from 'crypto';
import type { Ports } from '../api/http';
import { listTasks } from '../api/list';
import { retrieve } from '../api/retrieve';
import type { SubmitVerdict } from '../api/submit';
import type { Prediction } from '../api/task';
import { Cache } from '../cache';
import { isStopped, sleepUntil } from '../clock';
import { lookText } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { areInputsOf, inputsOf, isInTime, traceOf, withoutInputs } from './trace';
import type { Trace } from './trace';

/** A submit of which nobody knows whether it was accepted. */
export interface UnknownSubmit {
	readonly model: string;
	/** Undefined where an earlier version kept none. */
	readonly trace?: Trace;
	/** The task that an answer named although it was no plain yes. */
	readonly taskId?: string;
}

export type Found =
	| { readonly kind: 'found'; readonly prediction: Prediction }
	/** Those that may be it, newest first: none, where the list tells of none. */
	| { readonly kind: 'candidates'; readonly tasks: readonly Prediction[] }
	/** The list could not be read, or nobody waited for it. */
	| { readonly kind: 'notLooked' };

export interface TaskFinder {
	/** Told right before a submit is sent. @returns what to find its task by */
	sending(model: string, body: Readonly<Record<string, unknown>>, timeoutMs: number): Trace;
	/** It was answered, or the connection died. @returns the trace, which ends then */
	answered(trace: Trace, verdict: SubmitVerdict): Trace;
	/** Looks for the task, for 15 s where it is not there. Never throws; ends soon after a stop. */
	find(submit: UnknownSubmit): Promise<Found>;
}

/** What a finder knows besides the API. */
export interface Finding {
	/** What this process has submitted. */
	readonly submits: OpenSubmits;
	/** Whose tasks are looked at. */
	readonly account: string;
	/** Whether the execution has submitted this task, in any of its nodes. */
	readonly isOurs: (taskId: string) => boolean;
}

/** Before each look, in ms: a task may appear in the list a moment after it was accepted. */
const pausesMs: readonly number[] = [1_000, 2_000, 4_000, 8_000];
/** So many lists that cannot be read end the looking: the network is down, and a retry looks again. */
const mostFailures = 2;
/** More tasks of one model within the time of one submit cannot be told apart by a person either. */
const mostTasks = 500;
/** How long after the end of a connection the API may still make the task, in ms. */
const lateMs = 5_000;
/** What clocks are off by although they were compared, in ms. */
const paddingMs = 1_000;

/** What one look at the list shows of a submit. */
interface Look {
	/** The ids of all tasks of its time with the same inputs, whosever they are. */
	readonly fitting: string;
	/** Tasks of its time that are nobody's, with the same inputs. */
	readonly same: readonly Prediction[];
	/** Those of which nobody can tell, because the API does not tell their inputs. */
	readonly untold: readonly Prediction[];
}

/** Opens the finder of one node run. */
export function createTaskFinder(ports: Ports, finding: Finding): TaskFinder {
	const { submits, account, isOurs } = finding;
	const sentAt = new Map<string, number>();
	/** Whether the list takes the question for inputs. */
	let tellsInputs = true;

	async function look({ model, taskId }: UnknownSubmit, trace: Trace): Promise<Look | undefined> {
		const { from: since, to: until } = trace;
		const query = { model, since, until, limit: mostTasks, otherModels: false };
		let listed = await listTasks({ ...query, withInputs: tellsInputs }, ports);
		if (!listed.ok && tellsInputs && listed.problem.cause === 'requestRefused') {
			tellsInputs = false;
			listed = await listTasks({ ...query, withInputs: false }, ports);
		}
		// Newest first: what is cut off may be what is looked for.
		if (!listed.ok || listed.tasks.length >= mostTasks) return undefined;
		const ofItsTime = listed.tasks.filter(
			(task) => isInTime(task, trace) && (task.model === undefined || task.model === model),
		);
		const fitting = ofItsTime.filter((task) => {
			const inputs = inputsOf(task);
			return inputs !== undefined && areInputsOf(model, inputs, trace);
		});
		const isFree = ({ id }: Prediction) =>
			id === taskId || (!submits.isClaimed(id, trace) && !isOurs(id));
		return {
			fitting: fitting.map(({ id }) => id).join(' '),
			same: fitting.filter(isFree),
			untold: ofItsTime.filter((task) => isFree(task) && inputsOf(task) === undefined),
		};
	}

	/**
	 * The one that can be nobody else's. Where several submits of the same body are open, there must be
	 * as many tasks: then each takes one, in the order in which they were sent.
	 */
	function choose({ same, untold }: Look, trace: Trace): Prediction | undefined {
		const rivals = submits.rivals(trace);
		const isClear = untold.length === 0 && rivals.every(({ isInFlight }) => !isInFlight);
		if (!isClear || same.length !== rivals.length + 1) return undefined;
		const place = rivals.filter(
			({ trace: { from, mark } }) =>
				from < trace.from || (from === trace.from && mark < trace.mark),
		).length;
		return [...same].sort((a, b) => Date.parse(a.createdAt ?? '') - Date.parse(b.createdAt ?? ''))[
			place
		];
	}

	async function search(submit: UnknownSubmit, trace: Trace): Promise<Found> {
		let last: Look | undefined;
		let failures = 0;
		for (const pause of pausesMs) {
			await sleepUntil(ports.now() + pause, ports);
			if (isStopped(ports) || failures >= mostFailures) break;
			const now = await look(submit, trace);
			if (now === undefined) {
				failures += 1;
				continue;
			}
			// Twice the same: an equal task of somebody else's may show a moment later than ours, or ours.
			const isSteady = last?.fitting === now.fitting;
			const chosen = isSteady ? choose(now, trace) : undefined;
			if (chosen !== undefined) return { kind: 'found', prediction: withoutInputs(chosen) };
			last = now;
		}
		if (last === undefined) return { kind: 'notLooked' };
		return { kind: 'candidates', tasks: last.same.length > 0 ? last.same : last.untold };
	}

	return {
		sending(model, body, timeoutMs) {
			const now = ports.now();
			const { least, most } = submits.skew(account);
			const trace = traceOf(model, body, {
				mark: randomUUID(),
				from: now + least - paddingMs,
				to: now + timeoutMs + most + lateMs,
			});
			sentAt.set(trace.mark, now);
			submits.sending(trace);
			return trace;
		},
		answered(trace, verdict) {
			const sent = sentAt.get(trace.mark) ?? trace.from;
			sentAt.delete(trace.mark);
			if (verdict.outcome === 'accepted') {
				const { prediction } = verdict;
				submits.learnSkew(account, prediction, sent, ports.now());
				submits.claim(prediction.id, trace);
			}
			if (verdict.outcome !== 'unknown') {
				submits.close(trace);
				return trace;
			}
			const { least, most } = submits.skew(account);
			const from = sent + least - paddingMs;
			const known: Trace = { ...trace, from, to: ports.now() + most + lateMs };
			submits.unknown(known);
			return known;
		},
		async find(submit) {
			const { trace, taskId } = submit;
			if (trace !== undefined) submits.unknown(trace);
			// What an answer to our own submit names is ours.
			const named = taskId === undefined ? undefined : await retrieve(taskId, ports);
			const found: Found =
				named?.kind === 'read'
					? { kind: 'found', prediction: named.prediction }
					: trace === undefined
						? { kind: 'notLooked' }
						: await search(submit, trace);
			if (found.kind === 'found') {
				submits.claim(found.prediction.id, trace);
				if (trace !== undefined) submits.close(trace);
			}
			return found;
		},
	};
}

/** The most candidates that an error names. */
const mostNamed = 5;

function nameOf({ id, createdAt }: Prediction): string {
	const at = Date.parse(createdAt ?? '');
	return Number.isNaN(at) ? id : `${id} (${new Date(at).toISOString()})`;
}

/** A problem of a submit whose task was looked for and not found, with what a person has to know. */
export function afterLook(
	{ description, ...problem }: Problem,
	found: Exclude<Found, { kind: 'found' }>,
): Problem {
	const tasks = found.kind === 'candidates' ? found.tasks : [];
	const list = tasks.slice(0, mostNamed).map(nameOf).join(', ');
	const more = tasks.length > mostNamed ? ` and ${tasks.length - mostNamed} more` : '';
	const said = lookText({ looked: found.kind === 'candidates', candidates: `${list}${more}` });
	return { ...problem, description: `${description} ${said}` };
}

// What this process has submitted: which tasks are somebody's already, and which submits nobody knows
// the end of. In memory only and bounded; a ledger keeps what must outlive the process.

interface OpenSubmit {
	readonly trace: Trace;
	/** Whether its answer is still awaited. */
	readonly isInFlight: boolean;
}

/** Between what the API's clock shows and ours, in ms: at least, at most. */
interface Skew {
	readonly least: number;
	readonly most: number;
}

export interface OpenSubmits {
	/** A submit is about to be sent. */
	sending(trace: Trace): void;
	/** Nobody knows what came of it. */
	unknown(trace: Trace): void;
	/** It was refused, or its task is known. */
	close(trace: Trace): void;
	/** A task belongs to a submit of this process, or to one of an execution that it has retried. */
	claim(taskId: string, of?: Trace): void;
	/** Whether a task belongs to another submit than this one, which every retry looks for anew. */
	isClaimed(taskId: string, from: Trace): boolean;
	/** Other open submits of the same body, at a time at which the task of this one may have been made. */
	rivals(trace: Trace): readonly OpenSubmit[];
	/** An accepted task tells how the clocks differ. */
	learnSkew(account: string, task: Prediction, sentAt: number, answeredAt: number): void;
	/** The difference of the clocks; a wide guess where no task has told it. */
	skew(account: string): Skew;
}

/** Clocks that nobody compared differ by less, in ms. */
const unknownSkewMs = 120_000;
/** A wrong clock of the API's by days is no clock. */
const mostSkewMs = 3_600_000;

/** Opens the memory of a process. @param most tasks and bodies that are remembered */
export function createOpenSubmits(most = 20_000): OpenSubmits {
	const kept = { most, keptMs: Infinity };
	/** The mark of the submit, by task. */
	const claimed = new Cache<string>(kept);
	/** By what was sent. */
	const open = new Cache<readonly OpenSubmit[]>(kept);
	const skews = new Cache<Skew>(kept);
	const openOf = ({ digest }: Trace) => open.last(digest) ?? [];
	const without = (trace: Trace) => openOf(trace).filter((one) => one.trace.mark !== trace.mark);
	const put = (trace: Trace, isInFlight: boolean) => {
		open.set(trace.digest, [...without(trace), { trace, isInFlight }].slice(-most), 0);
	};
	return {
		sending: (trace) => put(trace, true),
		unknown: (trace) => put(trace, false),
		close(trace) {
			open.set(trace.digest, without(trace), 0);
		},
		claim(taskId, of) {
			claimed.set(taskId, of?.mark ?? '', 0);
		},
		isClaimed: (taskId, { mark }) => (claimed.last(taskId) ?? mark) !== mark,
		rivals: (trace) =>
			without(trace).filter(({ trace: { from, to } }) => from <= trace.to && to >= trace.from),
		learnSkew(account, { createdAt }, sentAt, answeredAt) {
			const created = Date.parse(createdAt ?? '');
			const skew = { least: created - answeredAt, most: created - sentAt };
			const isClock = Math.abs(skew.least) < mostSkewMs && Math.abs(skew.most) < mostSkewMs;
			if (isClock) skews.set(account, skew, 0);
		},
		skew: (account) => skews.last(account) ?? { least: -unknownSkewMs, most: unknownSkewMs },
	};
}
