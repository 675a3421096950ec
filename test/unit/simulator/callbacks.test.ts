/** The time and content of callbacks. */
import { BRONZE_QUEUE, type TaskOutcome } from '../../../simulator';
import { startWithReceiver, stopWithReceivers, SECRET } from '../../support/simulator/callbacks';
import { BODY, handClock, T2V } from '../../support/simulator/client';
import { aWhile, isSigned, told, until } from '../../support/simulator/receiver';

afterEach(stopWithReceivers);

describe('the callback', () => {
	it('brings the completed prediction, signed, as soon as the task has ended', async () => {
		const clock = handClock(Date.UTC(2026, 10, 21, 12, 0, 0, 700));
		const { simulator, ask, readTask, received, submit } = await startWithReceiver({
			now: clock.now,
			taskMs: 10_000,
		});
		const id = await ask();
		await submit();
		clock.advance(9_999);
		await aWhile();
		expect(received).toEqual([]);
		clock.advance(1);
		await until(() => received, 1);
		await aWhile();

		expect(received).toHaveLength(1);
		const [callback] = received;
		if (callback === undefined) throw new Error('nothing came');
		expect([callback.method, callback.url]).toEqual(['POST', '/hook?token=abc&x=1%202']);
		expect(callback.headers).toMatchObject({
			'content-type': 'application/json',
			'webhook-id': id.slice(0, 25),
			'webhook-timestamp': String(Date.UTC(2026, 10, 21, 12, 0, 10) / 1000),
		});
		expect(callback.headers).not.toHaveProperty('authorization');
		expect(isSigned(callback, SECRET)).toBe(true);
		const read = await readTask(id);
		expect(told(callback)).toEqual({
			id,
			model: T2V,
			input: BODY,
			outputs: [`${simulator.url}/outputs/${id}.mp4`],
			urls: read.urls,
			has_nsfw_contents: [false],
			status: 'completed',
			created_at: read.created_at,
			error: '',
			executionTime: 10_000,
			timings: { inference: 10_000 },
		});
	});

	it('brings a failed task without outputs', async () => {
		const { simulator, ask, received } = await startWithReceiver();
		simulator.faults.onTask({ kind: 'failTask', code: 1200, error: 'flagged' });
		const id = await ask();
		await until(() => received, 1);
		expect(received.map(told)).toMatchObject([
			{ id, status: 'failed', error: 'flagged', has_nsfw_contents: null },
		]);
		expect(received.map(told)[0]).not.toHaveProperty('outputs');
	});

	it.each<TaskOutcome>([
		{ kind: 'status', status: 'cancelled' },
		{ kind: 'status', status: 'timeout' },
		{ kind: 'status', status: 'deleted' },
		{ kind: 'stuck' },
	])('does not come for %j', async (outcome) => {
		const { simulator, ask, received } = await startWithReceiver();
		simulator.faults.onTask(outcome);
		await ask();
		const second = await ask();
		await until(() => received, 1);
		await aWhile();
		expect(received.map((callback) => told(callback).id)).toEqual([second]);
	});

	it('waits for a status that is shown for longer than the task takes', async () => {
		const clock = handClock();
		const { simulator, ask, received } = await startWithReceiver({ now: clock.now, taskMs: 1_000 });
		simulator.faults.onTask({ kind: 'status', status: 'queued', forMs: 5_000 });
		await ask();
		clock.advance(4_999);
		await aWhile();
		expect(received).toEqual([]);
		clock.advance(1);
		await until(() => received, 1);
		expect(received.map((callback) => told(callback).status)).toEqual(['completed']);
	});

	it('waits for a task that waits in the queue of its tier', async () => {
		const clock = handClock();
		const { ask, received } = await startWithReceiver({
			now: clock.now,
			tier: BRONZE_QUEUE,
			taskMs: 1000,
		});
		const ids = [await ask(), await ask(), await ask()];
		clock.advance(59_000);
		await until(() => received, 2);
		await aWhile();
		expect(received.map((callback) => told(callback).id).sort()).toEqual(ids.slice(0, 2).sort());
		clock.advance(2_000);
		await until(() => received, 3);
		expect(received.map((callback) => told(callback).id)[2]).toBe(ids[2]);
	});

	it('never carries an Authorization header, not even for a URL with a user in it', async () => {
		const { receiver, received, submitTo } = await startWithReceiver();
		await submitTo(receiver.url.replace('http://', 'http://me:pass@'));
		await until(() => received, 1);
		expect(received[0]?.headers).not.toHaveProperty('authorization');
	});

	it('comes on time when the clock runs faster than the real one', async () => {
		const begun = Date.now();
		const now = (): number => begun + (Date.now() - begun) * 1000;
		const { simulator, ask, received } = await startWithReceiver({ now, taskMs: 60_000 });
		const id = await ask();
		await until(() => received, 1);
		const [delivery] = simulator.journal.callbacks(id);
		const endMs = (simulator.journal.accepted()[0]?.atMs ?? 0) + 60_000;
		// It looks every 20 ms, which are 20 s here; a slow machine may take longer.
		expect(delivery?.atMs).toBeGreaterThanOrEqual(endMs);
		expect(received[0]?.headers['webhook-timestamp']).toBe(
			String(Math.floor((delivery?.atMs ?? 0) / 1000)),
		);
	});

	it('comes once for each of 1,000 tasks that end together, 50 at a time', async () => {
		const clock = handClock();
		const { receiver, received, ask } = await startWithReceiver({ now: clock.now }, (response) => {
			setTimeout(() => response.end(), 5);
		});
		const ids: string[] = [];
		for (let i = 0; i < 20; i++) {
			ids.push(...(await Promise.all(Array.from({ length: 50 }, () => ask()))));
		}
		clock.advance(1_000);
		await until(() => received, 1_000);
		await aWhile();
		expect(received.map((callback) => told(callback).id).sort()).toEqual([...ids].sort());
		expect(receiver.mostOpen()).toBeLessThanOrEqual(50);
	});
});

describe('the end of a simulator', () => {
	/** One callback that is never answered, one that is refused. */
	async function startEnding(callbackRetryMs: number) {
		const clock = handClock();
		const api = await startWithReceiver(
			{ now: clock.now, taskMs: 0, callbackRetryMs, callbackTimeoutMs: 3_600_000 },
			(response, { body }) => {
				if (body.includes('refuse')) response.writeHead(500).end();
			},
		);
		const { simulator, ask, received } = api;
		const hanging = await ask();
		const retried = await ask({ body: { ...BODY, prompt: 'refuse' } });
		await until(() => simulator.journal.callbacks(retried).filter((one) => one.status), 1);
		await until(() => received, 2);
		return { ...api, clock, hanging };
	}

	it('breaks callbacks under way, waits for no retry and tells of no later end', async () => {
		const { simulator, ask, received, clock, hanging } = await startEnding(3_600_000);
		simulator.setTaskMs(50);
		await ask();
		await simulator.stop();
		clock.advance(50);
		await aWhile();
		expect(received).toHaveLength(2);
		expect(simulator.journal.callbacks(hanging)).toMatchObject([{ attempt: 1 }]);
		expect(simulator.journal.callbacks(hanging)[0]?.status).toBeUndefined();
	});

	it('retries nothing later', async () => {
		const { simulator, received } = await startEnding(100);
		await simulator.stop();
		// On a slow machine the first retry has come already.
		const sent = received.length;
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(received).toHaveLength(sent);
	});
});
