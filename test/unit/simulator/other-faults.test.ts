import type { DownloadFault, ReadFault, TaskOutcome } from '../../../simulator';
import {
	briefMs,
	BODY,
	envelope,
	handClock,
	prediction,
	start,
	stopAll,
	T2V,
	type Answer,
} from '../../support/simulator/client';

afterEach(stopAll);

describe('task outcomes', () => {
	const finished = async (outcome: TaskOutcome, advanceMs = 1000) => {
		const clock = handClock();
		const setup = await start({ now: clock.now, taskMs: 1000 });
		setup.simulator.faults.onTask(outcome);
		const submitted = prediction(await setup.submit());
		expect(submitted.status).toBe('created');
		clock.advance(advanceMs);
		return { ...setup, clock, submitted };
	};

	it.each([
		[1200, undefined, /moderation/],
		[1402, undefined, /could not be fetched/],
		[1403, 'the model tripped', /^the model tripped$/],
		[5000, undefined, /Internal/],
		[undefined, undefined, /Execution failed/],
	])('failTask with code %s still answers 200', async (code, error, text) => {
		const { call, submitted } = await finished({
			kind: 'failTask',
			...(code !== undefined && { code }),
			...(error !== undefined && { error }),
		});
		const answer = await call('GET', `/api/v3/predictions/${submitted.id}/result`);
		expect([answer.status, envelope(answer).code]).toEqual([200, 200]);
		const failed = prediction(answer);
		expect(failed).toMatchObject({ status: 'failed', code: code ?? 1403, outputs: [] });
		expect(failed.error).toMatch(text);
	});

	it('nsfw', async () => {
		const { readTask, submitted } = await finished({ kind: 'nsfw' });
		const task = await readTask(submitted.id);
		expect(task).toMatchObject({ status: 'completed', has_nsfw_contents: [true] });
	});

	it.each(['cancelled', 'timeout', 'deleted'])(
		'status %s comes without outputs',
		async (status) => {
			const { readTask, submitted } = await finished({ kind: 'status', status });
			expect(await readTask(submitted.id)).toMatchObject({ status, outputs: [] });
		},
	);

	it('status succeeded comes with outputs', async () => {
		const { call, readTask, submitted } = await finished({ kind: 'status', status: 'succeeded' });
		const task = await readTask(submitted.id);
		expect([task.status, task.outputs.length]).toEqual(['succeeded', 1]);
		expect((await call('GET', `/outputs/${submitted.id}.mp4`)).status).toBe(200);
	});

	it('an unknown status kept for some time', async () => {
		const outcome: TaskOutcome = { kind: 'status', status: 'queued', forMs: 500 };
		const { readTask, clock, submitted } = await finished(outcome, 499);
		expect((await readTask(submitted.id)).status).toBe('queued');
		clock.advance(1);
		expect((await readTask(submitted.id)).status).toBe('processing');
		clock.advance(500);
		expect((await readTask(submitted.id)).status).toBe('completed');
	});

	it('stuck', async () => {
		const { readTask, submitted } = await finished({ kind: 'stuck' }, 3_600_000);
		expect((await readTask(submitted.id)).status).toBe('processing');
	});

	it('a bare prediction, without the envelope', async () => {
		const { simulator, call, submit } = await start({ taskMs: 0 });
		simulator.faults.onTask({ kind: 'barePrediction' });
		const submitted: unknown = JSON.parse((await submit()).text);
		expect(submitted).toMatchObject({ status: 'created' });
		const path = `/api/v3/predictions/${String(Object(submitted).id)}/result`;
		expect(JSON.parse((await call('GET', path)).text)).toMatchObject({ status: 'completed' });
	});

	it('outputs as objects', async () => {
		const { simulator, readTask, submitted } = await finished({ kind: 'objectOutputs' });
		const url = `${simulator.url}/outputs/${submitted.id}.mp4`;
		expect((await readTask(submitted.id)).outputs).toEqual([{ url }]);
	});

	it('URLs that point elsewhere', async () => {
		const get = 'https://elsewhere.example/result';
		const outputs = ['https://elsewhere.example/a.mp4', 'https://elsewhere.example/b.mp4'];
		const { readTask, submitted } = await finished({ kind: 'replaceUrls', get, outputs });
		expect(submitted.urls.get).toBe(get);
		expect(await readTask(submitted.id)).toMatchObject({ urls: { get }, outputs });
	});

	it('goes only to the tasks that fit', async () => {
		const { simulator, submit, readTask } = await start({ taskMs: 0 });
		simulator.faults.onTask({ kind: 'failTask' }, { match: ({ body }) => body.duration === 7 });
		const good = prediction(await submit());
		const bad = prediction(await submit({ prompt: 'x', duration: 7 }));
		expect((await readTask(good.id)).status).toBe('completed');
		expect((await readTask(bad.id)).status).toBe('failed');
	});
});

