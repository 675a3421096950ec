/** Our checks agree with an independent JSON Schema validator on arbitrary request bodies. */
import fc from 'fast-check';
import { requestSchema } from '../../../seedance/request/buildRequest';
import { expectAgreement } from '../../support/request/agreement';
import { validBody } from '../../support/request/bodies';
import { edgeValues } from '../../support/request/edges';
import { handWritten, modelsUnderTest } from '../../support/request/modelsUnderTest';
import { seed } from '../../seed';

const runs = 200;
const summary: string[] = [];

afterAll(() => {
	console.log([`zod against ajv, seed ${seed}: valid and invalid bodies`, ...summary].join('\n'));
});

it('has a hand-written schema for five models, all offered', () => {
	const documented = modelsUnderTest.filter(({ source }) => source === 'document');
	expect([handWritten.size, documented.length]).toEqual([5, 5]);
});

describe.each(modelsUnderTest)('$id (schema of the $source)', (model) => {
	const zod = requestSchema(model.record);

	it('zod and ajv agree', () => {
		const counts = expectAgreement(model, runs);
		summary.push(`${counts.valid} : ${counts.invalid}  ${model.id} (${model.source})`);
	});

	it('zod and ajv agree at every edge of every parameter', () => {
		const [body] = fc.sample(validBody(model.schema), { seed, numRuns: 1 });
		const edges = Object.entries(model.schema.properties).flatMap(([name, schema]) =>
			edgeValues(schema).map((value) => ({ ...body, [name]: value })),
		);
		const verdicts = edges.map((edge) => [model.validate(edge), zod.safeParse(edge).success]);
		const disputed = edges.filter((_, i) => verdicts[i]?.[0] !== verdicts[i]?.[1]);
		expect(disputed).toEqual([]);
		expect(new Set(verdicts.map(([isValid]) => isValid))).toEqual(new Set([true, false]));
	});

	it('zod hands back a valid body as it is', () => {
		fc.assert(
			fc.property(validBody(model.schema), (body) => {
				expect(zod.parse(body)).toEqual(body);
			}),
			{ seed, numRuns: 20 },
		);
	});
});
