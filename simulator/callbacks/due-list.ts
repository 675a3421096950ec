import { clearInterval, setInterval } from 'node:timers';

/** How often the clock is read, in real milliseconds. */
const LOOK_EVERY_MS = 20;

/**
 * Runs functions at times of the simulator's clock. That clock may run faster than the real one,
 * stand still or jump, so it is polled.
 */
export class DueList {
	private waiting: Array<{ readonly atMs: number; run(): void }> = [];
	private ticker: NodeJS.Timeout | undefined;

	constructor(private readonly now: () => number) {}

	/** Runs a function at a time in milliseconds, and never when that is Infinity. */
	add(atMs: number, run: () => void): void {
		if (!Number.isFinite(atMs)) return;
		this.waiting.push({ atMs, run });
		// The timer is unreferenced, so that what is due doesn't keep the process alive.
		this.ticker ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref();
	}

	/** Removes everything that is due. */
	clear(): void {
		this.waiting = [];
		clearInterval(this.ticker);
		this.ticker = undefined;
	}

	private look(): void {
		const nowMs = this.now();
		const due = this.waiting.filter(({ atMs }) => atMs <= nowMs);
		this.waiting = this.waiting.filter(({ atMs }) => atMs > nowMs);
		if (this.waiting.length === 0) this.clear();
		for (const { run } of due) run();
	}
}
