/**
 * Looks for the task of an unknown outcome among the account's recent tasks, by time and inputs
 * (docs/internals/decisions.md#unknown-outcomes). It adopts only a task that can't be another
 * submit's.
 */
import type { Ports } from '../api/http';
import { openInputLister } from '../api/list';
import { retrieve } from '../api/submit';
import type { Task } from '../api/task';
import { sleepUntil } from '../time';
import { lookText, withDetail, withSentences } from '../errors/messages';
import type { Problem } from '../errors/problem';
import type { OpenSubmits, Trace } from './trace';
import { areInputsOf, createdMs, inputsOf, isInTime, withoutInputs } from './trace';

/** A submit with an unknown outcome. */
export interface UnknownSubmit {
	readonly model: string;
	/** Undefined when an earlier version of the package stored none. */
	readonly trace?: Trace;
	/** The task ID in an answer that wasn't a success. */
	readonly taskId?: string;
}

export type Found =
	| { readonly kind: 'found'; readonly task: Task }
	/** The tasks that it may be, newest first, or none. */
	| { readonly kind: 'candidates'; readonly tasks: readonly Task[] }
	/** The list couldn't be read, or the search was stopped. */
	| { readonly kind: 'notLooked' };

export interface TaskFinder {
	/** Looks for the task, for up to 15 s. Never throws; ends soon after a stop. */
	find(submit: UnknownSubmit): Promise<Found>;
}

/** The data of a finder. */
export interface Finding {
	/** The submits of this process. */
	readonly submits: OpenSubmits;
	/** Whether the execution has submitted this task, in any of its nodes. */
	readonly isOurs: (taskId: string) => boolean;
}

/**
 * The pauses before each look, in ms, because a task may appear in the list a moment after its
 * accept.
 */
const pausesMs: readonly number[] = [1_000, 2_000, 4_000, 8_000];
/** How many failed lists end the search. The network is down then, and a retry looks again. */
const mostFailures = 2;
/**
 * The most listed tasks. With more tasks of one model in the time of one submit, even a person
 * couldn't choose.
 */
const mostTasks = 500;

/** What one look at the list shows about a submit. */
interface Look {
	/** The IDs of all tasks of its time with the same inputs, including those of other submits. */
	readonly fitting: string;
	/** Unclaimed tasks of its time with the same inputs. */
	readonly same: readonly Task[];
	/** Unclaimed tasks of its time whose inputs aren't known. */
	readonly untold: readonly Task[];
}

/** Opens the finder of one node run. */
export function createTaskFinder(ports: Ports, finding: Finding): TaskFinder {
	const { submits, isOurs } = finding;
	const list = openInputLister(ports);

	async function look({ model, taskId }: UnknownSubmit, trace: Trace): Promise<Look | undefined> {
		const { from: since, to: until } = trace;
		const listed = await list({ model, since, until, limit: mostTasks });
		// The list is newest first, so the wanted task may be beyond its end.
		if (!listed.ok || listed.value.length >= mostTasks) return undefined;
		const ofItsTime = listed.value.filter(
			(task) => isInTime(task, trace) && (task.model === undefined || task.model === model),
		);
		const fitting = ofItsTime.filter((task) => {
			const inputs = inputsOf(task);
			return inputs !== undefined && areInputsOf(model, inputs, trace);
		});
		const isFree = ({ id }: Task) =>
			id === taskId || (!submits.isClaimed(id, trace) && !isOurs(id));
		return {
			fitting: fitting.map(({ id }) => id).join(' '),
			same: fitting.filter(isFree),
			untold: ofItsTime.filter((task) => isFree(task) && inputsOf(task) === undefined),
		};
	}

	/**
	 * The task that can't be another submit's. If several submits with the same body are open, there
	 * must be as many tasks, and each adopts one in the order of the submits.
	 */
	function choose({ same, untold }: Look, trace: Trace): Task | undefined {
		const rivals = submits.rivals(trace);
		const isClear = untold.length === 0 && rivals.every(({ isInFlight }) => !isInFlight);
		if (!isClear || same.length !== rivals.length + 1) return undefined;
		const inOrder = [trace, ...rivals.map((rival) => rival.trace)].sort(
			(a, b) => a.from - b.from || a.mark.localeCompare(b.mark),
		);
		return [...same].sort((a, b) => createdMs(a) - createdMs(b))[inOrder.indexOf(trace)];
	}

	async function search(submit: UnknownSubmit, trace: Trace): Promise<Found> {
		let last: Look | undefined;
		let failures = 0;
		for (const pause of pausesMs) {
			await sleepUntil(ports.now() + pause, ports);
			const now = await look(submit, trace);
			if (now === undefined) {
				failures += 1;
				if (failures === mostFailures) break;
				continue;
			}
			// Two looks must agree, because another equal task, or ours, may appear a moment later.
			const isSteady = last?.fitting === now.fitting;
			const chosen = isSteady ? choose(now, trace) : undefined;
			if (chosen !== undefined) return { kind: 'found', task: withoutInputs(chosen) };
			last = now;
		}
		if (last === undefined) return { kind: 'notLooked' };
		return { kind: 'candidates', tasks: last.same.length > 0 ? last.same : last.untold };
	}

	return {
		async find(submit) {
			const { trace, taskId } = submit;
			if (trace !== undefined) submits.unknown(trace);
			// A task ID in the answer to our own submit is ours.
			const named = taskId === undefined ? undefined : await retrieve(taskId, ports);
			const found: Found =
				named?.kind === 'read'
					? { kind: 'found', task: named.task }
					: trace === undefined
						? { kind: 'notLooked' }
						: await search(submit, trace);
			if (found.kind === 'found') {
				submits.claim(found.task.id, trace);
				if (trace !== undefined) submits.close(trace);
			}
			return found;
		},
	};
}

/** The most candidates that an error lists. */
const mostNamed = 5;

function nameOf(task: Task): string {
	const { id } = task;
	const at = createdMs(task);
	return Number.isNaN(at) ? id : `${id} (${new Date(at).toISOString()})`;
}

/** The first candidates, and how many more there are. */
function named(tasks: readonly Task[]): string {
	const more = tasks.length > mostNamed ? ` and ${tasks.length - mostNamed} more` : '';
	return `${tasks.slice(0, mostNamed).map(nameOf).join(', ')}${more}`;
}

/** Adds the result of an unsuccessful search to a problem. */
export function afterLook(problem: Problem, found: Exclude<Found, { kind: 'found' }>): Problem {
	const tasks = found.kind === 'candidates' ? found.tasks : undefined;
	const told = withSentences(problem, lookText(tasks?.length));
	return tasks === undefined || tasks.length === 0
		? told
		: withDetail(told, `possible tasks ${named(tasks)}`);
}
