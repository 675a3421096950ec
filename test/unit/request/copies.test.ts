/** Several videos of one item have different seeds and keys. */
import fc from 'fast-check';
import type { ModelRecord, NumberParameter } from '../../../seedance/models';
import { findModel } from '../../../seedance/models';
import { copiesOf, copyKey } from '../../../seedance/request/copies';
import { planSubmit } from '../../../seedance/request/planSubmit';
import { model } from '../../support/api/replies';

const record = findModel(model);
if (record === undefined) throw new Error('No record');

type Plan = Parameters<typeof copiesOf>[0];
const withSeed = (parameter: NumberParameter | undefined): ModelRecord => ({
	...record,
	parameters: { ...record.parameters, ...(parameter !== undefined && { seed: parameter }) },
});
const planOf = (seed: unknown, by: ModelRecord | null = record): Plan => ({
	ok: true,
	request: { model, body: { prompt: 'Fox', ...(seed !== undefined && { seed }) } },
	media: [],
	origins: { prompt: 'field', ...(seed !== undefined && { seed: 'json' as const }) },
	...(by !== null && { record: by }),
});
const seedsOf = (plan: Plan, count: number, random = 0.5) => {
	const copies = copiesOf(plan, random);
	return Array.from({ length: count }, (_, copy) => copies(copy).request.body.seed);
};

describe('the seeds of one item’s videos', () => {
	it('begin with the item’s own', () => {
		expect(seedsOf(planOf(7), 3)).toEqual([7, 8, 9]);
		expect(seedsOf(planOf(0), 2)).toEqual([0, 1]);
	});

	it('begin again at the least after the largest', () => {
		expect(seedsOf(planOf(2_147_483_647), 3)).toEqual([2_147_483_647, 0, 1]);
	});

	it('begin again at the least that the model allows', () => {
		const parameter = { type: 'integer', minimum: 5, maximum: 10 } as const;
		expect(seedsOf(planOf(9, withSeed(parameter)), 4)).toEqual([9, 10, 5, 6]);
	});

	it('begin with the item’s own where only the API knows the largest', () => {
		expect(seedsOf(planOf(3_000_000_000, null), 2)).toEqual([3_000_000_000, 852_516_353]);
	});

	it('are of the range of a model that says number instead of integer', () => {
		const parameter = { type: 'number', minimum: 10, maximum: 19 } as const;
		expect(seedsOf(planOf(undefined, withSeed(parameter)), 3, 0.8)).toEqual([18, 19, 10]);
	});

	it.each([undefined, -1, null])('begin with a random one when the item has %p', (seed) => {
		const [first, second] = seedsOf(planOf(seed), 2, 0.25);
		expect(first).toBe(Math.floor(0.25 * 2_147_483_648));
		expect(second).toBe(Math.floor(0.25 * 2_147_483_648) + 1);
		expect(copiesOf(planOf(seed), 0.25)(1).origins).toMatchObject({
			prompt: 'field',
			seed: 'copies',
		});
	});

	it('are the API’s for a model that has none', () => {
		expect(seedsOf(planOf(undefined, null), 2)).toEqual([undefined, undefined]);
		expect(seedsOf(planOf(7, null), 2)).toEqual([7, 8]);
	});

	const range = fc
		.tuple(fc.integer({ min: -1, max: 100 }), fc.integer({ min: 200, max: 2_147_483_647 }))
		.map(([minimum, maximum]): NumberParameter => ({ type: 'integer', minimum, maximum }));

	it('differ and are allowed, whatever was given', () => {
		fc.assert(
			fc.property(
				range,
				fc.double({ min: 0, max: 0.999_999, noNaN: true }),
				fc.nat(),
				(parameter, random, at) => {
					const { minimum = 0, maximum = 0 } = parameter;
					const least = Math.max(0, minimum);
					for (const seed of [undefined, -1, least + (at % (maximum - least + 1))]) {
						const seeds = seedsOf(planOf(seed, withSeed(parameter)), 10, random).map(Number);
						expect(new Set(seeds).size).toBe(10);
						expect(
							seeds.every((one) => one >= least && one <= maximum && Number.isInteger(one)),
						).toBe(true);
					}
				},
			),
		);
	});

	it('leave everything else of the plan as it is', () => {
		const plan = planSubmit('text-to-video', { model, fields: { prompt: 'Fox', seed: 5 } });
		if (!plan.ok) throw new Error(plan.problem.message);
		const copy = copiesOf(plan, 0)(2);
		expect(copy).toEqual({
			...plan,
			request: { ...plan.request, body: { ...plan.request.body, seed: 7 } },
		});
	});
});

describe('the request keys of one item’s videos', () => {
	it('begin with the item’s own', () => {
		expect([0, 1, 2].map((copy) => copyKey('row 1', copy))).toEqual([
			'row 1',
			' #2 row 1',
			' #3 row 1',
		]);
	});

	it('are no other item’s, because those have no space at the beginning', () => {
		const key = fc
			.string({ minLength: 1 })
			.map((text) => text.trim())
			.filter((text) => text !== '');
		const copy = fc.nat({ max: 9 });
		fc.assert(
			fc.property(key, key, copy, copy, (a, b, m, n) => {
				expect(copyKey(a, m) === copyKey(b, n)).toBe(a === b && m === n);
			}),
		);
	});
});
