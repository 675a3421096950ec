/** Reads that do not succeed: the passing ones never fail a task, the lasting ones fail only theirs. */
import fc from 'fast-check';
import type { ApiReply } from '../../../seedance/api/http';
import { problem } from '../../../seedance/errors/messages';
import { waitFor } from '../../../seedance/run/wait';
import { answer, enveloped, html, lost, taskAnswer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { known, readsOf, taskIdOf, tasksApi } from '../../support/task/fakeTasks';
import { statesOf } from '../../support/task/runItems';

const hour = { timeoutMs: 3_600_000 };

const passing: ReadonlyArray<readonly [string, ApiReply]> = [
	['ECONNRESET', lost('ECONNRESET')],
	['ENOTFOUND', lost('ENOTFOUND')],
	['ETIMEDOUT', lost('ETIMEDOUT')],
	['CERT_HAS_EXPIRED', lost('CERT_HAS_EXPIRED')],
	['429', answer(429, enveloped(429))],
	['429 with Retry-After', answer(429, enveloped(429), { 'retry-after': '3' })],
	['408', answer(408)],
	['500', answer(500, enveloped(500))],
	['502', answer(502, html)],
	['503', answer(503, enveloped(503))],
	['504', answer(504)],
	['envelope 429', answer(200, enveloped(429))],
	['envelope 500', answer(200, enveloped(500))],
	['malformed JSON', answer(200, '{"code":200,"data":{"id":')],
	['HTML', answer(200, html)],
	['empty', answer(200)],
	['no data', answer(200, enveloped(200))],
];

describe('a read that fails for a passing reason', () => {
	it.each(passing)('%s for ten minutes: the task is found all the same', async (_name, reply) => {
		const api = scriptedApi((_one, { clock }) =>
			clock.elapsed() < 600_000 ? reply : taskAnswer('t0', 'completed'),
		);
		const results = await waitFor([{ taskId: 't0' }], api.ports, hour);
		expect(statesOf(results)).toEqual({ t0: 'done' });
		// It backs off to pauses of 60 s at most.
		expect(api.clock.elapsed()).toBeLessThanOrEqual(661_000);
		expect(api.sent.length).toBeLessThanOrEqual(reply.kind === 'noAnswer' ? 25 : 250);
	});

	it.each(passing)('%s until the deadline: "deadline", with what was known', async (_n, reply) => {
		const api = scriptedApi((_one, { clock }) =>
			clock.elapsed() < 1_000 ? taskAnswer('t0', 'processing') : reply,
		);
		const results = await waitFor([{ taskId: 't0' }], api.ports, { timeoutMs: 120_000 });
		expect(results.get('t0')).toMatchObject({
			state: 'timedOut',
			problem: { cause: 'deadline', taskId: 't0', status: 'processing', outcome: 'accepted' },
			task: { id: 't0', status: 'processing' },
		});
	});

	it('any mixture of them never ends a wait before its time', async () => {
		const mixture = fc.array(fc.constantFrom(...passing.map(([, reply]) => reply)), {
			minLength: 1,
			maxLength: 20,
		});
		await fc.assert(
			fc.asyncProperty(mixture, async (replies) => {
				let reads = 0;
				const api = scriptedApi(() => replies[reads++] ?? taskAnswer('t0', 'completed'));
				const results = await waitFor([{ taskId: 't0' }], api.ports, hour);
				expect(statesOf(results)).toEqual({ t0: 'done' });
				expect(reads).toBe(replies.length + 1);
			}),
			{ numRuns: 25 },
		);
	});

	it('waits as long as Retry-After says', async () => {
		const api = scriptedApi((_one, { sent }) =>
			sent.length === 1 ? answer(429, '', { 'retry-after': '45' }) : taskAnswer('t0', 'completed'),
		);
		await waitFor([{ taskId: 't0' }], api.ports, hour);
		expect(api.sent[1]?.atMs).toBeGreaterThanOrEqual(45_000);
	});
});

describe('a request that throws', () => {
	it('is a failed read like any other', async () => {
		const api = scriptedApi(tasksApi({ t0: { endsAt: 0 } }));
		let tries = 0;
		const http: typeof api.ports.http = async (one) => {
			tries += 1;
			if (tries === 1) throw new Error('odd');
			return await api.ports.http(one);
		};
		const results = await waitFor([{ taskId: 't0' }], { ...api.ports, http }, hour);
		expect(statesOf(results)).toEqual({ t0: 'done' });
		expect(tries).toBe(2);
	});

	it('is named when the wait ends with it', async () => {
		const { ports } = scriptedApi(() => answer(500));
		const http = async () => await Promise.reject(new Error('odd'));
		const awaited = [{ taskId: 't0' }];
		const results = await waitFor(awaited, { ...ports, http }, { timeoutMs: 30_000 });
		expect(results.get('t0')).toMatchObject({
			state: 'timedOut',
			problem: {
				cause: 'deadline',
				taskId: 't0',
				description: expect.stringContaining(problem('malformedAnswer').message),
			},
		});
	});
});

describe('after a read that went well', () => {
	it('a task that is not found again is looked for two minutes, from then on', async () => {
		const unknown = answer(404, enveloped(404));
		const api = scriptedApi((_one, { clock }) => {
			const second = clock.elapsed() / 1000;
			if (second >= 230) return taskAnswer('t0', 'completed');
			return second < 60 || second >= 130 ? unknown : taskAnswer('t0', 'processing');
		});
		const task = { taskId: 't0', isAccepted: true };
		expect(statesOf(await waitFor([task], api.ports, hour))).toEqual({ t0: 'done' });
	});

	it('pauses begin small again, and the text at the deadline tells of no unread status', async () => {
		const api = scriptedApi((_one, { sent }) =>
			sent.length <= 6 || sent.length === 8 ? answer(502) : taskAnswer('t0', 'processing'),
		);
		const results = await waitFor([{ taskId: 't0' }], api.ports, { timeoutMs: 120_000 });
		const [eighth = 0, ninth = 0] = api.sent.slice(7).map(({ atMs }) => atMs);
		expect(ninth - eighth).toBeLessThanOrEqual(5_100);
		const end = results.get('t0');
		if (end?.state !== 'timedOut') throw new Error('no deadline');
		expect(end.problem.description).not.toContain('did not succeed');
	});
});

describe('a read that would get the same again', () => {
	it.each([
		['404', answer(404, enveloped(404, 'Prediction not found')), 'unknownTask'],
		['401', answer(401), 'invalidKey'],
		['403', answer(403), 'forbidden'],
		['envelope 404', answer(200, enveloped(404)), 'unknownTask'],
		['400', answer(400), 'requestRefused'],
	])('%s fails that task at once and no other', async (_name, reply, cause) => {
		const others = tasksApi({ good: { endsAt: 30_000 }, fine: { endsAt: 50_000 } });
		const api = scriptedApi((one, w) => (taskIdOf(one) === 'bad' ? reply : others(one, w)));
		const tasks = ['good', 'bad', 'fine'].map((taskId) => ({ taskId }));
		const results = await waitFor(tasks, api.ports, hour);
		expect(statesOf(results)).toEqual({ good: 'done', bad: 'failed', fine: 'done' });
		expect(results.get('bad')).toMatchObject({ problem: { cause, taskId: 'bad' } });
		expect(readsOf(api, 'bad')).toHaveLength(1);
	});

	it('after reads that went well: still names the task', async () => {
		const api = scriptedApi((_one, { clock }) =>
			clock.elapsed() < 20_000 ? taskAnswer('t0', 'processing') : answer(401),
		);
		const results = await waitFor([{ taskId: 't0', known: known('t0') }], api.ports, hour);
		expect(results.get('t0')).toMatchObject({
			state: 'failed',
			problem: { cause: 'invalidKey', taskId: 't0' },
		});
	});
});

describe('once a bug', () => {
	it('"Retry-After: 0" does not mean hammering', async () => {
		const busy = answer(429, '', { 'retry-after': '0' });
		const api = scriptedApi(() => busy, { fuse: 500 });
		await waitFor([{ taskId: 't0' }], api.ports, { timeoutMs: 600_000 });
		expect(api.sent.length).toBeLessThan(500);
	});

	it('one long Retry-After does not blind the wait for hours', async () => {
		const api = scriptedApi((_one, { sent }) =>
			sent.length === 1
				? answer(503, '', { 'retry-after': '7200' })
				: taskAnswer('t0', 'completed'),
		);
		await waitFor([{ taskId: 't0' }], api.ports, { timeoutMs: 86_400_000 });
		expect(api.clock.elapsed()).toBeLessThanOrEqual(600_000);
	});

	it('one read that hangs does not hold up the reads of the others', async () => {
		const api = scriptedApi(tasksApi({ slow: { endsAt: 0 }, t1: { endsAt: 2_000 } }));
		const { ports, clock } = api;
		const http: typeof ports.http = async (one) => {
			if (taskIdOf(one) !== 'slow') return await ports.http(one);
			await clock.sleep(30_000);
			return lost('ETIMEDOUT');
		};
		const tasks = [{ taskId: 'slow' }, { taskId: 't1' }];
		await waitFor(tasks, { ...ports, http }, { timeoutMs: 60_000 });
		expect(readsOf(api, 't1')[1]?.atMs).toBeLessThanOrEqual(5_000);
	});
});

describe('slow answers', () => {
	it.each([1_000, 5_000, 20_000])(
		'of %i ms: two looks at one task stay apart by half of the pause that was due, at least',
		async (latencyMs) => {
			const endsAt = 300_000;
			const api = scriptedApi(tasksApi({ t0: { endsAt } }), { latencyMs });
			await waitFor([{ taskId: 't0' }], api.ports, hour);
			const begun = readsOf(api, 't0').map(({ atMs }) => atMs);
			const rests = begun.slice(1).map((at, i) => at - ((begun[i] ?? 0) + latencyMs));
			expect(rests.length).toBeGreaterThan(5);
			expect(Math.min(...rests)).toBeGreaterThanOrEqual(2_500);
			// And slow answers do not thin them out beyond it.
			expect(Math.max(...rests)).toBeLessThanOrEqual(30_000);
		},
	);
});
