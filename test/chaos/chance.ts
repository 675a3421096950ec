/** Chance that the same seed repeats, whatever the order in which requests come. */
import { createHash } from 'node:crypto';

/** A number from 0 (inclusive) to 1 (exclusive) for a seed and whatever it is drawn for. */
export function chance(seed: number, ...drawnFor: ReadonlyArray<string | number>): number {
	const digest = createHash('sha256')
		.update([seed, ...drawnFor].join('|'))
		.digest();
	return digest.readUInt32BE(0) / 2 ** 32;
}
