/** How a node waits for its tasks: here and now, or asleep between two looks. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Ports } from '../../../seedance/api/http';
import { toStored } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { lookAt } from '../../../seedance/run/look';
import { waitFor } from '../../../seedance/run/wait';
import type { Wait } from '../../../seedance/run/waitForItems';
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
	/** How long to wait at most, in ms. */
	readonly timeoutMs: number;
	/** How long to sleep at most between two looks, in ms. */
	readonly recheckMs: number;
}

/** What a submit node leaves when it goes to sleep. */
export interface Left {
	readonly items: readonly Item[];
	/** What is to be told at the end. */
	readonly hints: string[];
}

/** The part of a wait during which the execution sleeps. */
export interface Sleep {
	/** What the run before this one left, when that was suspended. */
	readonly suspended: SuspendedWait | undefined;
	/** Whether a look found tasks that are not finished, so that there is something to sleep for. */
	isNeeded(): boolean;
	/** Suspends the execution; the node returns the result and does nothing else. */
	begin(left?: Left): Promise<INodeExecutionData[][]>;
	/** To be called when the run ends, however it does. */
	runEnds(): void;
}

export interface Waiting {
	readonly wait: (ports: Ports) => Wait;
	/** Undefined when the node polls. */
	readonly sleep?: Sleep;
}

/** A timer may wake us a moment early, and a look before the deadline would sleep once more. */
const afterDeadlineMs = 1_000;

function suspending(context: IExecuteFunctions, choices: WaitChoices): Waiting {
	const suspended = readSuspended(context);
	const minutes = choices.timeoutMs / 60_000;
	let deadline = suspended?.deadline ?? Infinity;
	let awaiting: string[] = [];
	let sleeps = false;
	return {
		wait: (ports) => async (tasks) => {
			// From the first look on: the submits of a big batch may take longer than the wait.
			if (suspended === undefined) deadline = Date.now() + choices.timeoutMs;
			const states = await lookAt(tasks, ports, { deadline, minutes });
			awaiting = [...states].flatMap(([id, { state }]) => (state === 'running' ? [id] : []));
			return states;
		},
		sleep: {
			suspended,
			isNeeded: () => awaiting.length > 0,
			async begin(left) {
				const recheckAt = Date.now() + choices.recheckMs;
				const wakeAt = Math.min(recheckAt, deadline + afterDeadlineMs);
				const stored = left && { items: toStored(left.items), hints: left.hints };
				writeSuspended(context, { awaiting, deadline, wakeAt, ...stored });
				const output = await suspend(context, wakeAt);
				sleeps = true;
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

/** Chooses how to wait: as the person wants it, where n8n can. A hint tells when it cannot. */
export function openWaiting(context: IExecuteFunctions, choices: WaitChoices): Waiting {
	const { timeoutMs } = choices;
	const polling: Waiting = {
		wait: (ports) => async (tasks) => await waitFor(tasks, ports, { timeoutMs }),
	};
	// Retry On Fail repeats a run that has slept. n8n counts its tries anew at every wake, so a task that
	// fails for ever would be submitted for ever; tries that poll are as many as n8n was told.
	if (!choices.suspends || repeatsAfterSleep(context)) return polling;
	const reason = reasonNotToSuspend(context);
	if (reason === undefined) return suspending(context, choices);
	showHints(context, [
		`Wait Using is set to Suspended Execution, but ${reason}. The node polled instead, which kept the execution running.`,
	]);
	return polling;
}
