/**
 * When to look at a task next. Task times scatter around a model's typical time, a few take three
 * times as long; so looks are few before anything is likely to be there, close together while most
 * tasks end, and rarer again for the stragglers. Against a fixed 2 s loop this halves the requests
 * and still finds half of the tasks within a second of their end (measured: rhythm.test.ts). There is
 * little to gain beyond: the best possible series of looks needs about as many.
 */

/** The longest pause between two looks, in ms: what a task whose beginning is unknown may lose. */
const longestPauseMs = 30_000;
/** The pause while most tasks end, in ms. */
const denseMs = 920;

/**
 * The pause between two looks.
 * @param elapsedMs since the task began
 * @param typicalSeconds from submit to video for this model
 * @returns ms
 */
export function pollPauseMs(elapsedMs: number, typicalSeconds: number): number {
	const pause = untilNextLookMs(elapsedMs, typicalSeconds * 1000);
	return Math.round(Math.max(denseMs, Math.min(longestPauseMs, pause)));
}

function untilNextLookMs(elapsed: number, typical: number): number {
	const approach = 0.63 * typical + 4_000;
	const dense = 0.98 * typical + 1_800;
	const tail = 1.55 * typical;
	if (elapsed < approach) {
		// Failures come early, and so do the tasks of tests and demos. Of quick models one such look.
		const early = Math.max(typical < 60_000 ? 4_000 : 1_000, 4 * elapsed);
		return (early < approach / 2 ? early : approach) - elapsed;
	}
	if (elapsed < dense) {
		const left = dense - elapsed;
		return left / Math.ceil(left / 5_000);
	}
	return elapsed < tail ? denseMs : Math.min(6_500, 3_300 + 0.14 * (elapsed - tail));
}

/** For a task whose model is not known. */
export const typicalSecondsUnknown = 60;

/** The time that one read takes of what a run may read, all tasks together: 75 a second, in ms. */
export const readGapMs = 1000 / 75;

export interface ReadBudget {
	/** How many reads may begin now. */
	left(now: number): number;
	/** One begins. */
	take(now: number): void;
}

/**
 * Keeps the reads of a big batch apart, also when all of them fall due at once.
 * @param atOnce how many may begin together after a rest
 */
export function createReadBudget(atOnce: number): ReadBudget {
	let spentUntil = 0;
	return {
		left: (now) => Math.max(0, Math.floor(atOnce - (spentUntil - now) / readGapMs)),
		take: (now) => {
			spentUntil = Math.max(spentUntil, now) + readGapMs;
		},
	};
}
