/**
 * The quantile of some values.
 * @param share from 0 to 1; 0.5 for the median
 */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
