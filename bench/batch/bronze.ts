import { BRONZE, BRONZE_QUEUE, nextStart } from '../../simulator';
import type { Tier } from '../../simulator';
import type { BenchContext, Figure } from '../bench';
import { startFastClock } from '../clock';
import { seededRandom, taskTimesMs } from '../random';
import { countErrors, runOurClient } from './ourClient';
import { startWorld } from './world';

/** How many milliseconds of the clock pass in a real one. */
const times = 8;
const items = 20;

interface Case {
	readonly name: string;
	readonly tier: Tier;
	/** The time of each item's task, in ms. */
	taskTimes(random: () => number): number[];
}

const alike = (ms: number) => Array<number>(items).fill(ms);
const scattered = (random: () => number) => taskTimesMs(items, 60, random);

const cases: readonly Case[] = [
	{
		name: 'refuses, 2 a minute bind (tasks of 30 s)',
		tier: BRONZE,
		taskTimes: () => alike(30_000),
	},
	{
		name: 'refuses, 2 at a time bind (tasks of 90 s)',
		tier: BRONZE,
		taskTimes: () => alike(90_000),
	},
	{ name: 'refuses, tasks scattered around 60 s', tier: BRONZE, taskTimes: scattered },
	{
		name: 'queues, tasks scattered around 60 s',
		tier: BRONZE_QUEUE,
		taskTimes: scattered,
	},
];

/**
 * Returns when tasks begin and end for a client that submits each one at the first possible moment.
 */
function idealRuns(tier: Tier, beganAt: number, taskTimes: readonly number[]) {
	const runs: Array<{ readonly startsAtMs: number; readonly endsAtMs: number }> = [];
	for (const time of taskTimes) {
		const startsAtMs = nextStart(tier, runs, beganAt);
		runs.push({ startsAtMs, endsAtMs: startsAtMs + time });
	}
	return runs;
}

async function benchCase(one: Case, seed: number) {
	const { name, tier } = one;
	const random = seededRandom(seed);
	// It begins at a random point of a minute, because the API's counters restart every minute.
	const begins = Date.UTC(2026, 0, 5, 12) + random() * 60_000;
	const taskTimes = one.taskTimes(random);
	const clock = startFastClock(times, random, begins);
	const world = await startWorld(clock, taskTimes, tier);
	try {
		const errors = countErrors(await runOurClient(world));
		const { journal } = world.simulator;
		// The time counts from the first submit's arrival, because no client could have used the time
		// before it.
		const beganAt = journal.submits()[0]?.atMs ?? NaN;
		const accepted = journal.accepted();
		const inOrder = accepted.map(({ body }) => taskTimes[Number(body.prompt)] ?? NaN);
		const ideal = idealRuns(tier, beganAt, inOrder);
		// When submits are refused, the last accept counts; when they queue, the last video.
		const isQueue = tier.whenFull === 'queue';
		const lastAccept = Math.max(...accepted.map(({ atMs }) => atMs));
		const took = (isQueue ? clock.now() : lastAccept) - beganAt;
		const ends = ideal.map(({ startsAtMs, endsAtMs }) => (isQueue ? endsAtMs : startsAtMs));
		const bound = Math.max(...ends) - beganAt;
		const refused = journal.submits().filter(({ status }) => status === 429).length;
		return { name, accepted: accepted.length, errors, took, bound, refused, isQueue };
	} finally {
		await world.stop();
	}
}

/** Measures 20 items of a new account, which should take hardly longer than its limits demand. */
export async function benchBronze({ seed, say }: BenchContext): Promise<Figure[]> {
	const measured = await Promise.all(cases.map((one, i) => benchCase(one, seed + i)));
	say(`\nBronze (2 videos a minute, 2 at a time), ${items} items, clock ${times} times as fast`);
	return measured.flatMap(({ name, accepted, errors, took, bound, refused, isQueue }) => {
		const ratio = took / bound;
		const what = isQueue ? 'last video' : 'last accept';
		say(`  ${name}:`);
		say(
			`      accepted ${accepted}, errors ${errors}, ${what} after ${(took / 1000).toFixed(0)} s, ` +
				`ideal ${(bound / 1000).toFixed(0)} s, ratio ${ratio.toFixed(3)}, requests refused ${refused}`,
		);
		const title = `Bronze ${name}`;
		return [
			{
				name: `${title}: not accepted exactly once`,
				figure: Math.abs(items - accepted),
				atMost: 0,
			},
			{ name: `${title}: errors`, figure: errors, atMost: 0 },
			{ name: `${title}: time ÷ ideal`, figure: ratio, atMost: 1.1 },
		];
	});
}
