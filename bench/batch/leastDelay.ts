/** The steps of time, in ms. Ends are counted up to a step more, so that the result is never too high. */
const stepMs = 50;

/**
 * Returns the least median delay, in ms, that any schedule of looks could reach for tasks that take
 * so long, even one that knows their distribution but not the single task: what a look shows before
 * the end is only that the task is running, so a schedule is a list of times. The share of the ends
 * that looks notice within some time is the share of ends in windows of that length before each look.
 * @param pauseMs the shortest pause between two looks
 */
export function leastMedianDelayMs(timesMs: readonly number[], pauseMs: number): number {
	const pause = Math.ceil(pauseMs / stepMs);
	const last = timesMs.reduce((most, ms) => Math.max(most, Math.ceil(ms / stepMs)), 0);
	/** The number of ends until each step. */
	const ends = new Float64Array(last + pause + 1);
	for (const ms of timesMs) {
		const step = Math.ceil(ms / stepMs);
		ends[step] = (ends[step] ?? 0) + 1;
	}
	for (let step = 1; step < ends.length; step += 1) {
		ends[step] = (ends[step] ?? 0) + (ends[step - 1] ?? 0);
	}

	/** The largest share of ends that looks can notice within so many steps. */
	const mostNoticed = (within: number) => {
		const most = new Float64Array(ends.length);
		for (let step = 1; step < most.length; step += 1) {
			const inWindow = (ends[step] ?? 0) - (ends[step - within - 1] ?? 0);
			const withLook = inWindow + (most[step - pause] ?? 0);
			most[step] = Math.max(most[step - 1] ?? 0, withLook);
		}
		return (most.at(-1) ?? 0) / timesMs.length;
	};

	let within = 0;
	while (within < pause && mostNoticed(within) < 0.5) within += 1;
	return within * stepMs;
}
