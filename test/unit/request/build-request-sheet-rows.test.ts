/** A valid body for a live model comes through, in whatever way a spreadsheet writes its values down. */
import fc from 'fast-check';
import { buildRequest } from '../../../seedance/request/buildRequest';
import { validBody } from '../../support/request/bodies';
import { liveModels } from '../../support/request/liveModels';
import { asRow } from '../../support/request/sheets';
import { seed } from '../../seed';

const runs = 100;

describe.each(liveModels)('a row for $id', (model) => {
	it('becomes the body that is meant, and whatever comes through is valid', () => {
		let clear = 0;
		fc.assert(
			fc.property(validBody(model.schema), fc.nat(999), (valid, pick) => {
				const body = JSON.parse(JSON.stringify(valid)) as object;
				const { values, expected } = asRow(model, body, pick);
				const built = buildRequest(model.record, values);
				if (built.ok) expect(model.validate(built.value.body)).toBe(true);
				if (expected === undefined) return;
				clear += 1;
				expect(built.ok ? built.value.body : built.problem).toEqual(expected);
			}),
			{ seed, numRuns: runs },
		);
		expect({ seed, clear, isEnough: clear >= 0.1 * runs }).toMatchObject({ isEnough: true });
	});
});
