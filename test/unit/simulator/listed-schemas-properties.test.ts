import Ajv from 'ajv';
import fc from 'fast-check';
import { Acceptance } from '../../../simulator/acceptance/acceptance';
import { handWrittenSchemas } from '../../../simulator/acceptance/hand-written';
import { offeredModels } from '../../../simulator/models/offered';
import { seed } from '../../seed';
import { start, stopAll } from '../../support/simulator/client';
import { listed, schemaOf, type Entry } from '../../support/simulator/listedModels';

afterEach(stopAll);

type Property = ReturnType<typeof schemaOf>['properties'][string];

/** A valid value of a property. */
function fitting(property: Property): fc.Arbitrary<unknown> {
	const { type, enum: choices, minimum, maximum, minItems = 0, maxItems = 5 } = property;
	const range = {
		...(minimum !== undefined && { min: minimum }),
		...(maximum !== undefined && { max: maximum }),
	};
	if (choices !== undefined) return fc.constantFrom(...choices);
	if (type === 'boolean') return fc.boolean();
	if (type === 'integer') return fc.integer(range);
	if (type === 'number') return fc.double({ ...range, noNaN: true });
	const text = fc.string({ minLength: 1, maxLength: 20 });
	if (type === 'string') return text;
	const isOfText = property.items?.type === 'string';
	const items: fc.Arbitrary<unknown> = isOfText
		? text
		: fc.record({ path: text, scale: fc.constant(1) });
	return fc.array(items, { minLength: minItems, maxLength: maxItems });
}

/** A valid body of a model, with any of its optional parameters. */
function fittingBody(entry: Entry): fc.Arbitrary<Record<string, unknown>> {
	const { properties, required } = schemaOf(entry);
	const values = Object.entries(properties).map(([name, property]) => [name, fitting(property)]);
	return fc.record<Record<string, unknown>>(Object.fromEntries(values), {
		requiredKeys: [...required],
	});
}

/** The same body, spoiled in one place or not at all. */
const perhapsSpoiled = (body: Record<string, unknown>) => {
	const odd = fc.constantFrom<unknown>('', null, -7, 0.5, 99, [], {}, 'x'.repeat(3000), ['']);
	const name = fc.constantFrom(...Object.keys(body), 'stranger');
	return fc.oneof(
		fc.constant(body),
		fc.tuple(name, odd).map(([key, value]) => ({ ...body, [key]: value })),
		name.map((key) => Object.fromEntries(Object.entries(body).filter(([own]) => own !== key))),
	);
};

describe.each(['documented', 'current'] as const)('the listed schemas, %s', (schemas) => {
	it('compile, and take exactly what a submit may be', async () => {
		const entries = await listed(await start({ schemas }));
		const acceptance = new Acceptance(offeredModels({ schemas }));
		for (const entry of entries.values()) {
			const validate = new Ajv({ strict: false }).compile(schemaOf(entry));
			const bodies = fittingBody(entry).chain((body) =>
				fc.tuple(fc.constant(body), perhapsSpoiled(body)),
			);
			fc.assert(
				fc.property(bodies, ([fine, any]) => {
					expect(acceptance.judge(entry.model_id, fine)).toEqual({ kind: 'fine' });
					expect(validate(any)).toBe(acceptance.judge(entry.model_id, any).kind === 'fine');
				}),
				{ seed, numRuns: 30 },
			);
		}
	});
});

describe('the listed schemas of the five documents', () => {
	it.each(Object.entries(handWrittenSchemas))(
		'%s takes what was typed by hand',
		async (id, typed) => {
			const entry = (await listed(await start())).get(id);
			if (entry === undefined) throw new Error(`${id} is not listed`);
			const judge = new Ajv().compile(typed);
			const validate = new Ajv({ strict: false }).compile(schemaOf(entry));
			const bodies = fittingBody(entry).chain(perhapsSpoiled);
			fc.assert(
				fc.property(bodies, (body) => expect(validate(body)).toBe(judge(body))),
				{ seed },
			);
		},
	);
});
