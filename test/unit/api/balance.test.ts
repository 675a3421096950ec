/** Asking what is left in the account. */
import { fetchBalance } from '../../../seedance/api/prices';
import { answer, enveloped, html, lost } from '../../support/api/replies';
import { scriptedApi, inTurn } from '../../support/api/scriptedApi';
import type { Script } from '../../support/api/scriptedApi';

const holding = (balance: unknown) => answer(200, enveloped(200, 'success', { balance }));

/** The answer, and how many requests it took. */
async function asked(script: Script) {
	const api = scriptedApi(script, { fuse: 50 });
	const balance = await fetchBalance(api.ports);
	return { balance, api, requests: api.sent.length };
}

describe('fetchBalance', () => {
	it('asks for the balance', async () => {
		const { balance, api } = await asked(() => holding(12.5));
		expect(balance).toEqual({ ok: true, value: 12.5 });
		expect(api.sent).toMatchObject([
			{ method: 'GET', url: 'https://api.test/api/v3/balance', timeoutMs: 30_000 },
		]);
	});

	it.each([0, -0.4])('takes %d for a balance', async (usd) => {
		expect((await asked(() => holding(usd))).balance).toEqual({ ok: true, value: usd });
	});

	it.each([
		['503', answer(503, html)],
		['429', answer(429, '', { 'retry-after': '7' })],
		['no answer', lost('ECONNRESET')],
		['an answer without it', holding(null)],
	])('asks again after %s', async (_, reply) => {
		const script = inTurn(
			() => reply,
			() => reply,
			() => holding(3),
		);
		expect(await asked(script)).toMatchObject({ balance: { ok: true, value: 3 }, requests: 3 });
	});

	it.each([
		['503', answer(503, html), 'proxyAnswered'],
		['no answer', lost('ECONNRESET'), 'unreachable'],
		['a text', holding('12.5'), 'malformedAnswer'],
	])('gives up on %s after three tries', async (_, reply, cause) => {
		expect(await asked(() => reply)).toMatchObject({
			balance: { ok: false, problem: { cause } },
			requests: 3,
		});
	});

	it.each([
		[401, 'invalidKey'],
		[403, 'forbidden'],
		[404, 'malformedAnswer'],
	])('does not ask again after %d', async (status, cause) => {
		expect(await asked(() => answer(status, enveloped(status)))).toMatchObject({
			balance: { ok: false, problem: { cause } },
			requests: 1,
		});
	});
});
