/** Waits for tasks in one loop: many through the list of recent tasks, one by its own reads. */
import { ReadPace, longestReadPauseMs, pauseMs } from '../api/http';
import type { Ports } from '../api/http';
import type { TaskReply } from '../api/reply';
import { readOnce } from '../api/submit';
import type { Task } from '../api/task';
import { isStopped } from '../time';
import { defined } from '../result';
import { problem } from '../errors/messages';
import { withStatus } from './itemState';
import type { TaskState } from './itemState';
import { largeBatch, openListing } from './listing';
import type { Pending } from './listing';
import { notShown, unfinished } from './look';
import type { AwaitedTask } from './look';
import { createEndTimes, firstLookMs, lookPauseMs, shortestPauseMs } from './schedule';
import type { EndTimes } from './schedule';

export interface WaitOptions {
	/** How long to wait, in ms from now. */
	readonly timeoutMs: number;
	/** The most concurrent reads. */
	readonly readsAtOnce?: number;
	/** When tasks have ended before; by default nothing is known of that. */
	readonly ends?: EndTimes;
}

/** How long a read that began at the deadline may take, in ms. */
const graceMs = 10_000;
/** The longest delay until a stop or a finished read is noticed, in ms. */
const napMs = 500;
/** How long the loop sleeps while the pace allows no read, in ms. */
const pacedNapMs = 100;

/**
 * Waits until every task has ended, can't be read or has timed out. A transient read failure never
 * fails the task, and no failure of the list does. Never throws; results are by task ID, and a
 * duplicate task ID is read once.
 */
