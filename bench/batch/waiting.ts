import { setTimeout as wait } from 'node:timers/promises';
import { findModel } from '../../seedance/models';
import type { BenchContext, Figure } from '../bench';
import { startFastClock } from '../clock';
import { seededRandom, taskTimesMs } from '../random';
import { quantile, sum } from '../statistics';
import { runFixedLoop } from './fixedLoop';
import { countErrors, runOurClient } from './ourClient';
import { model, startWorld } from './world';
import type { World } from './world';

/** How many milliseconds of the clock pass in a real one. */
const times = 5;
/** The sizes of the batches. Several have 100, so that their delays are meaningful. */
const sizes = [10, 100, 100, 100, 100, 100];

/**
 * How long after one run the next begins, in ms of the clock. Runs overlap without all peaking at
 * once.
 */
const turnMs = 24_000;

interface Measured {
	readonly wallMs: number;
	/** From the start to the last accepted submit. */
	readonly submitMs: number;
	readonly errors: number;
	readonly reads: number;
	readonly delaysMs: readonly number[];
	/** The duration of each request, in ms. */
	readonly answersMs: readonly number[];
}

/** A batch that our client and the fixed loop have run. Times are in ms. */
interface Round {
	readonly size: number;
	readonly slowest: number;
	/** The sum of all task times. */
	readonly allTasks: number;
	readonly our: Measured;
	readonly loop: Measured;
}

async function measure(
	taskTimes: readonly number[],
	random: () => number,
	client: (world: World) => Promise<number>,
): Promise<Measured> {
	const clock = startFastClock(times, random);
	const world = await startWorld(clock, taskTimes);
	try {
		const begun = clock.now();
		const errors = await client(world);
		const { journal } = world.simulator;
		return {
			wallMs: clock.now() - begun,
			submitMs: Math.max(...journal.accepted().map(({ endedAtMs = NaN }) => endedAtMs)) - begun,
			errors,
			reads: journal.reads().length,
			delaysMs: world.delaysMs(),
			answersMs: world.answersMs,
		};
	} finally {
		await world.stop();
	}
}

const runOurs = async (world: World) => countErrors(await runOurClient(world));

async function runLoop(world: World) {
	await runFixedLoop(world);
	return 0;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const delays = ({ delaysMs }: Pick<Measured, 'delaysMs'>) =>
	`median ${seconds(quantile(delaysMs, 0.5))}, 95th ${seconds(quantile(delaysMs, 0.95))}`;

/**
 * Measures how long batches take, how many requests they send and how late the end of a task is
 * noticed.
 */
export async function benchWaiting({ seed, say }: BenchContext): Promise<Figure[]> {
	const random = seededRandom(seed);
	const typical = findModel(model)?.typicalSeconds ?? NaN;
	const rounds = await Promise.all(
		sizes.map(async (size, i) => {
			const taskTimes = taskTimesMs(size, typical, random);
			const begin = (turn: number) => wait((turn * turnMs) / times);
			const [our, loop] = await Promise.all([
				begin(2 * i).then(async () => await measure(taskTimes, random, runOurs)),
				begin(2 * i + 1).then(async () => await measure(taskTimes, random, runLoop)),
			]);
			const slowest = Math.max(...taskTimes);
			return { size, slowest, allTasks: sum(taskTimes), our, loop };
		}),
	);
	say(`\nBatches of ${model} (typically ${typical} s), clock ${times} times as fast, real HTTP`);
	for (const { size, slowest, our, loop } of rounds) {
		say(
			`  ${size} items: slowest task ${seconds(slowest)}, submits ${seconds(our.submitMs)}, ` +
				`wall ${seconds(our.wallMs)}, ratio ${ratioOf({ slowest, our }).toFixed(3)}, errors ${our.errors}`,
		);
		say(`      status requests ${our.reads}, delay ${delays(our)}`);
		say(`      fixed 2 s loop  ${loop.reads}, delay ${delays(loop)}`);
	}
	return [
		...timeFigures(rounds, 10, 1.1),
		...timeFigures(rounds, 100, 1.15),
		...polling(rounds, say),
	];
}

/** The time of a batch, relative to the shortest possible one. */
const ratioOf = ({ slowest, our }: Pick<Round, 'slowest' | 'our'>) =>
	our.wallMs / (slowest + our.submitMs);

/** The time figures of all batches of one size. */
function timeFigures(rounds: readonly Round[], size: number, atMost: number): Figure[] {
	const own = rounds.filter((round) => round.size === size);
	const samples = own.length;
	return [
		{
			name: `${size} items: wall time ÷ (slowest task + submits), the worst batch`,
			figure: Math.max(...own.map(ratioOf)),
			atMost,
			samples,
		},
		{
			name: `${size} items: wall time`,
			figure: quantile(
				own.map(({ our }) => our.wallMs / 1000),
				0.5,
			),
			unit: 's',
			samples,
			naive: quantile(
				own.map(({ allTasks }) => allTasks / 1000),
				0.5,
			),
		},
		{ name: `${size} items: errors`, figure: sum(own.map(({ our }) => our.errors)), atMost: 0 },
	];
}

/** The number of requests and the delays until the end of a task was noticed, in all batches. */
function polling(rounds: readonly Round[], say: BenchContext['say']): Figure[] {
	const together = (all: readonly Measured[]) => ({
		reads: sum(all.map(({ reads }) => reads)),
		delaysMs: all.flatMap(({ delaysMs }) => delaysMs),
	});
	const our = together(rounds.map((round) => round.our));
	const loop = together(rounds.map((round) => round.loop));
	say(`  Together, ${our.delaysMs.length} tasks:`);
	say(`      status requests ${our.reads}, delay ${delays(our)}`);
	say(`      fixed 2 s loop  ${loop.reads}, delay ${delays(loop)}`);
	const answersMs = rounds.flatMap(({ our: o, loop: l }) => [...o.answersMs, ...l.answersMs]);
	say(
		`  Answers took ${seconds(quantile(answersMs, 0.5))}, 95th ${seconds(quantile(answersMs, 0.95))}, ` +
			'by the fast clock; on a busy machine they add to the delays.',
	);
	const delay = (name: string, share: number, atMost: number): Figure => ({
		name,
		figure: quantile(our.delaysMs, share) / 1000,
		unit: 's',
		atMost,
		samples: our.delaysMs.length,
		naive: quantile(loop.delaysMs, share) / 1000,
	});
	return [
		{ name: 'status requests ÷ the fixed loop’s', figure: our.reads / loop.reads, atMost: 0.5 },
		{ name: 'status requests', figure: our.reads, naive: loop.reads },
		delay('detection delay, median', 0.5, 1),
		delay('detection delay, 95th percentile', 0.95, 5),
	];
}
