import { quantile } from '../../../bench/statistics';
import type { Delivery, Journal } from '../../../simulator';
import type { Counts } from './counts';
import type { PeakMemory } from './memory';
import { rowOf, type Rows } from './rows';
import type { Arrival } from './sink';

/** All that a run has left behind. */
export interface Evidence {
	readonly rows: Rows;
	/** While all were suspended. */
	readonly asleep: Counts;
	/** At the end. */
	readonly ended: Counts;
	readonly journal: Journal;
	readonly arrivals: readonly Arrival[];
	/** What reached the sink and was no result. */
	readonly problems: readonly string[];
	/** When a time of the simulator's clock was. */
	readonly realMs: (shownMs: number) => number;
	readonly memory: ReadonlyArray<{ readonly name: string; readonly peak: PeakMemory | undefined }>;
}

/** The figures of a run. Times are in seconds. */
export interface Figures {
	readonly suspendedAtOnce: number;
	readonly activeWhileSuspended: number;
	/** Tasks that were delivered. */
	readonly delivered: number;
	readonly lost: number;
	/** Deliveries beyond the first of a task. */
	readonly duplicates: number;
	/** Deliveries that are not that of a finished task of their row. */
	readonly wrong: number;
	/** Rows that have more or fewer tasks than they should. */
	readonly rowsNotPaidOnce: number;
	/** Reads of tasks by themselves, and of the list of recent tasks, for each task. */
	readonly readsPerTask: number;
	readonly listsPerTask: number;
	readonly notSuccessful: number;
	/** Callbacks that were sent, each counted once however often it was tried. */
	readonly callbacks: number;
	/** Tries after the first, and the answers that were the reason. */
	readonly retries: number;
	readonly refusals: ReadonlyMap<string, number>;
	/** From the callback of a row's last task to the row's last delivery. */
	readonly delay: { readonly median: number; readonly p95: number; readonly longest: number };
	/** From the end of a row's last task to its delivery, where callbacks got lost; the longest. */
	readonly droppedFoundWithin: number;
}

/** Draws the figures of a run from what it left behind. */
export function figuresOf(evidence: Evidence): Figures {
	const { rows, asleep, ended, journal, arrivals, realMs } = evidence;
	const firstArrival = firstOf(arrivals, ({ taskId }) => taskId);
	const accepted = groupBy(journal.accepted(), ({ body }) => rowOf(body) ?? -1);
	const lists = journal.requests.filter(({ route }) => route === 'list').length;
	const tries = journal.callbacks();
	const firstTry = firstOf(tries, ({ taskId }) => taskId);
	const isRight = ({ row, taskId, status }: Arrival) =>
		status === 'completed' && (accepted.get(row) ?? []).some((task) => task.taskId === taskId);

	const delays: number[] = [];
	const droppedDelays: number[] = [];
	for (const row of rows.all()) {
		const tasks = accepted.get(row) ?? [];
		const arrivedMs = tasks.map(({ taskId }) => firstArrival.get(taskId)?.atMs ?? NaN);
		const sentMs = tasks.map(({ taskId, atMs }, task) =>
			rows.isDropped(row) ? atMs + rows.takesMs(row, task) : (firstTry.get(taskId)?.atMs ?? NaN),
		);
		const delay = (Math.max(...arrivedMs) - realMs(Math.max(...sentMs))) / 1000;
		// A task without its delivery or its callback is counted as such.
		if (!Number.isFinite(delay)) continue;
		(rows.isDropped(row) ? droppedDelays : delays).push(delay);
	}
	const all = Object.values(ended.byStatus).reduce((a, b) => a + b, 0);
	const succeeded = ended.byStatus.success ?? 0;
	return {
		suspendedAtOnce: asleep.byStatus.waiting ?? 0,
		activeWhileSuspended: asleep.active,
		delivered: firstArrival.size,
		lost: rows.count * rows.tasks - firstArrival.size,
		duplicates: arrivals.length - firstArrival.size,
		wrong: arrivals.filter((arrival) => !isRight(arrival)).length + evidence.problems.length,
		rowsNotPaidOnce:
			rows.all().filter((row) => accepted.get(row)?.length !== rows.tasks).length +
			strangers(accepted),
		readsPerTask: journal.reads().length / (rows.count * rows.tasks),
		listsPerTask: lists / (rows.count * rows.tasks),
		notSuccessful: Math.max(all, rows.count) - succeeded,
		callbacks: tries.filter(({ attempt }) => attempt === 1).length,
		retries: tries.filter(({ attempt }) => attempt > 1).length,
		refusals: refusalsOf(tries),
		delay: {
			median: quantile(delays, 0.5),
			p95: quantile(delays, 0.95),
			longest: quantile(delays, 1),
		},
		droppedFoundWithin: rows.dropped === 0 ? 0 : quantile(droppedDelays, 1),
	};
}

/** Tasks that are no row's. */
function strangers(accepted: ReadonlyMap<number, readonly unknown[]>): number {
	return accepted.get(-1)?.length ?? 0;
}

/** How often each answer other than 2xx came. */
function refusalsOf(tries: readonly Delivery[]): Map<string, number> {
	const refused = tries.filter(({ status = 0 }) => status < 200 || status >= 300);
	const byAnswer = groupBy(refused, ({ status }) => String(status ?? 'no answer'));
	return new Map([...byAnswer].map(([answer, which]) => [answer, which.length]));
}

function firstOf<Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key) {
	const groups = groupBy(values, keyOf);
	const found = new Map<Key, Value>();
	for (const [key, [first]] of groups) if (first !== undefined) found.set(key, first);
	return found;
}

function groupBy<Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key) {
	const groups = new Map<Key, Value[]>();
	for (const value of values) {
		const key = keyOf(value);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [value]);
		else group.push(value);
	}
	return groups;
}
