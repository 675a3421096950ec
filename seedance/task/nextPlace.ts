/**
 * What refusals and acceptances teach about an account's limit: when the next submit is likely to be
 * accepted. Both kinds of limit (reference §F: so many a minute, so many running) look alike from
 * here: an account with n places accepts a submit one lag after the n-th acceptance before it, the
 * lag being the minute or the time that a task takes.
 */

/** When the next place is likely to be free, in ms since the epoch. */
export interface LikelyTime {
	readonly from: number;
	readonly until: number;
	/** How close together tries are worth while, in ms. */
	readonly stepMs: number;
}

export interface NextPlace {
	accepted(now: number): void;
	/** A limit begins: the API refuses what it would have accepted before. */
	limited(): void;
	/** Undefined while nothing is known. */
	likely(): LikelyTime | undefined;
}

/** How many lags are remembered: few, so that what has proved wrong is soon forgotten. */
const remembered = 4;

export function createNextPlace(): NextPlace {
	const acceptedAt: number[] = [];
	let places = 0;
	let inARow = 0;
	let lags: number[] = [];
	return {
		accepted(now) {
			inARow += 1;
			if (inARow > places) {
				places = inARow;
				lags = [];
			} else {
				const lag = now - (acceptedAt.at(-places) ?? now);
				lags = [...lags, lag].slice(-remembered);
			}
			acceptedAt.push(now);
		},
		limited() {
			inARow = 0;
		},
		likely() {
			const since = acceptedAt.at(-places);
			if (since === undefined || lags.length === 0) return undefined;
			const [shortest, longest] = [Math.min(...lags), Math.max(...lags)];
			// The more the lags differ, the earlier it is worth while to try.
			return {
				from: since + 0.96 * shortest - 0.3 * (longest - shortest),
				until: since + 1.1 * longest,
				stepMs: Math.max(1_000, 0.04 * longest),
			};
		},
	};
}
