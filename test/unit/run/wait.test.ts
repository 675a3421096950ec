/** Waits for tasks that end: duration and number of reads. */
import fc from 'fast-check';
import { catalogue } from '../../../seedance/models';
import {
	createReadBudget,
	pollPauseMs,
	readGapMs,
	typicalSecondsUnknown,
	waitFor,
} from '../../../seedance/run/wait';
import type { ReadBudget, WaitOptions } from '../../../seedance/run/wait';
import { seededRandom, taskTimesMs } from '../../../bench/random';
import { quantile } from '../../../bench/statistics';
import { seed } from '../../seed';
import { lost, model, taskAnswer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import type { ScriptedApi } from '../../support/api/scriptedApi';
import { known, readsOf, taskIdOf, tasksApi } from '../../support/task/fakeTasks';
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
		// The slowest task, one longest pause (10 s) and the time of a round of reads.
		expect(api.clock.elapsed()).toBeGreaterThanOrEqual(300_000);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(311_000);
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
	])('reads at most %p at once (%d)', async (readsAtOnce, most) => {
		const tasks = seconds(...Array<number>(40).fill(15));
		const api = scriptedApi(tasksApi(tasks));
		const choices = { ...hour, ...(readsAtOnce !== undefined && { readsAtOnce }) };
		const results = await waitFor(allOf(tasks), api.ports, choices);
		expect(results.size).toBe(40);
		expect(Math.max(...api.sent.map(({ underWay }) => underWay))).toBe(most);
	});

	it('stops reading a task that has ended', async () => {
		const api = scriptedApi(tasksApi(seconds(5, 200)));
		await waitFor([{ taskId: 't0' }, { taskId: 't1' }], api.ports, hour);
		expect(Math.max(...readsOf(api, 't0').map(({ atMs }) => atMs))).toBeLessThanOrEqual(16_000);
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
		expect(api.clock.elapsed()).toBeLessThanOrEqual(30_000 + 6_700);
	});

	it('and has ended since its submit: found at once', async () => {
		const { api, task } = createdBefore(300, 0);
		await waitFor([{ taskId: 't0', model, known: task }], api.ports, hour);
		expect(api.sent.map(({ atMs }) => atMs)).toEqual([0]);
	});

	it('by a clock that is ahead of ours: as if it began now', async () => {
		const { api, task } = createdBefore(-3_600, 10_000);
		await waitFor([{ taskId: 't0', model, known: task }], api.ports, hour);
		expect(api.sent.map(({ atMs }) => atMs)).toEqual([1_000, 4_000, 16_000]);
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
		const tasks = seconds(...Array.from({ length: 300 }, (_, i) => 50 + i / 10));
		const api = scriptedApi(tasksApi(tasks), { fuse: 20_000, latencyMs: 20 });
		await waitFor(allOf(tasks), api.ports, hour);
		const later = api.sent.filter(({ atMs }) => atMs > 10_000);
		expect(busiestSecond({ ...api, sent: later })).toBeLessThanOrEqual(90);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(95_000);
	});

	it('do not burst when the API is back after a long outage', async () => {
		const back = 900_000;
		const tasks = seconds(...Array<number>(200).fill(1_200));
		const reads = tasksApi(tasks);
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
		const api = scriptedApi(tasksApi(tasks), { latencyMs: 2_000 });
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
		expect(readsOf(api, 't0')[0]?.atMs).toBe(1_000);
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
		const api = scriptedApi(tasksApi(seconds(total)));
		await waitFor([{ taskId: 't0', ...(id !== undefined && { model: id }) }], api.ports, hour);
		expect(api.sent.length).toBeLessThanOrEqual(total / 4);
		// The longest pause after the typical time, and the way of the answer.
		expect(api.clock.elapsed()).toBeLessThanOrEqual(total * 1000 + 6_700);
	});

	it('asks nobody but the API’s own address, whatever `urls.get` says', async () => {
		const api = scriptedApi(tasksApi(seconds(10)));
		await waitFor([{ taskId: 't0' }], api.ports, hour);
		expect(api.sent.map(taskIdOf)).toEqual(Array(api.sent.length).fill('t0'));
		expect(api.sent.every(({ url }) => url.startsWith('https://api.test/'))).toBe(true);
		expect(api.sent.every(({ method }) => method === 'GET')).toBe(true);
	});
});

