/**
 * Looks at all tasks of a wait through the list of recent tasks: one request for all, every 2.5 s
 * (docs/internals/decisions.md#rhythm).
 */
import { longestReadPauseMs } from '../api/http';
import type { Ports, ReadPace } from '../api/http';
import { extend, lookAtList } from '../api/list';
import type { Created } from '../api/list';
import type { Task } from '../api/task';
import type { StatusChange } from './itemState';
import { staleRestMs } from './look';
import type { Seen } from './look';
import { firstLookMs, lookPauseMs } from './schedule';

/** A task of a wait. */
export interface Pending extends Seen {
	/** From the wait's input, or else as a look has shown it. */
	model?: string;
	/** When it was created, in ms since the epoch by the API's clock, if that is known. */
	createdMs?: number;
	/** When it's to be read, unless the list shows it. */
	dueAt: number;
	/** No read may begin before it, except for the last one. */
	restsUntil: number;
	/** When its last read began. */
	readAt?: number;
	/** What the list has shown, in a look that began then. */
	listed?: { readonly at: number; readonly hasEnded: boolean };
	/** When the last look began that showed it as running. */
	runningAt?: number;
	progress: readonly StatusChange[];
	misses: number;
	/** Whether its last read, at the deadline, has been made. */
	readLast: boolean;
	/** The time of the first of the latest "not found" reads, in ms since the epoch. */
	missingSince?: number;
}

/**
 * From so many tasks on, the list is used for the last one, too. Without it, as long as nothing is
 * known of when tasks end, their first own read is a whole pause after their submit.
 */
export const largeBatch = 10;
/** How long an answer of the list counts, in ms. Without a newer one, tasks are read by themselves. */
const listedMs = 10_000;
/**
 * How often a task is read by itself, to compare, in ms: until the list has shown a change, and then
 * until it has shown an end.
 */
const checkPausesMs = { ofChange: 5_000, ofEnd: 20_000 };
/** How far the list may be behind, in ms. */
const mayLagMs = 4_000;
/** How long a list counts as up to date, in ms. */
const provenMs = 3_600_000;
/**
 * How long a task may be shown as running until it's read by itself in any case, in ms. If it ends
 * right after such a read, the pause until the next one delays its end, so they are few.
 */
const mostListedMs = { proven: 1_200_000, unproven: 120_000 };
/** How long a look waits for its turn until it tries again, in ms. */
const heldUpMs = 100;

interface Compared {
	readonly createdMs: number | undefined;
	/** What the read has shown, and what was seen before it. */
	readonly status: string;
	readonly earlier: readonly string[];
	/** When the read began. */
	readonly at: number;
}

export interface Listing {
	/** When a task is to be read by itself. */
	dueAt(entry: Pending, now: number): number;
	/** Begins a look if it's time for one. */
	look(now: number): void;
	/** When the next look is due. */
	nextAt(now: number): number;
	/** A task's own read, which began then, has shown its state. */
	noteRead(entry: Pending, task: Task, at: number): void;
}

/**
 * @param pending the tasks of the wait, which leave it when they have ended
 * @param onShown gets each task that a look shows, with the time when the look began
 * @param onLook is called after each look
 */
