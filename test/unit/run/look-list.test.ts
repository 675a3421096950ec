/** One look at many tasks between two sleeps: the list of recent tasks says which of them to read first. */
import { ReadPace } from '../../../seedance/api/http';
import { lookAt, staleRestMs, unfinished } from '../../../seedance/run/look';
import type { AwaitedTask } from '../../../seedance/run/look';
import { answer, enveloped, task } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import type { Script } from '../../support/api/scriptedApi';
import {
	isList,
	known,
	listsIn,
	readsIn,
	taskIdOf,
	tasksApi,
	unlistedApi,
} from '../../support/task/fakeTasks';
import { ids, never, there } from '../../support/task/looks';
import { statesOf } from '../../support/task/runItems';

const noon = Date.UTC(2026, 0, 5, 12);
/** A task that was created so many seconds after noon. */
const created = (taskId: string, seconds = 0): AwaitedTask => ({
	taskId,
	createdAt: new Date(noon + seconds * 1_000).toISOString(),
});
const allAre = (count: number, one: typeof never) =>
	Object.fromEntries(ids(count).map((id) => [id, one]));

/** A list that shows these statuses, whatever reads of the tasks say. */
const showing =
	(statuses: Record<string, string>, reads: Script): Script =>
	(one, api) =>
		isList(one)
			? answer(
					200,
					enveloped(200, 'success', {
						items: Object.entries(statuses).map(([id, status]) => task(id, status)),
					}),
				)
			: reads(one, api);

/** Looks once. @returns what was asked */
async function look(
	script: Script,
	tasks: readonly AwaitedTask[],
	{ leftMs = 600_000, pace }: { leftMs?: number; pace?: ReadPace } = {},
) {
	const api = scriptedApi(script);
	const lookAgain = async () => {
		const options = { deadline: api.clock.now() + leftMs, minutes: 30 };
		return await lookAt(tasks, { ...api.ports, ...(pace && { pace }) }, options);
	};
	const states = await lookAgain();
	return { api, states: statesOf(states), reads: readsIn(api).map(taskIdOf), lookAgain };
}

describe('tasks that run', () => {
	it('cost one look at the list and one read', async () => {
		const tasks = ids(100).map((id, i) => created(id, i));
		const { api, reads, states } = await look(tasksApi(allAre(100, never)), tasks);
		expect(listsIn(api).map(({ body }) => body)).toEqual([
			{
				page: 1,
				page_size: 100,
				created_after: '2026-01-05T11:59:55.000Z',
				created_before: '2026-01-05T12:01:44.000Z',
			},
		]);
		expect(reads).toEqual(['t0']);
		expect(new Set(Object.values(states))).toEqual(new Set(['running']));
	});

	it('are read beginning with the one that was created first', async () => {
		const tasks = [created('t0', 30), created('t1', 10), created('t2', 20)];
		expect((await look(tasksApi(allAre(3, never)), tasks)).reads).toEqual(['t1']);
	});

	it('are read before others that were created earlier', async () => {
		const tasks = [created('t0', 10), created('t1', 20)];
		const script = tasksApi({ t0: there, t1: never });
		const { reads, states } = await look(script, tasks);
		expect([reads, states]).toEqual([['t1'], { t0: 'running', t1: 'running' }]);
	});
});