/** Looks at one task after the other and counts, beside a loop that looks every 2 s. */
function lookAtTasks(typicalSeconds: number, count: number) {
	const random = seededRandom(seed + typicalSeconds);
	const delaysMs: number[] = [];
	let looks = 0;
	let loopLooks = 0;
	for (const takesMs of taskTimesMs(count, typicalSeconds, random)) {
		let now = 0;
		for (; now < takesMs; looks += 1) now += pollPauseMs(now, typicalSeconds);
		delaysMs.push(now - takesMs);
		loopLooks += Math.ceil(takesMs / 2_000);
	}
	return { share: looks / loopLooks, delaysMs };
}

describe('pollPauseMs', () => {
	const typicals = [...new Set(catalogue.map(({ typicalSeconds }) => typicalSeconds))];

	it.each([...new Set([...typicals, typicalSecondsUnknown])])(
		'typically %d s: half the looks of a 2 s loop, median delay 1 s, 95th 5 s',
		(typicalSeconds) => {
			const { share, delaysMs } = lookAtTasks(typicalSeconds, 10_000);
			expect(share).toBeLessThanOrEqual(0.5);
			expect(quantile(delaysMs, 0.5)).toBeLessThanOrEqual(1_000);
			expect(quantile(delaysMs, 0.95)).toBeLessThanOrEqual(5_000);
		},
	);

	it('is whole and from 0.9 s to 30 s, whatever the times', () => {
		const elapsed = fc.integer({ min: 0, max: 86_400_000 });
		const typical = fc.integer({ min: 1, max: 3_600 });
		fc.assert(
			fc.property(elapsed, typical, (ms, seconds) => {
				const pause = pollPauseMs(ms, seconds);
				expect(Number.isInteger(pause)).toBe(true);
				expect(pause).toBeGreaterThanOrEqual(900);
				expect(pause).toBeLessThanOrEqual(30_000);
			}),
		);
	});

	it('looks early: failures come in the first seconds', () => {
		expect(pollPauseMs(0, 60)).toBe(1_000);
		for (const typicalSeconds of typicals) {
			expect(pollPauseMs(0, typicalSeconds)).toBeLessThanOrEqual(4_000);
		}
	});

	// With 60 s typical: one early read, then none until 41.8 s, four until 60.6 s, many until 93 s.
	it.each([
		[5_224, 15_672],
		[5_225, 30_000],
		[30_000, 11_800],
		[41_799, 920],
		[41_800, 4_700],
		[60_599, 920],
		[60_600, 920],
		[92_999, 920],
		[93_000, 3_300],
		[103_000, 4_700],
	])('after %d of typically 60,000 ms it is %d ms', (elapsed, pause) => {
		expect(pollPauseMs(elapsed, 60)).toBe(pause);
	});

	it('asks at most every 6.5 s for a task that is overdue', () => {
		for (const typicalSeconds of typicals) {
			expect(pollPauseMs(5_000 * typicalSeconds, typicalSeconds)).toBe(6_500);
		}
	});
});

describe('createReadBudget', () => {
	const start = 1_000_000;
	const spend = (budget: ReadBudget, reads: number) => {
		for (let i = 0; i < reads; i += 1) budget.take(start);
	};

	it.each([
		[1, 2],
		[3, 0],
		[5, 0],
	])('after %d reads of 3 at once %d are left', (reads, left) => {
		const budget = createReadBudget(3);
		spend(budget, reads);
		// A moment later, so that rounding does not matter.
		expect(budget.left(start + 1)).toBe(left);
	});

	it('has one more for each gap that has passed', () => {
		const budget = createReadBudget(3);
		spend(budget, 3);
		const leftAfter = (gaps: number) => budget.left(start + gaps * readGapMs + 1);
		expect([0, 1, 2].map(leftAfter)).toEqual([0, 1, 2]);
	});

	it('saves nothing up during a pause', () => {
		const budget = createReadBudget(3);
		budget.take(start);
		for (let i = 0; i < 3; i += 1) budget.take(start + 60_000);
		expect(budget.left(start + 60_000)).toBe(0);
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
	const endless = (count: number) => tasksApi(seconds(...Array<number>(count).fill(Infinity)));

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