export function openListing(
	pending: ReadonlyMap<string, Pending>,
	ports: Ports & { readonly pace: ReadPace },
	onShown: (entry: Pending, task: Task, at: number) => void,
	onLook: () => void,
): Listing {
	const { pace } = ports;
	const begun = ports.now();
	/** What own reads have shown and the list hasn't confirmed yet. */
	const toCompare = new Map<string, Compared>();
	let isLooking = false;
	let failures = 0;
	let nextAt = Infinity;
	let checkPauseMs = checkPausesMs.ofChange;
	let nextCheckAt = begun + checkPauseMs;
	for (const entry of pending.values()) {
		const beganAt = Math.min(entry.createdMs ?? begun, begun);
		nextAt = Math.min(nextAt, Math.max(begun, beganAt + firstLookMs));
		// The list is asked first.
		if (entry.createdMs !== undefined) entry.listed = { at: begun, hasEnded: false };
	}

	/** From how many tasks on the list is used. */
	const fewest = pending.size < largeBatch ? 2 : 1;
	let isUsed = false;
	function checkUse(now: number) {
		let count = 0;
		for (const { createdMs } of pending.values()) if (createdMs !== undefined) count += 1;
		isUsed = count >= fewest && now >= pace.listRestsUntil;
	}

	/** The tasks to look at, and when they were created. */
	function asked() {
		const taskIds = new Set<string>();
		let created: Created = { first: Infinity, last: -Infinity };
		for (const [taskId, { createdMs }] of [...toCompare, ...pending]) {
			if (createdMs === undefined) continue;
			taskIds.add(taskId);
			created = extend(created, createdMs);
		}
		return { taskIds, created };
	}

	async function begin(at: number) {
		isLooking = true;
		const { taskIds, created } = asked();
		// This isn't awaited, so it must not throw.
		const shown = await lookAtList(taskIds, created, ports).catch(() => undefined);
		isLooking = false;
		failures = shown === undefined ? failures + 1 : 0;
		const pause = lookPauseMs(at - begun) / 2;
		nextAt = at + Math.min(longestReadPauseMs, pause * 2 ** failures);
		if (shown !== undefined) for (const taskId of taskIds) note(taskId, shown.get(taskId), at);
		onLook();
	}

	function note(taskId: string, task: Task | undefined, at: number) {
		const entry = pending.get(taskId);
		const own = toCompare.get(taskId);
		if (own !== undefined && own.at < at) compare(taskId, own, task, at);
		if (entry === undefined) return;
		if (task === undefined) {
			delete entry.listed;
			return;
		}
		entry.listed = { at, hasEnded: task.statusKind !== 'running' };
		onShown(entry, task, at);
	}

	/** Compares what the list shows with what an own read has shown before. */
	function compare(taskId: string, own: Compared, shown: Task | undefined, at: number) {
		const isBehind = shown !== undefined && own.earlier.includes(shown.status);
		if (isBehind && at - own.at < mayLagMs) return;
		toCompare.delete(taskId);
		if (isBehind) {
			pace.listRestsUntil = at + staleRestMs;
			pace.listProvenUntil = 0;
		} else if (shown?.status === own.status && own.earlier.length > 0) {
			checkPauseMs = checkPausesMs.ofEnd;
			if (shown.statusKind !== 'running') pace.listProvenUntil = at + provenMs;
		}
	}

	const isProven = (now: number) => now < pace.listProvenUntil;

	/**
	 * Lets the task be read that wasn't read for the longest time, of several the one that began last.
	 * It's the least likely to end right after this read, which its next one must not follow soon.
	 */
	function check(now: number) {
		nextCheckAt = now + checkPauseMs;
		let checked: Pending | undefined;
		for (const entry of pending.values()) {
			const isShown = entry.listed?.hasEnded === false;
			if (isShown && (checked === undefined || contactOf(entry) <= contactOf(checked))) {
				checked = entry;
			}
		}
		if (checked === undefined) return;
		delete checked.listed;
		checked.dueAt = now;
	}

	const contactOf = ({ readAt }: Pending) => readAt ?? begun;

	return {
		dueAt(entry, now) {
			const { listed, dueAt } = entry;
			if (listed === undefined || !isUsed || now - listed.at > listedMs) return dueAt;
			if (listed.hasEnded) return now;
			return contactOf(entry) + mostListedMs[isProven(now) ? 'proven' : 'unproven'];
		},
		look(now) {
			checkUse(now);
			if (!isUsed) return;
			if (now >= nextCheckAt && !isProven(now)) check(now);
			if (isLooking || now < nextAt || pace.left(now) < 1) return;
			void begin(now);
		},
		nextAt: (now) => {
			if (!isUsed) return Infinity;
			// A look that is due hasn't begun because too many reads have.
			const checkAt = isProven(now) ? Infinity : nextCheckAt;
			return Math.min(checkAt, isLooking ? Infinity : Math.max(nextAt, now + heldUpMs));
		},
		noteRead({ task: { taskId }, createdMs, progress }, { status }, at) {
			const earlier = progress.map((change) => change.status).filter((one) => one !== status);
			toCompare.set(taskId, { createdMs, status, earlier, at });
		},
	};
}