describe('the list', () => {
	const two = [created('t0'), created('t1')];
	const running = tasksApi(allAre(2, never));

	it('says nothing about tasks that it does not show as running: they are read', async () => {
		const script = showing({ t0: 'completed' }, tasksApi(allAre(2, there)));
		const { reads, states } = await look(script, two);
		expect([reads, states]).toEqual([['t0', 't1'], { t0: 'done', t1: 'done' }]);
	});

	it.each([
		['refused', unlistedApi(allAre(2, there))],
		['empty', showing({}, tasksApi(allAre(2, there)))],
		[
			'impossible to ask for',
			((one, api) => {
				if (isList(one)) throw new Error('no socket');
				return tasksApi(allAre(2, there))(one, api);
			}) satisfies Script,
		],
	])('may be %s: the tasks are read', async (_, script) => {
		const { reads, states } = await look(script, two);
		expect([reads, states]).toEqual([['t0', 't1'], { t0: 'done', t1: 'done' }]);
	});

	it('is not asked for fewer than two tasks whose creation is known', async () => {
		expect(listsIn((await look(running, [created('t0')])).api)).toEqual([]);
		const others = [created('t0'), { taskId: 't1' }, { taskId: 't2', createdAt: 'long ago' }];
		expect(listsIn((await look(running, others)).api)).toEqual([]);
		expect(listsIn((await look(running, [...others, created('t3')])).api).length).toBe(1);
	});

	it('is not asked at the deadline, or after a stop', async () => {
		expect(listsIn((await look(running, two, { leftMs: 0 })).api)).toEqual([]);
		const api = scriptedApi(running);
		api.stop();
		await lookAt(two, api.ports, { deadline: api.clock.now() + 60_000, minutes: 1 });
		expect(api.sent).toEqual([]);
	});

	it('is not asked while it rests', async () => {
		const asked = async (restsMs: number) => {
			const pace = new ReadPace();
			pace.listRestsUntil = scriptedApi(running).clock.now() + restsMs;
			return listsIn((await look(running, two, { pace })).api).length;
		};
		expect([await asked(0), await asked(1)]).toEqual([1, 0]);
	});

	it('rests for five minutes when it shows a task as running that has ended, which is read once', async () => {
		const pace = new ReadPace();
		const script = showing({ t0: 'processing' }, tasksApi({ t0: there, t1: there }));
		const { api, reads, states, lookAgain } = await look(script, two, { pace });
		expect([reads, states]).toEqual([['t0', 't1'], { t0: 'done', t1: 'done' }]);
		await api.clock.sleep(staleRestMs - 1_000);
		await lookAgain();
		expect(listsIn(api).length).toBe(1);
		await api.clock.sleep(1_000);
		await lookAgain();
		expect(listsIn(api).length).toBe(2);
	});

	it('is right about a task that runs, or cannot be read: it does not rest', async () => {
		const pace = new ReadPace();
		await look(running, two, { pace });
		await look(showing({ t0: 'processing' }, tasksApi({ t1: there })), two, { pace });
		expect(pace.listRestsUntil).toBe(0);
	});

	it('that is behind needs no pace to rest', async () => {
		const script = showing({ t0: 'processing' }, tasksApi({ t0: there, t1: there }));
		expect((await look(script, two)).states).toEqual({ t0: 'done', t1: 'done' });
	});
});

describe('what an earlier look has seen', () => {
	const progress = [{ status: 'created', at: '2026-01-05T12:00:00.000Z' }];

	it('is kept for a task that is not read', async () => {
		const api = scriptedApi(tasksApi({ t0: never }));
		api.stop();
		const tasks = [{ taskId: 't0', known: known('t0'), progress }];
		const states = await lookAt(tasks, api.ports, {
			deadline: api.clock.now() + 60_000,
			minutes: 1,
		});
		expect(states.get('t0')).toEqual({ state: 'running', task: known('t0'), progress });
	});

	it('is logged only when it changes', async () => {
		const api = scriptedApi(tasksApi({ t0: never }));
		const log = jest.fn();
		const tasks = [{ taskId: 't0', known: known('t0'), progress }];
		const options = { deadline: api.clock.now() + 60_000, minutes: 1 };
		await lookAt(tasks, { ...api.ports, log }, options);
		expect(log.mock.calls).toEqual([['task status', { taskId: 't0', status: 'processing' }]]);
		await lookAt(
			[{ taskId: 't0', known: known('t0', 'processing') }],
			{ ...api.ports, log },
			options,
		);
		expect(log).toHaveBeenCalledTimes(1);
	});
});

describe('a task that has not ended when the wait does', () => {
	const seen = {
		task: { taskId: 't0' },
		last: known('t0', 'processing'),
		progress: [{ status: 'processing', at: '2026-01-05T12:00:00.000Z' }],
	};

	it('is late at the deadline, with what was seen of it', () => {
		expect(unfinished('deadline', seen, 1)).toEqual({
			state: 'timedOut',
			problem: expect.objectContaining({ cause: 'deadline', taskId: 't0', outcome: 'accepted' }),
			task: seen.last,
			progress: seen.progress,
		});
	});

	it('has failed after a stop', () => {
		expect(unfinished('stopped', seen, 1)).toEqual({
			state: 'failed',
			problem: expect.objectContaining({ cause: 'stopped', taskId: 't0', outcome: 'accepted' }),
			task: seen.last,
		});
	});
});
