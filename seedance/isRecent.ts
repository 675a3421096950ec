/** Whether something was less than so many ms ago, if ever. A clock that was put back makes it old. */
export const isRecent = (atMs: number | undefined, withinMs: number, now: number): boolean =>
	atMs !== undefined && atMs <= now && now - atMs < withinMs;
