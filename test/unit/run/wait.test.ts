/** Waits for tasks that end: duration, number of reads, and the time between them. */
import fc from 'fast-check';
import { ReadPace } from '../../../seedance/api/http';
import { createEndTimes } from '../../../seedance/run/schedule';
import { waitFor } from '../../../seedance/run/wait';
import type { WaitOptions } from '../../../seedance/run/wait';
import { seededRandom, taskTimesMs } from '../../../bench/random';
import { quantile } from '../../../bench/statistics';
import { answer, lost, model, taskAnswer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import type { ScriptedApi } from '../../support/api/scriptedApi';
import {
	known,
	readsIn,
	readsOf,
	taskIdOf,
	tasksApi,
	unlistedApi,
} from '../../support/task/fakeTasks';
import { statesOf } from '../../support/task/runItems';

const hour = { timeoutMs: 3_600_000 };
const seconds = (...ends: readonly number[]) =>
	Object.fromEntries(ends.map((end, i) => [`t${i}`, { endsAt: end * 1000 }]));
const allOf = (tasks: Readonly<Record<string, unknown>>) =>
	Object.keys(tasks).map((taskId) => ({ taskId }));

describe('a batch', () => {
	it('takes as long as its slowest task, not the sum', async () => {
		const tasks = seconds(20, 60, 35, 90, 5, 47, 300, 12, 150, 77, 290, 33);
		const api = scriptedApi(tasksApi(tasks));
		const results = await waitFor(allOf(tasks), api.ports, hour);
		expect(new Set(Object.values(statesOf(results)))).toEqual(new Set(['done']));
		expect(api.clock.elapsed()).toBeGreaterThanOrEqual(300_000);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(305_200);
	});

	it('hands out every end: completed, succeeded, failed, cancelled, timeout, deleted', async () => {
		const ends = ['completed', 'succeeded', 'failed', 'cancelled', 'timeout', 'deleted'];
		const tasks = Object.fromEntries(ends.map((end) => [end, { endsAt: 10_000, end }]));
		const api = scriptedApi(tasksApi(tasks));
		const results = await waitFor(allOf(tasks), api.ports, hour);
		for (const end of ends) {
			expect(results.get(end)).toMatchObject({
				state: 'done',
				task: { id: end, status: end === 'succeeded' ? 'completed' : end },
			});
		}
	});

	it('reads an id that is given twice once a round', async () => {
		const api = scriptedApi(tasksApi(seconds(30)));
		const results = await waitFor([{ taskId: 't0' }, { taskId: 't0', model }], api.ports, hour);
		expect([...results.keys()]).toEqual(['t0']);
		expect(new Set(api.sent.map(({ atMs }) => atMs)).size).toBe(api.sent.length);
		expect(api.sent.every(({ underWay }) => underWay === 1)).toBe(true);
	});

	it.each([
		[undefined, 10],
		[3, 3],
	])('reads at most %p at once (%d), beside one look at the list', async (readsAtOnce, most) => {
		const tasks = seconds(...Array<number>(40).fill(15));
		const api = scriptedApi(tasksApi(tasks));
		const choices = { ...hour, ...(readsAtOnce !== undefined && { readsAtOnce }) };
		const results = await waitFor(allOf(tasks), api.ports, choices);
		expect(results.size).toBe(40);
		const busiest = Math.max(...api.sent.map(({ underWay }) => underWay));
		expect([most, most + 1]).toContain(busiest);
	});

	it('stops reading a task that has ended', async () => {
		const api = scriptedApi(tasksApi(seconds(5, 200)));
		await waitFor([{ taskId: 't0' }, { taskId: 't1' }], api.ports, hour);
		expect(Math.max(...readsOf(api, 't0').map(({ atMs }) => atMs))).toBeLessThanOrEqual(10_000);
	});
});

describe('a task that began before the wait', () => {
	/** A task that the API says was created so many seconds before the clock began. */
	const createdBefore = (ageSeconds: number, endsAt: number) => {
		const createdAt = new Date(Date.UTC(2026, 0, 5, 12) - ageSeconds * 1000).toISOString();
		const api = scriptedApi((_one, { clock }) =>
			taskAnswer('t0', clock.elapsed() >= endsAt ? 'completed' : 'processing', {
				created_at: createdAt,
			}),
		);
		return { api, task: { ...known('t0'), createdAt } };
	};

	it.each([40, 100, 3_000])('%d s ago, not known: found soon all the same', async (age) => {
		const { api } = createdBefore(age, 30_000);
		await waitFor([{ taskId: 't0', model }], api.ports, hour);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(30_000 + 5_200);
	});

	it('and has ended since its submit: found at once', async () => {
		const { api, task } = createdBefore(300, 0);
		await waitFor([{ taskId: 't0', model, known: task }], api.ports, hour);
		expect(api.sent.map(({ atMs }) => atMs)).toEqual([0]);
	});

	it('by a clock that is ahead of ours: as if it began now', async () => {
		const { api, task } = createdBefore(-3_600, 10_000);
		await waitFor([{ taskId: 't0', model, known: task }], api.ports, hour);
		expect(api.sent.map(({ atMs }) => atMs)).toEqual([2_000, 7_000, 12_000]);
	});
});

describe('many tasks', () => {
	/** The most reads begun within any one second. */
	function busiestSecond({ sent }: Pick<ScriptedApi, 'sent'>): number {
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
		const tasks = seconds(...Array.from({ length: 300 }, (_, i) => 20 + i / 10));
		const api = scriptedApi(unlistedApi(tasks), { fuse: 20_000, latencyMs: 20 });
		await waitFor(allOf(tasks), api.ports, hour);
		const later = api.sent.filter(({ atMs }) => atMs > 10_000);
		expect(busiestSecond({ ...api, sent: later })).toBeLessThanOrEqual(90);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(58_000);
	});

	it('do not burst when the API is back after a long outage', async () => {
		const back = 300_000;
		const tasks = seconds(...Array<number>(200).fill(400));
		const reads = unlistedApi(tasks);
		const api = scriptedApi(
			(one, w) => (w.clock.elapsed() < back ? lost('ECONNREFUSED') : reads(one, w)),
			{ fuse: 50_000, random: seededRandom(1) },
		);
		await waitFor(allOf(tasks), api.ports, hour);
		const after = api.sent.filter(({ atMs }) => atMs >= back && atMs < back + 60_000);
		expect(after.length).toBeGreaterThan(200);
		expect(busiestSecond({ ...api, sent: after })).toBeLessThanOrEqual(90);
	});

	it('none is forgotten when there are more than can be read', async () => {
		const tasks = seconds(...Array<number>(60).fill(80));
		const api = scriptedApi(unlistedApi(tasks), { latencyMs: 2_000 });
		await waitFor(allOf(tasks), api.ports, { ...hour, readsAtOnce: 5 });
		const counts = Object.keys(tasks).map((id) => readsOf(api, id).length);
		expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
	});
});

