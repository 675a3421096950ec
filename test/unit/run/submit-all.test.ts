/** Many submits: order, how many at once, and the pace that the account allows. */
import type { Outcome } from '../../../seedance/errors/problem';
import { submitDefaults } from '../../../seedance/run/submitAll';
import type { SubmitState } from '../../../seedance/run/itemState';
import { answer, enveloped, lost } from '../../support/api/replies';
import {
	acceptedFor,
	scriptedApi,
	inTurn,
	postsPerPrompt,
	promptOf,
	requests,
} from '../../support/api/scriptedApi';
import type { Script, ScriptedApi } from '../../support/api/scriptedApi';
import { outcomeOf, submitEach } from '../../support/task/runItems';
import type { ApiReply } from '../../../seedance/api/http';

const options = { ...submitDefaults, atOnce: 5, stopAtFirst: false };

const ids = (results: readonly SubmitState[]) =>
	results.map((result) => (result.state === 'running' ? result.task?.id : outcomeOf(result)));
const expectedIds = (count: number) => Array.from({ length: count }, (_, i) => `task-p${i}`);
const mostUnderWay = ({ sent }: ScriptedApi) =>
	Math.max(0, ...sent.map(({ underWay }) => underWay));

describe('order and how many at once', () => {
	it.each([1, 2, 5, 50])(
		'never more than %d under way, each sent once, in order',
		async (atOnce) => {
			const api = scriptedApi(acceptedFor);
			const results = await submitEach(requests(23), api.ports, { ...options, atOnce });
			expect(ids(results)).toEqual(expectedIds(23));
			expect(Object.values(postsPerPrompt(api))).toEqual(Array(23).fill(1));
			expect(mostUnderWay(api)).toBe(Math.min(atOnce, 23));
		},
	);

	it('keeps the order when a later submit is answered first', async () => {
		const api = scriptedApi(acceptedFor);
		const { clock, ports } = api;
		const http: typeof ports.http = async (one) => {
			await clock.sleep(promptOf(one) === 'p0' ? 9_000 : 10);
			return acceptedFor(one);
		};
		const results = await submitEach(requests(8), { ...ports, http }, options);
		expect(ids(results)).toEqual(expectedIds(8));
	});

	it('gives nothing for nothing', async () => {
		const api = scriptedApi(acceptedFor);
		expect(await submitEach([], api.ports, options)).toEqual([]);
		expect(api.sent).toHaveLength(0);
	});

	it('sends two equal requests twice: they are two intended videos', async () => {
		const api = scriptedApi(acceptedFor);
		const [one] = requests(1);
		if (one === undefined) throw new Error('no request');
		await submitEach([one, one], api.ports, options);
		expect(postsPerPrompt(api)).toEqual({ p0: 2 });
	});
});

describe('a 429 slows down all submits of the run', () => {
	it('for as long as it says, not only the one that met it', async () => {
		const refusedAt = 100;
		const script: Script = (one) =>
			promptOf(one) === 'p0' && api.clock.elapsed() === refusedAt
				? answer(429, enveloped(429), { 'retry-after': '20' })
				: acceptedFor(one);
		const api = scriptedApi(script);
		const results = await submitEach(requests(12), api.ports, options);
		expect(ids(results)).toEqual(expectedIds(12));
		const after = api.sent.filter(({ atMs }) => atMs > refusedAt);
		expect(after.every(({ atMs }) => atMs >= refusedAt + 20_000)).toBe(true);
	});

	it('and lets no second submit out while the first after it is unanswered', async () => {
		const api = scriptedApi((one, { clock }) =>
			clock.elapsed() < 30_000
				? answer(429, enveloped(429), { 'retry-after': '5' })
				: acceptedFor(one),
		);
		const results = await submitEach(requests(6), api.ports, options);
		expect(ids(results)).toEqual(expectedIds(6));
		const [firstBurst, others] = [api.sent.slice(0, 5), api.sent.slice(5)];
		expect(firstBurst.map(({ underWay }) => underWay)).toEqual([1, 2, 3, 4, 5]);
		const whileRefused = others.filter(({ atMs }) => atMs < 30_000);
		expect(whileRefused.length).toBeGreaterThan(2);
		expect(whileRefused.every(({ underWay }) => underWay === 1)).toBe(true);
	});

	it('and picks up speed again once the API accepts', async () => {
		const busy = answer(429, enveloped(429), { 'retry-after': '5' });
		const api = scriptedApi(
			inTurn(() => busy, acceptedFor),
			{ latencyMs: 1_000 },
		);
		await submitEach(requests(40), api.ports, options);
		expect(Math.max(...api.sent.slice(-10).map(({ underWay }) => underWay))).toBe(5);
	});
});

