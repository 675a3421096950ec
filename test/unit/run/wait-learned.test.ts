/** What a wait remembers of ends, and where it looks by what is remembered; and that it wakes when something is known. */
import { ReadPace } from '../../../seedance/api/http';
import type { TaskKind } from '../../../seedance/run/schedule';
import type { AwaitedTask } from '../../../seedance/run/look';
import { waitFor } from '../../../seedance/run/wait';
import { answer, enveloped, model, task, taskAnswer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import type { Script } from '../../support/api/scriptedApi';
import { isList, known, readsOf, taskIdOf, unlistedApi } from '../../support/task/fakeTasks';

const noon = Date.UTC(2026, 0, 5, 12);
const hour = { timeoutMs: 3_600_000 };
const isoAt = (ms: number) => new Date(noon + ms).toISOString();

/** Tasks that end after so many ms, as the API tells of them. */
const ending =
	(endsMs: Record<string, number>, more: Readonly<Record<string, unknown>> = {}): Script =>
	(one, { clock }) => {
		const statusOf = (id: string) =>
			clock.elapsed() >= (endsMs[id] ?? NaN) ? 'completed' : 'processing';
		const facts = { created_at: isoAt(0), ...more };
		if (!isList(one)) return taskAnswer(taskIdOf(one), statusOf(taskIdOf(one)), facts);
		const items = Object.keys(endsMs).map((id) => task(id, statusOf(id), facts));
		return answer(200, enveloped(200, 'success', { items }));
	};

type Plan = (lookedMs: number | undefined) => number | undefined;

/** Waits for these tasks, with a memory that only records. @returns when they were read, and what was noted */
async function wait(tasks: readonly AwaitedTask[], script: Script, plan?: Plan) {
	const api = scriptedApi(script);
	const noted: Array<readonly [TaskKind, number, number]> = [];
	const planned = new Set<string>();
	const ends = {
		note: (kind: TaskKind, endMs: number, now: number) =>
			void noted.push([kind, endMs, now - noon]),
		plan: (kind: TaskKind) => {
			planned.add(JSON.stringify(kind));
			return plan;
		},
	};
	await waitFor(tasks, api.ports, { ...hour, ends });
	const kinds = [...planned].map((kind) => JSON.parse(kind) as TaskKind);
	const reads = readsOf(api, 't0').map(({ atMs }) => atMs);
	return { api, noted, kinds, reads, endMs: noted[0]?.[1] };
}

const submitted = { taskId: 't0', model, known: { ...known('t0'), createdAt: isoAt(0) } };

describe('the end of a task', () => {
	it.each([
		['as the API tells', 9_000, 9_000],
		['not before the last look at which it ran', 1_000, 7_000],
		['not after the first at which it did not', 60_000, 12_000],
		['in the middle between them, where the API does not tell', undefined, 9_500],
	])('is remembered %s', async (_, inference, endMs) => {
		const script = ending({ t0: 9_000 }, { timings: { inference } });
		const { noted, reads } = await wait([submitted], script);
		expect(reads).toEqual([2_000, 7_000, 12_000]);
		expect(noted).toEqual([[{ model }, endMs, 12_100]]);
	});

	it('is remembered since its creation', async () => {
		const createdAt = isoAt(-10_000);
		const early = { ...submitted, known: { ...submitted.known, createdAt } };
		const script = ending({ t0: 9_000 }, { created_at: isoAt(-60_000), timings: {} });
		const { endMs, reads } = await wait([early], script);
		expect(reads).toEqual([0, 5_000, 10_000]);
		expect(endMs).toBe(17_500);
	});

	it('is remembered since the creation that a read tells, where it was not known', async () => {
		const script = ending({ t0: 9_000 }, { created_at: isoAt(-10_000), timings: {} });
		expect((await wait([{ taskId: 't0' }], script)).endMs).toBe(17_500);
	});

	it('is remembered by the look at the list that has shown it', async () => {
		const others = { taskId: 't1', known: { ...known('t1'), createdAt: isoAt(0) } };
		const script = ending({ t0: 5_600, t1: 100_000 }, { timings: {} });
		const { noted, reads } = await wait([submitted, others], script);
		// Looks at 4.5 and 7 s, and a read when the second is answered.
		expect(reads).toEqual([7_100]);
		expect(noted[0]).toEqual([{ model }, 5_750, 7_200]);
	});

	it('is not remembered of a task that was never seen running', async () => {
		expect((await wait([{ taskId: 't0' }], ending({ t0: 0 }))).noted).toEqual([]);
	});
});

describe('the kind of a task', () => {
	const settings = { resolution: '720p', durationSeconds: 5 };

	it('has its model and its settings', async () => {
		const own = { ...submitted, model: 'own/model', settings };
		const { noted, kinds } = await wait([own], ending({ t0: 9_000 }));
		expect(noted[0]?.[0]).toEqual({ model: 'own/model', ...settings });
		expect(kinds).toEqual([{ model: 'own/model', ...settings }]);
	});

	it('has the model that a read tells, where it was not known', async () => {
		const { noted, kinds } = await wait([{ taskId: 't0' }], ending({ t0: 9_000 }));
		expect([noted[0]?.[0], kinds]).toEqual([{ model }, [{ model }]]);
	});
});

describe('a plan', () => {
	it('places the looks, counted since the creation', async () => {
		const createdAt = isoAt(-10_000);
		const early = { ...submitted, known: { ...submitted.known, createdAt } };
		const asked: unknown[] = [];
		const { reads } = await wait([early], ending({ t0: 9_000 }), (lookedMs) => {
			asked.push(lookedMs);
			return lookedMs === undefined ? 13_000 : lookedMs + 5_200;
		});
		expect(reads).toEqual([3_000, 8_200, 13_400]);
		expect(asked.slice(1)).toEqual([undefined, 13_000, 18_200]);
	});

	it('of a look that has passed makes one at once', async () => {
		const createdAt = isoAt(-10_000);
		const early = { ...submitted, known: { ...submitted.known, createdAt } };
		expect((await wait([early], ending({ t0: 0 }), () => 4_000)).reads).toEqual([0]);
	});
});

describe('the wait wakes', () => {
	it('when a read is answered', async () => {
		const { api } = await wait([{ taskId: 't0' }], ending({ t0: 0 }));
		expect(api.clock.elapsed()).toBe(100);
	});

	it('when the list has shown an end', async () => {
		const tasks = ['t0', 't1'].map((taskId) => ({
			taskId,
			known: { ...known(taskId), createdAt: isoAt(0) },
		}));
		const { reads } = await wait(tasks, ending({ t0: 1_000, t1: 30_000 }));
		// A look at 2 s, which takes 100 ms.
		expect(reads).toEqual([2_100]);
	});

	/** How long the loop meant to sleep each time, in ms. */
	async function napsOf(script: Script, latencyMs: number) {
		const api = scriptedApi(script, { latencyMs });
		const naps: number[] = [];
		const sleep = async (ms: number) => {
			naps.push(ms);
			await api.clock.sleep(ms);
		};
		await waitFor([{ taskId: 't0' }], { ...api.ports, sleep }, hour);
		return naps;
	}

	it('every 0.5 s while a read is under way', async () => {
		expect(await napsOf(ending({ t0: 0 }), 1_200)).toEqual([500, 500, 500]);
	});

	it('every 0.5 s while nothing is due, though the pace allows no read', async () => {
		const busy = answer(429, '', { 'retry-after': '2' });
		const tasks = ending({ t0: 0 });
		const script: Script = (one, api) => (api.sent.length === 1 ? busy : tasks(one, api));
		// The read may begin 5 s after the first one, whose answer took 0.3 s, and takes 0.3 s.
		const naps = [500, ...Array<number>(9).fill(500), 200, 500];
		expect(await napsOf(script, 300)).toEqual(naps);
	});

	it('every 0.1 s while the pace allows no read', async () => {
		const tasks = Object.fromEntries(
			Array.from({ length: 40 }, (_, i) => [`t${i}`, { endsAt: 0 }]),
		);
		const api = scriptedApi(unlistedApi(tasks), { latencyMs: 1 });
		const awaited = Object.keys(tasks).map((taskId) => ({ taskId }));
		await waitFor(awaited, api.ports, hour);
		// 10 reads at once, and then 75 a second.
		expect(api.clock.elapsed()).toBeLessThanOrEqual(600);
	});
});

describe('at the deadline', () => {
	it('the list is not asked any more', async () => {
		const api = scriptedApi(ending({ t0: Infinity, t1: Infinity }));
		const tasks = ['t0', 't1'].map((taskId) => ({
			taskId,
			known: { ...known(taskId), createdAt: isoAt(0) },
		}));
		await waitFor(tasks, api.ports, { timeoutMs: 7_000 });
		expect(api.sent.filter(isList).map(({ atMs }) => atMs)).toEqual([2_000, 4_500]);
		expect(readsOf(api, 't0').at(-1)?.atMs).toBe(7_000);
	});
});

describe('of several tasks that are due', () => {
	it('the one that has been due for the longest time is read first', async () => {
		const createdAt = isoAt(0);
		const ages = { t0: 4_000, t1: 2_000, t2: 3_000 };
		const tasks = Object.entries(ages).map(([taskId]) => ({
			taskId,
			model: taskId,
			known: { ...known(taskId), createdAt },
		}));
		const ended = Object.fromEntries(Object.keys(ages).map((id) => [id, { endsAt: 0 }]));
		const api = scriptedApi(unlistedApi(ended), { latencyMs: 5_000 });
		const pace = new ReadPace();
		pace.listRestsUntil = Infinity;
		const ends = {
			note: () => {},
			plan:
				({ model: id = '' }: TaskKind) =>
				(lookedMs: number | undefined) =>
					lookedMs === undefined ? new Map(Object.entries(ages)).get(id) : undefined,
		};
		const options = { ...hour, ends, readsAtOnce: 1 };
		await waitFor([{ taskId: 'first' }, ...tasks], { ...api.ports, pace }, options);
		expect(api.sent.map(taskIdOf)).toEqual(['first', 't1', 't2', 't0']);
	});
});