describe('what is known already', () => {
	it.each(['completed', 'succeeded', 'failed', 'cancelled', 'timeout', 'deleted'])(
		'%s: no request',
		async (status) => {
			const api = scriptedApi(tasksApi({}));
			const task = known('t0', status);
			const results = await waitFor([{ taskId: 't0', known: task }], api.ports, hour);
			expect(results.get('t0')).toEqual({ state: 'done', task: task });
			expect(api.sent).toHaveLength(0);
			expect(api.clock.elapsed()).toBe(0);
		},
	);

	it('just submitted: not read at once; not known: read at once', async () => {
		const api = scriptedApi(tasksApi(seconds(0, 0)));
		await waitFor([{ taskId: 't0', known: known('t0') }, { taskId: 't1' }], api.ports, hour);
		expect(readsOf(api, 't0')[0]?.atMs).toBe(2_000);
		expect(readsOf(api, 't1')[0]?.atMs).toBe(0);
	});

	it('nothing at all: nothing happens', async () => {
		const api = scriptedApi(tasksApi({}));
		expect((await waitFor([], api.ports, hour)).size).toBe(0);
		expect(api.sent).toHaveLength(0);
	});

	it('an id given again does not undo that its end is known', async () => {
		const api = scriptedApi(tasksApi(seconds(0)));
		const twice = [{ taskId: 't0', known: known('t0', 'completed') }, { taskId: 't0' }];
		expect(statesOf(await waitFor(twice, api.ports, hour))).toEqual({ t0: 'done' });
		expect(api.sent).toHaveLength(0);
	});
});

/** The times from the start of one read to the next, in ms, for each task. */
const pausesOf = (api: ScriptedApi, taskId: string) => {
	const times = readsOf(api, taskId).map(({ atMs }) => atMs);
	return times.slice(1).map((at, i) => at - (times[i] ?? NaN));
};

