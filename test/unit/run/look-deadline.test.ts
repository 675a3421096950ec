/** The look at the deadline, which must tell of every task. */
import type { ApiReply } from '../../../seedance/api/http';
import { lookAt } from '../../../seedance/run/look';
import type { TaskState } from '../../../seedance/run/itemState';
import { answer, html, lost, model, taskAnswer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { known, taskIdOf, tasksApi } from '../../support/task/fakeTasks';
import { statesOf } from '../../support/task/runItems';
import { awaited, ids, late, lookBefore, never, there } from '../../support/task/looks';
import { problem } from '../../../seedance/errors/messages';
import type { Cause } from '../../../seedance/errors/problem';

function lateProblem(result: TaskState | undefined) {
	if (result?.state !== 'timedOut') throw new Error(`no deadline: ${result?.state}`);
	return result.problem;
}

describe('at the deadline', () => {
	it('every task has a result: those that run on are late', async () => {
		const api = scriptedApi(tasksApi({ t0: never, t1: there, t3: { ...there, end: 'failed' } }));
		expect(statesOf(await late(api, awaited(ids(4))))).toEqual({
			t0: 'timedOut',
			t1: 'done',
			t2: 'failed',
			t3: 'done',
		});
	});

	it('a video that is there is handed out', async () => {
		const api = scriptedApi(tasksApi({ t0: there }));
		expect((await late(api, awaited(['t0']))).get('t0')).toMatchObject({
			state: 'done',
			task: { status: 'completed', outputs: ['https://cdn.example/t0.mp4'] },
		});
	});

	it.each([0, 1, 86_400_000])('a look %d ms after it is one at it', async (sinceMs) => {
		const api = scriptedApi(tasksApi({ t0: never }));
		expect(statesOf(await lookBefore(-sinceMs)(api, awaited(['t0'])))).toEqual({ t0: 'timedOut' });
	});

	it('a hundred tasks that all run are read once each, five at a time', async () => {
		const api = scriptedApi(tasksApi(Object.fromEntries(ids(100).map((id) => [id, never]))));
		const results = await late(api, awaited(ids(100)));
		expect(statesOf(results)).toEqual(Object.fromEntries(ids(100).map((id) => [id, 'timedOut'])));
		expect(api.sent.map(taskIdOf)).toEqual(ids(100));
		expect(Math.max(...api.sent.map(({ underWay }) => underWay))).toBe(5);
	});

	it('the problem names the task, its status, its model and the minutes', async () => {
		const api = scriptedApi(tasksApi({ t0: { ...never, until: 'queued' } }));
		const result = (await late(api, awaited(['t0']))).get('t0');
		expect(result).toMatchObject({ task: { id: 't0', status: 'queued' } });
		const told = lateProblem(result);
		expect(told).toMatchObject({
			cause: 'deadline',
			taskId: 't0',
			status: 'queued',
			model,
			outcome: 'accepted',
		});
		const about = { taskId: 't0', status: 'queued', model, minutes: 30 };
		expect(told).toMatchObject(problem('deadline', about));
	});

	it('the minutes are those that the wait was meant to last, not those of the look', async () => {
		const { ports } = scriptedApi(tasksApi({ t0: never }));
		const options = { deadline: ports.now() - 5 * 60_000, minutes: 0.5 };
		const results = await lookAt(awaited(['t0']), ports, options);
		expect(lateProblem(results.get('t0')).message).toMatch(/\b0\.5\b/);
	});

	it('a model that only the caller knows is named', async () => {
		const api = scriptedApi(() => taskAnswer('t0', 'processing', { model: undefined }));
		const results = await late(api, [{ taskId: 't0', model: 'a/b' }]);
		expect(lateProblem(results.get('t0'))).toMatchObject({ model: 'a/b' });
	});

	it.each<readonly [string, ApiReply, Cause]>([
		['ECONNRESET', lost('ECONNRESET'), 'unreachable'],
		['502', answer(502), 'apiUnavailable'],
		['HTML', answer(200, html), 'proxyAnswered'],
	])('%s after three others: late, and the last problem is named', async (_name, reply, cause) => {
		const api = scriptedApi((_one, { sent }) => (sent.length < 4 ? answer(429) : reply));
		const task = { taskId: 't0', model: 'a/b', known: known('t0', 'queued') };
		const told = lateProblem((await late(api, [task])).get('t0'));
		expect(api.sent).toHaveLength(4);
		expect(told).toMatchObject({ cause: 'deadline', status: 'queued', model });
		expect(told.description).toContain(problem(cause).message);
	});

	it('three failed reads do not hide a video that is there', async () => {
		const api = scriptedApi((_one, { sent }) =>
			sent.length < 4 ? answer(502) : taskAnswer('t0', 'completed'),
		);
		expect(statesOf(await late(api, awaited(['t0'])))).toEqual({ t0: 'done' });
	});

	it('a task that nobody has ever read has the status "unknown"', async () => {
		const api = scriptedApi(() => lost('ECONNREFUSED'));
		const result = (await late(api, awaited(['t0']))).get('t0');
		expect(lateProblem(result)).toMatchObject({ taskId: 't0', status: 'unknown' });
		expect(result).not.toHaveProperty('task');
	});

	it('a task that cannot be read now comes out as it was last known', async () => {
		const api = scriptedApi(() => lost('ECONNREFUSED'));
		const last = known('t0', 'processing');
		const results = await late(api, [{ taskId: 't0', known: last }]);
		expect(results.get('t0')).toMatchObject({ state: 'timedOut', task: last });
	});

	it.each([
		[30_000, 6],
		[30_001, 5],
	])(
		'a read may begin until 30 s after it: answers after %d ms allow %d',
		async (latencyMs, reads) => {
			const tasks = Object.fromEntries(ids(6).map((id) => [id, there]));
			const api = scriptedApi(tasksApi(tasks), { latencyMs });
			const results = await late(api, awaited(ids(6)));
			expect(api.sent).toHaveLength(reads);
			expect(results.get('t5')?.state).toBe(reads === 6 ? 'done' : 'timedOut');
		},
	);

	it('an API that answers nothing does not hold us: no read is begun after 30 s', async () => {
		const api = scriptedApi(() => lost('ETIMEDOUT'), { latencyMs: 30_000 });
		const begun = api.clock.now();
		const results = await late(api, awaited(ids(100)));
		expect(new Set(Object.values(statesOf(results)))).toEqual(new Set(['timedOut']));
		expect(results.size).toBe(100);
		// Five tasks, four tries each.
		expect(api.sent.length).toBeLessThanOrEqual(20);
		expect(api.clock.now() - begun).toBeLessThan(180_000);
	});
});
