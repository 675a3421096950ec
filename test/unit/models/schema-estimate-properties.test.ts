/** An estimate is an amount of money or nothing, whatever the body. */
import fc from 'fast-check';
import { catalogue } from '../../../seedance/models';
import { estimateUsd } from '../../../seedance/models/schema';
import { seed } from '../../seed';
import { known } from '../../support/models/pricedModels';

const priced = catalogue.filter(({ price }) => price !== undefined);
const length = fc.oneof(
	fc.constantFrom(5, 10),
	fc.integer({ min: -2, max: 31 }),
	fc.double(),
	fc.jsonValue(),
);
const body = fc.record(
	{
		duration: length,
		resolution: fc.oneof(fc.constantFrom('480p', '720p', '1080p', '4k'), fc.jsonValue()),
		generate_audio: fc.oneof(fc.boolean(), fc.jsonValue()),
		prompt: fc.string(),
		seed: fc.integer(),
	},
	{ requiredKeys: [] },
);

describe('estimateUsd', () => {
	it('is undefined or a finite amount above 0', () => {
		let estimates = 0;
		fc.assert(
			fc.property(fc.constantFrom(...priced), body, fc.boolean(), (record, any, isDeclared) => {
				const declared = Object.entries(any).filter(([name]) => name in record.parameters);
				const usd = estimateUsd(record, isDeclared ? Object.fromEntries(declared) : any);
				if (usd === undefined) return;
				estimates += 1;
				expect(Number.isFinite(usd) && usd > 0).toBe(true);
			}),
			{ seed, numRuns: 3000 },
		);
		expect(estimates).toBeGreaterThan(100);
	});

	it('never falls as a video that is billed by the second gets longer', () => {
		const record = known('seedance-v1-pro-t2v-480p');
		const seconds = fc.double({ min: 0.1, max: 100, noNaN: true });
		fc.assert(
			fc.property(seconds, seconds, (one, other) => {
				const [short, long] = [Math.min(one, other), Math.max(one, other)];
				const usd = [short, long].map((duration) => estimateUsd(record, { duration }) ?? NaN);
				expect(usd[0]).toBeLessThanOrEqual(usd[1] ?? NaN);
			}),
			{ seed },
		);
	});
});
