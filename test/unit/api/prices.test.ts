/** Price and balance requests: their bodies, their number, and the results of answers. */
import { fetchBalance, openQuotes, readQuote } from '../../../seedance/api/prices';
import { answer, enveloped, html, lost } from '../../support/api/replies';
import { scriptedApi, inTurn } from '../../support/api/scriptedApi';
import type { Script } from '../../support/api/scriptedApi';
import { known } from '../../support/models/pricedModels';

describe('readQuote', () => {
	it.each([
		[{ price: 1.2 }, 1.2],
		[{ price: 1.2, discounted_price: 1.02, currency: 'USD' }, 1.02],
		[{ price: 1.2, discounted_price: null, currency: null }, 1.2],
		[{ price: 1.2, discounted_price: '1.02' }, 1.2],
		[{ discounted_price: 1.02, currency: 'usd' }, 1.02],
		[{ price: 0 }, 0],
		[{ model_id: 'a/b', price: 1.2, discount_rate: 0.85 }, 1.2],
	])('reads %j as %d USD', (data, usd) => {
		expect(readQuote(data)).toEqual({ usd });
	});

	it.each([
		{},
		{ price: -1 },
		{ price: '1.2' },
		{ price: NaN },
		{ price: Infinity },
		{ price: null },
		{ price: 1.2, currency: 'CNY' },
		{ price: 1.2, currency: '' },
		{ unit_price: 1.2 },
		[],
		null,
		undefined,
		1.2,
	])('does not know a price from %p', (data) => {
		expect(readQuote(data)).toBeUndefined();
	});
});

const record = known('seedance-v1.5-pro/text-to-video');
const priced = (usd: number) => answer(200, enveloped(200, 'success', { price: usd }));

function scene(script: Script, of = record) {
	const api = scriptedApi(script, { fuse: 50 });
	const quote = openQuotes(api.ports);
	return { api, ask: (body: object) => quote(of, { ...body }, []) };
}

/** The answer, and how many requests it took. */
async function asked(script: Script, of = record) {
	const { api, ask } = scene(script, of);
	const price = await ask({ prompt: 'A fox' });
	return { price, api, requests: api.sent.length };
}

describe('a quote', () => {
	it('names the model and its inputs, with the defaults', async () => {
		const { price, api } = await asked(() => priced(0.26));
		expect(price).toEqual({ ok: true, value: 0.26 });
		expect(api.sent).toMatchObject([
			{
				method: 'POST',
				url: 'https://api.test/api/v3/model/price',
				timeoutMs: 30_000,
				body: {
					model_id: record.id,
					inputs: { prompt: 'A fox', duration: 5, resolution: '720p', generate_audio: true },
				},
			},
		]);
	});

	it('is rounded to a hundredth of a cent', async () => {
		expect((await asked(() => priced(0.1 + 0.2))).price).toEqual({ ok: true, value: 0.3 });
	});

	it.each([
		['503', answer(503, html)],
		['429', answer(429, '', { 'retry-after': '7' })],
		['no answer', lost('ECONNRESET')],
		['an answer without a price', answer(200, enveloped(200, 'success', {}))],
	])('is asked for again after %s', async (_, reply) => {
		const script = inTurn(
			() => reply,
			() => reply,
			() => priced(1.2),
		);
		expect(await asked(script)).toMatchObject({ price: { ok: true, value: 1.2 }, requests: 3 });
	});

	it('is not known after three tries, and says why', async () => {
		const { price, requests } = await asked(() => answer(503, html));
		expect(requests).toBe(3);
		expect(price).toMatchObject({
			ok: false,
			problem: 'A proxy or firewall answered instead of WaveSpeedAI',
			failure: { cause: 'proxyAnswered', httpStatus: 503 },
		});
	});

	it.each([400, 401, 403, 404])('is not asked for again after %d', async (status) => {
		const { price, requests } = await asked(() => answer(status, enveloped(status)));
		expect([price.ok, requests]).toEqual([false, 1]);
	});

	it('says of a 404 which model is not known', async () => {
		const { price } = await asked(() => answer(404, enveloped(404)));
		expect(price).toMatchObject({ problem: expect.stringContaining('have this model') });
	});

	it('names the replacement of a model that is not known, if it has one', async () => {
		const refused = (status: number) => () => answer(status, enveloped(status));
		const replacement = 'bytedance/seedance-2.0-fast/text-to-video';
		const told = async (status: number, of = record) => {
			const { price } = await asked(refused(status), of);
			return price.ok ? '' : price.problem;
		};
		expect(await told(404)).toContain(replacement);
		expect(await told(400)).not.toContain(replacement);
		const current = await told(404, known('seedance-2.0/text-to-video'));
		expect(current).toContain('have this model');
		expect(current).not.toContain('undefined');
	});

	it('in another currency is not known', async () => {
		const inYuan = answer(200, enveloped(200, 'success', { price: 9, currency: 'CNY' }));
		expect((await asked(() => inYuan)).price).toMatchObject({ ok: false });
	});

	it('ends within 1 s when the work is stopped', async () => {
		const { api, ask } = scene(() => answer(429, '', { 'retry-after': '25' }));
		api.clock.at(3_000, api.stop);
		expect(await ask({ prompt: 'A fox' })).toMatchObject({ ok: false });
		expect([api.sent.length, api.clock.elapsed() <= 4_000]).toEqual([1, true]);
	});
});

