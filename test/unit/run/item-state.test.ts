/** Items as a suspended wait stores them. */
import fc from 'fast-check';
import { parseTask } from '../../../seedance/api/task';
import { problem } from '../../../seedance/errors/messages';
import { stateOfTask, storedItemsSchema, toStored } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { task } from '../../support/api/replies';
import { request } from '../../support/api/scriptedApi';
import { plannedItem } from '../../support/task/runItems';

const someTask = fc
	.record({
		id: fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b', '1', '-') }),
		status: fc.constantFrom('created', 'processing', 'completed', 'failed', 'odd'),
		more: fc.dictionary(fc.constantFrom('created_at', 'timings', 'note'), fc.jsonValue()),
	})
	.map(({ id, status, more }) => parseTask({ ...task(id, status), ...more }))
	.filter((parsed) => parsed !== undefined);
const someProblem = fc
	.record({ taskId: fc.string({ minLength: 1 }), model: fc.string() })
	.map((circumstances) => problem('deadline', { ...circumstances, minutes: 1 }));
const maybeTask = fc
	.option(someTask, { nil: undefined })
	.map((task) => (task === undefined ? {} : { task }));
const isSet = <Name extends string>(name: Name) =>
	fc.constantFrom({}, { [name]: true } as { [N in Name]: true });

const state = fc.oneof(
	someTask.map(stateOfTask),
	fc
		.tuple(maybeTask, isSet('isNew'))
		.map(([own, more]) => ({ state: 'running' as const, ...own, ...more })),
	fc
		.tuple(someProblem, maybeTask, isSet('notBegun'))
		.map(([problem, own, more]) => ({ state: 'failed' as const, problem, ...own, ...more })),
	fc
		.tuple(someProblem, maybeTask)
		.map(([problem, own]) => ({ state: 'timedOut' as const, problem, ...own })),
	fc.constant({ state: 'skipped' as const }),
	fc
		.record({ requestKey: fc.string(), reason: fc.string() })
		.map((duplicate) => ({ state: 'skipped' as const, duplicate })),
);
const someItems = fc.array(
	fc.record({ key: fc.string(), model: fc.option(fc.string(), { nil: undefined }), now: state }),
	{ maxLength: 8 },
);

describe('items that a suspended wait stores', () => {
	it('are the same when they are read again', () => {
		fc.assert(
			fc.property(someItems, (parts) => {
				const items = parts.map(({ key, model, now }, index): Item => ({
					index,
					key,
					...(model !== undefined && { model }),
					now,
				}));
				const saved: unknown = JSON.parse(JSON.stringify(toStored(items)));
				expect(storedItemsSchema.parse(saved)).toEqual(JSON.parse(JSON.stringify(items)));
			}),
		);
	});

	it('are no items that were not submitted: a run that wakes submits nothing', () => {
		expect(() => toStored([plannedItem(request('fox'), 3)])).toThrow(/Item 3 \(3\)/);
	});

	it.each([
		['no list', {}],
		['an item without a state', [{ index: 0, key: 'a' }]],
		['a state nobody knows', [{ index: 0, key: 'a', now: { state: 'planned' } }]],
		['a task without an id', [{ index: 0, key: 'a', now: { state: 'done', task: {} } }]],
		['a failure without a problem', [{ index: 0, key: 'a', now: { state: 'failed' } }]],
	])('are not believed when they are %s', (_name, stored) => {
		expect(storedItemsSchema.safeParse(stored).success).toBe(false);
	});
});
