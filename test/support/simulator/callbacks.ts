/** A simulator, a receiver, and submits that name the receiver as their webhook. */
import type { SimulatorOptions } from '../../../simulator';
import { BODY, envelope, prediction, start, stopAll, T2V, type Answer } from './client';
import { receive, stopReceivers } from './receiver';

export const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBmaXJzdCBrZXk=';

/** Retries are fast here, and tasks end at once by default. */
export async function startWithReceiver(
	options: SimulatorOptions = {},
	answer?: Parameters<typeof receive>[0],
) {
	const receiver = await receive(answer);
	const settings = { taskMs: 0, webhookSecrets: [SECRET], callbackRetryMs: 10, ...options };
	// The timeout is long, because many submits may take a slow machine a while.
	const api = await start(settings, 5_000);
	const submitTo = async (
		url: string,
		extra: { key?: string; body?: unknown } = {},
	): Promise<Answer> =>
		await api.call('POST', `/api/v3/${T2V}?webhook=${encodeURIComponent(url)}`, {
			body: BODY,
			...extra,
		});
	/** Submits a task with a callback to the receiver; gives its id. */
	const ask = async (extra: { key?: string; body?: unknown } = {}): Promise<string> =>
		prediction(await submitTo(receiver.url, extra)).id;
	const secretOf = async (key = 'test-key'): Promise<unknown> =>
		envelope(await api.call('GET', '/api/v3/webhook/secret', { key })).data;
	return { ...api, receiver, received: receiver.received, submitTo, ask, secretOf };
}

export async function stopWithReceivers(): Promise<void> {
	await stopAll();
	await stopReceivers();
}
