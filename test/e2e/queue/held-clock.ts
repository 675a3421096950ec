/**
 * The simulator's clock. It can be held, so that no task ends before all executions are suspended,
 * however long that takes on a machine; afterwards it goes on, and stays behind by that time.
 */
export class HeldClock {
	private heldAtMs: number | undefined;
	private behindMs = 0;

	/** In milliseconds since 1970; an arrow, so that it can be handed on. */
	readonly now = (): number => this.heldAtMs ?? Date.now() - this.behindMs;

	/** Stops. */
	hold(): void {
		this.heldAtMs = this.now();
	}

	/** Goes on from where it stopped. */
	release(): void {
		this.behindMs = Date.now() - this.now();
		this.heldAtMs = undefined;
	}

	/** When a time that it has shown since its release was, on the real clock. */
	real(shownMs: number): number {
		return shownMs + this.behindMs;
	}
}
