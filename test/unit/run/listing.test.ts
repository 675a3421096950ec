/** Many tasks are looked at through the list of recent tasks, also if the list is no good. */
import fc from 'fast-check';
import type { ApiReply } from '../../../seedance/api/http';
import { ReadPace } from '../../../seedance/api/http';
import { waitFor } from '../../../seedance/run/wait';
import { answer, enveloped, html, lost, task, taskAnswer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import type { Script, ScriptedApi } from '../../support/api/scriptedApi';
import {
	isList,
	listsIn,
	readsIn,
	readsOf,
	tasksApi,
	unlistedApi,
} from '../../support/task/fakeTasks';
import type { FakeTask } from '../../support/task/fakeTasks';
import { known } from '../../support/task/fakeTasks';
import { statesOf } from '../../support/task/runItems';

const hour = { timeoutMs: 3_600_000 };

/** Tasks that end after so many seconds. */
const tasksOf = (...ends: readonly number[]): Record<string, FakeTask> =>
	Object.fromEntries(ends.map((end, i) => [`t${i}`, { endsAt: end * 1000 }]));

/** The tasks as a submit has just accepted them. */
const submitted = (tasks: Readonly<Record<string, unknown>>) =>
	Object.keys(tasks).map((taskId) => ({ taskId, isAccepted: true, known: known(taskId) }));

/** Waits for all of them. @returns how late the wait was over, in ms */
async function play(tasks: Record<string, FakeTask>, script: Script, options = hour) {
	const api = scriptedApi(script, { fuse: 50_000 });
	const results = await waitFor(submitted(tasks), api.ports, options);
	const last = Math.max(...Object.values(tasks).map(({ endsAt }) => endsAt));
	return { api, results, lateMs: api.clock.elapsed() - last };
}

/** When each task was read for the last time, after its end, in ms. */
const delaysOf = (api: ScriptedApi, tasks: Record<string, FakeTask>) =>
	Object.entries(tasks).map(
		([id, { endsAt }]) => (readsOf(api, id).at(-1)?.atMs ?? Infinity) - endsAt,
	);

const pausesOf = (api: ScriptedApi, taskId: string) => {
	const times = readsOf(api, taskId).map(({ atMs }) => atMs);
	return times.slice(1).map((at, i) => at - (times[i] ?? NaN));
};

const allDone = (tasks: object) => Object.fromEntries(Object.keys(tasks).map((id) => [id, 'done']));

/** Answers lists in its own way. */
const listing =
	(tasks: Record<string, FakeTask>, reply: Script): Script =>
	(one, api) =>
		isList(one) ? reply(one, api) : tasksApi(tasks)(one, api);

const listOf = (tasks: Record<string, FakeTask>, statusOf: (endsAt: number) => string) =>
	answer(
		200,
		enveloped(200, 'success', {
			items: Object.entries(tasks).map(([id, { endsAt }]) => task(id, statusOf(endsAt))),
		}),
	);

describe('the first looks at a batch that was just submitted', () => {
	it.each([
		[9, 2_000],
		[10, 5_000],
	])(
		'of %d, whose list is refused: the list after 2 s, each task after %d ms',
		async (size, at) => {
			const tasks = tasksOf(...Array<number>(size).fill(30));
			const { api } = await play(tasks, unlistedApi(tasks));
			expect(listsIn(api).map(({ atMs }) => atMs)).toEqual([2_000]);
			for (const id of Object.keys(tasks)) {
				const first = readsOf(api, id)[0]?.atMs ?? NaN;
				expect(first).toBeGreaterThanOrEqual(at);
				expect(first).toBeLessThanOrEqual(at + 200);
			}
		},
	);
});

describe('a batch whose list is up to date', () => {
	const tasks = tasksOf(...Array.from({ length: 100 }, (_, i) => 20 + ((i * 37) % 100)));

	it('costs a look every 2.5 s, one read of each task, and few to check the list', async () => {
		const { api, results, lateMs } = await play(tasks, tasksApi(tasks));
		expect(statesOf(results)).toEqual(allDone(tasks));
		expect(lateMs).toBeLessThanOrEqual(3_400);
		expect(Math.max(...delaysOf(api, tasks))).toBeLessThanOrEqual(3_400);
		const lists = listsIn(api).map(({ atMs }) => atMs);
		expect(lists.length).toBeLessThanOrEqual(120 / 2.5 + 1);
		const pauses = lists.slice(1).map((at, i) => at - (lists[i] ?? NaN));
		expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2_000);
		expect(readsIn(api).length).toBeLessThanOrEqual(100 + 120 / 5);
	});

	it('asks for large pages of the time in which the tasks were created', async () => {
		const { api } = await play(tasks, tasksApi(tasks));
		expect(listsIn(api)[0]?.body).toEqual({
			page: 1,
			page_size: 100,
			created_after: '2026-01-05T12:00:43.239Z',
			created_before: '2026-01-05T12:00:53.239Z',
		});
		expect(new Set(listsIn(api).map(({ body }) => (body as { page: number }).page))).toEqual(
			new Set([1]),
		);
	});

	it('of more than a page is seen whole', async () => {
		const many = tasksOf(...Array.from({ length: 250 }, (_, i) => 30 + (i % 20)));
		const { api, results } = await play(many, tasksApi(many));
		expect(statesOf(results)).toEqual(allDone(many));
		expect(Math.max(...delaysOf(api, many))).toBeLessThanOrEqual(6_000);
		expect(readsIn(api).length).toBeLessThanOrEqual(260);
	});

	it('is not listed any more when one task is left', async () => {
		const two = tasksOf(20, 120);
		const { api } = await play(two, tasksApi(two));
		expect(Math.max(...listsIn(api).map(({ atMs }) => atMs))).toBeLessThanOrEqual(22_500);
		expect(Math.min(...pausesOf(api, 't1'))).toBeGreaterThanOrEqual(4_900);
	});

	it('reads at once what may have ended long ago, and lists it from then on', async () => {
		const api = scriptedApi(tasksApi(tasks));
		const awaited = Object.keys(tasks).map((taskId) => ({ taskId }));
		await waitFor(awaited, api.ports, hour);
		expect(readsIn(api).filter(({ atMs }) => atMs < 5_000)).toHaveLength(100);
		expect(readsIn(api).length).toBeLessThanOrEqual(224);
	});

	it('one task alone is never listed', async () => {
		const one = tasksOf(40);
		expect(listsIn((await play(one, tasksApi(one))).api)).toEqual([]);
	});
});

