/** What a bench is given and what it gives back. */

export interface BenchContext {
	/** From which everything that is left to chance follows. */
	readonly seed: number;
	say(line?: string): void;
}

/** A figure and the most that it may be. */
export interface Goal {
	readonly name: string;
	readonly figure: number;
	readonly atMost: number;
}

export interface Bench {
	/** What it measures, in a line. */
	readonly about: string;
	run(context: BenchContext): Promise<readonly Goal[]>;
}

/** A goal that nothing was measured for is missed, too. */
export const isMet = ({ figure, atMost }: Goal): boolean => figure <= atMost;
