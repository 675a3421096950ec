/** Whatever people give: a body that buildRequest lets through is one that the API's schema takes. */
import fc from 'fast-check';
import { buildRequest } from '../../../seedance/validation/buildRequest';
import { anyBody, validBody } from './bodies';
import { modelsUnderTest } from './schemas';
import type { ModelUnderTest } from './schemas';
import { seed } from '../../seed';

const address = 'https://example.com/a.png';

/** Puts a usable address wherever the model takes a picture, video or sound. */
function withAddresses({ record }: ModelUnderTest, body: object): Record<string, unknown> {
	const entries = Object.entries(body).map(([name, value]): [string, unknown] => {
		const parameter = record.parameters[name];
		if (parameter?.type === 'array' && Array.isArray(value)) {
			return [name, value.map((entry) => (typeof entry === 'string' && entry ? address : entry))];
		}
		const isMedia = parameter?.type === 'string' && parameter.media !== undefined;
		return [name, isMedia && typeof value === 'string' && value ? address : value];
	});
	return Object.fromEntries(entries);
}

const sheetValue = fc.oneof(
	fc.constantFrom<unknown>(
		'5',
		'5.0',
		' 10 ',
		'5s',
		'TRUE',
		'yes',
		1,
		0,
		' 9:16 ',
		'720P',
		'',
		' ',
	),
	fc.constantFrom<unknown>(
		undefined,
		null,
		address,
		[address],
		`${address}\n${address}`,
		5,
		4.5,
		-1,
	),
	fc.constantFrom<unknown>('A fox', 'a'.repeat(2000), '🦊'.repeat(2000), '🦊'.repeat(2001), [], {}),
	fc.string(),
	fc.jsonValue({ maxDepth: 2 }),
);

describe.each(modelsUnderTest)('buildRequest for $id', (model) => {
	const { record, schema, validate } = model;
	const declared = Object.keys(schema.properties);

	function expectSound(values: Record<string, unknown>): boolean {
		const built = buildRequest(record, values);
		if (!built.ok) {
			expect(built.refusals.length).toBeGreaterThan(0);
			return false;
		}
		const body = Object.entries(built.body);
		expect(body.filter(([name, value]) => !declared.includes(name) || value === undefined)).toEqual(
			[],
		);
		expect(validate(built.body) ? null : validate.errors).toBeNull();
		return true;
	}

	it('lets only valid bodies through, whatever a spreadsheet holds', () => {
		const row = fc.dictionary(fc.constantFrom(...declared, 'fps', 'row_id'), sheetValue);
		fc.assert(
			fc.property(row, (values) => void expectSound(values)),
			{ seed, numRuns: 40 },
		);
	});

	it('lets only valid bodies through, and refuses nothing without a reason', () => {
		let passed = 0;
		fc.assert(
			fc.property(anyBody(schema), (body) => {
				const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
				if (isObject && expectSound(withAddresses(model, body))) passed += 1;
			}),
			{ seed, numRuns: 40 },
		);
		expect({ seed, passed, isEnough: passed >= 10 }).toMatchObject({ isEnough: true });
	});

	it('sends valid values as they are, but for blank ones', () => {
		fc.assert(
			fc.property(validBody(schema), (valid) => {
				const given = withAddresses(model, valid);
				const isBlank = (value: unknown) =>
					Array.isArray(value) ? value.length === 0 : String(value).trim() === '';
				const kept = Object.entries(given).filter(([, value]) => !isBlank(value));
				const isComplete = record.required.every((name) => kept.some(([key]) => key === name));
				const built = buildRequest(record, given);
				expect(built.ok).toBe(isComplete);
				if (built.ok) expect(built.body).toEqual(Object.fromEntries(kept));
			}),
			{ seed, numRuns: 40 },
		);
	});
});
