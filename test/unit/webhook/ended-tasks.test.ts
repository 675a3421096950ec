/** How many reads the callbacks of a suspended batch cause, in any order of its tasks' ends. */
import fc from 'fast-check';
import { ReadPace } from '../../../seedance/api/http';
import { createEndedTasks } from '../../../seedance/webhook/endedTasks';
import { answer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import type { ScriptedApi } from '../../support/api/scriptedApi';
import { listsIn, readsIn, readsOf, tasksApi, unlistedApi } from '../../support/task/fakeTasks';

const idsOf = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);

/**
 * Lets tasks end one after the other, 10 s apart.
 * @param lost the callbacks that never come
 * @param processes how many there are; callbacks are dealt out among them
 */
async function play(order: readonly number[], lost: readonly number[] = [], processes = 1) {
	const ids = idsOf(order.length);
	const tasks = Object.fromEntries(
		order.map((task, place) => [`t${task}`, { endsAt: (place + 1) * 10_000 }]),
	);
	const api = scriptedApi(tasksApi(tasks), { latencyMs: 0 });
	const memories = Array.from({ length: processes }, createEndedTasks);
	const woken: number[] = [];
	for (const [place, task] of order.entries()) {
		await api.clock.sleep(10_000);
		if (lost.includes(task)) continue;
		const memory = memories[place % processes] ?? createEndedTasks();
		memory.note(`t${task}`, api.ports);
		if (await memory.haveEnded(ids, api.ports)) woken.push(place);
	}
	return { reads: api.sent.length, woken };
}

const count = 200;
const forward = Array.from({ length: count }, (_, i) => i);
const backward = [...forward].reverse();
const mixed = forward.map((i) => (i * 77) % count);

describe('a batch whose tasks end one after the other', () => {
	it.each([
		['in the order of their submits', forward],
		['in reverse order', backward],
		['in any order', mixed],
	])('%s: about a read for each, and the last callback wakes it', async (_, order) => {
		const { reads, woken } = await play(order);
		expect(woken).toEqual([count - 1]);
		expect(reads).toBeLessThanOrEqual(count);
	});

	it.each([1, 2, 4])('costs at most as many again in each of %i processes', async (processes) => {
		const { reads, woken } = await play(backward, [], processes);
		expect(woken).toEqual([count - 1]);
		expect(reads).toBeLessThanOrEqual(count * (processes + 1));
	});

	it('costs half as many again in two processes, each of which has half of the callbacks', async () => {
		const { reads, woken } = await play(forward, [], 2);
		expect(woken).toEqual([count - 1]);
		expect(reads).toBeLessThanOrEqual(1.5 * count);
	});

	it('is woken by the last callback that comes, also where others were lost', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.nat(19), { minLength: 20, maxLength: 20 }),
				fc.array(fc.nat(19)),
				async (order, losses) => {
					const last = order.at(-1) ?? 0;
					const lost = losses.filter((task) => task !== last);
					const { reads, woken } = await play(order, lost);
					expect(woken).toEqual([19]);
					expect(reads).toBeLessThanOrEqual(20 + 2 * new Set(lost).size);
				},
			),
		);
	});

	describe('whose creation is known', () => {
		const ids = idsOf(20);
		const created = { first: Date.UTC(2026, 0, 5, 12), last: Date.UTC(2026, 0, 5, 12, 1) };
		const endsAt = (i: number) => 10_000 + 500 * i;
		const tasks = Object.fromEntries(ids.map((id, i) => [id, { endsAt: endsAt(i) }]));

		/** Sends a callback for each task as it ends. @returns when the batch is woken */
		async function callAll(api: ScriptedApi, lost: readonly string[] = []) {
			const memory = createEndedTasks();
			const ports = { ...api.ports, pace: new ReadPace() };
			let wokenAt = Infinity;
			const calls = ids.map(async (id, i) => {
				await api.clock.sleep(endsAt(i));
				if (lost.includes(id)) return;
				memory.note(id, ports);
				const isOver = await memory.haveEnded(ids, ports, created);
				if (isOver) wokenAt = Math.min(wokenAt, api.clock.elapsed());
			});
			await Promise.all(calls);
			return wokenAt;
		}

		it('is looked at through the list every 5 s, and woken at once by the last callback', async () => {
			const api = scriptedApi(tasksApi(tasks));
			expect(await callAll(api)).toBe(endsAt(19));
			expect(readsIn(api).length).toBeLessThanOrEqual(1);
			expect(listsIn(api).length).toBeLessThanOrEqual(5);
		});

		it('is woken though callbacks were lost', async () => {
			const api = scriptedApi(tasksApi(tasks));
			expect(await callAll(api, ['t3', 't18'])).toBeLessThanOrEqual(endsAt(19) + 5_200);
			expect(readsIn(api).length).toBeLessThanOrEqual(2);
		});

		it('is read task by task without a right to the list, no task twice in 5 s', async () => {
			const api = scriptedApi(unlistedApi(tasks));
			expect(await callAll(api)).toBe(endsAt(19));
			for (const id of ids) {
				const times = readsOf(api, id).map(({ atMs }) => atMs);
				const pauses = times.slice(1).map((at, i) => at - (times[i] ?? NaN));
				expect(Math.min(4_900, ...pauses)).toBe(4_900);
			}
		});
	});

	it('is not woken while one of its tasks cannot be read', async () => {
		const api = scriptedApi(() => answer(503));
		const memory = createEndedTasks();
		memory.note('t0', api.ports);
		expect(await memory.haveEnded(['t0', 't1'], api.ports)).toBe(false);
	});

	it('is not believed to have ended because a batch at another API has', async () => {
		const api = scriptedApi(tasksApi({ t0: { endsAt: Infinity } }));
		const memory = createEndedTasks();
		memory.note('t0', { ...api.ports, baseUrl: 'https://elsewhere.test' });
		expect(await memory.haveEnded(['t0'], api.ports)).toBe(false);
	});
});
