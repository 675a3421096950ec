/** Asking the API for the secret, and what callbacks make of it. */
import type { ApiReply } from '../../../seedance/api/http';
import { verifyCallback } from '../../../seedance/webhook/callback';
import { createSecretCache, fetchSecret } from '../../../seedance/webhook/secret';
import { answer, enveloped, html, lost } from '../../support/api/replies';
import { scriptedApi, inTurn } from '../../support/api/scriptedApi';
import type { Script } from '../../support/api/scriptedApi';
import { found } from '../../support/webhook/secretSources';
import { delivered, otherSecret, secret, signed } from '../../support/webhook/sign';

const holding = (text: string) => answer(200, enveloped(200, 'success', { secret: text }));

async function ask(script: Script) {
	const api = scriptedApi(script, { fuse: 50 });
	return { api, result: await fetchSecret(api.ports) };
}

describe('the question', () => {
	it('is one GET of 30 s at most', async () => {
		const { api } = await ask(() => holding(secret));
		expect(api.sent).toEqual([
			expect.objectContaining({
				method: 'GET',
				url: 'https://api.test/api/v3/webhook/secret',
				timeoutMs: 30_000,
			}),
		]);
		expect(api.sent[0]?.body).toBeUndefined();
	});

	it.each([
		['in the envelope', holding(secret)],
		['at the top', answer(200, { secret })],
		['at the top, beside a code', answer(200, { code: 200, message: 'success', secret })],
		['with space around it', holding(` ${secret}\n`)],
	])('is answered by a secret %s', async (_name, reply) => {
		expect((await ask(() => reply)).result).toEqual(found(secret));
	});
});

const passing: ReadonlyArray<readonly [string, ApiReply]> = [
	['ECONNRESET', lost('ECONNRESET')],
	['HTTP 408', answer(408)],
	['HTTP 429', answer(429, enveloped(429))],
	['HTTP 500', answer(500)],
	['HTTP 502', answer(502, html)],
	['envelope 5003', answer(200, enveloped(5003))],
	['HTML', answer(200, html)],
	['an empty answer', answer(200)],
	['no data', answer(200, enveloped(200))],
	['no secret', holding('')],
	['a prefix and nothing else', holding('whsec_')],
	['a number', answer(200, enveloped(200, 'success', { secret: 7 }))],
	['another name', answer(200, enveloped(200, 'success', { token: secret }))],
	['an answer that is cut off', answer(200, `{"code":200,"data":{"secret":"${secret}`)],
];

describe('what goes wrong', () => {
	it.each(passing)('%s: asks again', async (_name, reply) => {
		const { api, result } = await ask(
			inTurn(
				() => reply,
				() => reply,
				() => holding(secret),
			),
		);
		expect(result).toEqual(found(secret));
		expect(api.sent).toHaveLength(3);
		expect(api.clock.elapsed()).toBeGreaterThan(1_000);
	});

	it.each(passing)('%s three times: gives up', async (_name, reply) => {
		const { api, result } = await ask(() => reply);
		expect(result).toMatchObject({ ok: false, problem: { cause: 'webhookSecretUnavailable' } });
		expect(api.sent).toHaveLength(3);
	});

	it.each([
		[401, 'invalidKey'],
		[403, 'forbidden'],
		[302, 'redirected'],
		[400, 'webhookSecretUnavailable'],
		[404, 'webhookSecretUnavailable'],
	])('HTTP %d: asks once, %s', async (status, cause) => {
		const { api, result } = await ask(() => answer(status, enveloped(status)));
		expect(result).toMatchObject({ ok: false, problem: { cause, httpStatus: status } });
		expect(api.sent).toHaveLength(1);
	});

	it.each([
		[lost('ECONNRESET'), 'ECONNRESET'],
		[answer(502), 'HTTP 502'],
		[answer(200), "an answer that can't be read"],
		[answer(200, html), 'HTTP 200, a web page of a proxy or firewall'],
	])('is named: %#', async (reply, words) => {
		const { result } = await ask(() => reply);
		expect(result).toMatchObject({ problem: { description: expect.stringContaining(words) } });
		const isPage = words.includes('web page');
		expect(JSON.stringify(result).includes('web page')).toBe(isPage);
	});

	it.each([200, 302, 400, 401, 403, 404, 429, 500, 503])(
		'HTTP %d: no word of the answer is handed on, for it may hold the secret',
		async (status) => {
			const data = { token: secret };
			const body = { code: status, message: secret, error: secret, error_code: secret, data };
			const { result } = await ask(() => answer(status, body));
			expect(result.ok).toBe(false);
			expect(JSON.stringify(result)).not.toContain('testsecret');
		},
	);

	it('and the work is stopped: asks no further', async () => {
		const api = scriptedApi(() => answer(429, '', { 'retry-after': '25' }));
		api.clock.at(3_200, api.stop);
		expect(await fetchSecret(api.ports)).toMatchObject({ ok: false });
		expect(api.sent).toHaveLength(1);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(4_200);
	});
});

describe('callbacks', () => {
	/** Judges callbacks, each with a source of its own, as an n8n process does. */
	function createReceiver(script: Script) {
		const api = scriptedApi(script, { fuse: 50 });
		const cache = createSecretCache();
		async function receive(signedWith: string) {
			const now = api.clock.now();
			const source = cache.source('account', () => fetchSecret(api.ports), api.clock.now);
			const parts = signed({ timestamp: String(Math.floor(now / 1000)) }, signedWith);
			return (await verifyCallback(delivered(parts), source, now)).kind;
		}
		return { api, receive };
	}

	it('a hundred at once cost one request', async () => {
		const { api, receive } = createReceiver(() => holding(secret));
		const kinds = await Promise.all(Array.from({ length: 100 }, () => receive(secret)));
		expect(new Set(kinds)).toEqual(new Set(['genuine']));
		expect(api.sent).toHaveLength(1);
	});

	it('signed with a new secret cost one more', async () => {
		const { api, receive } = createReceiver(
			inTurn(
				() => holding(otherSecret),
				() => holding(secret),
			),
		);
		expect(await receive(otherSecret)).toBe('genuine');
		await api.clock.sleep(60_000);
		expect(await receive(secret)).toBe('genuine');
		expect(await receive(secret)).toBe('genuine');
		expect(api.sent).toHaveLength(2);
	});

	it('forged by the hundred for a minute cost six requests a minute', async () => {
		const { api, receive } = createReceiver(() => holding(secret));
		for (let sent = 0; sent < 300; sent += 1) {
			expect(await receive(otherSecret)).toBe('unauthorized');
			await api.clock.sleep(200);
		}
		expect(api.sent.length).toBeGreaterThan(1);
		expect(api.sent.length).toBeLessThanOrEqual(7);
		const pauses = api.sent.slice(1).map(({ atMs }, i) => atMs - (api.sent[i]?.atMs ?? 0));
		expect(Math.min(...pauses)).toBeGreaterThanOrEqual(10_000);
		expect(await receive(secret)).toBe('genuine');
	});

	it('cannot be told from forged ones while the API is down', async () => {
		const { receive } = createReceiver(() => lost('ECONNREFUSED'));
		expect(await receive(secret)).toBe('noSecret');
	});
});
