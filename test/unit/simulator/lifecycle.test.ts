import {
	BODY,
	envelope,
	handClock,
	prediction,
	start,
	stopAll,
	T2V,
} from '../../support/simulator/client';

afterEach(stopAll);

describe('keys', () => {
	it.each([
		['none', null, {}],
		['a wrong one', 'other-key', {}],
		['lower-case bearer', null, { authorization: 'bearer test-key' }],
		['a bare key', null, { authorization: 'test-key' }],
		['X-API-Key', null, { 'x-api-key': 'test-key' }],
	])('refuses %s with 401 on every route', async (_name, key, headers) => {
		const { simulator, call } = await start();
		for (const [method, path, body] of [
			['POST', `/api/v3/${T2V}`, BODY],
			['POST', '/api/v3/predictions', {}],
			['GET', '/api/v3/predictions/abc/result', undefined],
			['GET', '/api/v3/balance', undefined],
			['GET', '/api/v3/models', undefined],
			['POST', '/api/v3/model/price', { model_id: T2V, inputs: BODY }],
			['GET', '/api/v3/no-such-route', undefined],
		] as const) {
			const answer = await call(method, path, { key, body, headers });
			expect([answer.status, envelope(answer).code]).toEqual([401, 401]);
		}
		expect(simulator.journal.requests.every((entry) => !entry.keyOk && !entry.accepted)).toBe(true);
	});

	it('answers the balance to a valid key', async () => {
		const { call } = await start({ balanceUsd: 4.25, apiKeys: ['one', 'two'] });
		const answer = await call('GET', '/api/v3/balance', { key: 'two' });
		expect(envelope(answer)).toMatchObject({ code: 200, data: { balance: 4.25 } });
	});

	it('hides the tasks of one account from another', async () => {
		const { call } = await start({ apiKeys: ['one', 'two'] });
		const { id } = prediction(await call('POST', `/api/v3/${T2V}`, { key: 'one', body: BODY }));
		const path = `/api/v3/predictions/${id}/result`;
		expect((await call('GET', path, { key: 'one' })).status).toBe(200);
		expect((await call('GET', path, { key: 'two' })).status).toBe(404);
	});
});

describe('a task', () => {
	it('goes from created over processing to completed by time', async () => {
		const clock = handClock();
		const { simulator, call, submit, readTask } = await start({ now: clock.now, taskMs: 10_000 });
		const submitted = prediction(await submit());
		expect(submitted).toMatchObject({ status: 'created', outputs: [], error: '', model: T2V });
		expect(submitted.urls.get).toBe(`${simulator.url}/api/v3/predictions/${submitted.id}/result`);
		expect(submitted.created_at.slice(0, 23)).toBe(
			new Date(clock.now()).toISOString().slice(0, 23),
		);

		expect((await readTask(submitted.id)).status).toBe('created');
		clock.advance(5_000);
		expect(await readTask(submitted.id)).toMatchObject({ status: 'processing', outputs: [] });
		clock.advance(5_000);
		const done = await readTask(submitted.id);
		expect(done).toMatchObject({
			status: 'completed',
			outputs: [`${simulator.url}/outputs/${submitted.id}.mp4`],
			has_nsfw_contents: [false],
			timings: { inference: 10_000 },
		});
		const short = prediction(await call('GET', `/api/v3/predictions/${submitted.id}`));
		expect(short).toEqual(done);
	});

	it('takes as long as the test says, by submit if wanted', async () => {
		const clock = handClock();
		const { simulator, submit, readTask } = await start({ now: clock.now });
		simulator.setTaskMs(({ body }) => (body.duration === 10 ? 60_000 : 100));
		const short = prediction(await submit());
		const long = prediction(await submit({ ...BODY, duration: 10 }));
		clock.advance(100);
		expect((await readTask(short.id)).status).toBe('completed');
		expect((await readTask(long.id)).status).toBe('created');
		simulator.setTaskMs(0);
		expect((await readTask(prediction(await submit()).id)).status).toBe('completed');
	});

	it('is forgotten after seven days, as unknown ids are', async () => {
		const clock = handClock();
		const { call, submit } = await start({ now: clock.now, taskMs: 0 });
		const { id } = prediction(await submit());
		clock.advance(7 * 24 * 3600 * 1000);
		for (const unknown of [id, 'f'.repeat(32)]) {
			const answer = await call('GET', `/api/v3/predictions/${unknown}/result`);
			expect(answer.status).toBe(404);
			expect(envelope(answer).message).toBe('Prediction not found');
			expect((await call('GET', `/outputs/${unknown}.mp4`, { key: null })).status).toBe(404);
		}
	});
});

