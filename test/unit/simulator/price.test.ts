import { BODY, envelope, start, stopAll, T2V } from '../../support/simulator/client';
import { listed, quoted } from '../../support/simulator/listedModels';

afterEach(stopAll);

const TWO = 'bytedance/seedance-2.0/image-to-video';
const PRO_15 = 'bytedance/seedance-v1.5-pro/image-to-video';

type Inputs = Readonly<Record<string, unknown>>;

describe('published prices', () => {
	const cases: ReadonlyArray<readonly [string, Inputs, number]> = [
		['bytedance/seedance-v1-pro-i2v-480p', { duration: 5 }, 0.15],
		['bytedance/seedance-v1-pro-i2v-480p', { duration: 10 }, 0.3],
		['bytedance/seedance-v1-pro-t2v-480p', { duration: 10 }, 0.3],
		['bytedance/seedance-v1-pro-t2v-480p', { duration: 2 }, 0.15],
		['bytedance/seedance-v1-pro-t2v-480p', { duration: 7 }, 0.21],
		['bytedance/seedance-v1-pro-t2v-1080p', { duration: 5 }, 0.6],
		['bytedance/seedance-v1-lite-i2v-720p', { duration: 5 }, 0.16],
		['bytedance/seedance-v1-lite-i2v-720p', { duration: 10 }, 0.32],
		['bytedance/seedance-v1-lite-t2v-720p', { duration: 5 }, 0.16],
		['bytedance/seedance-v1-lite-i2v-480p', { duration: 10 }, 0.16],
		[T2V, { duration: 5 }, 0.08],
		...[PRO_15, 'bytedance/seedance-v1.5-pro/text-to-video'].flatMap((id) => {
			const of = (resolution: string, generate_audio: boolean, duration = 5) => ({
				duration,
				resolution,
				generate_audio,
			});
			return [
				[id, of('480p', false), 0.06],
				[id, of('480p', true), 0.12],
				[id, of('480p', true, 10), 0.24],
				[id, of('720p', false), 0.13],
				[id, of('720p', true), 0.26],
				[id, of('720p', true, 10), 0.52],
			] as const;
		}),
		[TWO, { duration: 5 }, 1.2],
		[TWO, { duration: 10 }, 2.4],
		[TWO, { duration: 15 }, 3.6],
		['bytedance/seedance-2.0/text-to-video', { duration: 5, resolution: '720p' }, 1.2],
		['bytedance/seedance-2.0-fast/text-to-video', { duration: 10, resolution: '720p' }, 1.6],
		['bytedance/seedance-2.0-fast/image-to-video-turbo', { duration: 5, resolution: '720p' }, 0.6],
	];

	it('come out as published', async () => {
		const api = await start();
		for (const [model, inputs, usd] of cases) {
			const answer = await quoted(api, model, { prompt: 'a fox', ...inputs });
			expect(answer).toEqual({
				model_id: model,
				price: usd,
				discounted_price: usd,
				discount_rate: 0,
				currency: 'USD',
			});
		}
	});
});

describe('a quote', () => {
	it.each([
		['480p', 0.6],
		['720p', 1.2],
		['1080p', 2.4],
		['4k', 4.8],
	])('of the newer 2.0 image-to-video goes by its resolution: %s', async (resolution, usd) => {
		const api = await start({ schemas: 'current' });
		expect((await quoted(api, TWO, { duration: 5, resolution })).price).toBe(usd);
		expect((await quoted(api, TWO, { duration: 15, resolution })).price).toBeCloseTo(usd * 3);
	});

	it.each<readonly [string, Inputs | undefined, number]>([
		['nothing at all', undefined, 0.06],
		['only a prompt', { prompt: 'x' }, 0.06],
		['no sound setting', { duration: 10, resolution: '720p' }, 0.26],
		['no resolution', { duration: 5, generate_audio: true }, 0.12],
		['no duration', { resolution: '720p', generate_audio: true }, 0.26],
		['a resolution that it does not know', { resolution: '8k', generate_audio: true }, 0.12],
		['text in place of numbers', { duration: '10' }, 0.06],
	])(
		'told %s is the floor, although the API would take its defaults',
		async (_what, inputs, usd) => {
			const api = await start();
			expect((await quoted(api, PRO_15, inputs)).price).toBe(usd);
		},
	);

	it('told nothing is the base price of the list, for every model', async () => {
		const api = await start({ schemas: 'current' });
		for (const { model_id: id, base_price: base } of (await listed(api)).values()) {
			expect((await quoted(api, id)).price).toBe(base);
		}
	});

	it('has four decimals at most, and the discount taken off beside it', async () => {
		const api = await start({ discountRate: 0.15 });
		const answer = await quoted(api, PRO_15, {
			duration: 7,
			resolution: '720p',
			generate_audio: false,
		});
		expect(answer).toMatchObject({ price: 0.182, discounted_price: 0.1547, discount_rate: 0.15 });
		expect((await listed(api)).get(PRO_15)).toMatchObject({ discount_rate: 0.15 });
	});

	it('spends nothing and is journalled, without any key in it', async () => {
		const { simulator, call, ...rest } = await start({ balanceUsd: 1 });
		await quoted({ call }, T2V, { ...BODY, prompt: 'test-key' });
		const inputs = { ...BODY, prompt: '[key]' };
		expect(simulator.journal.prices()).toMatchObject([
			{ route: 'price', model: T2V, accepted: false, body: { model_id: T2V, inputs } },
		]);
		expect(simulator.journal.submits()).toEqual([]);
		const answer = await call('GET', '/api/v3/balance');
		expect(envelope(answer).data).toEqual({ balance: 1 });
		expect((await rest.submit()).status).toBe(200);
	});

	it('is refused for an unknown model and without a model', async () => {
		const { simulator, call } = await start();
		simulator.faults.onPrice({ kind: 'serverError' });
		for (const [body, status] of [
			[{ model_id: 'bytedance/seedance-9', inputs: {} }, 404],
			[{ inputs: {} }, 400],
			[{ model_id: T2V, inputs: 'x' }, 400],
			['[]', 400],
		] as const) {
			const answer = await call('POST', '/api/v3/model/price', { body });
			expect([answer.status, envelope(answer).code]).toEqual([status, status]);
		}
		expect(simulator.faults.pending).toBe(1);
	});
});
