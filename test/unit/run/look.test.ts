/** One look at tasks between two sleeps: what it tells, and how many reads it costs. */
import type { ApiReply } from '../../../seedance/api/http';
import { answer, enveloped, html, lost, model, taskAnswer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { known, readsOf, taskIdOf, tasksApi } from '../../support/task/fakeTasks';
import type { FakeTask } from '../../support/task/fakeTasks';
import { statesOf } from '../../support/task/runItems';
import { awaited, early, ids, late, lookBefore, never, there } from '../../support/task/looks';
import { problem } from '../../../seedance/errors/messages';
import type { Cause } from '../../../seedance/errors/problem';
import { lookAt, notShown } from '../../../seedance/run/look';
import type { AwaitedTask } from '../../../seedance/run/look';
import { waitFor } from '../../../seedance/run/wait';

/** An API of so many tasks, all alike but for some. */
const alike = (count: number, task: FakeTask, others: Record<string, FakeTask> = {}) =>
	tasksApi({ ...Object.fromEntries(ids(count).map((id) => [id, task])), ...others });

const passing: ReadonlyArray<readonly [string, ApiReply]> = [
	['ECONNRESET', lost('ECONNRESET')],
	['429', answer(429, enveloped(429))],
	['502', answer(502, html)],
	['503 with Retry-After', answer(503, '', { 'retry-after': '5' })],
	['HTML', answer(200, html)],
];

const lasting: ReadonlyArray<readonly [string, ApiReply, string]> = [
	['404', answer(404, enveloped(404, 'Prediction not found')), 'unknownTask'],
	['envelope 404', answer(200, enveloped(404)), 'unknownTask'],
	['401', answer(401), 'invalidKey'],
	['400', answer(400), 'requestRefused'],
];

describe('at any time', () => {
	const moments = [
		['before the deadline', early],
		['at the deadline', late],
	] as const;

	describe.each(moments)('%s', (_moment, lookNow) => {
		it.each(['completed', 'succeeded', 'failed', 'cancelled', 'timeout', 'deleted'])(
			'a task that is known to have ended (%s) needs no request',
			async (status) => {
				const api = scriptedApi(tasksApi({}));
				const task = known('t0', status);
				const results = await lookNow(api, [{ taskId: 't0', known: task }]);
				expect([...results]).toEqual([['t0', { state: 'done', task: task }]]);
				expect(api.sent).toHaveLength(0);
			},
		);

		it('all have ended: all are in the results, each read once, five at a time', async () => {
			const ends = ['completed', 'succeeded', 'failed', 'cancelled', 'timeout', 'deleted'];
			const tasks = Object.fromEntries(
				ids(40).map((id, i) => [id, { ...there, end: ends[i % ends.length] ?? '' }]),
			);
			const api = scriptedApi(tasksApi(tasks));
			const results = await lookNow(api, awaited(ids(40)));
			for (const [i, id] of ids(40).entries()) {
				const end = ends[i % ends.length];
				expect(results.get(id)).toMatchObject({
					state: 'done',
					task: { id, status: end === 'succeeded' ? 'completed' : end },
				});
			}
			expect(results.size).toBe(40);
			expect(api.sent.map(taskIdOf)).toEqual(ids(40));
			expect(Math.max(...api.sent.map(({ underWay }) => underWay))).toBe(5);
		});

		it('a task that ran when it was last seen is read again', async () => {
			const api = scriptedApi(tasksApi({ t0: there }));
			const results = await lookNow(api, [{ taskId: 't0', known: known('t0') }]);
			expect(statesOf(results)).toEqual({ t0: 'done' });
			expect(api.sent).toHaveLength(1);
		});

		it.each(lasting)('%s: not read, without another try', async (_name, reply, cause) => {
			const others = tasksApi({ t0: there, t2: there });
			const api = scriptedApi((one, w) => (taskIdOf(one) === 't1' ? reply : others(one, w)));
			const results = await lookNow(api, awaited(ids(3)));
			expect(statesOf(results)).toEqual({ t0: 'done', t1: 'failed', t2: 'done' });
			expect(results.get('t1')).toMatchObject({ problem: { cause, taskId: 't1' } });
			expect(readsOf(api, 't1')).toHaveLength(1);
		});

		it('a task id that is given twice is read once', async () => {
			const api = scriptedApi(tasksApi({ t0: there, t1: there }));
			const results = await lookNow(api, awaited(['t0', 't1', 't0']));
			expect([...results.keys()].sort()).toEqual(['t0', 't1']);
			expect(api.sent.map(taskIdOf).sort()).toEqual(['t0', 't1']);
		});

		it('stopped before it: nothing is read', async () => {
			const api = scriptedApi(tasksApi({ t0: there }));
			api.stop();
			const ended = { taskId: 't1', known: known('t1', 'completed') };
			const results = await lookNow(api, [{ taskId: 't0' }, ended]);
			expect(statesOf(results)).toEqual({ t1: 'done' });
			expect(api.sent).toHaveLength(0);
		});

		it('stopped during it: nothing more is read', async () => {
			const api = scriptedApi(alike(40, there));
			api.clock.at(150, api.stop);
			const results = await lookNow(api, awaited(ids(40)));
			expect(api.sent.map(taskIdOf)).toEqual(ids(10));
			expect([...results.keys()]).toEqual(ids(10));
		});

		it('stopped between two tries: no other try', async () => {
			const api = scriptedApi(() => answer(429, '', { 'retry-after': '25' }));
			api.clock.at(3_200, api.stop);
			await lookNow(api, awaited(['t0']));
			expect(api.sent).toHaveLength(1);
			expect(api.clock.elapsed()).toBeLessThanOrEqual(4_200);
		});

		it('no tasks: nothing happens', async () => {
			const api = scriptedApi(tasksApi({}));
			expect((await lookNow(api, [])).size).toBe(0);
			expect(api.sent).toHaveLength(0);
		});
	});
});

describe('before the deadline', () => {
	it.each(['created', 'queued', 'processing', 'reticulating splines'])(
		'a task that says "%s" is not in the results',
		async (until) => {
			const api = scriptedApi(tasksApi({ t0: there, t1: { ...never, until } }));
			expect(statesOf(await early(api, awaited(['t0', 't1'])))).toEqual({ t0: 'done' });
		},
	);

	it('a hundred tasks that all run cost the five reads that are under way together', async () => {
		const api = scriptedApi(alike(100, never));
		expect((await early(api, awaited(ids(100)))).size).toBe(0);
		expect(api.sent.map(taskIdOf)).toEqual(ids(5));
	});

	it.each([0, 7, 31, 96])('the first that runs (no. %d) ends the look', async (first) => {
		const api = scriptedApi(alike(100, there, { [`t${first}`]: never }));
		const results = await early(api, awaited(ids(100)));
		expect(api.sent.length).toBeGreaterThanOrEqual(first + 1);
		// It, those before it, and those that were under way.
		expect(api.sent.length).toBeLessThanOrEqual(first + 5);
		const others = api.sent.map(taskIdOf).filter((id) => id !== `t${first}`);
		expect([...results.keys()].sort()).toEqual(others.sort());
	});

	it('tasks that are known to have ended are in the results of a look that has ended', async () => {
		const api = scriptedApi(alike(100, never));
		const ended = { taskId: 'last', known: known('last', 'completed') };
		const results = await early(api, [...awaited(ids(100)), ended]);
		expect(statesOf(results)).toEqual({ last: 'done' });
	});

	it.each(passing)('%s twice: not in the results', async (_name, reply) => {
		const api = scriptedApi(() => reply);
		expect((await early(api, awaited(['t0']))).size).toBe(0);
		expect(api.sent).toHaveLength(2);
	});

	it.each(passing)('%s once: read again, and in the results', async (_name, reply) => {
		const api = scriptedApi((_one, { sent }) =>
			sent.length === 1 ? reply : taskAnswer('t0', 'completed'),
		);
		expect(statesOf(await early(api, awaited(['t0'])))).toEqual({ t0: 'done' });
	});

	it('an API that is down costs ten reads, however many tasks there are', async () => {
		const api = scriptedApi(() => lost('ECONNREFUSED'));
		expect((await early(api, awaited(ids(100)))).size).toBe(0);
		expect(api.sent).toHaveLength(10);
	});

	it('a task that cannot be read for good does not end the look', async () => {
		const api = scriptedApi(tasksApi({ t99: there }));
		const results = await early(api, awaited(ids(100)));
		expect(results.size).toBe(100);
		expect(results.get('t99')?.state).toBe('done');
	});

	it('means before the look: that it comes meanwhile makes nothing late', async () => {
		const api = scriptedApi(tasksApi({ t0: never }));
		expect((await lookBefore(1)(api, awaited(['t0']))).size).toBe(0);
		expect(api.clock.elapsed()).toBeGreaterThan(1);
	});
});

describe('a task id that is given twice', () => {
	it.each([0, 1])('keeps the end that one of them knows, at place %d', async (place) => {
		const api = scriptedApi(() => answer(404));
		const ended = { taskId: 't0', known: known('t0', 'completed') };
		const tasks = place === 0 ? [ended, { taskId: 't0' }] : [{ taskId: 't0' }, ended];
		expect(statesOf(await early(api, tasks))).toEqual({ t0: 'done' });
		expect(api.sent).toEqual([]);
	});
});

it('a task that runs on keeps the state that is known, and what it has been seen in', async () => {
	const api = scriptedApi(tasksApi({ t0: never, t1: never }));
	const task = known('t0');
	const deadline = api.clock.now() + 60_000;
	const tasks = [{ taskId: 't0', known: task }, { taskId: 't1' }];
	const states = await lookAt(tasks, api.ports, { deadline, minutes: 1 });
	expect(states.get('t0')).toMatchObject({
		state: 'running',
		task,
		progress: [{ status: 'created' }, { status: 'processing' }],
	});
	expect(states.get('t1')).toMatchObject({ state: 'running' });
});

describe('notShown', () => {
	const day = 86_400_000;
	const now = Date.UTC(2026, 0, 5, 12);
	const problemOf = (cause: Cause) => ({ kind: 'permanent', problem: problem(cause) }) as const;
	const seen = (task: Partial<AwaitedTask>, sinceMs = 0, cause: Cause = 'unknownTask') =>
		notShown({ taskId: 't0', model, ...task }, problemOf(cause), now - sinceMs, now);
	const createdBefore = (ms: number) => new Date(now - ms).toISOString();

	it.each([
		[0, 'transient'],
		[119_999, 'transient'],
		[120_000, 'permanent'],
	] as const)('%d ms after the first "not found" it is %s', (sinceMs, kind) => {
		expect(seen({ isAccepted: true }, sinceMs)).toMatchObject({
			kind,
			problem: { cause: 'taskNotShown', taskId: 't0', model, outcome: 'accepted' },
		});
	});

	it.each([
		['not known to be accepted', {}, 'unknownTask'],
		[
			'accepted seven days ago',
			{ isAccepted: true, createdAt: createdBefore(7 * day) },
			'unknownTask',
		],
		['not readable for another reason', { isAccepted: true }, 'invalidKey'],
	] as const)('a task that is %s stays what the read has said', (_name, task, cause) => {
		expect(seen(task, 0, cause)).toEqual(problemOf(cause));
	});

	it('a task that was accepted just less than seven days ago is kept', () => {
		const createdAt = createdBefore(7 * day - 1);
		expect(seen({ isAccepted: true, createdAt }).kind).toBe('transient');
	});
});

const hour = { timeoutMs: 3_600_000 };
const unknownTo: ReadonlyArray<readonly [string, ApiReply]> = [
	['404', answer(404, enveloped(404, 'Prediction not found'))],
	['envelope 404', answer(200, enveloped(404))],
];
/** As the submit gave it, at the start of the clock. */
const createdAt = new Date(Date.UTC(2026, 0, 5, 12)).toISOString();
const accepted = {
	taskId: 't0',
	isAccepted: true,
	createdAt,
	known: { ...known('t0'), createdAt },
};

describe.each(unknownTo)(
	'a task that was accepted a moment ago, which the server that is asked need not know: %s',
	(_name, reply) => {
		it.each([20_000, 110_000])('for %d ms: passing', async (ms) => {
			const api = scriptedApi((_, { clock }) =>
				clock.elapsed() < ms ? reply : taskAnswer('t0', 'completed'),
			);
			const results = await waitFor([accepted], api.ports, hour);
			expect(results.get('t0')).toMatchObject({ state: 'done' });
		});

		it('for over two minutes: still charged, never "does not know"', async () => {
			const api = scriptedApi(() => reply);
			const end = (await waitFor([accepted], api.ports, hour)).get('t0');
			expect(end).toMatchObject({
				state: 'failed',
				problem: { cause: 'taskNotShown', taskId: 't0', outcome: 'accepted' },
			});
			expect(api.clock.elapsed()).toBeGreaterThan(120_000);
			expect(api.clock.elapsed()).toBeLessThan(240_000);
		});

		it('at a deadline within the two minutes: unfinished, never "does not know"', async () => {
			const api = scriptedApi(() => reply);
			const end = (await waitFor([accepted], api.ports, { timeoutMs: 60_000 })).get('t0');
			expect(end).toMatchObject({ state: 'timedOut', problem: { cause: 'deadline' } });
			expect(JSON.stringify(end)).not.toContain('does not know');
		});

		it('of a task that nobody knows to be accepted: unknown at once', async () => {
			const api = scriptedApi(() => reply);
			const end = (await waitFor([{ taskId: 't0' }], api.ports, hour)).get('t0');
			expect(end).toMatchObject({ state: 'failed', problem: { cause: 'unknownTask' } });
			expect(api.sent).toHaveLength(1);
		});

		it('of one that was accepted more than seven days ago: it has expired', async () => {
			const api = scriptedApi(() => reply);
			const end = (
				await waitFor(
					[{ taskId: 't0', isAccepted: true, createdAt: '2025-12-20T00:00:00Z' }],
					api.ports,
					hour,
				)
			).get('t0');
			expect(end).toMatchObject({ problem: { cause: 'unknownTask' } });
		});

		it('in a look between two sleeps: it goes on, then it is not shown, or late', async () => {
			const looked = async (afterMs: number, deadlineMs: number) => {
				const api = scriptedApi(() => reply);
				await api.clock.sleep(afterMs);
				const deadline = api.clock.now() + deadlineMs;
				return (await lookAt([accepted], api.ports, { deadline, minutes: 60 })).get('t0');
			};
			expect(await looked(30_000, 60_000)).toMatchObject({ state: 'running' });
			expect(await looked(30_000, 0)).toMatchObject({ state: 'timedOut' });
			expect(await looked(180_000, 60_000)).toMatchObject({ problem: { cause: 'taskNotShown' } });
		});
	},
);
