/** The inputs of a price: a request's body, or a part of it. */
export type Inputs = Readonly<Record<string, unknown>>;

/** What a model costs. */
export interface Pricing {
	/**
	 * What a run costs, in USD without any discount. What the price depends on and is not given, or is of
	 * another type, counts as the cheapest there is (reference §G).
	 */
	usd(inputs: Inputs): number;
	/** What the list says of it: JSONata text, which nobody evaluates here. */
	readonly formula: string;
}

/** USD to a hundredth of a cent: 0.26 / 5 × 7 is 0.364. */
export function roundUsd(usd: number): number {
	return Math.round(usd * 10_000) / 10_000;
}

/** The seconds that inputs ask for, whole ones; undefined where they say nothing readable. */
export function secondsOf({ duration }: Inputs): number | undefined {
	return typeof duration === 'number' && Number.isFinite(duration)
		? Math.ceil(duration)
		: undefined;
}