describe('read faults', () => {
	const cases: ReadonlyArray<readonly [ReadFault, number, RegExp]> = [
		[{ kind: 'unauthorized' }, 401, /Invalid/],
		[{ kind: 'rateLimited', retryAfterSeconds: 1 }, 429, /Too many/],
		[{ kind: 'serverError', status: 502, envelope: false, message: 'bad gateway' }, 502, /^bad/],
		[{ kind: 'envelopeError' }, 200, /"code":500/],
		[{ kind: 'malformedJson' }, 200, /"id":"$/],
		[{ kind: 'html' }, 200, /<html>/],
		[{ kind: 'redirect', location: '/elsewhere', status: 307 }, 307, /^$/],
		[{ kind: 'notFound' }, 404, /Prediction not found/],
		[{ kind: 'delay', ms: 20 }, 200, /"success"/],
	];

	it.each(cases)('%j', async (fault, status, text) => {
		const { simulator, call, submit } = await start();
		const { id } = prediction(await submit());
		simulator.faults.onRead(fault);
		simulator.faults.onList(fault);
		simulator.faults.onBalance(fault);
		simulator.faults.onModels(fault);
		simulator.faults.onPrice(fault);
		for (const [method, path, body] of [
			['GET', `/api/v3/predictions/${id}/result`, undefined],
			['POST', '/api/v3/predictions', {}],
			['GET', '/api/v3/balance', undefined],
			['GET', '/api/v3/models', undefined],
			['POST', '/api/v3/model/price', { model_id: T2V, inputs: BODY }],
		] as const) {
			const answer = await call(method, path, { body });
			expect(answer.status).toBe(status);
			expect(answer.text).toMatch(text);
			expect((await call(method, path, { body })).status).toBe(200);
		}
	});

	it('reset and timeout, for the task that fits', async () => {
		const { simulator, submit, readTask } = await start({ taskMs: 60_000 }, briefMs);
		const first = prediction(await submit());
		const second = prediction(await submit());
		simulator.faults.onRead({ kind: 'reset' }, { match: ({ taskId }) => taskId === second.id });
		simulator.faults.onRead({ kind: 'timeout' }, { match: ({ taskId }) => taskId === second.id });
		expect((await readTask(first.id)).status).toBe('created');
		await expect(readTask(second.id)).rejects.toThrow(/other side closed|ECONNRESET/);
		await expect(readTask(second.id)).rejects.toThrow(/Headers Timeout/);
		expect((await readTask(second.id)).status).toBe('created');
	});
});

describe('faults of what costs nothing', () => {
	it('break the connection or keep silent, once', async () => {
		const { simulator, call } = await start({}, briefMs);
		const { faults } = simulator;
		const price = { model_id: T2V, inputs: BODY };
		const requests: ReadonlyArray<readonly [(fault: ReadFault) => void, () => Promise<Answer>]> = [
			[(fault) => faults.onBalance(fault), () => call('GET', '/api/v3/balance')],
			[(fault) => faults.onModels(fault), () => call('GET', '/api/v3/models')],
			[
				(fault) => faults.onPrice(fault),
				() => call('POST', '/api/v3/model/price', { body: price }),
			],
		];
		for (const [script, send] of requests) {
			script({ kind: 'reset' });
			script({ kind: 'timeout' });
			await expect(send()).rejects.toThrow(/other side closed|ECONNRESET/);
			await expect(send()).rejects.toThrow(/Headers Timeout/);
			expect((await send()).status).toBe(200);
		}
	});

	it('hit the questions that fit, and can be left to chance', async () => {
		const { simulator, call } = await start();
		const ask = async (duration: number) => {
			const body = { model_id: T2V, inputs: { duration } };
			return (await call('POST', '/api/v3/model/price', { body })).status;
		};
		const isTen = ({ body }: { body: Readonly<Record<string, unknown>> }) => body.duration === 10;
		simulator.faults.onPrice({ kind: 'serverError' }, { match: isTen });
		expect([await ask(5), await ask(10), await ask(10)]).toEqual([200, 500, 200]);
		const fail = () => ({ kind: 'serverError', status: 503 }) as const;
		simulator.faults.decide({ price: fail, models: fail, balance: fail });
		expect(await ask(5)).toBe(503);
		expect((await call('GET', '/api/v3/models')).status).toBe(503);
		expect((await call('GET', '/api/v3/balance')).status).toBe(503);
	});
});

describe('download faults', () => {
	const setup = async (fault: DownloadFault, timeoutMs?: number) => {
		const { simulator, call, submit } = await start({ taskMs: 0 }, timeoutMs);
		const { id } = prediction(await submit());
		const fetchVideo = () => call('GET', `/outputs/${id}.mp4`, { key: null });
		simulator.faults.onDownload(fault, { match: ({ taskId }) => taskId === id });
		return { simulator, fetchVideo };
	};

	it.each<readonly [DownloadFault, number, RegExp]>([
		[{ kind: 'forbidden' }, 403, /AccessDenied/],
		[{ kind: 'notFound' }, 404, /no such/],
		[{ kind: 'serverError' }, 503, /later/],
		[{ kind: 'html' }, 200, /<html>/],
		[{ kind: 'zeroBytes' }, 200, /^$/],
		[{ kind: 'redirect', location: 'http://127.0.0.1:1/' }, 302, /^$/],
		[{ kind: 'delay', ms: 20 }, 200, /ftyp/],
	])('%j', async (fault, status, text) => {
		const { fetchVideo } = await setup(fault);
		const answer = await fetchVideo();
		expect(answer.status).toBe(status);
		expect(answer.text).toMatch(text);
		expect((await fetchVideo()).text).toContain('ftyp');
	});

	it.each([
		[{ kind: 'resetAtHalf' }, /terminated|other side closed|ECONNRESET/],
		[{ kind: 'wrongLength' }, /terminated|other side closed|ECONNRESET/],
		[{ kind: 'stallAtHalf' }, /Body Timeout/],
	] as const)('%j breaks off', async (fault, error) => {
		const { simulator, fetchVideo } = await setup(fault, briefMs);
		await expect(fetchVideo()).rejects.toThrow(error);
		expect(simulator.journal.downloads()[0]).toMatchObject({ status: 200, fault: fault.kind });
	});
});
