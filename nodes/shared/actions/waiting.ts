/** Waits for tasks, by polling or suspended. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { extend } from '../../../seedance/api/list';
import type { Created } from '../../../seedance/api/list';
import { defined } from '../../../seedance/result';
import { toStored } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { lookAt } from '../../../seedance/run/look';
import type { AwaitedTask } from '../../../seedance/run/look';
import { waitFor } from '../../../seedance/run/wait';
import type { Wait } from '../../../seedance/run/stages';
import { createLog } from '../n8n/client';
import type { AccountPorts } from '../n8n/client';
import {
	clearSuspended,
	noteEndAfterSleep,
	readSuspended,
	repeatsAfterSleep,
	writeSuspended,
} from '../n8n/executionStore';
import type { SuspendedWait } from '../n8n/executionStore';
import { reasonNotToSuspend, suspend } from '../n8n/internals/suspend';

export interface WaitChoices {
	readonly suspends: boolean;
	/** The longest wait, in ms. */
	readonly timeoutMs: number;
	/** The longest sleep between two reads, in ms. */
	readonly recheckMs: number;
}

/** What a submit node stores when it's suspended. */
export interface Left {
	readonly items: readonly Item[];
	/** Hints to show at the end. */
	readonly hints: string[];
}

/** A suspended wait. */
export interface Sleep {
	/** The stored state of the previous run; undefined when it wasn't suspended. */
	readonly suspended: SuspendedWait | undefined;
	/** Whether tasks are still running. */
	isNeeded(): boolean;
	/** Suspends the execution. The node must return the result at once. */
	begin(left?: Left): Promise<INodeExecutionData[][]>;
	/** Call this when the run ends. */
	runEnds(): void;
}

export interface Waiting {
	readonly wait: (ports: AccountPorts) => Wait;
	/** Undefined when the node polls. */
	readonly sleep?: Sleep;
}

/**
 * A timer may be a moment early, and a read just before the deadline would suspend the execution
 * again.
 */
const afterDeadlineMs = 1_000;

/** When tasks were created; undefined if one of the times isn't known. */
function createdOf(tasks: readonly AwaitedTask[]): Created | undefined {
	const times = tasks.map(({ createdAt }) => Date.parse(createdAt ?? ''));
	return times.some(Number.isNaN) ? undefined : times.reduce(extend, undefined);
}

function suspending(context: IExecuteFunctions, choices: WaitChoices): Waiting {
	const suspended = readSuspended(context);
	const log = createLog(context);
	if (suspended !== undefined) log('execution resumed', { taskIds: suspended.awaiting });
	const minutes = choices.timeoutMs / 60_000;
	let deadline = suspended?.deadline ?? Infinity;
	let awaiting: string[] = [];
	let created: Created | undefined;
	let sleeps = false;
	return {
		wait: (ports) => async (tasks) => {
			// The wait counts from the first read, because the submits of a large batch may take longer
			// than the wait.
			if (suspended === undefined) deadline = Date.now() + choices.timeoutMs;
			const states = await lookAt(tasks, ports, { deadline, minutes });
			awaiting = [...states].flatMap(([id, { state }]) => (state === 'running' ? [id] : []));
			created = createdOf(tasks.filter(({ taskId }) => awaiting.includes(taskId)));
			return states;
		},
		sleep: {
			suspended,
			isNeeded: () => awaiting.length > 0,
			async begin(left) {
				const recheckAt = Date.now() + choices.recheckMs;
				const wakeAt = Math.min(recheckAt, deadline + afterDeadlineMs);
				const stored = left && { items: toStored(left.items), hints: left.hints };
				writeSuspended(context, { awaiting, deadline, wakeAt, ...defined({ created }), ...stored });
				const output = await suspend(context, wakeAt);
				sleeps = true;
				log('execution suspended', {
					taskIds: awaiting,
					until: new Date(wakeAt).toISOString(),
				});
				return output;
			},
			runEnds() {
				if (sleeps) return;
				if (suspended !== undefined) noteEndAfterSleep(context);
				clearSuspended(context);
			},
		},
	};
}

/** Shows texts above the node's output. */
export function showHints(context: IExecuteFunctions, messages: readonly string[]): void {
	context.addExecutionHints(
		...messages.map((message) => ({ message, location: 'outputPane' as const })),
	);
}

/** Chooses how to wait: as set, or by polling with a hint when the execution can't be suspended. */
export function openWaiting(context: IExecuteFunctions, choices: WaitChoices): Waiting {
	const { timeoutMs } = choices;
	const polling: Waiting = {
		wait: (ports) => async (tasks) => await waitFor(tasks, ports, { timeoutMs, ends: ports.ends }),
	};
	// n8n restarts the count of Retry On Fail's tries at every wake, so a task that always fails
	// would be submitted forever. Repeated runs poll, so their number is limited.
	if (!choices.suspends || repeatsAfterSleep(context)) return polling;
	const reason = reasonNotToSuspend(context);
	if (reason === undefined) return suspending(context, choices);
	showHints(context, [`This execution kept running instead of pausing: ${reason}.`]);
	return polling;
}
