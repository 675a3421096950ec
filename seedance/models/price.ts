/**
 * Estimates the price of a request from published prices. An unknown price is undefined and never
 * guessed.
 */
import { parameterOf } from './index';
import type { ModelRecord, PriceRow } from './index';

// Rounds, formats and adds amounts in USD.

/** The known and unknown costs of submits. */
export interface Spending {
	/** The sum of the known prices, in USD. */
	readonly usd: number;
	/** How many submits have an unknown price. */
	readonly unpriced: number;
}

/** USD to a hundredth of a cent: 0.03 × 7 is 0.21. */
export const roundUsd = (usd: number): number => Math.round(usd * 10_000) / 10_000;

/** "$1.20", "$0.0625": at least two digits, and more when they matter. */
export function usdText(usd: number): string {
	const digits = roundUsd(usd).toFixed(4);
	return `$${digits.replace(/0{1,2}$/, '')}`;
}

/** The sum of costs, of which some may be unknown. */
export function sumOf(costs: Iterable<number | undefined>): Spending {
	const all = [...costs];
	const known = all.filter((cost) => cost !== undefined);
	return {
		usd: roundUsd(known.reduce((sum, usd) => sum + usd, 0)),
		unpriced: all.length - known.length,
	};
}

type Body = Readonly<Record<string, unknown>>;

/** Parameters that no source names as a price driver. */
const harmless = new Set([
	'prompt',
	'negative_prompt',
	'image',
	'images',
	'last_image',
	'aspect_ratio',
	'camera_fixed',
	'seed',
]);

/** A value of the request, or the API's default when it's left out. */
const valueOf = (record: ModelRecord, body: Body, name: string): unknown =>
	body[name] ?? parameterOf(record, name)?.default;

/** Whether a value is a number of seconds, and not the -1 that lets some models choose. */
const isLength = (value: unknown): value is number =>
	typeof value === 'number' && value > 0 && Number.isSafeInteger(Math.ceil(value));

function priceIn({ usdBySeconds, perSecond }: PriceRow, seconds: number): number | undefined {
	const published = usdBySeconds[seconds];
	if (published !== undefined || perSecond === undefined) return published;
	return roundUsd(Math.max(Math.ceil(seconds), perSecond.minimumSeconds) * perSecond.usd);
}

/**
 * The price of a request by the record's price facts.
 * @param body as it is submitted
 * @returns USD; undefined when the facts don't cover the request
 */
export function estimateUsd(record: ModelRecord, body: Body): number | undefined {
	const { price, parameters } = record;
	if (price === undefined) return undefined;
	// A value that isn't in the record, such as a new resolution, has another price.
	const isCovered = Object.keys({ ...parameters, ...body }).every(
		(name) => harmless.has(name) || price.drivers.includes(name),
	);
	if (!isCovered) return undefined;
	const row = price.rows.find(({ when = {} }) =>
		Object.entries(when).every(([name, wanted]) => valueOf(record, body, name) === wanted),
	);
	const seconds = valueOf(record, body, 'duration');
	return row !== undefined && isLength(seconds) ? priceIn(row, seconds) : undefined;
}

/** The lowest price of a video by the model's price facts, in USD. */
export function leastUsd({ price }: ModelRecord): number | undefined {
	if (price === undefined) return undefined;
	const published = price.rows.flatMap(({ usdBySeconds, perSecond }) => [
		...Object.values(usdBySeconds),
		...(perSecond === undefined ? [] : [roundUsd(perSecond.minimumSeconds * perSecond.usd)]),
	]);
	const known = price.fromUsd === undefined ? published : [price.fromUsd, ...published];
	return known.length === 0 ? undefined : Math.min(...known);
}
