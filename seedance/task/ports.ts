import type { HttpPort } from '../api/http';

/** Time and chance come from outside, so that tests can rule them. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Resolves after so many ms. */
	sleep(ms: number): Promise<void>;
	/** From 0 (inclusive) to 1 (exclusive). */
	random(): number;
}

/** What the domain needs of the world. */
export interface Ports extends Clock {
	readonly http: HttpPort;
	/** The API's base URL, checked, without trailing slash. */
	readonly baseUrl: string;
	/** Set when whoever started the work wants it to stop. */
	readonly signal?: AbortSignal;
}

export const isStopped = ({ signal }: Pick<Ports, 'signal'>) => signal?.aborted === true;

/** How long a stop may go unnoticed, in ms (design.md §4: within 1 s). */
const longestNap = 500;

/**
 * Sleeps until `until` (ms since the epoch) or until the work is stopped, whichever is first. In
 * short naps, because published code has no timer that it could cancel.
 */
export async function sleepUntil(until: number, ports: Clock & Pick<Ports, 'signal'>) {
	for (let left = until - ports.now(); left > 0 && !isStopped(ports); left = until - ports.now()) {
		await ports.sleep(Math.min(left, longestNap));
	}
}
