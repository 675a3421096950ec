import { ReadPace } from '../../seedance/api/http';
import { defaultModel, findModel } from '../../seedance/models';
import { createEndTimes } from '../../seedance/run/schedule';
import type { BenchContext, Figure } from '../bench';
import { startVirtualClock } from '../clock';
import type { VirtualClock } from '../clock';
import { seededRandom, taskTimesMs } from '../random';
import { quantile, sum } from '../statistics';
import { openAccount } from './account';
import type { Account } from './account';
import { runFixedLoop } from './fixedLoop';
import { leastMedianDelayMs } from './leastDelay';
import { countErrors, runOurClient } from './ourClient';

/** How many single tasks are waited for, one after the other, and how many batches of each size. */
const counts: ReadonlyMap<number, number> = new Map([
	[1, 1_500],
	[10, 6],
	[100, 2],
]);
/** After so many tasks of the model, singles count as learned. */
const learnedAfter = 10;
/** The vendor's rule: the shortest pause between two looks at one task, in ms. */
const pauseMs = 5_000;
/** How much longer than the least possible the median delay of learned tasks may be. */
const mostTimesLeast = 1.2;
/** From how many task times the least possible delay is computed. */
const drawnForLeast = 20_000;
/**
 * From this time of the slowest task on, the whole time has a goal, in ms. Without the list a task
 * that ends right after a look is noticed a pause and two ways of an answer later, which is more
 * than a tenth of any time shorter than 51 s.
 */
const slowMs = { withList: 45_000, withoutList: 51_000 };
/** The slowest pace of lists, in ms. */
const listPauseMs = 3_000;
/** How many times the needed requests may be sent, where that is more than the usual share. */
const mostTimesNeeded = 1.1;

/**
 * How many requests a wait needs: with the list one read of each task, which confirms its end, and
 * a look every 3 s; without it a read every 5 s from each submit on.
 */
const neededLooks = (timesMs: readonly number[], hasList: boolean) =>
	hasList && timesMs.length > 1
		? timesMs.length + Math.max(...timesMs) / listPauseMs
		: sum(timesMs.map((ms) => Math.ceil(ms / pauseMs)));

const typicalSeconds = findModel(defaultModel['text-to-video'])?.typicalSeconds ?? NaN;

/** How long the tasks of a batch take. */
interface Distribution {
	readonly name: string;
	timesMs(count: number, random: () => number): number[];
}

const around = (name: string, seconds: number): Distribution => ({
	name,
	timesMs: (count, random) => taskTimesMs(count, seconds, random),
});

const distributions: readonly Distribution[] = [
	around('as the record expects', typicalSeconds),
	around('a fifth of that', typicalSeconds / 5),
	around('five times that', typicalSeconds * 5),
	{
		name: 'two humps',
		timesMs: (count, random) =>
			Array.from({ length: count }, () => {
				const hump = random() < 0.5 ? 0.5 : 1.5;
				return typicalSeconds * 1000 * hump * (0.95 + 0.1 * random());
			}),
	},
	{
		name: 'constant',
		timesMs: (count) => Array<number>(count).fill(typicalSeconds * 1000),
	},
];

interface Measured {
	readonly slowestMs: number;
	readonly submitMs: number;
	readonly wallMs: number;
	readonly looks: number;
	readonly lists: number;
	readonly neededLooks: number;
	readonly delaysMs: readonly number[];
	/** The times between two reads of one task. */
	readonly pausesMs: readonly number[];
	readonly errors: number;
}

type Client = (account: Account) => Promise<number>;

async function measure(
	clock: VirtualClock,
	timesMs: readonly number[],
	hasList: boolean,
	client: Client,
): Promise<Measured> {
	const account = openAccount(clock, timesMs, hasList);
	const begun = clock.now();
	const errors = await client(account);
	const { tasks } = account;
	return {
		slowestMs: Math.max(...timesMs),
		submitMs: Math.max(...tasks.map(({ createdMs }) => createdMs)) - begun,
		wallMs: clock.now() - begun,
		looks: account.looks(),
		lists: account.lists(),
		neededLooks: neededLooks(timesMs, hasList),
		delaysMs: tasks.map((one) => (one.knownAt ?? Infinity) - one.createdMs - one.takesMs),
		pausesMs: tasks.flatMap(({ readsAt }) =>
			readsAt.slice(1).map((at, i) => at - (readsAt[i] ?? NaN)),
		),
		errors,
	};
}

/** One client in a process of its own: what it learns, it learns from these rounds. */
function ourProcess(): Client {
	const ends = createEndTimes();
	const pace = new ReadPace();
	return async (account) => {
		const ports = { ...account.ports, pace };
		return countErrors(await runOurClient({ ...account, ports }, ends));
	};
}

const fixedLoop =
	(pauseMs: number): Client =>
	async (account) => {
		await runFixedLoop(account, pauseMs);
		return 0;
	};

interface Rounds {
	readonly our: readonly Measured[];
	readonly loops: Readonly<Record<2 | 5, readonly Measured[]>>;
}