describe('the reads of one task', () => {
	it('are at 2 s and then every 5 s', async () => {
		const api = scriptedApi(tasksApi(seconds(31)));
		await waitFor([{ taskId: 't0', known: known('t0') }], api.ports, hour);
		expect(api.sent.map(({ atMs }) => atMs)).toEqual(
			[2, 7, 12, 17, 22, 27, 32].map((second) => second * 1000),
		);
	});

	it.each([12, 45, 80, 400, 1_200])(
		'of %d s: at most half of those of a 2 s loop, and the end is noticed within 5.4 s',
		async (total) => {
			const api = scriptedApi(tasksApi(seconds(total)));
			await waitFor([{ taskId: 't0', known: known('t0') }], api.ports, hour);
			expect(api.sent.length).toBeLessThanOrEqual(total / 4 + 1);
			expect(api.clock.elapsed()).toBeLessThanOrEqual(total * 1000 + 5_400);
		},
	);

	it('become rarer when the wait lasts for hours', async () => {
		const api = scriptedApi(tasksApi(seconds(4 * 3_600)));
		await waitFor([{ taskId: 't0' }], api.ports, { timeoutMs: 5 * 3_600_000 });
		const pauses = pausesOf(api, 't0');
		expect(Math.max(...pauses)).toBe(30_000);
		expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
	});

	it('are at least 4.9 s apart after the first, whatever is answered', async () => {
		const replies = fc.constantFrom(
			taskAnswer('t0', 'processing'),
			answer(429),
			answer(429, '', { 'retry-after': '1' }),
			answer(503),
			lost('ECONNRESET'),
			answer(200, 'odd'),
		);
		const latency = fc.integer({ min: 1, max: 12_000 });
		const ends = fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(
				fc.array(replies, { maxLength: 25 }),
				latency,
				ends,
				fc.boolean(),
				async (script, latencyMs, endsMs, isNew) => {
					const memory = createEndTimes();
					let reads = 0;
					const api = scriptedApi(() => script[reads++] ?? taskAnswer('t0', 'completed'), {
						latencyMs,
					});
					for (const end of endsMs) memory.note({ model }, end, api.clock.now());
					const task = { taskId: 't0', model, ...(isNew && { known: known('t0') }) };
					const results = await waitFor([task], api.ports, { ...hour, ends: memory });
					expect(statesOf(results)).toEqual({ t0: 'done' });
					expect(Math.min(4_900, ...pausesOf(api, 't0'))).toBe(4_900);
				},
			),
		);
	});

	it('go to the API’s own address, whatever `urls.get` says', async () => {
		const api = scriptedApi(tasksApi(seconds(10)));
		await waitFor([{ taskId: 't0' }], api.ports, hour);
		expect(api.sent.map(taskIdOf)).toEqual(Array(api.sent.length).fill('t0'));
		expect(api.sent.every(({ url }) => url.startsWith('https://api.test/'))).toBe(true);
		expect(api.sent.every(({ method }) => method === 'GET')).toBe(true);
	});
});

describe('what is learned from ends', () => {
	/** Waits for one task after the other. @returns the delays until their ends were noticed, in ms */
	async function delaysOf(
		timesMs: readonly number[],
		tellsInference: boolean,
		isSubmitted: boolean = true,
	) {
		const ends = createEndTimes();
		const delays: number[] = [];
		let [takesMs = 0] = timesMs;
		let begun = 0;
		const api = scriptedApi(
			(one, { clock }) => {
				const hasEnded = clock.elapsed() - begun >= takesMs;
				return taskAnswer(taskIdOf(one), hasEnded ? 'completed' : 'processing', {
					// Without a time of creation, a task began when its wait did.
					created_at: undefined,
					timings: { inference: tellsInference ? takesMs : 0 },
				});
			},
			{ fuse: 100_000 },
		);
		for (const [i, time] of timesMs.entries()) {
			takesMs = time;
			begun = api.clock.elapsed();
			const { createdAt, ...task } = known(`t${i}`);
			expect(createdAt).toBeDefined();
			const awaited = { taskId: `t${i}`, ...(isSubmitted && { model, known: task }) };
			await waitFor([awaited], api.ports, { ...hour, ends });
			delays.push(api.clock.elapsed() - begun - takesMs);
		}
		return delays;
	}

	it('tasks that take equally long are noticed sooner', async () => {
		const delays = await delaysOf(Array<number>(30).fill(64_500), true);
		// Looks at 62 and 67 s.
		expect(delays[0]).toBeGreaterThanOrEqual(2_500);
		expect(Math.max(...delays.slice(3))).toBeLessThanOrEqual(1_500);
	});

	it('also where only the API tells their model', async () => {
		const delays = await delaysOf(Array<number>(10).fill(62_500), true, false);
		// Looks at 60 and 65 s.
		expect(delays[0]).toBeGreaterThanOrEqual(2_500);
		expect(Math.max(...delays.slice(3))).toBeLessThanOrEqual(1_500);
	});

	it('and no later than any others where the API does not tell how long they took', async () => {
		const delays = await delaysOf(Array<number>(30).fill(64_500), false);
		expect(Math.max(...delays)).toBeLessThanOrEqual(5_400);
	});

	it.each([16, 60])(
		'tasks that scatter around %d s are noticed within 5.4 s, half of them within 3 s',
		async (typicalSeconds) => {
			const times = taskTimesMs(150, typicalSeconds, seededRandom(typicalSeconds));
			const delays = await delaysOf(times, true);
			expect(Math.max(...delays)).toBeLessThanOrEqual(5_400);
			expect(quantile(delays, 0.5)).toBeLessThanOrEqual(3_000);
		},
	);

	it('a wrong expectation costs no more than a pause', async () => {
		const delays = await delaysOf([...Array<number>(20).fill(60_000), 4_000, 300_000], true);
		expect(Math.max(...delays)).toBeLessThanOrEqual(5_400);
	});
});

