/** Reads of a task: once, with retries, and of the task in a callback. */
import type { ApiReply } from '../../../seedance/api/http';
import { confirmState, readOnce, retrieve } from '../../../seedance/api/submit';
import { answer, enveloped, html, lost, taskAnswer } from '../../support/api/replies';
import { scriptedApi, inTurn } from '../../support/api/scriptedApi';
import type { Script } from '../../support/api/scriptedApi';
import { known, taskIdOf } from '../../support/task/fakeTasks';

/** Replies after which another read may succeed, and the causes. */
const causes: ReadonlyArray<readonly [string, ApiReply, string]> = [
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

	it.each(causes)('reads again after %s', async (_name, reply) => {
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

	it.each(causes)('gives up on %s after four reads', async (_name, reply, cause) => {
		const api = scriptedApi(() => reply);
		expect(await retrieve('a', api.ports)).toMatchObject({
			kind: 'notRead',
			isLasting: false,
			problem: { cause, taskId: 'a' },
		});
		expect(api.sent).toHaveLength(4);
	});

	it.each([401, 403, 404])('does not read again after %d', async (status) => {
		const api = scriptedApi(() => answer(status, enveloped(status)));
		expect(await retrieve('a', api.ports)).toMatchObject({ kind: 'notRead', isLasting: true });
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

/** Confirms a callback that says "completed" of a task. */
async function confirm(script: Script, claimed = known('a/b', 'completed')) {
	const api = scriptedApi(script, { fuse: 20 });
	return { api, confirmation: await confirmState([claimed.id], api.ports) };
}
const unconfirmed = { kind: 'unconfirmed' };
const contradicted = { kind: 'contradicted' };

const passing: ReadonlyArray<readonly [string, ApiReply]> = [
	['ECONNRESET', lost('ECONNRESET')],
	['ENOTFOUND', lost('ENOTFOUND')],
	['ETIMEDOUT', lost('ETIMEDOUT')],
	['HTTP 408', answer(408)],
	['HTTP 429', answer(429, enveloped(429))],
	['HTTP 500', answer(500, enveloped(500))],
	['HTTP 502', answer(502, html)],
	['HTTP 503', answer(503)],
	['envelope 500', answer(200, enveloped(500))],
	['HTML', answer(200, html)],
	['no data', answer(200, enveloped(200))],
];

describe('the question', () => {
	it('is about the task of the callback, and one is enough', async () => {
		const { api } = await confirm(() => taskAnswer('a/b', 'completed'));
		expect(api.sent.map(taskIdOf)).toEqual(['a/b']);
		expect(api.sent[0]?.method).toBe('GET');
	});
});

describe('a task that may be called by two ids', () => {
	const tasks: Script = (request) =>
		taskIdOf(request) === 'whole-id' ? taskAnswer('whole-id', 'completed') : answer(404);

	it('is read by the first one that the API knows', async () => {
		for (const [ids, asked] of [
			[['whole-id', 'whole'], ['whole-id']],
			[
				['whole', 'whole-id'],
				['whole', 'whole-id'],
			],
		] as const) {
			const api = scriptedApi(tasks);
			expect(await confirmState(ids, api.ports)).toMatchObject({
				kind: 'confirmed',
				task: { id: 'whole-id' },
			});
			expect(api.sent.map(taskIdOf)).toEqual(asked);
		}
	});

	it('is contradicted when the API knows neither', async () => {
		const api = scriptedApi(() => answer(404));
		expect(await confirmState(['a', 'b'], api.ports)).toEqual(contradicted);
	});

	it('is not asked for by the second while the first cannot be read', async () => {
		const api = scriptedApi(() => answer(500));
		expect(await confirmState(['a', 'b'], api.ports)).toEqual(unconfirmed);
		expect(api.sent.map(taskIdOf)).toEqual(['a', 'a']);
	});
});

describe('a callback is confirmed', () => {
	it.each([
		['completed', 'completed'],
		['succeeded', 'completed'],
		['failed', 'failed'],
		['cancelled', 'cancelled'],
		['timeout', 'timeout'],
		['deleted', 'deleted'],
	])('by a task that is %s', async (said, status) => {
		const { api, confirmation } = await confirm(() => taskAnswer('a/b', said));
		expect(confirmation).toMatchObject({
			kind: 'confirmed',
			task: { id: 'a/b', status },
		});
		expect(api.sent).toHaveLength(1);
	});

	it('by any end, and what counts is what the API says now', async () => {
		const claimed = { ...known('a/b', 'completed'), outputs: ['https://forged.example/x.mp4'] };
		const { confirmation } = await confirm(
			() => taskAnswer('a/b', 'failed', { error: 'out of luck' }),
			claimed,
		);
		expect(confirmation).toMatchObject({
			kind: 'confirmed',
			task: { status: 'failed', outputs: [], failureReason: 'out of luck' },
		});
	});

	it.each(passing)('at the second read after %s', async (_name, reply) => {
		const { api, confirmation } = await confirm(
			inTurn(
				() => reply,
				() => taskAnswer('a/b', 'completed'),
			),
		);
		expect(confirmation.kind).toBe('confirmed');
		expect(api.sent).toHaveLength(2);
	});
});

describe('a callback is contradicted', () => {
	it.each(['created', 'queued', 'processing', 'reticulating splines'])(
		'by a task that is "%s"',
		async (status) => {
			const { api, confirmation } = await confirm(() => taskAnswer('a/b', status));
			expect(confirmation).toEqual(contradicted);
			expect(api.sent).toHaveLength(1);
		},
	);

	it.each([
		['HTTP 404', answer(404, enveloped(404, 'Prediction not found'))],
		['an envelope with 404', answer(200, enveloped(404))],
	])('by %s: there is no such task', async (_name, reply) => {
		const { api, confirmation } = await confirm(() => reply);
		expect(confirmation).toEqual(contradicted);
		expect(api.sent).toHaveLength(1);
	});

	it.each([
		['a running task', taskAnswer('a/b', 'processing')],
		['404', answer(404)],
	])('by %s at the second read', async (_name, reply) => {
		const { confirmation } = await confirm(
			inTurn(
				() => answer(502),
				() => reply,
			),
		);
		expect(confirmation).toEqual(contradicted);
	});
});

describe('a callback stays unconfirmed', () => {
	it.each(passing)('after %s twice', async (_name, reply) => {
		const { api, confirmation } = await confirm(() => reply);
		expect(confirmation).toEqual(unconfirmed);
		expect(api.sent).toHaveLength(2);
		// Whoever called waits for an answer.
		expect(api.clock.elapsed()).toBeLessThanOrEqual(2_000);
	});

	it.each([302, 400, 401, 403])('after HTTP %d, which is not asked again', async (status) => {
		const { api, confirmation } = await confirm(() => answer(status, enveloped(status)));
		expect(confirmation).toEqual(unconfirmed);
		expect(api.sent).toHaveLength(1);
	});

	it('after a failure and 401', async () => {
		const { api, confirmation } = await confirm(
			inTurn(
				() => lost('ECONNRESET'),
				() => answer(401),
			),
		);
		expect(confirmation).toEqual(unconfirmed);
		expect(api.sent).toHaveLength(2);
	});

	it('within seconds, whatever pause the API asks for', async () => {
		const api = scriptedApi(() => answer(503, '', { 'retry-after': '25' }));
		expect(await confirmState(['t0'], api.ports)).toEqual(unconfirmed);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(3_500);
	});

	it('when the work is stopped between two reads', async () => {
		const api = scriptedApi(() => answer(429, '', { 'retry-after': '25' }));
		api.clock.at(1_200, api.stop);
		expect(await confirmState(['t0'], api.ports)).toEqual(unconfirmed);
		expect(api.sent).toHaveLength(1);
	});
});
