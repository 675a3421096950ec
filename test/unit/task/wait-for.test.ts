/** Waiting for tasks that end: how long it takes and how many reads it costs. */
import { catalogue } from '../../../seedance/catalogue';
import { waitFor } from '../../../seedance/task/waitFor';
import { model } from '../api/replies';
import { createWorld } from './fake-api';
import { kinds, known, readsOf, taskIdOf, tasksApi } from './fake-tasks';

const hour = { timeoutMs: 3_600_000 };
const seconds = (...ends: readonly number[]) =>
	Object.fromEntries(ends.map((end, i) => [`t${i}`, { endsAt: end * 1000 }]));
const allOf = (tasks: Readonly<Record<string, unknown>>) =>
	Object.keys(tasks).map((taskId) => ({ taskId }));

describe('a batch', () => {
	it('takes as long as its slowest task, not the sum', async () => {
		const tasks = seconds(20, 60, 35, 90, 5, 47, 300, 12, 150, 77, 290, 33);
		const world = createWorld(tasksApi(tasks));
		const results = await waitFor(allOf(tasks), world.ports, hour);
		expect(new Set(Object.values(kinds(results)))).toEqual(new Set(['terminal']));
		// The slowest, one longest pause (10 s) and the time that a round of reads takes.
		expect(world.clock.elapsed()).toBeGreaterThanOrEqual(300_000);
		expect(world.clock.elapsed()).toBeLessThanOrEqual(311_000);
	});

	it('hands out every end: completed, succeeded, failed, cancelled, timeout, deleted', async () => {
		const ends = ['completed', 'succeeded', 'failed', 'cancelled', 'timeout', 'deleted'];
		const tasks = Object.fromEntries(ends.map((end) => [end, { endsAt: 10_000, end }]));
		const world = createWorld(tasksApi(tasks));
		const results = await waitFor(allOf(tasks), world.ports, hour);
		for (const end of ends) {
			expect(results.get(end)).toMatchObject({
				kind: 'terminal',
				prediction: { id: end, status: end === 'succeeded' ? 'completed' : end },
			});
		}
	});

	it('reads an id that is given twice once a round', async () => {
		const world = createWorld(tasksApi(seconds(30)));
		const results = await waitFor([{ taskId: 't0' }, { taskId: 't0', model }], world.ports, hour);
		expect([...results.keys()]).toEqual(['t0']);
		expect(new Set(world.sent.map(({ atMs }) => atMs)).size).toBe(world.sent.length);
		expect(world.sent.every(({ underWay }) => underWay === 1)).toBe(true);
	});

	it.each([
		[undefined, 10],
		[3, 3],
	])('reads at most %p at once (%d)', async (readsAtOnce, most) => {
		const tasks = seconds(...Array<number>(40).fill(15));
		const world = createWorld(tasksApi(tasks));
		const choices = { ...hour, ...(readsAtOnce !== undefined && { readsAtOnce }) };
		const results = await waitFor(allOf(tasks), world.ports, choices);
		expect(results.size).toBe(40);
		expect(Math.max(...world.sent.map(({ underWay }) => underWay))).toBe(most);
	});

	it('stops reading a task that has ended', async () => {
		const world = createWorld(tasksApi(seconds(5, 200)));
		await waitFor([{ taskId: 't0' }, { taskId: 't1' }], world.ports, hour);
		expect(Math.max(...readsOf(world, 't0').map(({ atMs }) => atMs))).toBeLessThan(10_000);
	});
});

describe('what is known already', () => {
	it.each(['completed', 'succeeded', 'failed', 'cancelled', 'timeout', 'deleted'])(
		'%s: no request',
		async (status) => {
			const world = createWorld(tasksApi({}));
			const prediction = known('t0', status);
			const results = await waitFor([{ taskId: 't0', known: prediction }], world.ports, hour);
			expect(results.get('t0')).toEqual({ kind: 'terminal', prediction });
			expect(world.sent).toHaveLength(0);
			expect(world.clock.elapsed()).toBe(0);
		},
	);

	it('just submitted: not read at once; not known: read at once', async () => {
		const world = createWorld(tasksApi(seconds(0, 0)));
		await waitFor([{ taskId: 't0', known: known('t0') }, { taskId: 't1' }], world.ports, hour);
		expect(readsOf(world, 't0')[0]?.atMs).toBe(1_000);
		expect(readsOf(world, 't1')[0]?.atMs).toBe(0);
	});

	it('nothing at all: nothing happens', async () => {
		const world = createWorld(tasksApi({}));
		expect((await waitFor([], world.ports, hour)).size).toBe(0);
		expect(world.sent).toHaveLength(0);
	});

	it('an id given again does not undo that its end is known', async () => {
		const world = createWorld(tasksApi(seconds(0)));
		const twice = [{ taskId: 't0', known: known('t0', 'completed') }, { taskId: 't0' }];
		expect(kinds(await waitFor(twice, world.ports, hour))).toEqual({ t0: 'terminal' });
		expect(world.sent).toHaveLength(0);
	});
});

describe('the number of reads', () => {
	/**
	 * Follows from the schedule: pauses of at least 1 s until 0.3 × elapsed exceeds that (3.33 s: 4
	 * reads with the first), then pauses that grow by 1.3 up to the longest, then the longest ones.
	 */
	function bound(totalSeconds: number, longest: number) {
		const growsUntil = longest / 0.3;
		const growing = Math.ceil(Math.log(growsUntil / 3.33) / Math.log(1.3));
		return 5 + growing + Math.ceil(Math.max(0, totalSeconds - growsUntil) / longest) + 1;
	}

	const models = [
		...new Map(catalogue.map(({ id, typicalSeconds }) => [typicalSeconds, id])),
		// Model unknown.
		[60, undefined] as const,
	];
	const cases = models.flatMap(([typicalSeconds, id]) =>
		[60, 600].map((total) => ({ total, id, longest: Math.min(10, typicalSeconds / 10) })),
	);

	it.each(cases)('a task of $total s, model $id: within the bound', async (one) => {
		const { total, id, longest } = one;
		const world = createWorld(tasksApi(seconds(total)));
		await waitFor([{ taskId: 't0', ...(id !== undefined && { model: id }) }], world.ports, hour);
		expect(world.sent.length).toBeLessThanOrEqual(bound(total, longest));
		// In figures, for the quickest model: at most 35 reads for a minute, 250 for ten.
		expect(bound(total, longest)).toBeLessThanOrEqual(total === 60 ? 35 : 250);
		expect(world.clock.elapsed()).toBeLessThanOrEqual((total + longest + 1) * 1000);
	});

	it('asks nobody but the API’s own address, whatever `urls.get` says', async () => {
		const world = createWorld(tasksApi(seconds(10)));
		await waitFor([{ taskId: 't0' }], world.ports, hour);
		expect(world.sent.map(taskIdOf)).toEqual(Array(world.sent.length).fill('t0'));
		expect(world.sent.every(({ url }) => url.startsWith('https://api.test/'))).toBe(true);
		expect(world.sent.every(({ method }) => method === 'GET')).toBe(true);
	});
});