describe('the pace that waits with one key share', () => {
	const endless = { t0: { endsAt: Infinity }, t1: { endsAt: Infinity } };

	it('a rate limit of one slows the others, too', async () => {
		const limited = answer(429, '', { 'retry-after': '40' });
		const api = scriptedApi((one, w) =>
			taskIdOf(one) === 't0' && w.clock.elapsed() < 30_000 ? limited : tasksApi(endless)(one, w),
		);
		const ports = { ...api.ports, pace: new ReadPace() };
		const options = { timeoutMs: 60_000 };
		await Promise.all(
			['t0', 't1'].map(async (taskId) => await waitFor([{ taskId }], ports, options)),
		);
		const meanwhile = readsIn(api).filter(({ atMs }) => atMs > 200 && atMs < 40_000);
		expect(meanwhile).toEqual([]);
		expect(readsOf(api, 't1').length).toBeGreaterThan(2);
	});

	it('the last read at the deadline is made all the same', async () => {
		const api = scriptedApi((one, w) =>
			w.sent.length === 1
				? answer(429, '', { 'retry-after': '60' })
				: tasksApi({ t0: { endsAt: 0 } })(one, w),
		);
		const ports = { ...api.ports, pace: new ReadPace() };
		const results = await waitFor([{ taskId: 't0' }], ports, { timeoutMs: 10_000 });
		expect(statesOf(results)).toEqual({ t0: 'done' });
	});
});

describe('progress', () => {
	it('has each status with the time when it was first seen, and is logged', async () => {
		const logged: unknown[] = [];
		const api = scriptedApi((_one, { clock }) => {
			if (clock.elapsed() >= 20_000) return taskAnswer('t0', 'completed');
			return taskAnswer('t0', clock.elapsed() < 5_000 ? 'queued' : 'processing');
		});
		const ports = {
			...api.ports,
			log: (message: string, fields: object) => logged.push([message, fields]),
		};
		const results = await waitFor([{ taskId: 't0' }], ports, hour);
		const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 12, 0, seconds)).toISOString();
		expect(results.get('t0')).toMatchObject({
			progress: [
				{ status: 'queued', at: at(0) },
				{ status: 'processing', at: at(5) },
				{ status: 'completed', at: at(20) },
			],
		});
		expect(logged).toEqual(
			['queued', 'processing', 'completed'].map((status) => [
				'task status',
				{ taskId: 't0', status },
			]),
		);
	});

	it('continues that of an earlier wait', async () => {
		const progress = [{ status: 'processing', at: '2026-01-05T11:00:00.000Z' }];
		const api = scriptedApi(tasksApi(seconds(3)));
		const results = await waitFor([{ taskId: 't0', progress }], api.ports, hour);
		expect(results.get('t0')).toMatchObject({
			progress: [...progress, { status: 'completed', at: expect.any(String) as string }],
		});
	});
});

describe('the loop sleeps', () => {
	/** How often it slept until the wait was over. */
	async function sleeps(api: ScriptedApi, count: number, options: WaitOptions) {
		let slept = 0;
		const sleep = async (ms: number) => {
			slept += 1;
			await api.clock.sleep(ms);
		};
		const tasks = Array.from({ length: count }, (_, i) => ({ taskId: `t${i}` }));
		await waitFor(tasks, { ...api.ports, sleep }, options);
		return slept;
	}
	const endless = (count: number) => unlistedApi(seconds(...Array<number>(count).fill(Infinity)));

	it('half a second at a time while every place is taken, and while the last reads are under way', async () => {
		const api = scriptedApi(endless(2), { latencyMs: 8_000 });
		const options = { timeoutMs: 20_000, readsAtOnce: 1 };
		// 28 s in half seconds, and one more for each answer.
		expect(await sleeps(api, 2, options)).toBeLessThanOrEqual(64);
	});

	it('until a read may begin when too many have begun', async () => {
		const api = scriptedApi(endless(40), { latencyMs: 1 });
		// A sleep for every read and every answer, at most.
		expect(await sleeps(api, 40, { timeoutMs: 900 })).toBeLessThanOrEqual(2 * api.sent.length);
	});
});
