import type { UsdPer5s } from './rates';

/**
 * Plausible prices for models that have no published one (docs/internals/api.md#prices), so that
 * the simulator can charge for everything it runs. They aren't WaveSpeedAI's.
 */
const INVENTED: ReadonlyArray<readonly [RegExp, UsdPer5s]> = [
	[/seedance-v1-lite.*1080p$/, 0.36],
	[/seedance-v1-lite\//, 0.2],
	[/seedance-v1-pro-[ti]2v-720p$/, 0.3],
	[/seedance-v1-pro-i2v-1080p$/, 0.62],
	[/seedance-v1-pro-fast\//, 0.22],
	[
		/seedance-v1\.5-pro\//,
		{ '480p': { silent: 0.05, audio: 0.1 }, '720p': { silent: 0.11, audio: 0.22 } },
	],
	[/seedance-2\.0-mini\//, 0.6],
	[/seedance-2\.0-fast\//, 0.8],
	[/seedance-2\.0\//, 1.2],
	[/seedance-2\.5\//, 1.5],
];

const FOR_ANYTHING_ELSE = 0.5;

/** Returns an invented price for five seconds, in USD. */
export function inventedUsdPer5s(id: string): UsdPer5s {
	return INVENTED.find(([pattern]) => pattern.test(id))?.[1] ?? FOR_ANYTHING_ELSE;
}
