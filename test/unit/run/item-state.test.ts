/** Items as a suspended wait stores them, and results that must not be missing. */
import fc from 'fast-check';
import { parseTask } from '../../../seedance/api/task';
import { problem } from '../../../seedance/errors/messages';
import { stateOfTask, storedItemsSchema, toStored } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { lookAt } from '../../../seedance/run/look';
import { waitForItems } from '../../../seedance/run/stages';
import { answer, enveloped, lost, task } from '../../support/api/replies';
import { emptyStores, request, scriptedApi } from '../../support/api/scriptedApi';
import { known, tasksApi } from '../../support/task/fakeTasks';
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

const running = (index: number, id: string): Item => ({
	index,
	key: `key ${index}`,
	now: { state: 'running', task: known(id) },
});

describe('the wait', () => {
	it('throws when an item has no result, and names it', async () => {
		const { ports } = scriptedApi(tasksApi({}));
		const items = [running(0, 't0'), running(1, 't1')];
		const forgetful = async () =>
			new Map([['t0', { state: 'done', task: known('t0', 'completed') } as const]]);
		await expect(waitForItems(items, ports, emptyStores(), forgetful)).rejects.toThrow(
			'Item 1 (key 1) has no result after the stage "wait"',
		);
	});

	it('throws when a running item has no task', async () => {
		const { ports } = scriptedApi(tasksApi({}));
		const item: Item = { index: 2, key: 'k', now: { state: 'running' } };
		await expect(waitForItems([item], ports, emptyStores(), async () => new Map())).rejects.toThrow(
			'Item 2 (k)',
		);
	});

	it('reads again later what could not be read while another task runs on', async () => {
		const reads = tasksApi({ t1: { endsAt: Infinity } });
		const api = scriptedApi((one, all) =>
			one.url.includes('/t0/') ? answer(401, enveloped(401)) : reads(one, all),
		);
		const items = [running(0, 't0'), running(1, 't1')];
		const deadline = api.clock.now() + 60_000;
		const look = async (tasks: Parameters<typeof lookAt>[0]) =>
			await lookAt(tasks, api.ports, { deadline, minutes: 1 });
		await waitForItems(items, api.ports, emptyStores(), look);
		expect(items.map(({ now }) => now.state)).toEqual(['running', 'running']);
		// No task is running any more, so it's reported now.
		const alone = [running(0, 't0')];
		await waitForItems(alone, api.ports, emptyStores(), look);
		expect(alone[0]?.now).toMatchObject({ state: 'failed', problem: { cause: 'invalidKey' } });
	});

	it('looks at nothing but running items', async () => {
		const api = scriptedApi(() => lost('ECONNRESET'));
		const items: Item[] = [
			{ index: 0, key: 'a', now: { state: 'done', task: known('t0', 'completed') } },
			{ index: 1, key: 'b', now: { state: 'failed', problem: problem('requestRefused') } },
			{ index: 2, key: 'c', now: { state: 'skipped' } },
		];
		const before = structuredClone(items);
		const asked: unknown[] = [];
		await waitForItems(items, api.ports, emptyStores(), async (tasks) => {
			asked.push(...tasks);
			return new Map();
		});
		expect(asked).toEqual([]);
		expect(items).toEqual(before);
	});
});
