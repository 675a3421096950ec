import { isMet, type Goal } from '../../../bench/bench';
import { say } from '../say';
import type { Evidence, Figures } from './figures';

/** From a callback to its delivery, in seconds. */
const medianAtMost = 2;
const p95AtMost = 5;
/**
 * A callback's task is read before the execution wakes, and once more after it. The list tells
 * which of several to read.
 */
const readsAtMost = 3;
const listsAtMost = 2;

/** What a run must reach. */
export function goalsOf(figures: Figures, count: number, droppedWithinSeconds: number): Goal[] {
	return [
		{
			name: 'executions not suspended at once',
			figure: count - figures.suspendedAtOnce,
			atMost: 0,
		},
		{
			name: 'active jobs while all were suspended',
			figure: figures.activeWhileSuspended,
			atMost: 0,
		},
		{ name: 'videos lost', figure: figures.lost, atMost: 0 },
		{ name: 'videos delivered twice', figure: figures.duplicates, atMost: 0 },
		{ name: 'videos delivered wrong', figure: figures.wrong, atMost: 0 },
		{
			name: 'rows with more or fewer tasks than videos',
			figure: figures.rowsNotPaidOnce,
			atMost: 0,
		},
		{ name: 'executions without success', figure: figures.notSuccessful, atMost: 0 },
		{ name: 'reads for each task', figure: figures.readsPerTask, atMost: readsAtMost },
		{ name: 'list requests for each task', figure: figures.listsPerTask, atMost: listsAtMost },
		{
			name: 'callback → delivered, median (s)',
			figure: figures.delay.median,
			atMost: medianAtMost,
		},
		{ name: 'callback → delivered, 95th (s)', figure: figures.delay.p95, atMost: p95AtMost },
		{
			name: 'lost callback → delivered, longest (s)',
			figure: figures.droppedFoundWithin,
			atMost: droppedWithinSeconds,
		},
	];
}

/** Tells the figures and the goals, and returns whether all goals are met. */
export function report(evidence: Evidence, figures: Figures, goals: readonly Goal[]): boolean {
	const { delay, refusals } = figures;
	const { rows } = evidence;
	const answers = [...refusals].map(([answer, count]) => `${count} times ${answer}`).join(', ');
	say('\nFigures');
	say(`  suspended at once             ${figures.suspendedAtOnce} (counted in PostgreSQL)`);
	say(`  active jobs meanwhile         ${figures.activeWhileSuspended} (counted in Redis)`);
	say(`  delivered                     ${figures.delivered} of ${rows.count * rows.tasks}`);
	say(
		`  reads and lists for each task ${figures.readsPerTask.toFixed(2)}, ${figures.listsPerTask.toFixed(2)}`,
	);
	say(`  duplicates, lost              ${figures.duplicates}, ${figures.lost}`);
	say(`  callbacks sent                ${figures.callbacks}, and ${figures.retries} retries`);
	if (answers !== '') say(`  callbacks not taken           ${answers}`);
	say(`  never called back             ${rows.dropped}`);
	say(
		`  callback → delivered          median ${tenths(delay.median)}, 95th ${tenths(delay.p95)}, longest ${tenths(delay.longest)}`,
	);
	say(`  lost callback → delivered     longest ${tenths(figures.droppedFoundWithin)}`);
	say(`  executions at the end         ${JSON.stringify(evidence.ended.byStatus)}`);
	say('\nPeak memory, and that of its task runner');
	for (const { name, peak } of evidence.memory) {
		const text =
			peak === undefined
				? 'not known on this system'
				: `${Math.round(peak.own)} MB, ${Math.round(peak.children)} MB`;
		say(`  ${name.padEnd(16)} ${text}`);
	}
	for (const problem of evidence.problems.slice(0, 3)) say(`At the sink: ${problem}`);
	say('\nGoals');
	for (const goal of goals) {
		const { name, figure, atMost } = goal;
		say(`  ${isMet(goal) ? 'met   ' : 'MISSED'}  ${name}: ${rounded(figure)}, at most ${atMost}`);
	}
	return goals.every(isMet);
}

const tenths = (value: number) => `${value.toFixed(1)} s`;

function rounded(figure: number): string {
	return Number.isInteger(figure) ? String(figure) : figure.toFixed(2);
}
