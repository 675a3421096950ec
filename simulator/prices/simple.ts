import { roundUsd, secondsOf, type Pricing } from './pricing';

/** The same price for every run, in USD. */
export function flatPricing(usd: number): Pricing {
	return { usd: () => usd, formula: '{"total_price": base_price}' };
}

/**
 * A price by the second.
 * @param leastUsd what a run costs at least
 * @param shortestSeconds what counts when the inputs name no duration
 */
export function perSecondPricing(
	usdPerSecond: number,
	leastUsd: number,
	shortestSeconds: number,
): Pricing {
	return {
		usd: (inputs) => Math.max(leastUsd, usdPerSecond * (secondsOf(inputs) ?? shortestSeconds)),
		formula: `{"total_price": $max([base_price, ${roundUsd(usdPerSecond)} * duration])}`,
	};
}
