import { BODY, prediction, start, stopAll, T2V } from '../../support/simulator/client';

afterEach(stopAll);

describe('journal', () => {
	it('counts submits, accepted ones, reads and downloads', async () => {
		const { simulator, call, submit, readTask } = await start({ taskMs: 0 });
		const { journal } = simulator;
		const first = prediction(await submit({ ...BODY, prompt: 'row 1' }));
		await submit({ ...BODY, prompt: 'row 2' });
		await submit({ ...BODY, prompt: 'row 2' });
		await submit({ ...BODY, duration: 99 });
		await readTask(first.id);
		await readTask(first.id);
		await call('GET', `/outputs/${first.id}.mp4`, { key: null });

		expect(journal.submits()).toHaveLength(4);
		expect(journal.accepted()).toHaveLength(3);
		expect(journal.acceptedFor((body) => body.prompt === 'row 1')).toHaveLength(1);
		expect(journal.acceptedFor((body) => body.prompt === 'row 2')).toHaveLength(2);
		expect(journal.acceptedFor((_body, model) => model === T2V)).toHaveLength(3);
		expect(journal.reads(first.id)).toHaveLength(2);
		expect(journal.reads('0'.repeat(32))).toHaveLength(0);
		expect(journal.downloads(first.id)).toHaveLength(1);
		expect(journal.accepted()[0]).toMatchObject({
			number: 1,
			route: 'submit',
			method: 'POST',
			path: `/api/v3/${T2V}`,
			keyOk: true,
			status: 200,
			accepted: true,
			taskId: first.id,
			model: T2V,
			body: { ...BODY, prompt: 'row 1' },
		});
		expect(journal.submits()[3]).toMatchObject({ accepted: false, status: 400 });
		journal.clear();
		expect(journal.requests).toEqual([]);
		expect((await readTask(first.id)).status).toBe('completed');
	});

	it('says whether a download came with an Authorization header', async () => {
		const { simulator, call, submit } = await start({ taskMs: 0 });
		const { id } = prediction(await submit());
		await call('GET', `/outputs/${id}.mp4`, { key: null });
		await call('GET', `/outputs/${id}.mp4`);
		expect(simulator.journal.downloads(id).map((entry) => entry.authorizationSent)).toEqual([
			false,
			true,
		]);
	});

	it('never keeps a key, wherever it was put', async () => {
		const key = 'wsk_secret_0123';
		const { simulator, call } = await start({ apiKeys: [key] });
		const body = { ...BODY, prompt: `my key is ${key}` };
		const answers = [
			await call('POST', `/api/v3/${T2V}?key=${key}`, { key, body }),
			await call('POST', `/api/v3/bytedance/${key}`, { key, body }),
			await call('GET', `/api/v3/predictions/${key}/result`, { key }),
			await call('GET', `/outputs/${key}.mp4`, { key }),
			await call('GET', `/${key}`, { key }),
		];
		expect(answers.map((answer) => answer.status)).toEqual([200, 404, 404, 404, 404]);
		expect(JSON.stringify(simulator.journal.requests)).not.toContain('secret');
		expect(JSON.stringify(answers)).not.toContain('secret');
	});

	it('reports each request when it is over', async () => {
		const over: string[] = [];
		const { call } = await start({
			onRequest: (entry) => over.push(`${entry.route} ${entry.status}`),
		});
		await call('GET', '/api/v3/balance');
		await call('GET', '/api/v3/balance', { key: 'wrong' });
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(over).toEqual(['balance 200', 'balance 401']);
	});
});
