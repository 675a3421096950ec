/** What a bench is given and what it gives back. */

export interface BenchContext {
	/** From which everything that is left to chance follows. */
	readonly seed: number;
	say(line?: string): void;
}

export type Unit = 'ms' | 's' | 'MB' | 'bytes';

/** What was measured, and the most that it may be. */
export interface Figure {
	readonly name: string;
	readonly figure: number;
	/** None for a count or a ratio. */
	readonly unit?: Unit;
	/** The goal; none where a figure is only told. */
	readonly atMost?: number;
	/** Of how many measurements it is the median, unless its name says otherwise; none for a count. */
	readonly samples?: number;
	/** What it is for those who do it the simplest way, in the same unit. */
	readonly naive?: number;
}

/** A figure that must not be larger. */
export type Goal = Figure & { readonly atMost: number };

export interface Bench {
	/** What it measures, in a line. */
	readonly about: string;
	/** How it measures, and what the naive way is, in whole sentences. */
	readonly how: string;
	run(context: BenchContext): Promise<readonly Figure[]>;
}

/** Figures that have a goal. */
export const goalsAmong = (figures: readonly Figure[]): readonly Goal[] =>
	figures.filter((figure): figure is Goal => figure.atMost !== undefined);

/** A goal that nothing was measured for is missed, too. */
export const isMet = ({ figure, atMost = Infinity }: Figure): boolean => figure <= atMost;
