/** Submitting and waiting in one: nothing that was paid for goes missing. */
import type { ApiReply, ApiRequest } from '../../../seedance/api/http';
import { submitDefaults } from '../../../seedance/task/submit';
import type { SubmitRequest } from '../../../seedance/task/submit';
import * as domain from '../../../seedance/task/submitAndWait';
import type { Ports } from '../../../seedance/task/ports';
import type { SubmitAllOptions } from '../../../seedance/task/submit';
import { waitFor } from '../../../seedance/task/waitFor';
import type { WaitOptions } from '../../../seedance/task/waitFor';
import { answer, enveloped, taskAnswer } from '../api/replies';
import { acceptedFor, books, createWorld, postsPerPrompt, promptOf, requests } from './fake-api';
import type { Script, World } from './fake-api';
import { tasksApi } from './fake-tasks';

const options = { ...submitDefaults, atOnce: 3, stopAtFirst: false };
const hour = { timeoutMs: 3_600_000 };

/** Submits go to `submits`; tasks task-p0, task-p1, … end at these moments, in seconds. */
function api(submits: (one: ApiRequest) => ApiReply, ...ends: readonly number[]): Script {
	const tasks = ends.map((end, i) => [`task-p${i}`, { endsAt: end * 1000 }] as const);
	const reads = tasksApi(Object.fromEntries(tasks));
	return (one, world) => (one.method === 'POST' ? submits(one) : reads(one, world));
}

/** Submits requests of which nothing is known yet. */
async function submitAndWait(
	fresh: readonly SubmitRequest[],
	ports: Ports,
	submitting: SubmitAllOptions,
	wait: WaitOptions,
) {
	const intents = fresh.map((request, i) => ({ kind: 'submit' as const, request, key: `${i}` }));
	return await domain.submitAndWait(intents, ports, submitting, books(), async (tasks) =>
		waitFor(tasks, ports, wait),
	);
}

const badFor = (prompt: string, reply: ApiReply) => (one: ApiRequest) =>
	promptOf(one) === prompt ? reply : acceptedFor(one);
const readsIn = ({ sent }: World) => sent.filter(({ method }) => method === 'GET');

describe('submitAndWait', () => {
	it('takes as long as the slowest task, results in the order of the requests', async () => {
		const world = createWorld(api(acceptedFor, 90, 30, 120, 60));
		const results = await submitAndWait(requests(4), world.ports, options, hour);
		expect(
			results.map((result) => (result.kind === 'terminal' ? result.prediction.id : result.kind)),
		).toEqual(['task-p0', 'task-p1', 'task-p2', 'task-p3']);
		expect(world.clock.elapsed()).toBeLessThanOrEqual(131_000);
		expect(postsPerPrompt(world)).toEqual({ p0: 1, p1: 1, p2: 1, p3: 1 });
	});

	it('waits for the others when one was not accepted', async () => {
		const world = createWorld(api(badFor('p1', answer(502)), 30, 0, 50));
		const results = await submitAndWait(requests(3), world.ports, options, hour);
		expect(results.map(({ kind }) => kind)).toEqual(['terminal', 'notAccepted', 'terminal']);
		expect(results[1]).toMatchObject({ result: { outcome: 'unknown' } });
		expect(postsPerPrompt(world)).toEqual({ p0: 1, p1: 1, p2: 1 });
	});

	it('stopAtFirst: waits for nothing and keeps the ids', async () => {
		const world = createWorld(api(badFor('p1', answer(422)), 30, 30, 30));
		const ending = { ...options, atOnce: 1, stopAtFirst: true };
		const results = await submitAndWait(requests(3), world.ports, ending, hour);
		expect(results).toMatchObject([
			{ kind: 'submitted', prediction: { id: 'task-p0' } },
			{ kind: 'notAccepted', result: { outcome: 'refused' } },
			{ kind: 'notAccepted', result: { outcome: 'notSubmitted' } },
		]);
		expect(readsIn(world)).toHaveLength(0);
	});

	it('credits: waits for what was accepted before they ran out', async () => {
		const broke = answer(400, enveloped(400, 'Insufficient credits'));
		const world = createWorld(api(badFor('p1', broke), 30));
		const results = await submitAndWait(requests(3), world.ports, { ...options, atOnce: 1 }, hour);
		expect(results).toMatchObject([
			{ kind: 'terminal', prediction: { id: 'task-p0', statusKind: 'succeeded' } },
			{ kind: 'notAccepted', result: { problem: { cause: 'insufficientCredits' } } },
			{ kind: 'notAccepted', result: { outcome: 'notSubmitted' } },
		]);
	});

	it('does not read a task that was finished at once', async () => {
		const world = createWorld((one) => taskAnswer(`task-${promptOf(one)}`, 'completed'));
		const results = await submitAndWait(requests(2), world.ports, options, hour);
		expect(results.map(({ kind }) => kind)).toEqual(['terminal', 'terminal']);
		expect(readsIn(world)).toHaveLength(0);
	});

	it('Stop while waiting: every id is in the results', async () => {
		const world = createWorld(api(acceptedFor, 20, 600));
		world.clock.at(60_000, world.stop);
		const results = await submitAndWait(requests(2), world.ports, options, hour);
		expect(results).toMatchObject([
			{ kind: 'terminal', prediction: { id: 'task-p0' } },
			{ kind: 'stopped', problem: { taskId: 'task-p1', outcome: 'accepted' } },
		]);
		expect(world.clock.elapsed()).toBeLessThanOrEqual(61_000);
	});

	it('Stop while submitting: what was accepted says so, by id', async () => {
		const world = createWorld(api(acceptedFor, 600, 600), { latencyMs: 1_000 });
		world.clock.at(500, world.stop);
		const results = await submitAndWait(requests(2), world.ports, { ...options, atOnce: 1 }, hour);
		expect(results).toMatchObject([
			{ kind: 'stopped', problem: { taskId: 'task-p0' } },
			{ kind: 'notAccepted', result: { outcome: 'notSubmitted' } },
		]);
	});

	it('the deadline leaves the id, and submits nothing again', async () => {
		const world = createWorld(api(acceptedFor, 600));
		const results = await submitAndWait(requests(1), world.ports, options, { timeoutMs: 60_000 });
		expect(results).toMatchObject([{ kind: 'deadline', problem: { taskId: 'task-p0' } }]);
		expect(postsPerPrompt(world)).toEqual({ p0: 1 });
	});
});