describe('quotes of one run', () => {
	it('are asked for once for the same inputs, side by side and one after the other', async () => {
		const { api, ask } = scene(() => priced(0.26));
		const prices = await Promise.all([ask({ prompt: 'A' }), ask({ prompt: 'B', seed: 7 })]);
		expect([...prices, await ask({ prompt: 'C', duration: 5 })]).toEqual(
			Array.from({ length: 3 }, () => ({ ok: true, value: 0.26 })),
		);
		expect(api.sent).toHaveLength(1);
	});

	it('are asked for each where the price may differ', async () => {
		const { api, ask } = scene(
			inTurn(
				() => priced(0.26),
				() => priced(0.52),
			),
		);
		expect(await ask({ prompt: 'A' })).toEqual({ ok: true, value: 0.26 });
		expect(await ask({ prompt: 'A', duration: 10 })).toEqual({ ok: true, value: 0.52 });
		expect(api.sent).toHaveLength(2);
	});

	it('share a failure: an API that is down is not asked for every item', async () => {
		const { api, ask } = scene(() => answer(503, html));
		await Promise.all([ask({ prompt: 'A' }), ask({ prompt: 'B' })]);
		expect(api.sent).toHaveLength(3);
	});

	it('are not asked for any more after an API that is down, also for other inputs', async () => {
		const { api, ask } = scene(() => answer(503, html));
		for (const duration of [4, 5, 6]) {
			expect(await ask({ prompt: 'A fox', duration })).toMatchObject({ ok: false });
		}
		expect(api.sent).toHaveLength(3);
	});

	it('are asked for of other inputs after an answer without a price', async () => {
		const empty = () => answer(200, enveloped(200, 'success', {}));
		const { api, ask } = scene(inTurn(empty, empty, empty, () => priced(1.2)));
		expect(await ask({ prompt: 'A fox', duration: 4 })).toMatchObject({ ok: false });
		expect(await ask({ prompt: 'A fox', duration: 5 })).toEqual({ ok: true, value: 1.2 });
		expect(api.sent).toHaveLength(4);
	});

	it('are not asked for where the answer would be the floor', async () => {
		const api = scriptedApi(() => priced(0.1));
		const price = await openQuotes(api.ports)(
			known('seedance-v1-pro-fast/text-to-video'),
			{ prompt: 'A fox' },
			[],
		);
		expect(price).toEqual({ ok: false, problem: "Resolution isn't set, so the model decides it" });
		expect(api.sent).toEqual([]);
	});
});

const holding = (balance: unknown) => answer(200, enveloped(200, 'success', { balance }));

/** The balance, and how many requests it took. */
async function askedBalance(script: Script) {
	const api = scriptedApi(script, { fuse: 50 });
	const balance = await fetchBalance(api.ports);
	return { balance, api, requests: api.sent.length };
}

describe('fetchBalance', () => {
	it('asks for the balance', async () => {
		const { balance, api } = await askedBalance(() => holding(12.5));
		expect(balance).toEqual({ ok: true, value: 12.5 });
		expect(api.sent).toMatchObject([
			{ method: 'GET', url: 'https://api.test/api/v3/balance', timeoutMs: 30_000 },
		]);
	});

	it.each([0, -0.4])('takes %d for a balance', async (usd) => {
		expect((await askedBalance(() => holding(usd))).balance).toEqual({ ok: true, value: usd });
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
		expect(await askedBalance(script)).toMatchObject({
			balance: { ok: true, value: 3 },
			requests: 3,
		});
	});

	it.each([
		['503', answer(503, html), 'proxyAnswered'],
		['no answer', lost('ECONNRESET'), 'unreachable'],
		['a text', holding('12.5'), 'malformedAnswer'],
	])('gives up on %s after three tries', async (_, reply, cause) => {
		expect(await askedBalance(() => reply)).toMatchObject({
			balance: { ok: false, problem: { cause } },
			requests: 3,
		});
	});

	it.each([
		[401, 'invalidKey'],
		[403, 'forbidden'],
		[404, 'malformedAnswer'],
	])('does not ask again after %d', async (status, cause) => {
		expect(await askedBalance(() => answer(status, enveloped(status)))).toMatchObject({
			balance: { ok: false, problem: { cause } },
			requests: 1,
		});
	});
});
