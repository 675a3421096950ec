/** What can be made to go wrong with callbacks. */
import { BRONZE } from '../../../simulator';
import { startWithReceiver, stopWithReceivers, SECRET } from '../../support/simulator/callbacks';
import { BODY, handClock } from '../../support/simulator/client';
import { answering, aWhile, isSigned, told, until } from '../../support/simulator/receiver';

afterEach(stopWithReceivers);

const statusesOf = (received: readonly Parameters<typeof told>[0][]): readonly string[] =>
	received.map((callback) => told(callback).status);

it('drop: it never comes', async () => {
	const { simulator, ask, received } = await startWithReceiver();
	simulator.faults.onCallback({ kind: 'drop' });
	const dropped = await ask();
	const sent = await ask();
	await until(() => received, 1);
	await aWhile();
	expect(received.map((callback) => told(callback).id)).toEqual([sent]);
	expect(simulator.journal.callbacks(dropped)).toEqual([]);
	expect(simulator.faults.pending).toBe(0);
});

it.each([
	[undefined, 2],
	[3, 3],
])('duplicate: with times %p it comes %i times', async (times, count) => {
	const { simulator, ask, received } = await startWithReceiver();
	simulator.faults.onCallback({ kind: 'duplicate', ...(times !== undefined && { times }) });
	const id = await ask();
	await until(() => received, count);
	await aWhile();
	expect(received).toHaveLength(count);
	expect(new Set(received.map(({ body }) => body)).size).toBe(1);
	expect(received.every((callback) => isSigned(callback, SECRET))).toBe(true);
	expect(simulator.journal.callbacks(id).map(({ attempt }) => attempt)).toEqual(
		Array(count).fill(1),
	);
});

it('delay: it comes so much later, on the clock of the simulator', async () => {
	const clock = handClock();
	const { simulator, ask, readTask, received } = await startWithReceiver({
		now: clock.now,
		taskMs: 1_000,
	});
	simulator.faults.onCallback({ kind: 'delay', ms: 60_000 });
	const id = await ask();
	clock.advance(60_999);
	await aWhile();
	expect((await readTask(id)).status).toBe('completed');
	expect(received).toEqual([]);
	clock.advance(1);
	await until(() => received, 1);
	expect(statusesOf(received)).toEqual(['completed']);
});

it('early: it says completed while the task runs, and comes again at the end', async () => {
	const clock = handClock();
	const { simulator, ask, readTask, received } = await startWithReceiver({
		now: clock.now,
		taskMs: 10_000,
	});
	simulator.faults.onCallback({ kind: 'early' });
	const id = await ask();
	await until(() => received, 1);
	expect((await readTask(id)).status).toBe('created');
	expect(received.map(told)).toMatchObject([
		{ id, status: 'completed', outputs: [`${simulator.url}/outputs/${id}.mp4`] },
	]);
	clock.advance(10_000);
	await until(() => received, 2);
	await aWhile();
	expect(statusesOf(received)).toEqual(['completed', 'completed']);
	expect(received.every((callback) => isSigned(callback, SECRET))).toBe(true);
});

it('early: it says completed even of a task that fails later, or never ends', async () => {
	const clock = handClock();
	const { simulator, ask, received } = await startWithReceiver({ now: clock.now });
	simulator.setTaskMs(10_000);
	simulator.faults.onCallback({ kind: 'early' }, { times: 2 });
	simulator.faults.onTask({ kind: 'failTask' });
	simulator.faults.onTask({ kind: 'stuck' });
	const failing = await ask();
	await until(() => received, 1);
	await ask();
	await until(() => received, 2);
	clock.advance(10_000);
	await until(() => received, 3);
	await aWhile();
	expect(statusesOf(received)).toEqual(['completed', 'completed', 'failed']);
	expect(received.map((callback) => told(callback).id)[2]).toBe(failing);
});

it('badSignature: it is signed with another secret, in every try', async () => {
	const { simulator, ask, received } = await startWithReceiver({}, answering(401));
	simulator.faults.onCallback({ kind: 'badSignature' });
	await ask();
	await until(() => received, 4);
	for (const callback of received) {
		expect(callback.headers['webhook-signature']).toMatch(/^v3,[0-9a-f]{64}$/);
		expect(isSigned(callback, SECRET)).toBe(false);
	}
});

it('processing: one that says so comes before it, well signed', async () => {
	const { simulator, ask, received } = await startWithReceiver();
	simulator.faults.onCallback({ kind: 'processing' });
	const id = await ask();
	await until(() => received, 2);
	await aWhile();
	expect(received.map(told)).toMatchObject([
		{ id, status: 'processing', has_nsfw_contents: null },
		{ id, status: 'completed' },
	]);
	expect(received.map(told)[0]).not.toHaveProperty('outputs');
	expect(received.every((callback) => isSigned(callback, SECRET))).toBe(true);
});

it('processing: refused, it is not sent again, and the right one follows', async () => {
	const { simulator, ask, received } = await startWithReceiver({}, (response, { body }) => {
		response.writeHead(body.includes('"processing"') ? 500 : 200).end();
	});
	simulator.faults.onCallback({ kind: 'processing' });
	await ask();
	await until(() => received, 2);
	await aWhile();
	expect(statusesOf(received)).toEqual(['processing', 'completed']);
});

describe('the script', () => {
	it('finds its tasks by body, or by an id that was not known before the submit', async () => {
		const clock = handClock();
		const { simulator, ask, received } = await startWithReceiver({ now: clock.now, taskMs: 1_000 });
		const { faults } = simulator;
		faults.onCallback({ kind: 'drop' }, { match: ({ body }) => body?.prompt === 'drop me' });
		const first = await ask();
		const second = await ask();
		await ask({ body: { ...BODY, prompt: 'drop me' } });
		faults.onCallback({ kind: 'duplicate' }, { match: ({ taskId }) => taskId === second });
		clock.advance(1_000);
		await until(() => received, 3);
		await aWhile();
		expect(received.map((callback) => told(callback).id).sort()).toEqual(
			[first, second, second].sort(),
		);
		expect(faults.pending).toBe(0);
	});

	it('is not used up by submits that ask for no callback, or are refused', async () => {
		const { simulator, ask, submit } = await startWithReceiver({ tier: BRONZE });
		simulator.faults.onCallback({ kind: 'drop' });
		await submit();
		await submit();
		await expect(ask()).rejects.toThrow();
		expect(simulator.faults.pending).toBe(1);
		simulator.faults.clear();
		expect(simulator.faults.pending).toBe(0);
	});

	it('can leave it to chance, asked once for each task', async () => {
		const { simulator, ask, received } = await startWithReceiver();
		const asked: string[] = [];
		let drop = false;
		simulator.faults.decide({
			callback: ({ taskId }) => {
				asked.push(taskId);
				drop = !drop;
				return drop ? { kind: 'drop' } : undefined;
			},
		});
		const ids = [await ask(), await ask()];
		await until(() => received, 1);
		await aWhile();
		expect(asked).toEqual(ids);
		expect(received.map((callback) => told(callback).id)).toEqual([ids[1]]);
	});
});
