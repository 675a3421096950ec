/** Which ends of tasks have been reported already: the API repeats a callback that was not answered. */
import { z } from '../zod';

/** When each was reported, in ms since the epoch. Whatever it holds is parsed before use. */
export type Reported = Record<string, unknown>;

/** How long one is remembered, in ms: a signature is good for 5 minutes, repeats come within the hour. */
const rememberedMs = 24 * 3_600_000;
/** How many are remembered. */
const mostRemembered = 1_000;

const time = z.number().catch(0);

function forgetOld(reported: Reported, now: number): void {
	const byAge = Object.entries(reported)
		.map(([key, at]) => [key, time.parse(at)] as const)
		.sort(([, a], [, b]) => b - a);
	byAge.forEach(([key, at], i) => {
		if (i >= mostRemembered || now - at > rememberedMs) delete reported[key];
	});
}

/**
 * Enters the end of a task.
 * @param now in ms since the epoch
 * @returns whether it is new
 */
export function isNewReport(reported: Reported, key: string, now: number): boolean {
	if (Object.hasOwn(reported, key)) return false;
	reported[key] = now;
	forgetOld(reported, now);
	return true;
}
