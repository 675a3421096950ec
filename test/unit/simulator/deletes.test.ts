/** How the simulator deletes tasks: by two routes, either of which may be missing. */
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

const path = '/api/v3/predictions';

describe.each([
	[
		'DELETE',
		async (call: Call, id: string, key?: string) => await call('DELETE', `${path}/${id}`, { key }),
	],
	[
		'POST',
		async (call: Call, id: string, key?: string) =>
			await call('POST', `${path}/delete`, { body: { ids: [id] }, key }),
	],
] as const)('%s', (route, remove) => {
	const said = (id: string) =>
		route === 'DELETE' ? { id, status: 'deleted' } : { deleted_count: 1 };

	it.each([
		['running', 0],
		['finished', 1000],
	])('deletes a %s task, whose video is gone', async (_name, advanceMs) => {
		const clock = handClock();
		const { simulator, call, submit, readTask } = await start({ now: clock.now, taskMs: 1000 });
		const { id } = prediction(await submit());
		clock.advance(advanceMs);
		expect(envelope(await remove(call, id))).toMatchObject({ code: 200, data: said(id) });
		expect(await readTask(id)).toMatchObject({ status: 'deleted', outputs: [] });
		clock.advance(1000);
		expect((await readTask(id)).status).toBe('deleted');
		expect((await call('GET', `/outputs/${id}.mp4`, { key: null })).status).not.toBe(200);
		expect(simulator.journal.deletes()).toMatchObject([{ taskId: id, status: 200 }]);
	});

	it('knows no task of another account, and none that is deleted', async () => {
		const { call } = await start({ apiKeys: ['one', 'two'] });
		const { id } = prediction(await call('POST', `/api/v3/${T2V}`, { key: 'one', body: BODY }));
		const foreign = await remove(call, id, 'two');
		await remove(call, id, 'one');
		for (const answer of [foreign, await remove(call, id, 'one')]) {
			if (route === 'DELETE') expect(answer.status).toBe(404);
			else expect(envelope(answer).data).toEqual({ deleted_count: 0 });
		}
	});

	it('gives nothing back for a task that is deleted', async () => {
		const { call, submit } = await start({ balanceUsd: 10, taskMs: 60_000 });
		const balance = async () => envelope(await call('GET', '/api/v3/balance')).data;
		const { id } = prediction(await submit());
		const before = await balance();
		await remove(call, id);
		expect(await balance()).toEqual(before);
	});

	it('may be missing', async () => {
		const { simulator, call, submit } = await start();
		const { id } = prediction(await submit());
		const missing = route === 'DELETE' ? 405 : 404;
		for (const deletesWithout of [route === 'DELETE' ? 'delete' : 'post', 'both'] as const) {
			simulator.setVisibility({ deletesWithout });
			expect((await remove(call, id)).status).toBe(missing);
		}
	});
});

type Call = Awaited<ReturnType<typeof start>>['call'];

it('refuses a POST without IDs', async () => {
	const { call } = await start();
	for (const body of [{}, { ids: [] }, { ids: 'a' }, 'no JSON']) {
		expect((await call('POST', `${path}/delete`, { body })).status).toBe(400);
	}
});

it('deletes several at once, and says how many there were', async () => {
	const { call, submit } = await start();
	const ids = [prediction(await submit()).id, prediction(await submit()).id, 'f'.repeat(32)];
	const answer = await call('POST', `${path}/delete`, { body: { ids } });
	expect(envelope(answer).data).toEqual({ deleted_count: 2 });
});

it('can answer wrongly', async () => {
	const { simulator, call, submit, readTask } = await start();
	const { id } = prediction(await submit());
	simulator.faults.onDelete({ kind: 'claim', data: { id, status: 'processing' } });
	simulator.faults.onDelete({ kind: 'serverError' });
	simulator.faults.onDelete({ kind: 'resetAfterDelete' });
	expect(envelope(await call('DELETE', `${path}/${id}`)).data).toEqual({
		id,
		status: 'processing',
	});
	expect((await call('DELETE', `${path}/${id}`)).status).toBe(500);
	expect((await readTask(id)).status).not.toBe('deleted');
	await expect(call('DELETE', `${path}/${id}`)).rejects.toThrow();
	expect((await readTask(id)).status).toBe('deleted');
});
