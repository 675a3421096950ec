/** Waiting for tasks that end: how long it takes and how many reads it costs. */
import { catalogue } from '../../../seedance/models';
import { waitFor } from '../../../seedance/task/waitFor';
import { seededRandom } from '../../../bench/random';
import { lost, model, taskAnswer } from '../api/replies';
import { createWorld } from './fake-api';
import type { World } from './fake-api';
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
		expect(Math.max(...readsOf(world, 't0').map(({ atMs }) => atMs))).toBeLessThanOrEqual(16_000);
	});
});

describe('a task that began before the wait', () => {
	/** A task that the API says was created so many seconds before the clock began. */
	const createdBefore = (ageSeconds: number, endsAt: number) => {
		const createdAt = new Date(Date.UTC(2026, 0, 5, 12) - ageSeconds * 1000).toISOString();
		const world = createWorld((_one, { clock }) =>
			taskAnswer('t0', clock.elapsed() >= endsAt ? 'completed' : 'processing', {
				created_at: createdAt,
			}),
		);
		return { world, prediction: { ...known('t0'), createdAt } };
	};

	it.each([40, 100, 3_000])('%d s ago, not known: found soon all the same', async (age) => {
		const { world } = createdBefore(age, 30_000);
		await waitFor([{ taskId: 't0', model }], world.ports, hour);
		expect(world.clock.elapsed()).toBeLessThanOrEqual(30_000 + 6_700);
	});

	it('and has ended since its submit: found at once', async () => {
		const { world, prediction } = createdBefore(300, 0);
		await waitFor([{ taskId: 't0', model, known: prediction }], world.ports, hour);
		expect(world.sent.map(({ atMs }) => atMs)).toEqual([0]);
	});

	it('by a clock that is ahead of ours: as if it began now', async () => {
		const { world, prediction } = createdBefore(-3_600, 10_000);
		await waitFor([{ taskId: 't0', model, known: prediction }], world.ports, hour);
		expect(world.sent.map(({ atMs }) => atMs)).toEqual([1_000, 4_000, 16_000]);
	});
});

describe('many tasks', () => {
	/** The most reads begun within any one second. */
	function busiestSecond({ sent }: Pick<World, 'sent'>): number {
		const times = sent.map(({ atMs }) => atMs).sort((a, b) => a - b);
		let first = 0;
		let most = 0;
		for (const [last, atMs] of times.entries()) {
			while (atMs - (times[first] ?? atMs) >= 1000) first += 1;
			most = Math.max(most, last - first + 1);
		}
		return most;
	}

	it('make no more than some 75 reads a second', async () => {
		const tasks = seconds(...Array.from({ length: 300 }, (_, i) => 50 + i / 10));
		const world = createWorld(tasksApi(tasks), { fuse: 20_000, latencyMs: 20 });
		await waitFor(allOf(tasks), world.ports, hour);
		const later = world.sent.filter(({ atMs }) => atMs > 10_000);
		expect(busiestSecond({ ...world, sent: later })).toBeLessThanOrEqual(90);
		expect(world.clock.elapsed()).toBeLessThanOrEqual(95_000);
	});

	it('do not burst when the API is back after a long outage', async () => {
		const back = 900_000;
		const tasks = seconds(...Array<number>(200).fill(1_200));
		const reads = tasksApi(tasks);
		const world = createWorld(
			(one, w) => (w.clock.elapsed() < back ? lost('ECONNREFUSED') : reads(one, w)),
			{ fuse: 50_000, random: seededRandom(1) },
		);
		await waitFor(allOf(tasks), world.ports, hour);
		const after = world.sent.filter(({ atMs }) => atMs >= back && atMs < back + 60_000);
		expect(after.length).toBeGreaterThan(200);
		expect(busiestSecond({ ...world, sent: after })).toBeLessThanOrEqual(90);
	});

	it('none is forgotten when there are more than can be read', async () => {
		const tasks = seconds(...Array<number>(60).fill(80));
		const world = createWorld(tasksApi(tasks), { latencyMs: 2_000 });
		await waitFor(allOf(tasks), world.ports, { ...hour, readsAtOnce: 5 });
		const counts = Object.keys(tasks).map((id) => readsOf(world, id).length);
		expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
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
	const models = [
		...new Map(catalogue.map(({ typicalSeconds, id }) => [typicalSeconds, id])),
		// Model unknown.
		[60, undefined] as const,
	];
	const cases = models.flatMap(([typical, id]) =>
		[1, 10].map((times) => ({ total: typical * times, id })),
	);

	it.each(cases)('a task of $total s, model $id: at most half of a 2 s loop’s', async (one) => {
		const { total, id } = one;
		const world = createWorld(tasksApi(seconds(total)));
		await waitFor([{ taskId: 't0', ...(id !== undefined && { model: id }) }], world.ports, hour);
		expect(world.sent.length).toBeLessThanOrEqual(total / 4);
		// The longest pause after the typical time, and the way of the answer.
		expect(world.clock.elapsed()).toBeLessThanOrEqual(total * 1000 + 6_700);
	});

	it('asks nobody but the API’s own address, whatever `urls.get` says', async () => {
		const world = createWorld(tasksApi(seconds(10)));
		await waitFor([{ taskId: 't0' }], world.ports, hour);
		expect(world.sent.map(taskIdOf)).toEqual(Array(world.sent.length).fill('t0'));
		expect(world.sent.every(({ url }) => url.startsWith('https://api.test/'))).toBe(true);
		expect(world.sent.every(({ method }) => method === 'GET')).toBe(true);
	});
});