describe('a list that cannot be used', () => {
	const tasks = tasksOf(12, 20, 33, 47, 47);
	/** As many reads as each task by itself needs. */
	const mostReads = 5 * 12;

	it.each<readonly [string, ApiReply]>([
		['401', answer(401)],
		['403', answer(403, enveloped(403))],
		['404', answer(404)],
		['400', answer(400)],
		['envelope 403', answer(200, enveloped(403))],
	])('%s: it is asked once, and each task is read by itself', async (_, reply) => {
		const { api, results, lateMs } = await play(
			tasks,
			listing(tasks, () => reply),
		);
		expect(statesOf(results)).toEqual(allDone(tasks));
		expect(listsIn(api)).toHaveLength(1);
		expect(lateMs).toBeLessThanOrEqual(5_400);
		expect(Math.max(...delaysOf(api, tasks))).toBeLessThanOrEqual(5_400);
		expect(readsIn(api).length).toBeLessThanOrEqual(mostReads);
	});

	it('a refusal is remembered for other waits with the key, for ten minutes', async () => {
		const api = scriptedApi(listing(tasks, () => answer(403)));
		const ports = { ...api.ports, pace: new ReadPace() };
		const wait = async () => await waitFor(submitted(tasks), ports, hour);
		await Promise.all([wait(), wait()]);
		await wait();
		expect(listsIn(api).length).toBeLessThanOrEqual(2);
		await api.clock.sleep(600_000);
		const before = listsIn(api).length;
		const late = tasksOf(900, 900);
		await waitFor(submitted(late), ports, { timeoutMs: 20_000 });
		expect(listsIn(api).length).toBe(before + 1);
	});

	it.each<readonly [string, ApiReply]>([
		['ECONNRESET', lost('ECONNRESET')],
		['500', answer(500)],
		['a web page', answer(200, html)],
		['broken JSON', answer(200, '{"code":200,"data":{"items":[')],
		['429', answer(429)],
	])('%s: it is asked less and less often, and no task fails', async (_, reply) => {
		const { api, results, lateMs } = await play(
			tasks,
			listing(tasks, () => reply),
		);
		expect(statesOf(results)).toEqual(allDone(tasks));
		expect(lateMs).toBeLessThanOrEqual(15_000);
		expect(listsIn(api).length).toBeLessThanOrEqual(5);
	});

	it('one that never answers holds up no task for longer than 10 s', async () => {
		const reads = tasksApi(tasks);
		const api = scriptedApi(reads);
		const http: typeof api.ports.http = async (one) => {
			if (!isList(one)) return await api.ports.http(one);
			await api.clock.sleep(600_000);
			return lost('ETIMEDOUT');
		};
		const results = await waitFor(submitted(tasks), { ...api.ports, http }, hour);
		expect(statesOf(results)).toEqual(allDone(tasks));
		expect(Math.max(...delaysOf(api, tasks))).toBeLessThanOrEqual(10_400);
	});

	it('one that throws is like one that fails', async () => {
		const { results } = await play(
			tasks,
			listing(tasks, () => {
				throw new Error('odd');
			}),
		);
		expect(statesOf(results)).toEqual(allDone(tasks));
	});
});