describe('an account that may make 2 videos a minute', () => {
	/** The counters restart every minute (docs/internals/api.md#rate-limits). */
	function twoAMinute(header?: (msLeft: number) => string): Script {
		const accepted = new Map<number, number>();
		return (one, { clock }) => {
			const minute = Math.floor(clock.elapsed() / 60_000);
			const made = accepted.get(minute) ?? 0;
			if (made < 2) {
				accepted.set(minute, made + 1);
				return acceptedFor(one);
			}
			const left = 60_000 - (clock.elapsed() % 60_000);
			return answer(
				429,
				enveloped(429),
				header === undefined ? {} : { 'retry-after': header(left) },
			);
		};
	}

	it.each([
		['no Retry-After', undefined, 5],
		['Retry-After in seconds', (left: number) => String(Math.ceil(left / 1000)), 5],
		['Retry-After always 1 s', () => '1', 5],
		['no Retry-After, one at once', undefined, 1],
		['no Retry-After, all at once', undefined, 20],
	] as const)('20 items, %s: each is accepted, exactly once', async (_name, header, atOnce) => {
		const script = twoAMinute(header);
		const taken: string[] = [];
		const api = scriptedApi((one, w) => {
			const reply = script(one, w);
			if (reply.kind === 'answer' && reply.status === 200) taken.push(promptOf(one));
			return reply;
		});
		const results = await submitEach(requests(20), api.ports, { ...options, atOnce });
		expect(ids(results)).toEqual(expectedIds(20));
		expect([...taken].sort()).toEqual(
			requests(20)
				.map(({ body }) => promptOf({ body }))
				.sort(),
		);
		// Nine whole minutes must pass; the deadline of one item is 15.
		expect(api.clock.elapsed()).toBeGreaterThanOrEqual(9 * 60_000);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(15 * 60_000);
	});
});

describe('one item’s bad luck is its own', () => {
	it.each<readonly [Outcome, Script]>([
		['refused', () => answer(422, enveloped(422))],
		['unknown', () => answer(502)],
	])('%s: the others are submitted when the run goes on', async (outcome, bad) => {
		const api = scriptedApi((one, w) => (promptOf(one) === 'p2' ? bad(one, w) : acceptedFor(one)));
		const results = await submitEach(requests(6), api.ports, options);
		expect(results[2]).toMatchObject({ state: 'failed', problem: { outcome } });
		expect(results.filter((result) => outcomeOf(result) === 'accepted')).toHaveLength(5);
		expect(postsPerPrompt(api)).toEqual({ p0: 1, p1: 1, p2: 1, p3: 1, p4: 1, p5: 1 });
	});
});

const ending = { ...submitDefaults, atOnce: 3, stopAtFirst: true };
const outcomes = (results: readonly SubmitState[]) => results.map(outcomeOf);
const badFor = (prompt: string, reply: ApiReply) => (one: Parameters<typeof acceptedFor>[0]) =>
	promptOf(one) === prompt ? reply : acceptedFor(one);

