/** Compares our checks with an independent JSON Schema validator, on arbitrary request bodies. */
import fc from 'fast-check';
import { requestSchema } from '../../../seedance/request/buildRequest';
import { seed } from '../../seed';
import { anyBody } from './bodies';
import type { ModelUnderTest } from './modelsUnderTest';

/** Expects equal verdicts on so many bodies, of which enough are valid and enough are invalid. */
export function expectAgreement(model: ModelUnderTest, runs: number) {
	const zod = requestSchema(model.record);
	const counts = { valid: 0, invalid: 0 };
	fc.assert(
		fc.property(anyBody(model.schema), (body) => {
			const isValid = model.validate(body);
			counts[isValid ? 'valid' : 'invalid'] += 1;
			expect(zod.safeParse(body).success).toBe(isValid);
		}),
		{ seed, numRuns: runs },
	);
	const isMixed = counts.valid >= 0.3 * runs && counts.invalid >= 0.1 * runs;
	expect({ seed, ...counts, isMixed }).toMatchObject({ isMixed: true });
	return counts;
}
