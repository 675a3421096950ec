/** The two ways in which a wait ends before its tasks do: the deadline and Stop. */
import { waitFor } from '../../../seedance/run/wait';
import { lost, model } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { known, readsOf, tasksApi } from '../../support/task/fakeTasks';
import { statesOf } from '../../support/task/runItems';
import { problem } from '../../../seedance/errors/messages';

const never = { endsAt: Number.POSITIVE_INFINITY };
const minutes = (count: number) => ({ timeoutMs: count * 60_000 });

describe('the deadline', () => {
	it('ends the wait for what is unfinished, with the last status, and keeps the finished', async () => {
		const tasks = { quick: { endsAt: 20_000 }, slow: { ...never, until: 'queued' } };
		const api = scriptedApi(tasksApi(tasks));
		const awaited = [{ taskId: 'quick' }, { taskId: 'slow', model }];
		const results = await waitFor(awaited, api.ports, minutes(2));
		expect(statesOf(results)).toEqual({ quick: 'done', slow: 'timedOut' });
		const slow = results.get('slow');
		expect(slow).toMatchObject({
			task: { status: 'queued' },
			problem: { cause: 'deadline', taskId: 'slow', status: 'queued', model, outcome: 'accepted' },
		});
		if (slow?.state !== 'timedOut') throw new Error('no deadline');
		expect(slow.problem.description).toContain('slow');
		expect(slow.problem.message).toMatch(/\b2\b/);
	});

	it('is kept to, with one last read at it', async () => {
		const api = scriptedApi(tasksApi({ t0: never }));
		await waitFor([{ taskId: 't0' }], api.ports, minutes(10));
		const late = readsOf(api, 't0').filter(({ atMs }) => atMs >= 600_000);
		expect(late.map(({ atMs }) => atMs)).toEqual([600_000]);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(601_000);
	});

	it('waits 10 s for the reads that are under way then, and no longer', async () => {
		const api = scriptedApi(tasksApi({ t0: never }), { latencyMs: 60_000 });
		const results = await waitFor([{ taskId: 't0' }], api.ports, minutes(0.5));
		expect(statesOf(results)).toEqual({ t0: 'timedOut' });
		expect(api.clock.elapsed()).toBe(40_000);
	});

	it('uses what the reads find that are under way then', async () => {
		const api = scriptedApi(tasksApi({ t0: { endsAt: 31_000 } }), { latencyMs: 5_000 });
		const results = await waitFor([{ taskId: 't0' }], api.ports, minutes(0.5));
		expect(statesOf(results)).toEqual({ t0: 'done' });
	});

	it('changes no result afterwards', async () => {
		const api = scriptedApi(tasksApi({ t0: { endsAt: 50_000 } }), { latencyMs: 60_000 });
		const results = await waitFor([{ taskId: 't0' }], api.ports, minutes(0.5));
		await api.clock.sleep(120_000);
		expect(statesOf(results)).toEqual({ t0: 'timedOut' });
	});

	it('does not call late what was there in time', async () => {
		// Finished after the last regular read and before the deadline.
		const api = scriptedApi(tasksApi({ t0: { endsAt: 599_999 } }));
		const results = await waitFor([{ taskId: 't0' }], api.ports, minutes(10));
		expect(statesOf(results)).toEqual({ t0: 'done' });
	});

	it.each(['created', 'queued', 'starting', 'reticulating splines', 'UNHEARD_OF'])(
		'is what ends a task that goes on saying "%s"',
		async (until) => {
			const api = scriptedApi(
				tasksApi({ t0: { endsAt: 300_000, until }, t1: { ...never, until } }),
			);
			const results = await waitFor([{ taskId: 't0' }, { taskId: 't1' }], api.ports, minutes(10));
			expect(statesOf(results)).toEqual({ t0: 'done', t1: 'timedOut' });
			expect(results.get('t1')).toMatchObject({ problem: { status: until } });
		},
	);

	it('tells the status of the submit when nobody could read the task since', async () => {
		const api = scriptedApi(() => lost('ECONNRESET'));
		const awaited = [{ taskId: 't0', known: known('t0', 'created') }, { taskId: 't1' }];
		const results = await waitFor(awaited, api.ports, minutes(1));
		expect(results.get('t0')).toMatchObject({
			state: 'timedOut',
			problem: { status: 'created' },
			task: { status: 'created' },
		});
		expect(results.get('t1')).toMatchObject({ state: 'timedOut', problem: { status: 'unknown' } });
		const unread = results.get('t1');
		expect(unread).not.toHaveProperty('task');
		expect(unread).toMatchObject({
			problem: { description: expect.stringContaining(problem('unreachable').message) as unknown },
		});
	});

	it('that has come already still allows one read', async () => {
		const api = scriptedApi(tasksApi({ t0: { endsAt: 0 }, t1: never }));
		const results = await waitFor([{ taskId: 't0' }, { taskId: 't1' }], api.ports, minutes(0));
		expect(statesOf(results)).toEqual({ t0: 'done', t1: 'timedOut' });
		expect(api.sent).toHaveLength(2);
	});
});

