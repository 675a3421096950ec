/** Limits how many functions run at once. The others wait, first come, first served. */
export class Places {
	private readonly waiting: Array<() => void> = [];

	constructor(private free: number) {}

	/** Runs a function when a place is free, and frees the place at its end. */
	async within<Result>(run: () => Promise<Result>): Promise<Result> {
		if (this.free > 0) this.free -= 1;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await run();
		} finally {
			const next = this.waiting.shift();
			if (next === undefined) this.free += 1;
			else next();
		}
	}
}
