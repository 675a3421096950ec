/** The journal's entries about webhooks and callbacks. */
import { startWithReceiver, stopWithReceivers } from '../../support/simulator/callbacks';
import { BODY, envelope, prediction, T2V } from '../../support/simulator/client';
import { told, until } from '../../support/simulator/receiver';

afterEach(stopWithReceivers);

describe('a submit with a webhook', () => {
	it('is kept in the journal with its URL as it was before it was encoded, without keys', async () => {
		const { simulator, submitTo, submit } = await startWithReceiver({ taskMs: 60_000 });
		const url = 'https://example.com/a/b?signature=1%2F2&key=test-key#part';
		expect((await submitTo(url)).status).toBe(200);
		await submit();
		expect(simulator.journal.submits().map((entry) => entry.webhook)).toEqual([
			'https://example.com/a/b?signature=1%2F2&key=[key]#part',
			undefined,
		]);
		expect(simulator.journal.submits()[0]?.path).toBe(`/api/v3/${T2V}`);
	});

	it.each(['', 'example.com/hook', '/hook', 'ftp://example.com/', 'javascript:alert(1)'])(
		'is refused when that is "%s"',
		async (url) => {
			const { simulator, submitTo } = await startWithReceiver();
			const answer = await submitTo(url);
			expect([answer.status, envelope(answer).code]).toEqual([400, 400]);
			expect(envelope(answer).message).toContain('webhook');
			expect(simulator.journal.accepted()).toEqual([]);
		},
	);
});

describe('the journal of callbacks', () => {
	it('has every try, fills in its answer and forgets it with the rest', async () => {
		const over: string[] = [];
		const { simulator, ask, received, receiver } = await startWithReceiver({
			onCallback: ({ taskId, attempt, status }) => over.push(`${taskId} ${attempt} ${status}`),
		});
		const [first, second] = [await ask(), await ask()];
		await until(() => over, 2);
		expect(over.sort()).toEqual([`${first} 1 200`, `${second} 1 200`].sort());
		const { journal } = simulator;
		expect(journal.callbacks()).toHaveLength(2);
		expect(journal.callbacks(first)).toEqual([
			{
				taskId: first,
				url: receiver.url,
				attempt: 1,
				atMs: expect.any(Number),
				status: 200,
				tookMs: expect.any(Number),
				body: received.find((callback) => told(callback).id === first)?.body,
			},
		]);
		journal.clear();
		expect(journal.callbacks()).toEqual([]);
	});

	it('has no key, wherever it was put', async () => {
		const key = 'wsk_secret_0123';
		const { simulator, receiver, submitTo } = await startWithReceiver({ apiKeys: [key] });
		const body = { ...BODY, prompt: `my key is ${key}` };
		const { id } = prediction(await submitTo(`${receiver.url}&key=${key}`, { key, body }));
		await until(() => simulator.journal.callbacks(id), 1);
		expect(JSON.stringify(simulator.journal)).not.toContain(key);
	});
});
