/**
 * When to look at a task: by the vendor's rule (docs/internals/api.md#polling), and where tasks of
 * its kind have been seen to end (docs/internals/decisions.md#rhythm).
 */
import { defined } from '../result';
import { Cache } from '../time';

/** How long after its submit a task is looked at first, in ms: failures come early. */
export const firstLookMs = 2_000;
/** The shortest and usual time from one look at a task to the next, in ms. */
export const shortestPauseMs = 5_000;
/** How much later than after the shortest pause a look may be placed, in ms. */
const slackMs = 300;
/** How long a wait lasts until its pauses begin to grow, in ms. */
const growsAfterMs = 2_400_000;
/** The time in which the pause grows by its usual length then, in ms. */
const growthMs = 1_200_000;
/** The longest pause, in ms. */
export const longestPauseMs = 30_000;

/**
 * The usual pause after a look.
 * @param waitedMs since the wait began
 * @returns ms
 */
export function lookPauseMs(waitedMs: number): number {
	const growth = 1 + Math.max(0, waitedMs - growsAfterMs) / growthMs;
	return Math.min(longestPauseMs, Math.round(shortestPauseMs * growth));
}

/** What the time of a task depends on. */
export interface TaskKind {
	readonly model?: string;
	readonly resolution?: string;
	readonly durationSeconds?: number;
}

/** The steps in which a plan places looks, in ms. */
const stepMs = 50;
/** A look at the very moment of an end may come too early, so looks are placed later, in ms. */
const lateMs = 100;
/** How much later an end may be noticed, on average, to save a look, in ms. */
const lookCostMs = 20;
/** Pauses longer than the shortest one must lower the cost to this share, or they're chance. */
const worthwhileShare = 0.95;
/** The longest task that is planned for, in ms. */
const mostPlannedMs = growsAfterMs;
const steps = (ms: number) => Math.ceil(ms / stepMs);
const shortest = steps(shortestPauseMs);
const longest = shortest + steps(slackMs);

/**
 * Returns how many ends there are at each step. Each is spread evenly over the time of its nearest
 * neighbours, so that gaps between a few ends that scatter widely aren't taken for a pattern.
 */
function densityOf(endsMs: readonly number[]): Float64Array {
	const ends = endsMs
		.map((ms) => Math.max(1, steps(ms + lateMs)))
		.filter((end) => end < steps(mostPlannedMs))
		.sort((a, b) => a - b);
	// A single end has none, and gets one before the first, where `at` is infinite: no bound changes.
	const neighbours = Math.round(Math.sqrt(ends.length));
	const density = new Float64Array((ends.at(-1) ?? 0) + longest + 3);
	const at = (i: number) => ends[i] ?? Infinity;
	for (const [i, end] of ends.entries()) {
		let [from, to] = [i, i];
		while (to - from < neighbours) {
			if (end - (ends[from - 1] ?? -Infinity) <= at(to + 1) - end) from -= 1;
			else to += 1;
		}
		const first = Math.min(at(from), end - 1);
		const last = Math.max(at(to), end + 1);
		for (let step = first; step <= last; step += 1) {
			density[step] = (density[step] ?? 0) + 1 / (last - first + 1);
		}
	}
	return density;
}

/** Returns when to look next, in ms since the task began, after a look or before the first one. */
type LookPlan = (lookedMs: number | undefined) => number | undefined;

/**
 * Places looks so that ends like the given ones would be noticed early, by dynamic programming over
 * steps of time (docs/internals/decisions.md#rhythm). Pauses stay between the shortest one and a
 * little more, so an end that is unlike them isn't noticed much later than usual. Only the first
 * look may be moved further.
 * @param endsMs since the task began
 */
