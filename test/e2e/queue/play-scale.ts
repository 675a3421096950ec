import { say, seconds } from '../say';
import type { ScaleOptions } from './arguments';
import { countExecutions, statusText, type Counts } from './counts';
import type { Evidence } from './figures';
import { fire, publishWorkflows } from './fire';
import { peakMemoryOf } from './memory';
import type { QueueStage } from './queue-stage';
import { rowOf, Rows } from './rows';
import { watch } from './watch';

/** The longest sleep between two reads of executions without callbacks. */
const droppedRecheckMinutes = 1;
/** How much longer than the run executions with callbacks sleep, so that only callbacks wake them. */
const marginMinutes = 15;
/**
 * How long the clock may stand still: a callback's signature is valid for 300 s
 * (docs/internals/api.md#callback-signature), and its timestamp lags by that time.
 */
const holdAtMostMs = 280_000;
/** How long all executions must be suspended. */
const asleepForMs = 5_000;
/** How long to wait for duplicate deliveries. */
const settleMs = 5_000;
/**
 * The longest time until an execution without a callback notices the end of its task, including
 * n8n's timer.
 */
export const droppedWithinSeconds = droppedRecheckMinutes * 60 + 70;

/** Suspends all executions at once, wakes them by callbacks, and collects the figures. */
export async function playScale(
	stage: QueueStage,
	options: ScaleOptions,
	signal: AbortSignal,
): Promise<Evidence> {
	const { cluster, simulator, clock, sink } = stage;
	const rows = new Rows(options.count, options.dropped, options.rate, options.tasks);
	const started = new Map<number, number>();
	simulator.setTaskMs(({ body }) => {
		const row = rowOf(body) ?? 0;
		const task = started.get(row) ?? 0;
		started.set(row, task + 1);
		return rows.takesMs(row, task);
	});
	simulator.faults.decide({
		callback: ({ body }) => {
			const row = rowOf(body) ?? 0;
			if (rows.isDropped(row)) return { kind: 'drop' };
			return rows.isDuplicated(row) ? { kind: 'duplicate' } : undefined;
		},
	});

	const targets = await publishWorkflows(stage, rows, {
		called: Math.ceil(rows.allTakeMs / 60_000) + marginMinutes,
		dropped: droppedRecheckMinutes,
	});
	clock.hold();
	const begun = Date.now();
	say(`Calling the webhook for ${rows.count} rows, ${rows.tasks} videos each …`);
	for (const target of targets) await fire(stage, target, signal);
	say(`  all calls taken after ${seconds(Date.now() - begun)}.`);
	const asleep = await untilAllAsleep(stage, rows.count, begun, signal);
	say(
		`  at one instant: ${statusText(asleep)}; jobs: ${asleep.active} active, ${asleep.queued} queued`,
	);
	say(`  all suspended, and so for ${seconds(asleepForMs)}, after ${seconds(Date.now() - begun)}.`);

	say(`Letting the tasks end, ${options.rate} a second …`);
	const released = Date.now();
	clock.release();
	await watch(
		{
			what: 'every video is delivered and every execution has ended',
			look: async () => ({ arrived: arrivedTasks(stage), counts: await countExecutions(cluster) }),
			isReached: ({ arrived, counts }) =>
				arrived === rows.count * rows.tasks && counts.byStatus.success === rows.count,
			describe: ({ arrived, counts }) => `${arrived} videos delivered; ${statusText(counts)}`,
			patienceMs: rows.allTakeMs + droppedWithinSeconds * 1000 + 60_000,
			forMs: settleMs,
		},
		signal,
	).catch((error: unknown) => {
		// Missing deliveries are counted and reported with the other figures.
		signal.throwIfAborted();
		say(error instanceof Error ? error.message : String(error));
	});
	say(`  done after ${seconds(Date.now() - released)}.`);
	return {
		rows,
		asleep,
		ended: await countExecutions(cluster),
		journal: simulator.journal,
		arrivals: sink.arrivals,
		problems: sink.problems,
		realMs: (shownMs) => clock.real(shownMs),
		memory: memoryOf(stage),
	};
}

async function untilAllAsleep(
	stage: QueueStage,
	count: number,
	begun: number,
	signal: AbortSignal,
): Promise<Counts> {
	const isAsleep = ({ byStatus, active, queued }: Counts) =>
		byStatus.waiting === count && active === 0 && queued === 0;
	return await watch(
		{
			what: `all ${count} executions are suspended and no job is active`,
			look: async () => await countExecutions(stage.cluster),
			isReached: isAsleep,
			describe: (counts) => `${statusText(counts)}; jobs: ${counts.active} active`,
			patienceMs: begun + holdAtMostMs - Date.now(),
			forMs: asleepForMs,
		},
		signal,
	);
}

function arrivedTasks({ sink }: QueueStage): number {
	return new Set(sink.arrivals.map(({ taskId }) => taskId)).size;
}

function memoryOf({ cluster }: QueueStage): Evidence['memory'] {
	const { main, workers, webhook } = cluster;
	return [
		{ name: 'main', peak: peakMemoryOf(main.processId) },
		...workers.map((worker, index) => ({
			name: `worker ${index + 1}`,
			peak: peakMemoryOf(worker.processId),
		})),
		{ name: 'webhook process', peak: peakMemoryOf(webhook.processId) },
	];
}
