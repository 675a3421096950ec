/** The secret that callbacks are signed with: each key has its own. */
import { startWithReceiver, stopWithReceivers, SECRET } from '../../support/simulator/callbacks';
import { envelope } from '../../support/simulator/client';
import { isSigned, until } from '../../support/simulator/receiver';

afterEach(stopWithReceivers);

const OTHER = 'whsec_c2VjcmV0IG9mIHRoZSBzZWNvbmQga2V5';

it('is told to its key, in the envelope, and entered in the journal without it', async () => {
	const { simulator, call } = await startWithReceiver();
	const answer = await call('GET', '/api/v3/webhook/secret');
	expect(envelope(answer)).toMatchObject({ code: 200, data: { secret: SECRET } });
	expect(simulator.journal.requests).toMatchObject([{ route: 'secret', status: 200 }]);
	expect(JSON.stringify(simulator.journal)).not.toContain(SECRET.slice('whsec_'.length));
});

it('is told to nobody without a key', async () => {
	const { call } = await startWithReceiver();
	const answer = await call('GET', '/api/v3/webhook/secret', { key: null });
	expect(answer.status).toBe(401);
	expect(answer.text).not.toContain('whsec_');
});

it('is another one for each key, and signs what that key submits', async () => {
	const { ask, received, secretOf } = await startWithReceiver({
		apiKeys: ['one', 'two'],
		webhookSecrets: [SECRET, OTHER],
	});
	expect([await secretOf('one'), await secretOf('two')]).toEqual([
		{ secret: SECRET },
		{ secret: OTHER },
	]);
	await ask({ key: 'one' });
	await until(() => received, 1);
	await ask({ key: 'two' });
	await until(() => received, 2);
	expect(
		received.map((callback) => [isSigned(callback, SECRET), isSigned(callback, OTHER)]),
	).toEqual([
		[true, false],
		[false, true],
	]);
});

it('is random where none is given, and stays the same', async () => {
	const { secretOf } = await startWithReceiver({
		apiKeys: ['one', 'two'],
		webhookSecrets: undefined,
	});
	const [one, two] = [await secretOf('one'), await secretOf('two')];
	expect(one).toEqual({ secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) });
	expect(two).not.toEqual(one);
	expect(await secretOf('one')).toEqual(one);
});

it('can be replaced: callbacks from then on are signed with the new one', async () => {
	const { simulator, ask, received, secretOf } = await startWithReceiver();
	const rotated = simulator.rotateWebhookSecret();
	expect(rotated).toMatch(/^whsec_/);
	expect(rotated).not.toBe(SECRET);
	expect(await secretOf()).toEqual({ secret: rotated });
	await ask();
	await until(() => received, 1);
	expect(received.map((callback) => isSigned(callback, rotated))).toEqual([true]);
});

it('is replaced for the account that is named, and no other', async () => {
	const { simulator, secretOf } = await startWithReceiver({
		apiKeys: ['one', 'two'],
		webhookSecrets: [SECRET, OTHER],
	});
	const rotated = simulator.rotateWebhookSecret(1);
	expect([await secretOf('one'), await secretOf('two')]).toEqual([
		{ secret: SECRET },
		{ secret: rotated },
	]);
});

it('can be made to fail', async () => {
	const { simulator, call, secretOf } = await startWithReceiver();
	simulator.faults.onSecret({ kind: 'serverError', status: 503 });
	expect((await call('GET', '/api/v3/webhook/secret')).status).toBe(503);
	expect(await secretOf()).toEqual({ secret: SECRET });
	expect(simulator.journal.requests[0]).toMatchObject({ route: 'secret', fault: 'serverError' });
});
