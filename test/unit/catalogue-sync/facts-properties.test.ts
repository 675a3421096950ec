/** Checks the normal form against ajv: two schemas are equal if ajv accepts the same values. */
import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { changesBetween } from '../../../scripts/catalogue-sync/compareParameters';
import { factsOf } from '../../../scripts/catalogue-sync/facts';
import { toParameter } from '../../../seedance/request/liveSchema';
import { seed } from '../../seed';

const runs = { seed, numRuns: 1000 };
const ajv = new Ajv();
const read = (schema: object) => factsOf(toParameter('one', schema), false);
const isSame = (one: object, other: object) => changesBetween(read(one), read(other)).length === 0;

/** Bounds and choices from 0 to 3, so that of −1 to 4 every difference between two schemas is seen. */
const few = fc.integer({ min: 0, max: 3 });
const everyInteger = [-1, 0, 1, 2, 3, 4];
const integers = fc.record(
	{
		type: fc.constant('integer' as const),
		minimum: few,
		maximum: few,
		enum: fc.uniqueArray(few, { minLength: 1 }),
	},
	{ requiredKeys: ['type'] },
);

const letters = ['', 'a', 'bb', 'ccc', 'dddd'];
const texts = fc.record(
	{
		type: fc.constant('string' as const),
		minLength: fc.nat(3),
		maxLength: fc.integer({ min: 1, max: 3 }),
	},
	{ requiredKeys: ['type'] },
);
const lists = texts.map(({ minLength, maxLength }) => ({
	type: 'array' as const,
	items: { type: 'string' as const },
	...(minLength !== undefined && { minItems: minLength }),
	...(maxLength !== undefined && { maxItems: maxLength }),
}));

const compiled = new Map<string, ValidateFunction>();

function accepted(schema: object, values: readonly unknown[]): readonly unknown[] {
	const text = JSON.stringify(schema);
	const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
	compiled.set(text, validate);
	return values.filter((value) => validate(value));
}

/** How often both answers came, so that neither half of the property is empty. */
function agree(schemas: fc.Arbitrary<object>, values: readonly unknown[]) {
	const counts = { same: 0, different: 0 };
	fc.assert(
		fc.property(schemas, schemas, (one, other) => {
			const [ours, theirs] = [accepted(one, values), accepted(other, values)];
			// Nothing can be sent to either; how that is written does not matter to anybody.
			fc.pre(ours.length > 0 && theirs.length > 0);
			const areSame = JSON.stringify(ours) === JSON.stringify(theirs);
			counts[areSame ? 'same' : 'different'] += 1;
			expect(isSame(one, other)).toBe(areSame);
		}),
		runs,
	);
	expect(Math.min(counts.same, counts.different)).toBeGreaterThan(5);
}

it('whole numbers have no changes exactly when both schemas take the same ones', () => {
	agree(integers, everyInteger);
});

it('texts have no changes exactly when both schemas take the same ones, the empty one aside', () => {
	agree(texts, letters.slice(1));
});

it('lists have no changes exactly when both schemas take the same ones, the empty one aside', () => {
	const entries = ['a', 'b', 'c', 'd'];
	agree(
		lists,
		entries.map((_, i) => entries.slice(0, i + 1)),
	);
});

it('changes are the same from both sides, with the sides changed over', () => {
	const any = fc.oneof(integers, texts, lists);
	fc.assert(
		fc.property(any, any, (one, other) => {
			const there = changesBetween(read(one), read(other));
			const back = changesBetween(read(other), read(one)).map((change) => ({
				aspect: change.aspect,
				...('live' in change && { catalogue: change.live }),
				...('catalogue' in change && { live: change.catalogue }),
				...('removed' in change && { added: change.removed }),
				...('added' in change && { removed: change.added }),
			}));
			expect(new Set(back)).toEqual(new Set(there));
		}),
		runs,
	);
});
