/** Sums of money in USD. */
import type { Spending } from '../task/ledger';

/** USD to a hundredth of a cent: 0.03 × 7 is 0.21. */
export const roundUsd = (usd: number): number => Math.round(usd * 10_000) / 10_000;

/** "$1.20", "$0.0625": at least two digits, and more where they count. */
export function usdText(usd: number): string {
	const digits = roundUsd(usd).toFixed(4);
	return `$${digits.replace(/0{1,2}$/, '')}`;
}

/** What costs come to, of which some may not be known. */
export function sumOf(costs: Iterable<number | undefined>): Spending {
	const all = [...costs];
	const known = all.filter((cost) => cost !== undefined);
	return {
		usd: roundUsd(known.reduce((sum, usd) => sum + usd, 0)),
		unpriced: all.length - known.length,
	};
}
