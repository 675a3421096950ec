/**
 * A pause that doubles with every try, half of it by chance, so that many workflows do not come back
 * at the same instant.
 * @param tries how many have been made, from 1
 * @returns ms, at most `ceilingMs`
 */
export function backoffMs(
	tries: number,
	random: number,
	baseMs = 1000,
	ceilingMs = 60_000,
): number {
	const full = Math.min(ceilingMs, baseMs * 2 ** Math.min(tries - 1, 20));
	return Math.round(full / 2 + (full / 2) * random);
}

/**
 * The pause before another try: what the API asked for, or a growing one where it asked for none or
 * for next to none (a "Retry-After: 0" must not make us hammer).
 * @returns ms
 */
export function pauseMs(retryAfterMs: number | undefined, tries: number, random: number): number {
	return retryAfterMs === undefined || retryAfterMs < 1000
		? backoffMs(tries, random)
		: retryAfterMs;
}
