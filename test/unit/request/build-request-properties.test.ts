/** Every body that buildRequest accepts is valid for the API's schema. */
import fc from 'fast-check';
import { buildRequest } from '../../../seedance/request/buildRequest';
import { cleanTexts } from '../../../seedance/text';
import { anyBody, validBody } from '../../support/request/bodies';
import { modelsUnderTest } from '../../support/request/modelsUnderTest';
import type { ModelUnderTest } from '../../support/request/modelsUnderTest';
import { cell, withAddresses } from '../../support/request/sheets';
import { seed } from '../../seed';

/**
 * Mostly valid bodies. Some of them are refused, because a blank text counts as missing, so without
 * this surplus a few seeds would have too few accepted bodies.
 */
const mixedBody = ({ schema }: ModelUnderTest) => fc.oneof(validBody(schema), anyBody(schema));

describe.each(modelsUnderTest)('buildRequest for $id', (model) => {
	const { record, schema, validate } = model;
	const declared = Object.keys(schema.properties);

	function expectSound(values: Record<string, unknown>): boolean {
		const built = buildRequest(record, values);
		if (!built.ok) {
			expect(built.problem.length).toBeGreaterThan(0);
			return false;
		}
		const body = Object.entries(built.value.body);
		expect(body.filter(([name, value]) => !declared.includes(name) || value === undefined)).toEqual(
			[],
		);
		expect(validate(built.value.body) ? null : validate.errors).toBeNull();
		return true;
	}

	it('lets only valid bodies through, whatever a spreadsheet holds', () => {
		const row = fc.dictionary(fc.constantFrom(...declared, 'fps', 'row_id'), cell);
		fc.assert(
			fc.property(row, (values) => void expectSound(values)),
			{ seed, numRuns: 40 },
		);
	});

	it('lets only valid bodies through, and refuses nothing without a reason', () => {
		let passed = 0;
		fc.assert(
			fc.property(mixedBody(model), (body) => {
				const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
				if (isObject && expectSound(withAddresses(model, body))) passed += 1;
			}),
			{ seed, numRuns: 100 },
		);
		expect({ seed, passed, isEnough: passed >= 25 }).toMatchObject({ isEnough: true });
	});

	it('sends valid values as they are, but for blank ones and characters that no text has', () => {
		fc.assert(
			fc.property(validBody(schema), (valid) => {
				const given = withAddresses(model, valid);
				const isBlank = (value: unknown) =>
					Array.isArray(value) ? value.length === 0 : String(value).trim() === '';
				const kept = Object.entries(given)
					.map(([name, value]) => [name, cleanTexts(value)] as const)
					.filter(([, value]) => !isBlank(value));
				const isComplete = record.required.every((name) => kept.some(([key]) => key === name));
				const built = buildRequest(record, given);
				expect(built.ok).toBe(isComplete);
				if (built.ok) expect(built.value.body).toEqual(Object.fromEntries(kept));
			}),
			{ seed, numRuns: 40 },
		);
	});
});
