/** The inputs of a price: a request's body, or a part of it. */
export type Inputs = Readonly<Record<string, unknown>>;

/** How a model is priced. */
export interface Pricing {
	/**
	 * The price of a run, in USD before any discount. A parameter that the price depends on counts
	 * as the cheapest value when it's missing or of another type (docs/internals/api.md#prices).
	 */
	usd(inputs: Inputs): number;
	/** The list's JSONata formula, which isn't evaluated here. */
	readonly formula: string;
}

/** Rounds USD to a hundredth of a cent: 0.26 / 5 × 7 is 0.364. */
export function roundUsd(usd: number): number {
	return Math.round(usd * 10_000) / 10_000;
}

/** The whole seconds that inputs ask for; undefined when they can't be read. */
export function secondsOf({ duration }: Inputs): number | undefined {
	return typeof duration === 'number' && Number.isFinite(duration)
		? Math.ceil(duration)
		: undefined;
}
