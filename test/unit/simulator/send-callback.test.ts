/** Callbacks that a test sends itself: right ones, and one forgery for each check. */
import { signCallback, type Forgery } from '../../../simulator';
import { startWithReceiver, stopWithReceivers, SECRET } from '../../support/simulator/callbacks';
import { handClock, prediction } from '../../support/simulator/client';
import { answering, isSigned, told, type Received } from '../../support/simulator/receiver';

afterEach(stopWithReceivers);

async function startSending(options: Parameters<typeof startWithReceiver>[0] = {}) {
	const api = await startWithReceiver({ taskMs: 10_000, ...options });
	const taskId = prediction(await api.submit()).id;
	const send = async (
		forgery: Forgery & { body?: string; taskId?: string } = {},
	): Promise<Received> => {
		await api.simulator.sendCallback({ url: api.receiver.url, taskId, ...forgery });
		const last = api.received.at(-1);
		if (last === undefined) throw new Error('nothing came');
		return last;
	};
	return { ...api, taskId, send };
}

it('tells of the task as it is now, rightly signed', async () => {
	const clock = handClock();
	const { send, taskId } = await startSending({ now: clock.now });
	const before = await send();
	expect(told(before)).toMatchObject({ id: taskId, status: 'created' });
	clock.advance(10_000);
	const after = await send();
	expect(told(after)).toMatchObject({ id: taskId, status: 'completed' });
	expect(after.headers).toMatchObject({
		'content-type': 'application/json',
		'webhook-id': taskId.slice(0, 25),
		'webhook-timestamp': String(Math.floor(clock.now() / 1000)),
	});
	expect([before, after].map((callback) => isSigned(callback, SECRET))).toEqual([true, true]);
});

it('is signed with the secret of the account whose task it is', async () => {
	const other = 'whsec_another';
	const { ask, send } = await startSending({
		apiKeys: ['test-key', 'two'],
		webhookSecrets: [SECRET, other],
	});
	const taskId = await ask({ key: 'two' });
	expect(isSigned(await send({ taskId }), other)).toBe(true);
});

it('resolves with the answer, whatever it is; nothing is tried again or entered', async () => {
	const { simulator, receiver, submit, received } = await startWithReceiver(
		{ taskMs: 10_000 },
		(response) => void response.writeHead(401).end('who are you?'),
	);
	const taskId = prediction(await submit()).id;
	const answer = await simulator.sendCallback({ url: receiver.url, taskId });
	expect(answer).toEqual({ status: 401, text: 'who are you?' });
	await new Promise((resolve) => setTimeout(resolve, 60));
	expect(received).toHaveLength(1);
	expect(simulator.journal.callbacks()).toEqual([]);
});

it('follows no redirect', async () => {
	const redirect = answering(302, { location: '/elsewhere' });
	const { simulator, receiver, submit, received } = await startWithReceiver({}, redirect);
	const taskId = prediction(await submit()).id;
	expect((await simulator.sendCallback({ url: receiver.url, taskId })).status).toBe(302);
	expect(received).toHaveLength(1);
});

it('fails for a task that nobody submitted, unless it has a body', async () => {
	const { send } = await startSending();
	const taskId = 'f'.repeat(32);
	await expect(send({ taskId })).rejects.toThrow(taskId);
	const foreign = await send({ taskId, body: '{"id":"other"}' });
	expect(foreign.body).toBe('{"id":"other"}');
	expect(isSigned(foreign, SECRET)).toBe(true);
});

it('fails when there is no answer before the simulator stops', async () => {
	const { simulator, receiver, submit } = await startWithReceiver({}, () => undefined);
	const taskId = prediction(await submit()).id;
	const sending = simulator.sendCallback({ url: receiver.url, taskId });
	const failing = expect(sending).rejects.toThrow();
	await new Promise((resolve) => setTimeout(resolve, 30));
	await simulator.stop();
	await failing;
});

describe('a forgery', () => {
	it('has another secret', async () => {
		const { send } = await startSending();
		const forged = await send({ secret: 'whsec_other' });
		expect([isSigned(forged, SECRET), isSigned(forged, 'whsec_other')]).toEqual([false, true]);
	});

	it('has another time, rightly signed', async () => {
		const { send } = await startSending();
		const forged = await send({ timestamp: 1_760_000_000 });
		expect(forged.headers['webhook-timestamp']).toBe('1760000000');
		expect(isSigned(forged, SECRET)).toBe(true);
	});

	it('has another webhook-id, rightly signed', async () => {
		const { send } = await startSending();
		const forged = await send({ webhookId: 'abc' });
		expect(forged.headers['webhook-id']).toBe('abc');
		expect(isSigned(forged, SECRET)).toBe(true);
	});

	it('has a signature that was made elsewhere', async () => {
		const { send } = await startSending();
		const signature = signCallback({ secret: SECRET, id: 'x', timestamp: 1, body: '' });
		const forged = await send({ signature: signature.slice(0, 20) });
		expect(forged.headers['webhook-signature']).toBe(signature.slice(0, 20));
	});

	it('has another body than was signed', async () => {
		const { send } = await startSending();
		const forged = await send({ change: (body) => body.replace('"created"', '"completed"') });
		expect(told(forged).status).toBe('completed');
		expect(isSigned(forged, SECRET)).toBe(false);
	});

	it('has another content type, further headers, or lacks some', async () => {
		const { send } = await startSending();
		const forged = await send({
			contentType: 'text/plain',
			headers: { 'Webhook-Id': undefined, 'x-more': 'yes' },
		});
		expect(forged.headers).toMatchObject({ 'content-type': 'text/plain', 'x-more': 'yes' });
		expect(forged.headers).not.toHaveProperty('webhook-id');
	});
});