describe('Stop', () => {
	it.each([250, 60_123, 300_750])('after %d ms is noticed within 1 s', async (ms) => {
		const api = scriptedApi(tasksApi({ quick: { endsAt: 0 }, t0: never }));
		api.clock.at(ms, api.stop);
		const awaited = [{ taskId: 'quick' }, { taskId: 't0', model }];
		const results = await waitFor(awaited, api.ports, minutes(60));
		expect(api.clock.elapsed()).toBeLessThanOrEqual(ms + 1_000);
		expect(statesOf(results)).toEqual({ quick: 'done', t0: 'stopped' });
		expect(results.get('t0')).toMatchObject({
			problem: { cause: 'stopped', taskId: 't0', model, outcome: 'accepted' },
			task: { status: 'processing' },
		});
		expect(Math.max(...api.sent.map(({ atMs }) => atMs))).toBeLessThanOrEqual(ms);
	});

	it('in the last pause before the deadline: not even the last read', async () => {
		const api = scriptedApi(tasksApi({ t0: never }));
		api.clock.at(599_900, api.stop);
		const results = await waitFor([{ taskId: 't0' }], api.ports, minutes(10));
		expect(statesOf(results)).toEqual({ t0: 'stopped' });
		expect(Math.max(...api.sent.map(({ atMs }) => atMs))).toBeLessThan(599_900);
	});

	it('before the start: no read, every id still in the results', async () => {
		const api = scriptedApi(tasksApi({ t0: never }));
		api.stop();
		const done = known('t1', 'completed');
		const awaited = [{ taskId: 't0' }, { taskId: 't1', known: done }];
		const results = await waitFor(awaited, api.ports, minutes(60));
		expect(statesOf(results)).toEqual({ t0: 'stopped', t1: 'done' });
		expect(api.sent).toHaveLength(0);
	});
});

describe('once a bug', () => {
	it('Stop during a slow read is noticed within 1 s', async () => {
		const api = scriptedApi(tasksApi({ t0: never }), { latencyMs: 20_000 });
		api.clock.at(5_000, api.stop);
		await waitFor([{ taskId: 't0' }], api.ports, minutes(60));
		expect(api.clock.elapsed()).toBeLessThanOrEqual(6_000);
	});

	it('Stop during a round of reads begins no further read', async () => {
		const ids = Array.from({ length: 100 }, (_, i) => `t${i}`);
		const tasks = Object.fromEntries(ids.map((id) => [id, never]));
		const api = scriptedApi(tasksApi(tasks), { latencyMs: 900 });
		api.clock.at(1_000, api.stop);
		await waitFor(
			ids.map((taskId) => ({ taskId })),
			api.ports,
			minutes(60),
		);
		expect(Math.max(...api.sent.map(({ atMs }) => atMs))).toBeLessThanOrEqual(1_000);
	});
});
