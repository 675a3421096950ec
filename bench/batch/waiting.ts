import { setTimeout as wait } from 'node:timers/promises';
import { findModel } from '../../seedance/catalogue';
import type { BenchContext, Goal } from '../bench';
import { startFastClock } from '../clock';
import { seededRandom, taskTimesMs } from '../random';
import { quantile, sum } from '../statistics';
import { runFixedLoop } from './fixedLoop';
import { countErrors, runOurClient } from './ourClient';
import { model, startWorld } from './world';
import type { World } from './world';

/** How many of the clock's milliseconds pass in a real one. */
const times = 5;
/** The sizes of the batches. Several of 100, for delays that mean something. */
const sizes = [10, 100, 100, 100, 100, 100];

/** How long after one run the next begins, in ms of the clock: they overlap, but do not all peak at once. */
const turnMs = 24_000;

interface Measured {
	readonly wallMs: number;
	/** From the start to the last accepted submit. */
	readonly submitMs: number;
	readonly errors: number;
	readonly reads: number;
	readonly delaysMs: readonly number[];
	/** What each request took, in ms. */
	readonly answersMs: readonly number[];
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

/** How long batches take, how much is asked and how late the end of a task is noticed. */
export async function benchWaiting({ seed, say }: BenchContext): Promise<Goal[]> {
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
			return { size, slowest: Math.max(...taskTimes), our, loop };
		}),
	);
	say(`\nBatches of ${model} (typically ${typical} s), clock ${times} times as fast, real HTTP`);
	const goals = rounds.flatMap(({ size, slowest, our, loop }): Goal[] => {
		const ratio = our.wallMs / (slowest + our.submitMs);
		say(
			`  ${size} items: slowest task ${seconds(slowest)}, submits ${seconds(our.submitMs)}, ` +
				`wall ${seconds(our.wallMs)}, ratio ${ratio.toFixed(3)}, errors ${our.errors}`,
		);
		say(`      status requests ${our.reads}, delay ${delays(our)}`);
		say(`      fixed 2 s loop  ${loop.reads}, delay ${delays(loop)}`);
		const what = `${size} items: wall time ÷ (slowest task + submits)`;
		return [
			{ name: what, figure: ratio, atMost: size === 10 ? 1.1 : 1.15 },
			{ name: `${size} items: errors`, figure: our.errors, atMost: 0 },
		];
	});
	return [...goals, ...pollingGoals(rounds, say)];
}

function pollingGoals(
	rounds: ReadonlyArray<{ readonly our: Measured; readonly loop: Measured }>,
	say: BenchContext['say'],
): Goal[] {
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
	return [
		{ name: 'status requests ÷ the fixed loop’s', figure: our.reads / loop.reads, atMost: 0.5 },
		{
			name: 'detection delay, median, in s',
			figure: quantile(our.delaysMs, 0.5) / 1000,
			atMost: 1,
		},
		{ name: 'detection delay, 95th, in s', figure: quantile(our.delaysMs, 0.95) / 1000, atMost: 5 },
	];
}
