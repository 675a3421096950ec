/** After Stop nothing more is sent, and what was sent is not forgotten. */
import { submit, submitDefaults } from '../../../seedance/run/submitAll';
import { answer, enveloped, lost } from '../../support/api/replies';
import { acceptedFor, scriptedApi, request, requests } from '../../support/api/scriptedApi';
import { outcomeOf, submitEach } from '../../support/task/runItems';

const options = { ...submitDefaults, atOnce: 2, stopAtFirst: false };

describe('stopping', () => {
	it('before the start: nothing is sent', async () => {
		const api = scriptedApi(acceptedFor);
		api.stop();
		expect(await submit(request('fox'), api.ports)).toMatchObject({
			state: 'failed',
			problem: { cause: 'stopped' },
		});
		expect(api.sent).toHaveLength(0);
	});

	it('while the POST is under way: its task id is not lost', async () => {
		const api = scriptedApi(acceptedFor, { latencyMs: 5_000 });
		api.clock.at(1_000, api.stop);
		expect(await submit(request('fox'), api.ports)).toMatchObject({
			state: 'running',
			task: { id: 'task-fox' },
		});
	});

	it.each([
		['429', answer(429, enveloped(429), { 'retry-after': '60' })],
		['429 in an envelope', answer(200, enveloped(429), { 'retry-after': '60' })],
	])('during the pause after a %s: no further POST, noticed within 1 s', async (_name, reply) => {
		const api = scriptedApi(() => reply);
		api.clock.at(10_250, api.stop);
		expect(await submit(request('fox'), api.ports)).toMatchObject({
			state: 'failed',
			problem: { cause: 'stopped' },
		});
		expect(api.sent).toHaveLength(1);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(11_250);
	});

	it('while the API cannot be reached: no further POST', async () => {
		const api = scriptedApi(() => lost('ECONNREFUSED', 'connecting'));
		api.clock.at(3_000, api.stop);
		const { state } = await submit(request('fox'), api.ports);
		expect(state).toBe('failed');
		expect(Math.max(...api.sent.map(({ atMs }) => atMs))).toBeLessThan(3_000);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(4_000);
	});

	it('in the middle of a batch: the accepted keep their ids, the others were not sent', async () => {
		const api = scriptedApi(acceptedFor, { latencyMs: 1_000 });
		api.clock.at(1_500, api.stop);
		const results = await submitEach(requests(6), api.ports, options);
		expect(results.map(outcomeOf)).toEqual([
			...Array<string>(4).fill('accepted'),
			...Array<string>(2).fill('notSubmitted'),
		]);
		expect(api.sent).toHaveLength(4);
	});
});
