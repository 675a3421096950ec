import { clearInterval, setInterval } from 'node:timers';

/** How often the clock is looked at, in real milliseconds. */
const LOOK_EVERY_MS = 20;

/**
 * What is to be done at a time of the simulator's clock. That clock may run faster than the real
 * one, stand still or jump, so it is looked at again and again rather than waited for.
 */
export class DueList {
	private waiting: Array<{ readonly atMs: number; run(): void }> = [];
	private ticker: NodeJS.Timeout | undefined;

	constructor(private readonly now: () => number) {}

	/** Runs at a time in milliseconds; never, when that is Infinity. */
	add(atMs: number, run: () => void): void {
		if (!Number.isFinite(atMs)) return;
		this.waiting.push({ atMs, run });
		// Unreferenced: what is due keeps no process alive.
		this.ticker ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref();
	}

	/** Forgets everything. */
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
