/**
 * When to look at a task: by the vendor's rule (docs/internals/api.md#polling), and where tasks of
 * its kind have been seen to end (docs/internals/decisions.md#rhythm).
 */
import { Cache } from '../time';

/** How long after its submit a task is looked at first, in ms: failures come early. */
export const firstLookMs = 2_000;
/** The shortest and usual time from one look at a task to the next, in ms. */
export const shortestPauseMs = 5_000;
/** How much later than after the shortest pause a look may be placed, in ms. */
const slackMs = 250;
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
const lateMs = 300;
/** The longest task that is planned for, in ms. */
const mostPlannedMs = growsAfterMs;
const steps = (ms: number) => Math.ceil(ms / stepMs);
const shortest = steps(shortestPauseMs);
const longest = shortest + steps(slackMs);

/** How many neighbours on each side an end is spread over, and in how many parts. */
const neighbours = 3;
const parts = 7;

/**
 * Spreads each end evenly over the time of its neighbours, so that gaps between a few ends that
 * scatter widely aren't taken for a pattern.
 */
function spread(endsMs: readonly number[]): number[] {
	const sorted = [...endsMs].sort((a, b) => a - b);
	return sorted.flatMap((end, i) => {
		const from = sorted[Math.max(0, i - neighbours)] ?? end;
		const to = sorted[Math.min(sorted.length - 1, i + neighbours)] ?? end;
		return Array.from({ length: parts }, (_, part) => from + ((to - from) * part) / (parts - 1));
	});
}

/** Returns when to look next, in ms since the task began, after a look or before the first one. */
type LookPlan = (lookedMs: number | undefined) => number | undefined;

/**
 * Places looks so that ends like the given ones would be noticed early, by dynamic programming over
 * steps of time. Pauses stay between the shortest one and a little more, so an end that is unlike
 * them isn't noticed much later than usual. Only the first look may be moved further.
 * @param endsMs since the task began
 */
export function planLooks(endsMs: readonly number[]): LookPlan {
	const ends = spread(endsMs)
		.map((ms) => steps(ms + lateMs))
		.filter((end) => end <= steps(mostPlannedMs));
	const last = Math.max(0, ...ends);
	// The number of ends until each step, and the sum of their times.
	const counts = new Float64Array(last + longest + 1);
	const sums = new Float64Array(last + longest + 1);
	for (const end of ends) counts[end] = (counts[end] ?? 0) + 1;
	let [count, sum] = [0, 0];
	for (let step = 0; step < counts.length; step += 1) {
		count += counts[step] ?? 0;
		sum += step * (counts[step] ?? 0);
		counts[step] = count;
		sums[step] = sum;
	}
	/** The delays of all ends after a look at one step, for each step. */
	const delays = new Float64Array(last + longest + 1);
	const delayOf = (from: number, to: number) => {
		const found = (counts[to] ?? 0) - (counts[from] ?? 0);
		return to * found - ((sums[to] ?? 0) - (sums[from] ?? 0)) + (delays[to] ?? 0);
	};
	const best = (from: number, first: number, most: number) => {
		let chosen = first;
		for (let to = first + 1; to <= most; to += 1) {
			if (delayOf(from, to) < delayOf(from, chosen)) chosen = to;
		}
		return chosen;
	};
	for (let from = last - 1; from >= 0; from -= 1) {
		delays[from] = delayOf(from, best(from, from + shortest, from + longest));
	}
	return (lookedMs) => {
		if (lookedMs === undefined) return stepMs * best(0, steps(firstLookMs), longest);
		const from = steps(lookedMs);
		return from < last
			? lookedMs + stepMs * (best(from, from + shortest, from + longest) - from)
			: undefined;
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
const mostEnds = 40;
/** The most kinds that are remembered. */
const mostKinds = 200;
const dayMs = 86_400_000;

interface Ends {
	readonly ends: ReadonlyArray<{ readonly endMs: number; readonly seenAt: number }>;
	/** Made when it's needed. */
	plan?: LookPlan;
}

export function createEndTimes(): EndTimes {
	const known = new Cache<Ends>({ most: mostKinds, keptMs: dayMs });
	/** From the most to the least specific. */
	const keysOf = ({ model, resolution, durationSeconds }: TaskKind) => [
		...new Set([[model, resolution, durationSeconds].join(' '), [model, '', ''].join(' ')]),
	];
	return {
		note(kind, endMs, now) {
			for (const key of keysOf(kind)) {
				const before = known.get(key, now)?.ends ?? [];
				const recent = before.filter(({ seenAt }) => now - seenAt < dayMs);
				known.set(key, { ends: [...recent, { endMs, seenAt: now }].slice(-mostEnds) }, now);
			}
		},
		plan(kind, now) {
			const found = keysOf(kind)
				.map((key) => known.get(key, now))
				.find((one) => one !== undefined && one.ends.length >= fewest);
			if (found === undefined) return undefined;
			return (found.plan ??= planLooks(found.ends.map(({ endMs }) => endMs)));
		},
	};
}
