import type { SimulatorOptions, TaskOutcome } from '../../../simulator';
import { BODY, envelope, handClock, start, stopAll, T2V } from '../../support/simulator/client';
import { usdOf } from '../../support/simulator/listedModels';

afterEach(stopAll);

const PRO_15 = 'bytedance/seedance-v1.5-pro/image-to-video';

/** An API with a clock and a look at the balance. */
async function account(options: SimulatorOptions = {}) {
	const clock = handClock();
	const api = await start({ now: clock.now, taskMs: 1000, ...options });
	const rest = async (key?: string) => usdOf(await api.call('GET', '/api/v3/balance', { key }));
	return { ...api, clock, rest };
}

describe('an account with a balance', () => {
	it('pays for every accepted submit, and for nothing else', async () => {
		const { simulator, submit, rest } = await account({ balanceUsd: 1 });
		expect(await rest()).toBe(1);
		await submit();
		expect(await rest()).toBe(0.92);
		await submit({ ...BODY, duration: 10 });
		expect(await rest()).toBe(0.76);
		await submit({ ...BODY, duration: 99 });
		await submit(BODY, 'bytedance/seedance-9');
		simulator.faults.onSubmit({ kind: 'serverError' });
		await submit();
		expect(await rest()).toBe(0.76);
		expect(simulator.journal.accepted().map((entry) => entry.priceUsd)).toEqual([0.08, 0.16]);
	});

	it('pays for what is accepted although the answer is lost', async () => {
		const { simulator, submit, rest } = await account({ balanceUsd: 1 });
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' });
		await expect(submit()).rejects.toThrow();
		expect(await rest()).toBe(0.92);
	});

	it('pays for the defaults that a run takes, not the floor', async () => {
		const { submit, rest } = await account({ balanceUsd: 1 });
		await submit({ prompt: 'x', image: 'https://example.com/a.png' }, PRO_15);
		expect(await rest()).toBe(0.74);
	});

	it('pays the discounted price', async () => {
		const { submit, rest } = await account({ balanceUsd: 1, discountRate: 0.5 });
		await submit();
		expect(await rest()).toBe(0.96);
	});

	it('is its own for each key', async () => {
		const { call, rest } = await account({ balanceUsd: 1, apiKeys: ['one', 'two'] });
		await call('POST', `/api/v3/${T2V}`, { key: 'one', body: BODY });
		expect([await rest('one'), await rest('two')]).toEqual([0.92, 1]);
	});

	it('can be used up to the last cent, then is asked to top up', async () => {
		const { simulator, submit, rest } = await account({ balanceUsd: 0.16 });
		simulator.faults.onSubmit({ kind: 'serverError' }, { match: ({ body }) => body.seed === 7 });
		expect((await submit()).status).toBe(200);
		expect((await submit()).status).toBe(200);
		expect(await rest()).toBe(0);
		const refused = await submit({ ...BODY, seed: 7 });
		expect([refused.status, envelope(refused).code]).toEqual([400, 400]);
		expect(envelope(refused).message).toMatch(/^Insufficient credits\. Please top up/);
		expect(simulator.journal.accepted()).toHaveLength(2);
		// A submit that is refused anyway uses up no fault.
		expect(simulator.faults.pending).toBe(1);
		expect(simulator.journal.submits().at(-1)?.fault).toBeUndefined();
	});

	it('is refused as the scripted fault refuses', async () => {
		const { simulator, submit } = await account({ balanceUsd: 0.01 });
		const refused = await submit();
		const other = await account();
		other.simulator.faults.onSubmit({ kind: 'insufficientCredits' });
		expect(refused.text).toBe((await other.submit()).text);
		expect(simulator.journal.accepted()).toEqual([]);
	});

	it('never pays for two at once what it has for one', async () => {
		const { simulator, submit, rest } = await account({ balanceUsd: 0.1 });
		simulator.faults.onSubmit({ kind: 'delay', ms: 30 }, { times: 2 });
		const answers = await Promise.all([submit(), submit()]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
		expect(await rest()).toBe(0.02);
	});
});

describe('the price of a task', () => {
	it.each<readonly [TaskOutcome, number]>([
		[{ kind: 'failTask' }, 1],
		[{ kind: 'status', status: 'cancelled' }, 1],
		[{ kind: 'status', status: 'timeout' }, 1],
		[{ kind: 'nsfw' }, 0.92],
		[{ kind: 'stuck' }, 0.92],
		[{ kind: 'status', status: 'succeeded' }, 0.92],
	])('of the course %j leaves %s USD of one at its end', async (outcome, usd) => {
		const { simulator, clock, submit, rest } = await account({ balanceUsd: 1 });
		simulator.faults.onTask(outcome);
		await submit();
		clock.advance(999);
		expect(await rest()).toBe(0.92);
		clock.advance(1);
		expect(await rest()).toBe(usd);
	});

	it('that was given back can be spent again', async () => {
		const { simulator, clock, submit } = await account({ balanceUsd: 0.1 });
		simulator.faults.onTask({ kind: 'failTask' });
		expect((await submit()).status).toBe(200);
		expect((await submit()).status).toBe(400);
		clock.advance(1000);
		expect((await submit()).status).toBe(200);
	});

	it('stays paid when the API has long forgotten the task', async () => {
		const { clock, submit, rest } = await account({ balanceUsd: 1 });
		await submit();
		clock.advance(8 * 24 * 3_600_000);
		expect(await rest()).toBe(0.92);
	});
});

describe('an account without a balance', () => {
	it('shows ten dollars, whatever is submitted', async () => {
		const { simulator, submit, rest } = await account();
		const body = { images: ['https://example.com/a.png'], prompt: 'x', duration: 15 };
		for (let at = 0; at < 4; at++) {
			expect((await submit(body, 'bytedance/seedance-2.0/image-to-video')).status).toBe(200);
		}
		expect(await rest()).toBe(10);
		expect(simulator.journal.accepted().map((entry) => entry.priceUsd)).toEqual([
			3.6, 3.6, 3.6, 3.6,
		]);
	});
});
