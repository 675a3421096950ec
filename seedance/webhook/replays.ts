/** Which ends of tasks have been reported already: the API repeats a callback that was not answered. */
import { z } from '../zod';

/** When each was reported, in ms since the epoch. Whatever it holds is parsed before use. */
export type Reported = Record<string, unknown>;

/** How long one is remembered, in ms: a signature is good for 5 minutes, repeats come within the hour. */
const rememberedMs = 24 * 3_600_000;
/** How many are remembered. */
const mostRemembered = 1_000;

const time = z.number().catch(0);

/** Makes room for one more. */
function forgetOld(reported: Reported, now: number): void {
	const newestFirst = Object.entries(reported)
		.map(([key, at]) => [key, time.parse(at)] as const)
		.reverse()
		.sort(([, a], [, b]) => b - a);
	newestFirst.forEach(([key, at], i) => {
		if (i >= mostRemembered - 1 || now - at > rememberedMs) delete reported[key];
	});
}

/**
 * Enters the end of a task.
 * @param now in ms since the epoch
 * @returns whether it is new
 */
export function isNewReport(reported: Reported, key: string, now: number): boolean {
	const isKnown = Object.hasOwn(reported, key) && now - time.parse(reported[key]) <= rememberedMs;
	if (isKnown) return false;
	delete reported[key];
	forgetOld(reported, now);
	reported[key] = now;
	return true;
}