export function planLooks(endsMs: readonly number[]): LookPlan {
	// The number of ends until each step, and the sum of their times.
	const counts = densityOf(endsMs);
	const sums = new Float64Array(counts.length);
	let [count, sum] = [0, 0];
	for (const [step, ends] of counts.entries()) {
		count += ends;
		sum += step * ends;
		counts[step] = count;
		sums[step] = sum;
	}

	function place(longestPause: number) {
		/** The cost of all ends after a look at a step, in steps. */
		const costs = new Float64Array(counts.length);
		const costOf = (from: number, to: number) => {
			const left = count - (counts[from] ?? 0);
			const found = (counts[to] ?? 0) - (counts[from] ?? 0);
			const delay = to * found - ((sums[to] ?? 0) - (sums[from] ?? 0));
			return delay + (left * lookCostMs) / stepMs + (costs[to] ?? 0);
		};
		const best = (from: number, first: number, last: number) => {
			let chosen = first;
			let least = Infinity;
			for (let to = first; to <= last; to += 1) {
				const cost = costOf(from, to);
				if (cost < least) [chosen, least] = [to, cost];
			}
			return chosen;
		};
		/** The pause after a look at each step. */
		const pauses = new Uint8Array(counts.length - longest - 3);
		for (let from = pauses.length - 1; from >= 0; from -= 1) {
			const next = best(from, from + shortest, from + longestPause);
			costs[from] = costOf(from, next);
			pauses[from] = next - from;
		}
		const first = best(0, steps(firstLookMs), longest);
		return { first, pauses, cost: costOf(0, first) };
	}

	const steady = place(shortest);
	const moved = place(longest);
	// Stryker disable next-line EqualityOperator: costs that are equal are both 0, as of no ends.
	const { first, pauses } = moved.cost < worthwhileShare * steady.cost ? moved : steady;
	return (lookedMs) => {
		if (lookedMs === undefined) return first * stepMs;
		const pause = pauses[steps(lookedMs)];
		return pause === undefined ? undefined : lookedMs + pause * stepMs;
	};
}

/** Remembers when tasks have ended, for some time and in this process only. */
export interface EndTimes {
	/** A task of this kind has ended so many ms after it began. */
	note(kind: TaskKind, endMs: number, now: number): void;
	/** Where to look at a task of this kind; undefined when too few of them have ended. */
	plan(kind: TaskKind, now: number): LookPlan | undefined;
}

/** The fewest ends from which looks are placed. */
const fewest = 3;
/** The most ends that are remembered of a kind: the latest ones. */
const mostEnds = 200;
/** The most kinds that are remembered. */
const mostKinds = 200;
const dayMs = 86_400_000;

interface Ends {
	readonly ends: ReadonlyArray<{ readonly endMs: number; readonly seenAt: number }>;
	/** When the last of them was seen. */
	readonly seenAt: number;
	/** Made when it's needed, and kept until a tenth of the ends is new. */
	readonly plan?: LookPlan;
	/** How many ends are newer than the plan. */
	readonly newer: number;
}

const noEnds: Ends = { ends: [], seenAt: 0, newer: 0 };

export function createEndTimes(): EndTimes {
	const known = new Cache<Ends>({ most: mostKinds, keptMs: dayMs });
	/** From the most to the least specific. */
	const keysOf = ({ model, resolution, durationSeconds }: TaskKind) => [
		...new Set([[model, resolution, durationSeconds].join(' '), [model, '', ''].join(' ')]),
	];
	return {
		note(kind, endMs, now) {
			for (const key of keysOf(kind)) {
				const before = known.get(key, now) ?? noEnds;
				const recent = before.ends.filter(({ seenAt }) => now - seenAt < dayMs);
				const ends = [...recent, { endMs, seenAt: now }].slice(-mostEnds);
				const newer = before.newer + 1;
				const plan = newer * 10 < ends.length ? before.plan : undefined;
				known.set(key, { ends, seenAt: now, newer, ...defined({ plan }) }, now);
			}
		},
		plan(kind, now) {
			for (const key of keysOf(kind)) {
				const found = known.get(key, now);
				if (found === undefined || found.ends.length < fewest) continue;
				if (found.plan !== undefined) return found.plan;
				const plan = planLooks(found.ends.map(({ endMs }) => endMs));
				known.set(key, { ...found, newer: 0, plan }, found.seenAt);
				return plan;
			}
			return undefined;
		},
	};
}