/** Runs the same rounds with each client, each on a clock of its own. */
async function runRounds(
	rounds: ReadonlyArray<readonly number[]>,
	hasList: boolean,
	seed: number,
): Promise<Rounds> {
	const play = async (client: Client) => {
		const clock = startVirtualClock(seededRandom(seed));
		const measured: Measured[] = [];
		for (const timesMs of rounds) measured.push(await measure(clock, timesMs, hasList, client));
		return measured;
	};
	return {
		our: await play(ourProcess()),
		loops: { 2: await play(fixedLoop(2_000)), 5: await play(fixedLoop(5_000)) },
	};
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const looksOf = (all: readonly Measured[]) => sum(all.map(({ looks }) => looks));
const delaysOf = (all: readonly Measured[]) => all.flatMap(({ delaysMs }) => delaysMs);
const worst = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);

function describe(name: string, all: readonly Measured[]): string {
	const delays = delaysOf(all);
	const lists = sum(all.map((one) => one.lists));
	return (
		`      ${name.padEnd(10)} requests ${looksOf(all)}${lists > 0 ? ` (${lists} lists)` : ''}, delay ` +
		`median ${seconds(quantile(delays, 0.5))}, worst ${seconds(worst(delays))}`
	);
}

interface Setting {
	readonly title: string;
	readonly size: number;
	readonly hasList: boolean;
	/** The least median delay that a single task can have. */
	readonly leastMs: number;
}

function figuresOf({ title, size, hasList, leastMs }: Setting, { our, loops }: Rounds) {
	const delays = delaysOf(our);
	const loopDelays = delaysOf(loops[2]);
	const leastSlowMs = hasList && size > 1 ? slowMs.withList : slowMs.withoutList;
	const slow = our.filter(({ slowestMs }) => slowestMs >= leastSlowMs);
	const delay = (name: string, ms: number, atMost: number, naiveMs: number): Figure => ({
		name: `${title}: ${name}`,
		figure: ms / 1000,
		unit: 's',
		atMost,
		naive: naiveMs / 1000,
		samples: delays.length,
	});
	const naiveLooks = looksOf(loops[2]);
	const needed = mostTimesNeeded * sum(our.map((one) => one.neededLooks));
	const mostShare = Math.max(hasList && size >= 100 ? 0.1 : 0.5, needed / naiveLooks);
	const figures: Figure[] = [
		{
			name: `${title}: requests ÷ those of the 2 s loop`,
			figure: looksOf(our) / naiveLooks,
			atMost: mostShare,
		},
		{
			name: `${title}: reads of one task less than 4.9 s apart, or failed tasks`,
			figure:
				our.flatMap(({ pausesMs }) => pausesMs).filter((ms) => ms < 4_900).length +
				sum(our.map(({ errors }) => errors)),
			atMost: 0,
		},
	];
	if (size === 1) {
		const learned = delaysOf(our.slice(learnedAfter));
		figures.push(
			delay('delay, median', quantile(delays, 0.5), 2.7, quantile(loopDelays, 0.5)),
			delay(
				`delay, median after ${learnedAfter} tasks (least possible ${seconds(leastMs)})`,
				quantile(learned, 0.5),
				Math.max(1.5, (mostTimesLeast * leastMs) / 1000),
				quantile(loopDelays, 0.5),
			),
		);
	}
	const mostDelay = size > 1 && hasList ? 3.4 : 5.4;
	figures.push(delay('delay, worst', worst(delays), mostDelay, worst(loopDelays)));
	if (slow.length > 0) {
		figures.push({
			name: `${title}: wall time ÷ (slowest task + submits), worst`,
			figure: worst(slow.map((one) => one.wallMs / (one.slowestMs + one.submitMs))),
			atMost: 1.1,
			samples: slow.length,
		});
	}
	return figures;
}

/**
 * Measures how late ends are noticed and how many requests that costs, for tasks that take as long
 * as the model's record expects, and for others.
 */
export async function benchWaiting({ seed, say }: BenchContext): Promise<Figure[]> {
	const random = seededRandom(seed);
	const figures: Figure[] = [];
	say(
		`\nWaiting for tasks that the record expects to take ${typicalSeconds} s, on a virtual clock`,
	);
	for (const { name, timesMs } of distributions) {
		const leastMs = leastMedianDelayMs(timesMs(drawnForLeast, seededRandom(seed)), pauseMs);
		for (const [size, rounds] of counts) {
			const times = Array.from({ length: rounds }, () => size);
			// Singles are drawn together, so that they are spread as the tasks of a batch are.
			const drawn = size === 1 ? timesMs(rounds, random).map((ms) => [ms]) : undefined;
			const all = drawn ?? times.map((count) => timesMs(count, random));
			for (const hasList of size === 1 ? [true] : [true, false]) {
				const listed = size === 1 ? '' : hasList ? ', with the list' : ', without the list';
				const title = `${name}, ${size === 1 ? 'single tasks' : `batches of ${size}`}${listed}`;
				const measured = await runRounds(all, hasList, seed);
				say(`  ${title}:`);
				say(describe('ours', measured.our));
				say(describe('2 s loop', measured.loops[2]));
				say(describe('5 s loop', measured.loops[5]));
				figures.push(...figuresOf({ title, size, hasList, leastMs }, measured));
			}
		}
	}
	return figures;
}
