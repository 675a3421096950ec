/** After Stop nothing more is sent, and what was sent is not forgotten. */
import { submit, submitAll, submitDefaults } from '../../../seedance/task/submit';
import { answer, enveloped, lost } from '../api/replies';
import { acceptedFor, createWorld, request, requests } from './fake-api';

const options = { ...submitDefaults, atOnce: 2, stopAtFirst: false };

describe('stopping', () => {
	it('before the start: nothing is sent', async () => {
		const world = createWorld(acceptedFor);
		world.stop();
		expect(await submit(request('fox'), world.ports)).toMatchObject({
			outcome: 'notSubmitted',
			problem: { cause: 'stopped' },
		});
		expect(world.sent).toHaveLength(0);
	});

	it('while the POST is under way: its task id is not lost', async () => {
		const world = createWorld(acceptedFor, { latencyMs: 5_000 });
		world.clock.at(1_000, world.stop);
		expect(await submit(request('fox'), world.ports)).toMatchObject({
			outcome: 'accepted',
			prediction: { id: 'task-fox' },
		});
	});

	it.each([
		['429', answer(429, enveloped(429), { 'retry-after': '60' })],
		['429 in an envelope', answer(200, enveloped(429), { 'retry-after': '60' })],
	])('during the pause after a %s: no further POST, noticed within 1 s', async (_name, reply) => {
		const world = createWorld(() => reply);
		world.clock.at(10_250, world.stop);
		expect(await submit(request('fox'), world.ports)).toMatchObject({ outcome: 'notSubmitted' });
		expect(world.sent).toHaveLength(1);
		expect(world.clock.elapsed()).toBeLessThanOrEqual(11_250);
	});

	it('while the API cannot be reached: no further POST', async () => {
		const world = createWorld(() => lost('ECONNREFUSED', 'connecting'));
		world.clock.at(3_000, world.stop);
		const { outcome } = await submit(request('fox'), world.ports);
		expect(outcome).not.toBe('accepted');
		expect(Math.max(...world.sent.map(({ atMs }) => atMs))).toBeLessThan(3_000);
		expect(world.clock.elapsed()).toBeLessThanOrEqual(4_000);
	});

	it('in the middle of a batch: the accepted keep their ids, the others were not sent', async () => {
		const world = createWorld(acceptedFor, { latencyMs: 1_000 });
		world.clock.at(1_500, world.stop);
		const results = await submitAll(requests(6), world.ports, options);
		expect(results.map(({ outcome }) => outcome)).toEqual([
			...Array<string>(4).fill('accepted'),
			...Array<string>(2).fill('notSubmitted'),
		]);
		expect(world.sent).toHaveLength(4);
	});
});
