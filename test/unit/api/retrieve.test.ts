import type { ApiReply } from '../../../seedance/api/http';
import { readOnce, retrieve } from '../../../seedance/api/submit';
import { answer, enveloped, html, lost, taskAnswer } from '../../support/api/replies';
import { scriptedApi, inTurn } from '../../support/api/scriptedApi';

const passing: ReadonlyArray<readonly [string, ApiReply, string]> = [
	['ECONNRESET', lost('ECONNRESET'), 'unreachable'],
	['429', answer(429), 'rateLimited'],
	['502', answer(502, html), 'proxyAnswered'],
	['HTML', answer(200, html), 'proxyAnswered'],
];

describe('readOnce', () => {
	it('asks at the address built from base URL and id, once', async () => {
		const api = scriptedApi(() => answer(502));
		expect(await readOnce('a/b', api.ports)).toMatchObject({ kind: 'transient' });
		expect(api.sent).toHaveLength(1);
		expect(api.sent[0]).toMatchObject({
			method: 'GET',
			url: 'https://api.test/api/v3/predictions/a%2Fb/result',
		});
	});
});

describe('retrieve', () => {
	it('gives the state, finished or not', async () => {
		for (const status of ['processing', 'completed', 'failed']) {
			const api = scriptedApi(() => taskAnswer('a', status));
			expect(await retrieve('a', api.ports)).toMatchObject({
				kind: 'read',
				task: { id: 'a', status },
			});
			expect(api.sent).toHaveLength(1);
		}
	});

	it.each(passing)('reads again after %s', async (_name, reply) => {
		const api = scriptedApi(
			inTurn(
				() => reply,
				() => reply,
				() => taskAnswer('a', 'completed'),
			),
		);
		expect(await retrieve('a', api.ports)).toMatchObject({ kind: 'read' });
		expect(api.sent).toHaveLength(3);
		expect(api.clock.elapsed()).toBeGreaterThan(1_000);
	});

	it.each(passing)('gives up on %s after four reads', async (_name, reply, cause) => {
		const api = scriptedApi(() => reply);
		expect(await retrieve('a', api.ports)).toMatchObject({
			kind: 'notRead',
			problem: { cause, taskId: 'a' },
		});
		expect(api.sent).toHaveLength(4);
	});

	it.each([401, 403, 404])('does not read again after %d', async (status) => {
		const api = scriptedApi(() => answer(status, enveloped(status)));
		expect(await retrieve('a', api.ports)).toMatchObject({ kind: 'notRead' });
		expect(api.sent).toHaveLength(1);
	});

	it('waits as long as Retry-After says, 30 s at most', async () => {
		const busy = (seconds: string) => () => answer(429, '', { 'retry-after': seconds });
		const api = scriptedApi(inTurn(busy('12'), busy('9999'), () => taskAnswer('a')));
		await retrieve('a', api.ports);
		const [, second = 0, third = 0] = api.sent.map(({ atMs }) => atMs);
		expect(second).toBe(12_100);
		expect(third - second).toBe(30_100);
	});

	it('stopped during a read: gives up after it', async () => {
		const api = scriptedApi(() => answer(429), { latencyMs: 2_000 });
		api.clock.at(1_000, api.stop);
		expect(await retrieve('a', api.ports)).toMatchObject({ kind: 'notRead' });
		expect(api.sent).toHaveLength(1);
	});

	it('stopped during a pause: ends within 1 s', async () => {
		const api = scriptedApi(() => answer(429, '', { 'retry-after': '25' }));
		api.clock.at(3_200, api.stop);
		await retrieve('a', api.ports);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(4_200);
	});

	it('stopped during a pause, it sends no further read', async () => {
		const api = scriptedApi(() => answer(429, '', { 'retry-after': '25' }));
		api.clock.at(3_200, api.stop);
		await retrieve('a', api.ports);
		expect(api.sent).toHaveLength(1);
	});
});
