import { z } from 'zod';
import { secondsOf, type Inputs, type Pricing } from './pricing';

/** USD for five seconds: one figure, or figures by resolution and audio. */
export const usdPer5sSchema = z.union([
	z.number(),
	z.record(z.object({ silent: z.number(), audio: z.number() }).strict()),
]);

export type UsdPer5s = z.infer<typeof usdPer5sSchema>;

interface Rate {
	readonly resolution?: string;
	readonly audio?: boolean;
	readonly usdPer5s: number;
}

/**
 * Shorter videos are charged as five seconds. One page says so (docs/internals/api.md#prices), and
 * we apply it to all.
 */
const LEAST_SECONDS = 5;

/**
 * The price of a resolution relative to 720p. These are invented, because no price by resolution is
 * published for 2.0 and later; 1080p and more of a published table use them too.
 */
const FACTORS: Readonly<Record<string, number>> = { '480p': 0.5, '720p': 1, '1080p': 2, '4k': 4 };

/**
 * Returns prices by the second from those of five seconds.
 * @param resolutions those a request can choose from; undefined where it cannot
 */
export function ratesPricing(usdPer5s: UsdPer5s, resolutions?: readonly string[]): Pricing {
	const rates = ratesOf(usdPer5s, resolutions);
	return {
		usd: (inputs) => {
			const seconds = Math.max(secondsOf(inputs) ?? LEAST_SECONDS, LEAST_SECONDS);
			return (cheapest(rates, inputs) * seconds) / 5;
		},
		formula: '{"total_price": base_price * $max([duration, 5]) / 5}',
	};
}

function ratesOf(usdPer5s: UsdPer5s, resolutions?: readonly string[]): readonly Rate[] {
	if (typeof usdPer5s === 'number') {
		if (resolutions === undefined) return [{ usdPer5s }];
		return resolutions.map((resolution) => ({
			resolution,
			usdPer5s: usdPer5s * (FACTORS[resolution] ?? 1),
		}));
	}
	return (resolutions ?? Object.keys(usdPer5s)).flatMap((resolution) => {
		const published = usdPer5s[resolution];
		const base = published ?? usdPer5s['720p'];
		const factor = published === undefined ? (FACTORS[resolution] ?? 1) : 1;
		if (base === undefined) return [];
		return [
			{ resolution, audio: false, usdPer5s: base.silent * factor },
			{ resolution, audio: true, usdPer5s: base.audio * factor },
		];
	});
}

/** The cheapest rate that fits the inputs. */
function cheapest(rates: readonly Rate[], inputs: Inputs): number {
	const { resolution, generate_audio: audio } = inputs;
	const isKnown = rates.some((rate) => rate.resolution === resolution);
	const fitting = rates.filter(
		(rate) =>
			(!isKnown || rate.resolution === resolution) &&
			(rate.audio === undefined || typeof audio !== 'boolean' || rate.audio === audio),
	);
	return Math.min(...fitting.map(({ usdPer5s }) => usdPer5s));
}