describe('a list that lies', () => {
	const tasks = tasksOf(21, 23, 34, 48, 61);

	it('by omission: what it does not show is read by itself', async () => {
		const shown = tasksOf(21, 23);
		const { api, results } = await play(
			tasks,
			listing(tasks, (_, { clock }) =>
				listOf(shown, (endsAt) => (clock.elapsed() >= endsAt ? 'completed' : 'processing')),
			),
		);
		expect(statesOf(results)).toEqual(allDone(tasks));
		expect(Math.max(...delaysOf(api, tasks))).toBeLessThanOrEqual(5_400);
		expect(readsOf(api, 't0').length).toBeLessThanOrEqual(4);
	});

	it.each(['empty', 'cut'])('an %s one: each is read by itself', async (kind) => {
		const { api, results } = await play(
			tasks,
			listing(tasks, () =>
				kind === 'empty' ? listOf({}, String) : listOf(tasksOf(21), () => 'processing'),
			),
		);
		expect(statesOf(results)).toEqual(allDone(tasks));
		expect(Math.max(...delaysOf(api, tasks).slice(1))).toBeLessThanOrEqual(5_400);
	});

	it('that shows everything as running for ever: found out by checks, then not believed', async () => {
		const { api, results } = await play(
			tasks,
			listing(tasks, () => listOf(tasks, () => 'processing')),
		);
		expect(statesOf(results)).toEqual(allDone(tasks));
		expect(Math.max(...delaysOf(api, tasks))).toBeLessThanOrEqual(60_000);
		for (const id of Object.keys(tasks)) {
			expect(Math.min(4_900, ...pausesOf(api, id))).toBe(4_900);
		}
	});

	it('that shows one of many as running for ever: it is read within twenty minutes', async () => {
		const many = tasksOf(...Array.from({ length: 12 }, (_, i) => 30 + 60 * i));
		const all = { ...many, t0: { endsAt: 20_000 } };
		const { api } = await play(
			all,
			listing(all, (_, { clock }) => {
				const isOver = (endsAt: number) => endsAt > 20_000 && clock.elapsed() >= endsAt;
				return listOf(all, (endsAt) => (isOver(endsAt) ? 'completed' : 'processing'));
			}),
		);
		const [delay = Infinity] = delaysOf(api, { t0: { endsAt: 20_000 } });
		expect(delay).toBeLessThanOrEqual(1_200_000);
	});

	it('that lags by 20 s: found out by checks', async () => {
		const { api, results } = await play(
			tasks,
			listing(tasks, (_, { clock }) =>
				listOf(tasks, (endsAt) =>
					clock.elapsed() >= endsAt + 20_000 ? 'completed' : 'processing',
				),
			),
		);
		expect(statesOf(results)).toEqual(allDone(tasks));
		expect(Math.max(...delaysOf(api, tasks))).toBeLessThanOrEqual(23_400);
	});

	it('that shows as ended what is running: the read decides, every 5 s', async () => {
		const { api, results } = await play(
			tasks,
			listing(tasks, () => listOf(tasks, () => 'completed')),
		);
		expect(statesOf(results)).toEqual(allDone(tasks));
		expect(Math.max(...delaysOf(api, tasks))).toBeLessThanOrEqual(5_400);
		for (const id of Object.keys(tasks)) {
			expect(Math.min(4_900, ...pausesOf(api, id))).toBe(4_900);
		}
	});

	it('in any way, at any time: every task is found, no two reads of one are closer than 4.9 s', async () => {
		type Lie = 'true' | 'running' | 'ended' | 'nothing' | 'failed' | 'refused';
		const lies = fc.array(
			fc.constantFrom<Lie>('true', 'running', 'ended', 'nothing', 'failed', 'refused'),
			{ minLength: 1, maxLength: 12 },
		);
		const ends = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 2, maxLength: 9 });
		await fc.assert(
			fc.asyncProperty(lies, ends, async (script, seconds) => {
				const some = tasksOf(...seconds);
				let looks = 0;
				const { api, results } = await play(
					some,
					listing(some, (_, { clock }) => {
						const lie = script[looks++ % script.length];
						if (lie === 'failed') return answer(500);
						if (lie === 'refused') return answer(403);
						if (lie === 'nothing') return listOf({}, String);
						if (lie === 'running') return listOf(some, () => 'processing');
						if (lie === 'ended') return listOf(some, () => 'completed');
						const isOver = (endsAt: number) => clock.elapsed() >= endsAt;
						return listOf(some, (at) => (isOver(at) ? 'completed' : 'processing'));
					}),
				);
				expect(statesOf(results)).toEqual(allDone(some));
				for (const id of Object.keys(some)) {
					expect(Math.min(4_900, ...pausesOf(api, id))).toBe(4_900);
				}
			}),
			{ numRuns: 50 },
		);
	});
});

describe('a stopped wait', () => {
	it('ends within a second, though the list does not answer', async () => {
		const tasks = tasksOf(100, 200);
		const api = scriptedApi(
			listing(tasks, () => taskAnswer('t0')),
			{ latencyMs: 30_000 },
		);
		api.clock.at(5_000, api.stop);
		await waitFor(submitted(tasks), api.ports, hour);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(6_000);
	});
});
