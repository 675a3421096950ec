/** How often one submit is sent: the most important number of this package. */
import type { ApiReply } from '../../../seedance/api/http';
import { submit, submitDefaults } from '../../../seedance/run/submitAll';
import type { SubmitWatch } from '../../../seedance/run/submitAll';
import { known } from '../../support/task/fakeTasks';
import { answer, enveloped, html, lost, model, taskAnswer } from '../../support/api/replies';
import { acceptedFor, scriptedApi, inTurn, request, requests } from '../../support/api/scriptedApi';
import { problem } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import type { Result } from '../../../seedance/result';
import type { Body } from '../../../seedance/request/planSubmit';
import { outcomeOf, submitEach } from '../../support/task/runItems';

const one = request('fox');
const busy = answer(429, enveloped(429));
const busyFor = (header: string) => answer(429, enveloped(429), { 'retry-after': header });

describe('an accepted submit', () => {
	it('is sent once, to the model’s address, with the body as given', async () => {
		const api = scriptedApi(acceptedFor);
		const result = await submit(one, api.ports);
		expect(result).toMatchObject({ state: 'running', task: { id: 'task-fox' }, isNew: true });
		expect(api.sent).toHaveLength(1);
		expect(api.sent[0]).toMatchObject({
			method: 'POST',
			url: `https://api.test/api/v3/${model}`,
			body: one.body,
			timeoutMs: submitDefaults.timeoutMs,
		});
	});
});

it('a submit whose task has ended at once is not new', async () => {
	const api = scriptedApi(() => taskAnswer('t0', 'completed'));
	expect(await submit(one, api.ports)).toEqual({ state: 'done', task: known('t0', 'completed') });
});

it('a task is looked for only when the outcome is unknown', async () => {
	const script = inTurn(
		() => busy,
		() => lost('ECONNRESET'),
	);
	const outcomes: string[] = [];
	const watch: SubmitWatch = {
		mayBegin: async () => await Promise.resolve(undefined),
		sending: () => undefined,
		answered: () => undefined,
		lookUp: async (verdict) => {
			outcomes.push(verdict.outcome);
			return await Promise.resolve({ outcome: 'accepted', task: known('t0') });
		},
		ended: async () => await Promise.resolve(),
	};
	const api = scriptedApi(script);
	const result = await submit(one, api.ports, submitDefaults, watch);
	expect(result).toEqual({ state: 'running', task: known('t0'), isNew: true });
	await submit(one, scriptedApi(acceptedFor).ports, submitDefaults, watch);
	expect(outcomes).toEqual(['unknown']);
});

describe('a submit with unknown outcome is sent exactly once', () => {
	it.each<readonly [string, ApiReply]>([
		['ECONNRESET', lost('ECONNRESET')],
		['ETIMEDOUT', lost('ETIMEDOUT')],
		['ECONNABORTED', lost('ECONNABORTED')],
		['EPIPE', lost('EPIPE')],
		['ERR_CANCELED', lost('ERR_CANCELED')],
		['UNKNOWN', lost('UNKNOWN')],
		['408', answer(408, '', { 'retry-after': '1' })],
		['500', answer(500, enveloped(500), { 'retry-after': '1' })],
		['502', answer(502, html)],
		['503 from a gateway', answer(503, html, { 'retry-after': '1' })],
		['503 in the envelope', answer(503, enveloped(503), { 'retry-after': '1' })],
		['504', answer(504)],
		['200 without id', answer(200, enveloped(200))],
		['200 with envelope 500', answer(200, enveloped(500))],
		['200 with envelope 503', answer(200, enveloped(503), { 'retry-after': '1' })],
		['200 as HTML', answer(200, html)],
		['200 empty', answer(200)],
	])('%s', async (_name, reply) => {
		const api = scriptedApi(inTurn(() => reply, acceptedFor));
		const result = await submit(one, api.ports);
		expect(result).toMatchObject({
			state: 'failed',
			problem: { cause: 'unknownOutcome', outcome: 'unknown' },
		});
		expect(api.sent).toHaveLength(1);
	});

	it('also when the tries before it were certainly refused', async () => {
		const script = inTurn(
			() => lost('ECONNREFUSED', 'connecting'),
			() => busy,
			() => lost('ECONNRESET'),
			acceptedFor,
		);
		const api = scriptedApi(script);
		expect(await submit(one, api.ports)).toMatchObject({
			state: 'failed',
			problem: { outcome: 'unknown' },
		});
		expect(api.sent).toHaveLength(3);
	});
});