describe('stopAtFirst', () => {
	it.each<readonly [string, ApiReply, 'refused' | 'unknown']>([
		['400', answer(400, enveloped(400)), 'refused'],
		['credits', answer(400, enveloped(400, 'Insufficient credits')), 'refused'],
		['502', answer(502), 'unknown'],
		['ECONNRESET', lost('ECONNRESET'), 'unknown'],
	])('%s: no new submit starts, the rest say why', async (_name, reply, outcome) => {
		const api = scriptedApi(badFor('p1', reply));
		const results = await submitEach(requests(5), api.ports, { ...ending, atOnce: 1 });
		expect(outcomes(results)).toEqual([
			'accepted',
			outcome,
			...Array<string>(3).fill('notSubmitted'),
		]);
		expect(postsPerPrompt(api)).toEqual({ p0: 1, p1: 1 });
		const [, bad, rest] = results;
		if (bad?.state !== 'failed' || rest?.state !== 'failed') throw new Error('odd');
		expect(rest.problem.cause).toBe('notSubmitted');
		expect(rest.problem.description).toContain(bad.problem.message);
	});

	it('awaits those under way and keeps their ids', async () => {
		const api = scriptedApi(() => answer(500));
		const { clock, ports } = api;
		const sent: string[] = [];
		const http: typeof ports.http = async (one) => {
			sent.push(promptOf(one));
			const isBad = promptOf(one) === 'p1';
			await clock.sleep(isBad ? 100 : 20_000);
			return isBad ? answer(400, enveloped(400)) : acceptedFor(one);
		};
		const results = await submitEach(requests(9), { ...ports, http }, ending);
		expect(sent).toEqual(['p0', 'p1', 'p2']);
		expect(outcomes(results)).toEqual([
			'accepted',
			'refused',
			'accepted',
			...Array<string>(6).fill('notSubmitted'),
		]);
		expect(results[2]).toMatchObject({ task: { id: 'task-p2' } });
	});

	it('names the first failure, not a later one', async () => {
		const api = scriptedApi((one) => answer(promptOf(one) === 'p0' ? 422 : 404, enveloped(400)));
		const results = await submitEach(requests(4), api.ports, { ...ending, atOnce: 2 });
		const [first, second, ...rest] = results;
		expect(first).toMatchObject({ problem: { httpStatus: 422 } });
		expect(second).toMatchObject({ problem: { cause: 'unknownModel' } });
		for (const result of rest) {
			if (result.state !== 'failed' || first?.state !== 'failed') throw new Error();
			expect(result.problem.cause).toBe('notSubmitted');
			expect(result.problem.description).toContain(first.problem.message);
		}
		expect(rest).toHaveLength(2);
	});
});

describe('failures that every item would meet end the run in any case', () => {
	it.each<readonly [string, ApiReply, string]>([
		['credits by text', answer(400, enveloped(400, 'Insufficient credits')), 'insufficientCredits'],
		['402', answer(402), 'insufficientCredits'],
		['401', answer(401), 'invalidKey'],
		['403', answer(403), 'forbidden'],
		['envelope 401', answer(200, enveloped(401)), 'invalidKey'],
	])('%s', async (_name, reply, cause) => {
		const api = scriptedApi(badFor('p7', reply));
		const each = { ...ending, stopAtFirst: false, atOnce: 1 };
		const results = await submitEach(requests(20), api.ports, each);
		// "7 submitted, 13 not": the one that found out and twelve after it.
		expect(outcomes(results)).toEqual([
			...Array<string>(7).fill('accepted'),
			'refused',
			...Array<string>(12).fill('notSubmitted'),
		]);
		expect(api.sent).toHaveLength(8);
		expect(results[7]).toMatchObject({ problem: { cause } });
	});
});

describe('once a bug', () => {
	it('a Retry-After beyond patience does not hold the other items for a day', async () => {
		const api = scriptedApi(
			inTurn(() => answer(429, enveloped(429), { 'retry-after': '86400' }), acceptedFor),
		);
		await submitEach(requests(2), api.ports, { ...options, atOnce: 1 });
		expect(api.clock.elapsed()).toBeLessThanOrEqual(submitDefaults.submitForMs);
	});

	it('"Retry-After: 0" does not mean hammering', async () => {
		const script: Script = () => answer(429, enveloped(429), { 'retry-after': '0' });
		const api = scriptedApi(script, { fuse: 1_000 });
		await submitEach(requests(1), api.ports, options);
		expect(api.sent.length).toBeLessThan(1_000);
	});

	// "Credits, 401 and 403 stop all further submits", "no new submit starts": a resend is one too.
	it('an item that pauses after a 429 is not sent once the run has ended', async () => {
		const busy = answer(429, enveloped(429), { 'retry-after': '10' });
		const api = scriptedApi((one, { clock }) => {
			if (promptOf(one) === 'p0') return clock.elapsed() < 5_000 ? busy : acceptedFor(one);
			return answer(400, enveloped(400, 'Insufficient credits'));
		});
		const results = await submitEach(requests(2), api.ports, ending);
		expect(postsPerPrompt(api)).toEqual({ p0: 1, p1: 1 });
		expect(outcomes(results)).toEqual(['notSubmitted', 'refused']);
	});

	// At most 30 s for one item must not become 30 s for each of them, one after the other.
	it('an API that cannot be reached ends the run of a person who watches within a minute', async () => {
		const api = scriptedApi(() => lost('ENOTFOUND', 'connecting'));
		const watched = { ...ending, stopAtFirst: false, unreachableForMs: 30_000 };
		await submitEach(requests(50), api.ports, watched);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(60_000);
	});
});
