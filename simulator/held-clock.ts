/**
 * A clock for the simulator that can be held, so that no task ends before all executions are
 * suspended, however slow the machine is. When it's released it continues from where it was.
 */
export class HeldClock {
	private heldAtMs: number | undefined;
	private behindMs = 0;

	/** In milliseconds since 1970. An arrow function, so that it can be passed on. */
	readonly now = (): number => this.heldAtMs ?? Date.now() - this.behindMs;

	/** Stops. */
	hold(): void {
		this.heldAtMs = this.now();
	}

	/** Lets so many milliseconds pass at once. */
	pass(ms: number): void {
		if (this.heldAtMs === undefined) this.behindMs -= ms;
		else this.heldAtMs += ms;
	}

	/** Continues from where it stopped. */
	release(): void {
		this.behindMs = Date.now() - this.now();
		this.heldAtMs = undefined;
	}

	/** Shows the real time again. */
	reset(): void {
		this.heldAtMs = undefined;
		this.behindMs = 0;
	}

	/** Converts a time that it has shown since its release to the real clock. */
	real(shownMs: number): number {
		return shownMs + this.behindMs;
	}
}