describe('a submit that would be refused again is sent once', () => {
	it.each<readonly [string, ApiReply, string]>([
		['400', answer(400, enveloped(400)), 'requestRefused'],
		['credits', answer(400, enveloped(400, 'Insufficient credits')), 'insufficientCredits'],
		['401', answer(401), 'invalidKey'],
		['403', answer(403), 'forbidden'],
		['404', answer(404), 'unknownModel'],
		['422', answer(422), 'requestRefused'],
		['302', answer(302, '', { location: 'https://elsewhere.example' }), 'redirected'],
		['envelope 400', answer(200, enveloped(400)), 'requestRefused'],
		['expired certificate', lost('CERT_HAS_EXPIRED', 'tls'), 'tls'],
	])('%s', async (_name, reply, cause) => {
		const api = scriptedApi(inTurn(() => reply, acceptedFor));
		expect(await submit(one, api.ports)).toMatchObject({
			state: 'failed',
			problem: { cause, outcome: 'refused', model },
		});
		expect(api.sent).toHaveLength(1);
	});
});

describe('a submit that never left is sent again, for 30 s while a person watches', () => {
	it.each(['ENOTFOUND', 'EHOSTUNREACH', 'ECONNREFUSED'])('%s, then accepted', async (code) => {
		const api = scriptedApi(
			inTurn(
				() => lost(code, 'connecting'),
				() => lost(code, 'connecting'),
				acceptedFor,
			),
		);
		expect(await submit(one, api.ports)).toMatchObject({ state: 'running' });
		expect(api.sent).toHaveLength(3);
	});

	it.each([0, 0.5, 0.999])('for ever: given up, with chance %d', async (chance) => {
		const api = scriptedApi(() => lost('ECONNREFUSED', 'connecting'), { random: () => chance });
		const watched = { ...submitDefaults, unreachableForMs: 30_000 };
		expect(await submit(one, api.ports, watched)).toMatchObject({
			state: 'failed',
			problem: { cause: 'unreachable', outcome: 'refused' },
		});
		const times = api.sent.map(({ atMs }) => atMs);
		expect(Math.max(...times)).toBeLessThanOrEqual(30_000);
		// Pauses of 0.5–1 s, 1–2 s, 2–4 s, 4–8 s, 8–16 s: 5 or 6 tries fit into 30 s.
		expect(times.length).toBeGreaterThanOrEqual(5);
		expect(times.length).toBeLessThanOrEqual(6);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(30_000);
	});
});

describe('a submit that the API had no room for is sent again', () => {
	it.each<readonly [string, ApiReply]>([
		['429', busy],
		['envelope 429 in HTTP 200', answer(200, enveloped(429))],
	])('%s, then accepted', async (_name, reply) => {
		const api = scriptedApi(
			inTurn(
				() => reply,
				() => reply,
				acceptedFor,
			),
		);
		expect(await submit(one, api.ports)).toMatchObject({ state: 'running' });
		expect(api.sent).toHaveLength(3);
	});

	it('not before the moment that Retry-After names', async () => {
		const at = new Date(Date.UTC(2026, 0, 5, 12, 1, 0)).toUTCString();
		const api = scriptedApi(
			inTurn(
				() => busyFor('7'),
				() => busyFor(at),
				acceptedFor,
			),
		);
		await submit(one, api.ports);
		const [, second, third] = api.sent.map(({ atMs }) => atMs);
		expect(second).toBeGreaterThanOrEqual(7_000);
		expect(second).toBeLessThan(8_000);
		expect(third).toBeGreaterThanOrEqual(60_000);
		expect(third).toBeLessThan(61_000);
	});

	it('with growing pauses where none is named', async () => {
		const api = scriptedApi(() => busy);
		await submit(one, api.ports);
		const times = api.sent.map(({ atMs }) => atMs);
		const pauses = times.slice(1).map((at, i) => at - (times[i] ?? 0));
		expect(pauses[0]).toBeGreaterThanOrEqual(1_000);
		expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
		expect(Math.max(...pauses)).toBeLessThanOrEqual(61_000);
	});

	it('until the submit deadline, and never later', async () => {
		const api = scriptedApi(() => busy);
		const result = await submit(one, api.ports);
		expect(result).toMatchObject({
			state: 'failed',
			problem: { cause: 'rateLimited', outcome: 'refused' },
		});
		expect(api.clock.elapsed()).toBeGreaterThan(submitDefaults.submitForMs - 62_000);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(submitDefaults.submitForMs);
	});

	it.each([
		[10_100, 2],
		[10_099, 1],
	])('at the deadline itself, too: %d ms allow %d POSTs', async (submitForMs, posts) => {
		const api = scriptedApi(inTurn(() => busyFor('10'), acceptedFor));
		await submit(one, api.ports, { ...submitDefaults, submitForMs });
		expect(api.sent).toHaveLength(posts);
	});

	it('not at all when the named moment is beyond the submit deadline', async () => {
		const api = scriptedApi(() => busyFor('86400'));
		expect(await submit(one, api.ports)).toMatchObject({
			state: 'failed',
			problem: { outcome: 'refused' },
		});
		expect(api.sent).toHaveLength(1);
		expect(api.clock.elapsed()).toBeLessThan(1_000);
	});
});

