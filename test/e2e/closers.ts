/** Ends what was started, the last first. */
export class Closers {
	private readonly waiting: Array<() => unknown> = [];

	/** To be run before everything that was added earlier. */
	add(close: () => unknown): void {
		this.waiting.push(close);
	}

	/** Runs all of them, each once, also when one fails. */
	async close(): Promise<void> {
		const problems: unknown[] = [];
		for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) {
			try {
				await next();
			} catch (error) {
				problems.push(error);
			}
		}
		if (problems.length > 0) throw problems[0];
	}
}
