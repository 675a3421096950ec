import type { ApiReply } from '../../../seedance/api/http';
import { readOnce, retrieve } from '../../../seedance/task/retrieve';
import { answer, enveloped, html, lost, taskAnswer } from '../api/replies';
import { createWorld, inTurn } from './fake-api';

const passing: ReadonlyArray<readonly [string, ApiReply, string]> = [
	['ECONNRESET', lost('ECONNRESET'), 'unreachable'],
	['429', answer(429), 'rateLimited'],
	['502', answer(502, html), 'proxyAnswered'],
	['HTML', answer(200, html), 'proxyAnswered'],
];

describe('readOnce', () => {
	it('asks at the address built from base URL and id, once', async () => {
		const world = createWorld(() => answer(502));
		expect(await readOnce('a/b', world.ports)).toMatchObject({ kind: 'transient' });
		expect(world.sent).toHaveLength(1);
		expect(world.sent[0]).toMatchObject({
			method: 'GET',
			url: 'https://api.test/api/v3/predictions/a%2Fb/result',
		});
	});
});

describe('retrieve', () => {
	it('gives the state, finished or not', async () => {
		for (const status of ['processing', 'completed', 'failed']) {
			const world = createWorld(() => taskAnswer('a', status));
			expect(await retrieve('a', world.ports)).toMatchObject({
				kind: 'read',
				prediction: { id: 'a', status },
			});
			expect(world.sent).toHaveLength(1);
		}
	});

	it.each(passing)('reads again after %s', async (_name, reply) => {
		const world = createWorld(
			inTurn(
				() => reply,
				() => reply,
				() => taskAnswer('a', 'completed'),
			),
		);
		expect(await retrieve('a', world.ports)).toMatchObject({ kind: 'read' });
		expect(world.sent).toHaveLength(3);
		expect(world.clock.elapsed()).toBeGreaterThan(1_000);
	});

	it.each(passing)('gives up on %s after four reads', async (_name, reply, cause) => {
		const world = createWorld(() => reply);
		expect(await retrieve('a', world.ports)).toMatchObject({
			kind: 'notRead',
			problem: { cause, taskId: 'a' },
		});
		expect(world.sent).toHaveLength(4);
	});

	it.each([401, 403, 404])('does not read again after %d', async (status) => {
		const world = createWorld(() => answer(status, enveloped(status)));
		expect(await retrieve('a', world.ports)).toMatchObject({ kind: 'notRead' });
		expect(world.sent).toHaveLength(1);
	});

	it('waits as long as Retry-After says, 30 s at most', async () => {
		const busy = (seconds: string) => () => answer(429, '', { 'retry-after': seconds });
		const world = createWorld(inTurn(busy('12'), busy('9999'), () => taskAnswer('a')));
		await retrieve('a', world.ports);
		const [, second = 0, third = 0] = world.sent.map(({ atMs }) => atMs);
		expect(second).toBe(12_100);
		expect(third - second).toBe(30_100);
	});

	it('stopped during a read: gives up after it', async () => {
		const world = createWorld(() => answer(429), { latencyMs: 2_000 });
		world.clock.at(1_000, world.stop);
		expect(await retrieve('a', world.ports)).toMatchObject({ kind: 'notRead' });
		expect(world.sent).toHaveLength(1);
	});

	it('stopped during a pause: ends within 1 s', async () => {
		const world = createWorld(() => answer(429, '', { 'retry-after': '25' }));
		world.clock.at(3_200, world.stop);
		await retrieve('a', world.ports);
		expect(world.clock.elapsed()).toBeLessThanOrEqual(4_200);
	});

	it('stopped during a pause, it sends no further read', async () => {
		const world = createWorld(() => answer(429, '', { 'retry-after': '25' }));
		world.clock.at(3_200, world.stop);
		await retrieve('a', world.ports);
		expect(world.sent).toHaveLength(1);
	});
});