export async function waitFor(
	tasks: readonly AwaitedTask[],
	given: Ports,
	{ timeoutMs, readsAtOnce = 10, ends = createEndTimes() }: WaitOptions,
): Promise<Map<string, TaskState>> {
	const pace = given.pace ?? new ReadPace(readsAtOnce);
	const ports = { ...given, pace };
	const begun = ports.now();
	const deadline = begun + timeoutMs;
	const minutes = Math.round(timeoutMs / 6_000) / 10;
	const results = new Map<string, TaskState>();
	const pending = new Map<string, Pending>();
	const reading = new Set<Pending>();
	let wake = () => {};

	function enlist(task: AwaitedTask) {
		const { taskId, known, createdAt = known?.createdAt } = task;
		if (known !== undefined && known.statusKind !== 'running') {
			results.set(taskId, { state: 'done', task: known });
			pending.delete(taskId);
		}
		if (results.has(taskId)) return;
		const createdMs = createdMsOf(createdAt);
		const entry: Pending = {
			task,
			progress: task.progress ?? [],
			dueAt: begun,
			restsUntil: begun,
			misses: 0,
			readLast: false,
			...defined({ model: task.model, createdMs, last: known }),
		};
		pending.set(taskId, entry);
		// A task that was just submitted can't be finished yet, but any other may be.
		if (known === undefined) return;
		see(entry, known, beganAt(entry));
		const planned = planOf(entry)?.(undefined);
		const usual = tasks.length < largeBatch ? firstLookMs : shortestPauseMs;
		entry.dueAt = Math.max(begun, beganAt(entry) + (planned ?? usual));
	}

	/**
	 * When a task began, in ms since the epoch: by the API's clock, or with the wait if that isn't
	 * known or is impossible. A wrong clock shifts it for all tasks alike.
	 */
	const beganAt = ({ createdMs = begun }: Pending) => Math.min(createdMs, begun);

	/** What its end depends on. The model may be known only since a look. */
	const kindOf = ({ task, model }: Pending) => ({ ...task.settings, ...defined({ model }) });

	const planOf = (entry: Pending) => ends.plan(kindOf(entry), ports.now());

	/** Schedules the next read after a look that began then, at which the task was running. */
	function schedule(entry: Pending, at: number) {
		entry.runningAt = at;
		const planned = planOf(entry)?.(at - beganAt(entry));
		const pause = lookPauseMs(at - begun);
		entry.dueAt = planned === undefined ? at + pause : beganAt(entry) + planned;
	}

	/** Takes note of what a look has shown that began then. */
	function see(entry: Pending, task: Task, at: number) {
		const { taskId } = entry.task;
		const progress = withStatus(entry.progress, task.status, at);
		if (progress !== entry.progress) ports.log?.('task status', { taskId, status: task.status });
		entry.progress = progress;
		Object.assign(entry, defined({ model: entry.model ?? task.model }));
		if (task.statusKind === 'running') schedule(entry, at);
	}

	async function look(entry: Pending) {
		const { taskId } = entry.task;
		const at = ports.now();
		reading.add(entry);
		pace.take(at);
		entry.readAt = at;
		entry.restsUntil = at + shortestPauseMs;
		entry.readLast = at >= deadline;
		// This isn't awaited, so it must not throw: an unhandled rejection would end n8n's process.
		const verdict = await readOnce(taskId, ports).catch((): TaskReply => ({
			kind: 'transient',
			problem: problem('malformedAnswer'),
		}));
		reading.delete(entry);
		// After a stop or the deadline the results have been returned.
		if (pending.has(taskId)) note(entry, verdict, at);
		wake();
	}

	function note(entry: Pending, read: TaskReply, readAt: number) {
		const { taskId } = entry.task;
		const now = ports.now();
		if (read.kind === 'permanent') entry.missingSince ??= now;
		else delete entry.missingSince;
		const verdict =
			read.kind === 'permanent' ? notShown(entry.task, read, entry.missingSince ?? now, now) : read;
		if (verdict.kind === 'permanent') {
			results.set(taskId, { state: 'failed', problem: verdict.problem });
		} else if (verdict.kind === 'transient') {
			entry.misses += 1;
			entry.lastProblem = verdict.problem;
			const pause = pauseMs(verdict.retryAfterMs, entry.misses, ports.random());
			entry.dueAt = now + Math.min(pause, longestReadPauseMs);
			entry.restsUntil = Math.max(entry.restsUntil, entry.dueAt);
		} else {
			const { task } = verdict;
			entry.misses = 0;
			delete entry.lastProblem;
			entry.last = task;
			if (entry.createdMs === undefined) {
				Object.assign(entry, defined({ createdMs: createdMsOf(task.createdAt) }));
			}
			see(entry, task, readAt);
			listing.noteRead(entry, task, readAt);
			// The pause counts from read to read, so that slow answers don't delay reads, but at least
			// half of it is a pause.
			entry.restsUntil = Math.max(entry.restsUntil, now + shortestPauseMs / 2);
			if (task.statusKind !== 'running') {
				learn(entry, task, readAt);
				results.set(taskId, { state: 'done', task, progress: entry.progress });
			}
		}
		if (results.has(taskId)) pending.delete(taskId);
	}

	/** Remembers when a task has ended, which is between two looks. The API may tell it. */
	function learn(entry: Pending, { inferenceMs }: Task, readAt: number) {
		const { runningAt, listed } = entry;
		if (runningAt === undefined) return;
		const from = runningAt - beganAt(entry);
		const to = (listed?.hasEnded === true ? listed.at : readAt) - beganAt(entry);
		const endMs = Math.min(to, Math.max(from, inferenceMs ?? (from + to) / 2));
		ends.note(kindOf(entry), endMs, ports.now());
	}

	for (const task of tasks) enlist(task);
	const listing = openListing(pending, ports, see, () => wake());
	while (pending.size > 0 && !isStopped(ports)) {
		const now = ports.now();
		// At the deadline every task is read again, because a finished video must not count as late.
		const isLate = now >= deadline;
		if (!isLate) listing.look(now);
		const idle = [...pending.values()].filter((entry) => !reading.has(entry) && !entry.readLast);
		if (isLate && (now >= deadline + graceMs || (idle.length === 0 && reading.size === 0))) break;
		const timed = idle.map((entry) => {
			const dueAt = Math.max(entry.restsUntil, listing.dueAt(entry, now));
			return { entry, dueAt: isLate ? now : dueAt };
		});
		const due = timed.filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
		const free = readsAtOnce - reading.size;
		const affordable = isLate ? free : Math.min(free, pace.left(now));
		for (const { entry } of due.slice(0, affordable)) void look(entry);
		const later = timed.filter(({ dueAt }) => dueAt > now).map(({ dueAt }) => dueAt);
		const nextDue = later.reduce((next, dueAt) => Math.min(next, dueAt), listing.nextAt(now));
		const isHeldUp = due.length > affordable && affordable < free;
		const longestNap = isHeldUp ? pacedNapMs : napMs;
		const untilNext = (isLate ? Infinity : Math.min(deadline, nextDue)) - now;
		const woken = new Promise<void>((resolve) => {
			wake = resolve;
		});
		const nap = ports.sleep(Math.max(1, Math.min(longestNap, untilNext)));
		await Promise.race([nap, woken]);
	}
	const why = isStopped(ports) ? 'stopped' : 'deadline';
	for (const [taskId, entry] of pending) results.set(taskId, unfinished(why, entry, minutes));
	pending.clear();
	return results;
}

/** Parses a task's creation. @returns ms since the epoch; undefined when it isn't known */
function createdMsOf(createdAt: string | undefined): number | undefined {
	const created = Date.parse(createdAt ?? '');
	return Number.isNaN(created) ? undefined : created;
}
