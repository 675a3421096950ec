/**
 * A repeatable random generator: numbers from 0 (inclusive) to 1 (exclusive), always the same for a
 * seed.
 */
export function seededRandom(seed: number): () => number {
	// This is mulberry32.
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * The quantile of the standard normal distribution, by bisection on its distribution function
 * (Abramowitz and Stegun 7.1.26, accurate to 1e-7).
 */
function normalQuantile(share: number): number {
	const below = (x: number) => {
		const t = 1 / (1 + 0.3275911 * (Math.abs(x) / Math.SQRT2));
		const factors = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
		const tail = factors.reduce((sum, factor) => (sum + factor) * t, 0) * Math.exp(-(x * x) / 2);
		return x < 0 ? tail / 2 : 1 - tail / 2;
	};
	let [low, high] = [-6, 6];
	while (high - low > 1e-6) {
		const middle = (low + high) / 2;
		if (below(middle) < share) low = middle;
		else high = middle;
	}
	return low;
}

/** The same values in random order. */
function shuffled<T>(values: readonly T[], random: () => number): T[] {
	return values
		.map((value) => ({ value, place: random() }))
		.sort((a, b) => a.place - b.place)
		.map(({ value }) => value);
}

/**
 * How long tasks take, in ms: log-normal around the model's typical time with σ 0.25, and one in
 * twenty three times as long. Each value is drawn from its own slice of the distribution, so that a
 * few tasks are spread well too, and a figure depends little on the seed.
 */
export function taskTimesMs(count: number, typicalSeconds: number, random: () => number): number[] {
	const slow = Math.floor(count / 20 + random());
	const factors = Array.from({ length: count }, (_, i) =>
		Math.exp(0.25 * normalQuantile((i + random()) / count)),
	);
	const times = shuffled(factors, random).map(
		(factor, i) => typicalSeconds * 1000 * factor * (i < slow ? 3 : 1),
	);
	return shuffled(times, random);
}
