/** The checks that we make from live schemas are those of an independent JSON Schema validator. */
import fc from 'fast-check';
import { requestSchema } from '../../../seedance/request/buildRequest';
import { expectAgreement } from '../../support/request/agreement';
import { anyBody, validBody } from '../../support/request/bodies';
import { edgeValues } from '../../support/request/edges';
import { foreignModels, liveModels } from '../../support/request/liveModels';
import { liveSchemas } from '../../support/request/liveSchemas';
import type { ModelUnderTest } from '../../support/request/modelsUnderTest';
import { seed } from '../../seed';

const runs = 300;

/**
 * The keywords of docs/internals/api.md#model-list, and others of JSON Schema that the API's
 * schemas may have.
 */
const keywords = [
	...['type', 'title', 'description', 'default', 'minimum', 'maximum', 'step', 'enum', 'x-enum'],
	...['items', 'minItems', 'maxItems', 'nullable', 'minLength', 'maxLength'],
	...['properties', 'required', 'additionalProperties', 'x-order-properties'],
	...['x-ui-component', 'x-accept', 'x-placeholder', 'x-hidden'],
];

function keysOf(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const own = Array.isArray(value) ? [] : Object.keys(value);
	return [...own, ...Object.values(value).flatMap(keysOf)];
}

it('ten schemas use every keyword', () => {
	expect(liveModels).toHaveLength(10);
	const used = new Set(keysOf(liveSchemas));
	expect(keywords.filter((keyword) => !used.has(keyword))).toEqual([]);
});

/** One valid body with one parameter after the other at its limits. */
function edgesOf({ schema }: ModelUnderTest): unknown[] {
	const [body] = fc.sample(validBody(schema), { seed, numRuns: 1 });
	return Object.entries(schema.properties).flatMap(([name, property]) =>
		edgeValues(property).map((value): unknown => ({ ...body, [name]: value })),
	);
}

describe.each(liveModels)('$id', (model) => {
	const zod = requestSchema(model.record);

	it('zod and ajv agree', () => void expectAgreement(model, runs));

	it('zod and ajv agree at every edge of every parameter', () => {
		const edges = edgesOf(model);
		const disputed = edges.filter((edge) => model.validate(edge) !== zod.safeParse(edge).success);
		expect(disputed).toEqual([]);
	});

	it('zod hands back a valid body as it is', () => {
		fc.assert(
			fc.property(validBody(model.schema), (body) => {
				expect(zod.parse(body)).toEqual(body);
			}),
			{ seed, numRuns: 50 },
		);
	});
});

describe.each(foreignModels)('$id, with keywords that we do not read', (model) => {
	const zod = requestSchema(model.record);

	it('zod refuses nothing that ajv takes', () => {
		let valid = 0;
		const refusedWrongly = (body: unknown) => {
			if (!model.validate(body)) return false;
			valid += 1;
			return !zod.safeParse(body).success;
		};
		fc.assert(
			fc.property(anyBody(model.schema), (body) => !refusedWrongly(body)),
			{ seed, numRuns: runs },
		);
		expect(edgesOf(model).filter(refusedWrongly)).toEqual([]);
		expect({ seed, valid, isEnough: valid >= 0.3 * runs }).toMatchObject({ isEnough: true });
	});
});
