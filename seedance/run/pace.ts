/**
 * The pace at which one node run may submit. New accounts make 2 videos a minute, others hundreds,
 * and no header says which: the first 429 does, and from then on all submits of the run slow down
 * together instead of each finding out for itself.
 */
import type { Ports } from '../api/http';
import { isStopped, sleepUntil } from '../clock';
import type { Clock } from '../clock';

// What refusals and acceptances teach about an account's limit: when the next submit is likely to be
// accepted. Both kinds of limit (reference §F: so many a minute, so many running) look alike from
// here: an account with n places accepts a submit one lag after the n-th acceptance before it, the
// lag being the minute or the time that a task takes.

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

export interface SubmitPace {
	/** Resolves when a submit may be sent; every entry must be followed by `left`. */
	enter(): Promise<void>;
	left(): void;
	accepted(): void;
	/**
	 * The API asked to slow down; `retryAfterMs`: for how long, if it said so.
	 * @returns until when nothing is submitted, in ms since the epoch
	 */
	limited(retryAfterMs?: number): number;
	/**
	 * One submit has used up its patience. From now on every other gets a single try, without a pause,
	 * until one is accepted: patience is for the run, not for each of its items in turn.
	 */
	gaveUp(): void;
	/** Whether a submit may be sent again after a pause. */
	isPatient(): boolean;
}

/** How often a lane that has no place yet looks again, in ms. */
const lookAgainMs = 50;
/** Being asked for less than this is as good as not being asked ("Retry-After: 0"), in ms. */
const leastAskedMs = 1_000;
/** The longest pause between two tries that nobody asked for, in ms. */
const longestPauseMs = 30_000;

/** One stretch of refusals, from the first 429 to the next acceptance. */
interface Limit {
	/** When it began, in ms since the epoch. */
	readonly since: number;
	/** Whether the API asked for the present pause. */
	readonly isAsked: boolean;
}

/** @param atOnce the most submits that may be under way together */
export function createSubmitPace(atOnce: number, ports: Clock & Pick<Ports, 'signal'>): SubmitPace {
	const next = createNextPlace();
	let allowed = atOnce;
	let underWay = 0;
	let heldUntil = 0;
	let patient = true;
	let limit: Limit | undefined;

	/** Up to a quarter less, so that many workflows do not come back at the same instant. */
	const jittered = (ms: number) => ms * (1 - ports.random() / 4);

	/**
	 * When to try again. Not with doubled pauses: a limit that ends after a minute would be noticed up
	 * to a minute late. Pauses of a tenth of the time already waited cost a tenth at most.
	 */
	function tryAt(now: number, since: number): number {
		const likely = next.likely();
		if (likely !== undefined && now < likely.from) {
			const begins = likely.from + likely.stepMs - jittered(likely.stepMs);
			return Math.min(begins, now + jittered(longestPauseMs));
		}
		const growing = Math.min(longestPauseMs, 1_500 + (now - since) / 10);
		const isLikely = likely !== undefined && now <= likely.until;
		return now + jittered(isLikely ? Math.min(likely.stepMs, growing) : growing);
	}

	return {
		async enter() {
			while (!isStopped(ports)) {
				if (underWay < allowed && ports.now() >= heldUntil) break;
				await sleepUntil(Math.min(ports.now() + 1000, heldUntil), ports);
				if (underWay >= allowed) await sleepUntil(ports.now() + lookAgainMs, ports);
			}
			underWay += 1;
		},
		left() {
			underWay -= 1;
		},
		accepted() {
			patient = true;
			const now = ports.now();
			next.accepted(now);
			// Submits that were under way when the limit came prove nothing about its end.
			if (now < heldUntil) return;
			limit = undefined;
			allowed = Math.min(atOnce, allowed + 1);
		},
		limited(askedMs = 0) {
			const now = ports.now();
			const asked = askedMs < leastAskedMs ? undefined : now + askedMs;
			// Several answers to one burst are one limit, not several in a row.
			if (now < heldUntil) return (heldUntil = Math.max(heldUntil, asked ?? 0));
			if (limit === undefined) next.limited();
			const since = limit?.since ?? now;
			const own = tryAt(now, since);
			// Once what was asked for has proved too short, it is only the least.
			const isTrusted = asked !== undefined && limit?.isAsked !== true;
			heldUntil = isTrusted ? asked : Math.max(own, asked ?? 0);
			limit = { since, isAsked: asked !== undefined };
			allowed = 1;
			return heldUntil;
		},
		gaveUp() {
			patient = false;
			heldUntil = 0;
		},
		isPatient: () => patient,
	};
}
