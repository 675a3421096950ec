/** Which failure ends a run, and the states of the other items. */
import type { ApiReply } from '../../../seedance/api/http';
import { submitDefaults } from '../../../seedance/run/submitAll';
import type { SubmitState } from '../../../seedance/run/itemState';
import { answer, enveloped, lost } from '../../support/api/replies';
import {
	acceptedFor,
	scriptedApi,
	postsPerPrompt,
	promptOf,
	requests,
} from '../../support/api/scriptedApi';
import { outcomeOf, submitEach } from '../../support/task/runItems';

const options = { ...submitDefaults, atOnce: 3, stopAtFirst: true };
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
		const results = await submitEach(requests(5), api.ports, { ...options, atOnce: 1 });
		expect(outcomes(results)).toEqual([
			'accepted',
			outcome,
			...Array<string>(3).fill('notSubmitted'),
		]);
		expect(postsPerPrompt(api)).toEqual({ p0: 1, p1: 1 });
		const [, bad, rest] = results;
		if (bad?.state !== 'failed' || rest?.state !== 'failed') throw new Error('odd');
		expect(rest.problem.cause).toBe('notSubmitted');
		expect(rest.problem.message).toContain(bad.problem.message);
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
		const results = await submitEach(requests(9), { ...ports, http }, options);
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
		const results = await submitEach(requests(4), api.ports, { ...options, atOnce: 2 });
		const [first, second, ...rest] = results;
		expect(first).toMatchObject({ problem: { httpStatus: 422 } });
		expect(second).toMatchObject({ problem: { cause: 'unknownModel' } });
		for (const result of rest) {
			if (result.state !== 'failed' || first?.state !== 'failed') throw new Error();
			expect(result.problem.cause).toBe('notSubmitted');
			expect(result.problem.message).toContain(first.problem.message);
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
		const each = { ...options, stopAtFirst: false, atOnce: 1 };
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
	// "Credits, 401 and 403 stop all further submits", "no new submit starts": a resend is one too.
	it('an item that pauses after a 429 is not sent once the run has ended', async () => {
		const busy = answer(429, enveloped(429), { 'retry-after': '10' });
		const api = scriptedApi((one, { clock }) => {
			if (promptOf(one) === 'p0') return clock.elapsed() < 5_000 ? busy : acceptedFor(one);
			return answer(400, enveloped(400, 'Insufficient credits'));
		});
		const results = await submitEach(requests(2), api.ports, options);
		expect(postsPerPrompt(api)).toEqual({ p0: 1, p1: 1 });
		expect(outcomes(results)).toEqual(['notSubmitted', 'refused']);
	});

	// At most 30 s for one item must not become 30 s for each of them, one after the other.
	it('an API that cannot be reached ends the run of a person who watches within a minute', async () => {
		const api = scriptedApi(() => lost('ENOTFOUND', 'connecting'));
		const watched = { ...options, stopAtFirst: false, unreachableForMs: 30_000 };
		await submitEach(requests(50), api.ports, watched);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(60_000);
	});
});
