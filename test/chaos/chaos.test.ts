jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/**
 * No task is lost or paid twice while a fifth of all requests fail, connections break, tasks appear
 * late and another client uses the same account: 200 videos as a part of `npm test`, 2,000 as `npm
 * run test:chaos`.
 */
import { hurry, hurryTimeouts, realTime } from '../engine/time';
import { seed } from '../seed';
import { describeTally } from './report';
import { runChaos } from './run';
import type { Tally } from './run';

declare const CHAOS_TASKS: number | undefined;
const tasks = typeof CHAOS_TASKS === 'number' ? CHAOS_TASKS : 200;
/** How often each kind of fault must have come: with 200 videos some come a few times only. */
const fewest = tasks >= 2000 ? 20 : 1;

let tally: Tally;
beforeAll(async () => {
	const begun = performance.now();
	hurry(20);
	hurryTimeouts(20);
	tally = await runChaos(tasks, seed);
	realTime();
	const text = describeTally(tally, seed, (performance.now() - begun) / 1000);
	process.stdout.write(`${text}\n`);
}, 600_000);

it('every intended video has come to an end that a person can read', () => {
	expect(tally.odd).toEqual([]);
	expect(tally.intended).toBe(tasks);
	expect(tally.completed + tally.failed + tally.unknown).toBe(tasks);
});

it('nothing that was paid for is lost', () => expect(tally.lost).toBe(0));

it('nothing is paid for twice', () => expect(tally.doubled).toBe(0));

it('what was accepted without an answer that says so is found by looking', () => {
	expect(tally.toBeFound).toBeGreaterThan(0);
	// Of 200 videos it is about ten, of which a slow machine may have one looked for too late.
	expect(tally.found / tally.toBeFound).toBeGreaterThanOrEqual(tasks >= 2000 ? 0.95 : 0.7);
});

it('nothing of somebody else in the same account is taken for ours', () => {
	expect(tally.strangers).toBeGreaterThan(0);
	expect(tally.wronglyAdopted).toBe(0);
});

it('there were connections that failed', () => {
	expect(tally.refusedConnections).toBeGreaterThan(0);
});

it('unknown are at most the submits after which nobody could tell', () => {
	expect(tally.unknown).toBeLessThanOrEqual(tally.ambiguousSubmits);
});

it('failed are the tasks that were scripted to fail: no fault on a read fails anything', () => {
	expect(tally.failed).toBe(tally.scripted);
});

it(`every kind of fault came at least ${fewest} times, a fifth of all requests in all`, () => {
	const { submit, read, ticket, upload, download } = tally.faults;
	expect([...submit.keys()].sort()).toEqual(
		[
			...['delay', 'delayAfterAccept', 'envelopeError', 'errorAfterAccept', 'forbidden', 'html'],
			...['insufficientCredits', 'malformedJson', 'noId', 'rateLimited', 'redirect'],
			...['resetAfterAccept', 'resetBeforeAccept', 'serverError', 'timeoutAfterAccept'],
			'unauthorized',
		].sort(),
	);
	const counts = [...submit.values(), ...read.values()];
	const files = [...ticket.values(), ...upload.values(), ...download.values()];
	expect(files.length).toBeGreaterThan(0);
	expect(Math.min(...counts)).toBeGreaterThanOrEqual(fewest);
	const faulty = [...counts, ...files].reduce((sum, count) => sum + count, 0);
	// Chance: with 200 videos (600 requests) four standard deviations are 0.065.
	const tolerance = tasks >= 2000 ? 0.03 : 0.08;
	expect(Math.abs(faulty / tally.requests - 0.2)).toBeLessThan(tolerance);
});
