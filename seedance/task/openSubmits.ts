/**
 * What this process has submitted: which tasks are somebody's already, and which submits nobody knows
 * the end of. In memory only and bounded; a ledger keeps what must outlive the process.
 */
import type { Prediction } from '../api/prediction';
import { Cache } from '../cache';
import type { Trace } from './trace';

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
