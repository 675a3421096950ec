/**
 * When to look at a task next. The pause grows with the time already waited, so that a quick task is
 * found quickly and a slow one is not asked about all the time; the model's typical time sets the
 * longest pause. Docs advise about 5 s for video (reference §C).
 * @param elapsedMs since the wait began
 * @param typicalSeconds from submit to video for this model
 * @returns ms
 */
export function pollPauseMs(elapsedMs: number, typicalSeconds: number): number {
	const longest = Math.min(10_000, Math.max(2_000, typicalSeconds * 100));
	return Math.round(Math.min(longest, Math.max(1_000, elapsedMs * 0.3)));
}

/** For a task whose model is not known. */
export const typicalSecondsUnknown = 60;
