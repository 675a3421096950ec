/** What an account may do: so many videos a minute, so many at a time. */
import { BRONZE, BRONZE_QUEUE } from '../../../simulator';
import type { SimulatorOptions } from '../../../simulator';
import { describe as inWords, HELP } from '../../../simulator/cli-words';
import {
	BODY,
	envelope,
	handClock,
	prediction,
	start,
	stopAll,
} from '../../support/simulator/client';

afterEach(stopAll);

/** A simulator whose clock stands at a full minute. */
async function startAt(options: SimulatorOptions) {
	const clock = handClock();
	const api = await start({ now: clock.now, ...options });
	const statuses = async (count: number) => {
		const answers: number[] = [];
		for (let i = 0; i < count; i++) answers.push((await api.submit()).status);
		return answers;
	};
	const states = async (ids: readonly string[]) =>
		await Promise.all(ids.map(async (id) => (await api.readTask(id)).status));
	const accept = async (count: number) => {
		const ids: string[] = [];
		for (let i = 0; i < count; i++) ids.push(prediction(await api.submit()).id);
		return ids;
	};
	return { ...api, clock, statuses, states, accept };
}

describe('an account without a tier', () => {
	it('may do anything', async () => {
		const { statuses } = await startAt({ taskMs: 60_000 });
		expect(await statuses(5)).toEqual([200, 200, 200, 200, 200]);
	});
});

describe('Bronze that refuses', () => {
	it('accepts 2 a minute, and 2 more when the minute of the clock is over', async () => {
		const { clock, statuses } = await startAt({ tier: BRONZE, taskMs: 1_000 });
		clock.advance(40_000);
		expect(await statuses(3)).toEqual([200, 200, 429]);
		clock.advance(19_999);
		expect(await statuses(1)).toEqual([429]);
		clock.advance(1);
		expect(await statuses(3)).toEqual([200, 200, 429]);
	});

	it('accepts no third while 2 run, however long that takes', async () => {
		const { clock, statuses } = await startAt({ tier: BRONZE, taskMs: 150_000 });
		expect(await statuses(2)).toEqual([200, 200]);
		clock.advance(149_999);
		expect(await statuses(1)).toEqual([429]);
		clock.advance(1);
		expect(await statuses(3)).toEqual([200, 200, 429]);
	});

	it('refuses as the API does: its envelope, no Retry-After, no task, no fault used up', async () => {
		const { simulator, statuses, submit } = await startAt({ tier: BRONZE });
		await statuses(2);
		simulator.faults.onSubmit({ kind: 'unauthorized' });
		const answer = await submit();
		expect([answer.status, envelope(answer).code]).toEqual([429, 429]);
		expect(answer.headers).not.toHaveProperty('retry-after');
		expect(simulator.faults.pending).toBe(1);
		expect(simulator.journal.accepted()).toHaveLength(2);
		const entry = simulator.journal.submits()[2];
		expect(entry).toMatchObject({ status: 429, accepted: false });
		expect(entry?.fault).toBeUndefined();
		if (entry === undefined) throw new Error('no entry');
		expect(inWords(entry)).toContain('429');
	});

	it('counts what is accepted, not what is refused or wrong', async () => {
		const { clock, simulator, statuses, submit } = await startAt({ tier: BRONZE, taskMs: 1_000 });
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		await submit().catch(() => undefined);
		expect((await submit({ prompt: '' })).status).toBe(400);
		expect(await statuses(4)).toEqual([200, 200, 429, 429]);
		clock.advance(60_000);
		expect(await statuses(2)).toEqual([200, 200]);
	});

	it('counts each account by itself', async () => {
		const { call } = await startAt({ tier: BRONZE, apiKeys: ['one', 'two'] });
		const path = '/api/v3/bytedance/seedance-v1-lite-t2v-480p';
		for (const [key, status] of [
			['one', 200],
			['one', 200],
			['one', 429],
			['two', 200],
		] as const) {
			expect((await call('POST', path, { key, body: BODY })).status).toBe(status);
		}
	});

	it('gives a task that never ends its place for ever', async () => {
		const { clock, simulator, statuses } = await startAt({ tier: BRONZE, taskMs: 1_000 });
		simulator.faults.onTask({ kind: 'stuck' }, { times: 2 });
		expect(await statuses(2)).toEqual([200, 200]);
		clock.advance(24 * 3600_000);
		expect(await statuses(1)).toEqual([429]);
	});
});

describe('Bronze that queues', () => {
	it('accepts everything; a task begins when there is room in the minute', async () => {
		const { clock, accept, states } = await startAt({ tier: BRONZE_QUEUE, taskMs: 10_000 });
		const ids = await accept(5);
		clock.advance(10_000);
		expect(await states(ids)).toEqual(['completed', 'completed', 'created', 'created', 'created']);
		clock.advance(49_999);
		expect((await states(ids)).slice(2)).toEqual(['created', 'created', 'created']);
		clock.advance(5_001);
		expect((await states(ids)).slice(2)).toEqual(['processing', 'processing', 'created']);
		clock.advance(5_000);
		expect((await states(ids)).slice(2)).toEqual(['completed', 'completed', 'created']);
		clock.advance(60_000);
		expect((await states(ids)).slice(4)).toEqual(['completed']);
	});

	it('lets no third run while 2 do, and tells the time that a task ran', async () => {
		const { clock, accept, states, readTask } = await startAt({
			tier: BRONZE_QUEUE,
			taskMs: 90_000,
		});
		const ids = await accept(3);
		clock.advance(90_000 + 89_000);
		expect(await states(ids)).toEqual(['completed', 'completed', 'processing']);
		clock.advance(1_000);
		expect(await readTask(ids[2] ?? '')).toMatchObject({
			status: 'completed',
			timings: { inference: 90_000 },
		});
	});
});

describe('the command line', () => {
	it('tells of the tiers', () => {
		expect(HELP).toMatch(/--tier <name> .*none.*bronze[^-][\s\S]*bronze-queue/);
	});
});