describe('the list of tasks', () => {
	it('pages and filters, newest first', async () => {
		const clock = handClock();
		const { call, submit } = await start({ now: clock.now, taskMs: 2500 });
		const ids: string[] = [];
		for (let at = 0; at < 4; at++) {
			ids.unshift(prediction(await submit()).id);
			clock.advance(1000);
		}
		const idsOf = async (query: unknown): Promise<unknown> => {
			const answer = await call('POST', '/api/v3/predictions', { body: query });
			const items: unknown = Object(envelope(answer).data).items;
			return Array.isArray(items) ? items.map((item) => Object(item).id) : answer.text;
		};
		expect(await idsOf({})).toEqual(ids);
		expect(await idsOf({ page: 2, page_size: 3 })).toEqual(ids.slice(3));
		expect(await idsOf({ status: 'completed' })).toEqual(ids.slice(2));
		expect(await idsOf({ model: 'bytedance/other' })).toEqual([]);
		const secondLast = new Date(clock.now() - 2000).toISOString();
		expect(await idsOf({ created_after: secondLast })).toEqual(ids.slice(0, 2));
		expect(await idsOf({ created_before: secondLast })).toEqual(ids.slice(1));
	});

	it.each([
		{ page: 0 },
		{ page_size: 0 },
		{ page_size: 101 },
		{ created_after: 'x' },
		{ limit: 1 },
	])('refuses %j', async (query) => {
		const { call } = await start();
		expect((await call('POST', '/api/v3/predictions', { body: query })).status).toBe(400);
	});
});

describe('files', () => {
	it('serves the finished video and the sample without a key', async () => {
		const { call, submit } = await start({ taskMs: 0 });
		const { id } = prediction(await submit());
		const video = await call('GET', `/outputs/${id}.mp4`, { key: null });
		expect([video.status, video.headers['content-type']]).toEqual([200, 'video/mp4']);
		expect(video.text.slice(4, 8)).toBe('ftyp');
		const head = await call('HEAD', `/outputs/${id}.mp4`, { key: null });
		expect([head.status, head.text]).toEqual([200, '']);
		expect(head.headers['content-length']).toBe(video.headers['content-length']);
		const sample = await call('GET', '/samples/first-frame.png', { key: null });
		expect([sample.status, sample.text.slice(1, 4)]).toEqual([200, 'PNG']);
	});

	it('serves no video before the task is completed', async () => {
		const { call, submit } = await start({ taskMs: 60_000 });
		const { id } = prediction(await submit());
		expect((await call('GET', `/outputs/${id}.mp4`, { key: null })).status).toBe(404);
	});
});

describe('the server', () => {
	it('leaves the port free after stop, even with a request under way', async () => {
		const { simulator, submit } = await start();
		simulator.faults.onSubmit({ kind: 'timeoutAfterAccept' });
		simulator.faults.onSubmit({ kind: 'delay', ms: 60_000 });
		const hanging = [submit(), submit()].map((answer) => answer.catch(() => 'broken'));
		while (simulator.journal.submits().length < 2) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		await simulator.stop();
		expect(await Promise.all(hanging)).toEqual(['broken', 'broken']);
		const port = Number(new URL(simulator.url).port);
		const second = await start({ port });
		expect(second.simulator.url).toBe(simulator.url);
		await expect(start({ port })).rejects.toThrow(/EADDRINUSE/);
	});
});
