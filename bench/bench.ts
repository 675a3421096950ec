/** The input of a bench. */

export interface BenchContext {
	/** The seed of everything random. */
	readonly seed: number;
	say(line?: string): void;
}

export type Unit = 'ms' | 's' | 'MB' | 'bytes';

/** A measured value, and its goal. */
export interface Figure {
	readonly name: string;
	readonly figure: number;
	/** Absent for a count or a ratio. */
	readonly unit?: Unit;
	/** The goal; absent for a figure that is only reported. */
	readonly atMost?: number;
	/**
	 * How many measurements it's the median of, unless its name says otherwise; absent for a count.
	 */
	readonly samples?: number;
	/** The same figure for a naive implementation, in the same unit. */
	readonly naive?: number;
}

/** A figure with a goal. */
export type Goal = Figure & { readonly atMost: number };

export interface Bench {
	/** What it measures, in one line. */
	readonly about: string;
	/** How it measures, and what the naive implementation is, in full sentences. */
	readonly how: string;
	run(context: BenchContext): Promise<readonly Figure[]>;
}

/** Figures that have a goal. */
export const goalsAmong = (figures: readonly Figure[]): readonly Goal[] =>
	figures.filter((figure): figure is Goal => figure.atMost !== undefined);

/** A goal without any measurement counts as missed. */
export const isMet = ({ figure, atMost = Infinity }: Figure): boolean => figure <= atMost;