describe('once a bug', () => {
	it('time spent on a 429 does not use up the patience with the network', async () => {
		const script = inTurn(
			() => busyFor('60'),
			() => lost('ECONNREFUSED', 'connecting'),
			acceptedFor,
		);
		const api = scriptedApi(script);
		expect(await submit(one, api.ports)).toMatchObject({ state: 'running' });
	});
});

const options = { ...submitDefaults, atOnce: 1, stopAtFirst: true };
const failed: Result<Body, Problem> = {
	ok: false,
	problem: problem('uploadFailed', { fileName: 'photo.png' }, { outcome: 'refused' }),
};

describe('a submit whose body is completed first', () => {
	it('is sent with the completed body', async () => {
		const api = scriptedApi(acceptedFor);
		const body = { ...one.body, image: 'https://cdn.test/1.png' };
		await submit({ ...one, complete: async () => ({ ok: true, value: body }) }, api.ports);
		expect(api.sent.map((sent) => sent.body)).toEqual([body]);
	});

	it('is not sent when that fails, and ends the run like any refusal', async () => {
		const api = scriptedApi(acceptedFor);
		const first = { ...one, complete: async () => failed };
		const results = await submitEach([first, request('owl')], api.ports, options);
		expect(results.map(outcomeOf)).toEqual(['refused', 'notSubmitted']);
		expect(api.sent).toEqual([]);
	});

	it('is entered in the ledger only when it is sent', async () => {
		const api = scriptedApi(inTurn(() => answer(429, enveloped(429)), acceptedFor));
		const told: string[] = [];
		const watch = {
			mayBegin: async () => {
				told.push('may it begin');
				return undefined;
			},
			sending: () => void told.push('sending'),
			answered: () => void told.push('answered'),
			ended: async () => void told.push('ended'),
		};
		const complete = async (): Promise<Result<Body, Problem>> => {
			told.push('completing');
			return { ok: true, value: one.body };
		};
		await submitEach([{ ...one, complete }], api.ports, options, watch);
		const round = ['may it begin', 'completing', 'sending', 'answered'];
		expect(told).toEqual([...round, ...round, 'ended']);
	});

	it('is not sent any more when the run ended meanwhile', async () => {
		const api = scriptedApi(acceptedFor);
		let begin = () => {};
		const slow = new Promise<void>((resolve) => {
			begin = resolve;
		});
		const complete = async (): Promise<Result<Body, Problem>> => {
			await slow;
			return { ok: true, value: one.body };
		};
		const fails = async (): Promise<Result<Body, Problem>> => {
			setImmediate(begin);
			return failed;
		};
		const both = [
			{ ...one, complete },
			{ ...request('owl'), complete: fails },
		];
		const results = await submitEach(both, api.ports, { ...options, atOnce: 2 });
		expect(results.map(outcomeOf)).toEqual(['notSubmitted', 'refused']);
		expect(api.sent).toEqual([]);
	});

	it('is not sent any more after a Stop meanwhile', async () => {
		const api = scriptedApi(acceptedFor);
		const complete = async (): Promise<Result<Body, Problem>> => {
			api.stop();
			return { ok: true, value: one.body };
		};
		const result = await submit({ ...one, complete }, api.ports);
		expect(result).toMatchObject({ state: 'failed', problem: { cause: 'stopped' } });
		expect(api.sent).toEqual([]);
	});
});

const twoAtOnce = { ...submitDefaults, atOnce: 2, stopAtFirst: false };

describe('stopping', () => {
	it('before the start: nothing is sent', async () => {
		const api = scriptedApi(acceptedFor);
		api.stop();
		expect(await submit(request('fox'), api.ports)).toMatchObject({
			state: 'failed',
			problem: { cause: 'stopped', model },
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

	it('is no failure that ends the run: every item says that it was stopped', async () => {
		const api = scriptedApi(acceptedFor);
		api.stop();
		const ending = { ...twoAtOnce, stopAtFirst: true };
		const results = await submitEach(requests(4), api.ports, ending);
		expect(results).toMatchObject(Array(4).fill({ problem: { cause: 'stopped' } }));
	});

	it('in the middle of a batch: the accepted keep their ids, the others were not sent', async () => {
		const api = scriptedApi(acceptedFor, { latencyMs: 1_000 });
		api.clock.at(1_500, api.stop);
		const results = await submitEach(requests(6), api.ports, twoAtOnce);
		expect(results.map(outcomeOf)).toEqual([
			...Array<string>(4).fill('accepted'),
			...Array<string>(2).fill('notSubmitted'),
		]);
		expect(api.sent).toHaveLength(4);
	});
});
