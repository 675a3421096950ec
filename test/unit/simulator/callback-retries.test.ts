/**
 * Callbacks that aren't answered with a 2xx are retried up to three times
 * (docs/internals/api.md#callback-retries).
 */
import { startWithReceiver, stopWithReceivers, SECRET } from '../../support/simulator/callbacks';
import {
	aWhile,
	answering,
	isSigned,
	receive,
	stopReceivers,
	told,
	until,
} from '../../support/simulator/receiver';

afterEach(stopWithReceivers);

it.each([
	['a 500', answering(500)],
	['a 404', answering(404)],
	['a 409', answering(409)],
	['a redirect, which is not followed', answering(307, { location: '/elsewhere' })],
])('four tries are made against %s', async (_name, answer) => {
	const { simulator, ask, received } = await startWithReceiver({}, answer);
	const id = await ask();
	await until(() => received, 4);
	await aWhile();
	expect(received.map(({ url }) => url)).toEqual(Array(4).fill('/hook?token=abc&x=1%202'));
	const deliveries = simulator.journal.callbacks(id);
	expect(deliveries.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
	expect(
		deliveries.every(({ status, tookMs }) => status !== undefined && tookMs !== undefined),
	).toBe(true);
});

it.each([200, 201, 204, 299])('none follows a %i', async (status) => {
	const { ask, received } = await startWithReceiver({}, answering(status));
	await ask();
	await until(() => received, 1);
	await aWhile();
	expect(received).toHaveLength(1);
});

it('they end with the first 2xx, and are the same callback', async () => {
	let tries = 0;
	const { simulator, ask, received } = await startWithReceiver({}, (response) => {
		response.writeHead(++tries < 3 ? 503 : 200).end();
	});
	const id = await ask();
	await until(() => received, 3);
	await aWhile();
	expect(simulator.journal.callbacks(id).map(({ status }) => status)).toEqual([503, 503, 200]);
	expect(new Set(received.map(({ body }) => body)).size).toBe(1);
	expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
	expect(received.every((callback) => isSigned(callback, SECRET))).toBe(true);
	expect(received.map((callback) => told(callback).id)).toEqual([id, id, id]);
});

it('they wait at least twice as long each time', async () => {
	const { ask, received } = await startWithReceiver({ callbackRetryMs: 60 }, answering(500));
	await ask();
	await until(() => received, 4);
	const waits = received.slice(1).map(({ atMs }, i) => atMs - (received[i]?.atMs ?? 0));
	[60, 120, 240].forEach((least, i) => {
		// A timer may be a millisecond early.
		expect(waits[i]).toBeGreaterThanOrEqual(least - 2);
	});
});

it('four tries are made where nobody answers in time', async () => {
	const { simulator, ask, received } = await startWithReceiver(
		{ callbackTimeoutMs: 40 },
		() => undefined,
	);
	const { journal } = simulator;
	const id = await ask();
	await until(() => journal.callbacks(id).filter((one) => one.tookMs !== undefined), 4);
	await aWhile();
	expect(received).toHaveLength(4);
	for (const { status, tookMs } of journal.callbacks(id)) {
		expect(status).toBeUndefined();
		expect(tookMs).toBeGreaterThanOrEqual(38);
	}
});

it('four tries are made where nobody listens', async () => {
	const { url } = await receive();
	await stopReceivers();
	const { simulator, submitTo } = await startWithReceiver();
	await submitTo(url);
	const { journal } = simulator;
	await until(() => journal.callbacks().filter((one) => one.tookMs !== undefined), 4);
	await aWhile();
	expect(journal.callbacks().map(({ status }) => status)).toEqual(Array(4).fill(undefined));
});
