/** Submitting and waiting in one: nothing that was paid for goes missing. */
import type { ApiReply, ApiRequest, Ports } from '../../../seedance/api/http';
import type { SubmitRequest } from '../../../seedance/request/planSubmit';
import { submitDefaults } from '../../../seedance/run/submitAll';
import type { SubmitAllOptions } from '../../../seedance/run/submitAll';
import { waitFor } from '../../../seedance/run/wait';
import type { WaitOptions } from '../../../seedance/run/wait';
import { answer, enveloped, taskAnswer } from '../../support/api/replies';
import {
	acceptedFor,
	emptyStores,
	scriptedApi,
	postsPerPrompt,
	promptOf,
	requests,
} from '../../support/api/scriptedApi';
import type { Script, ScriptedApi } from '../../support/api/scriptedApi';
import { tasksApi } from '../../support/task/fakeTasks';
import { plannedItem, submitAndWait as runStages } from '../../support/task/runItems';

const options = { ...submitDefaults, atOnce: 3, stopAtFirst: false };
const hour = { timeoutMs: 3_600_000 };

/** Submits go to `submits`; tasks task-p0, task-p1, … end at these moments, in seconds. */
function scriptOf(submits: (one: ApiRequest) => ApiReply, ...ends: readonly number[]): Script {
	const tasks = ends.map((end, i) => [`task-p${i}`, { endsAt: end * 1000 }] as const);
	const reads = tasksApi(Object.fromEntries(tasks));
	return (one, api) => (one.method === 'POST' ? submits(one) : reads(one, api));
}

/** Submits requests of which nothing is known yet, and waits for their tasks. */
async function submitAndWait(
	fresh: readonly SubmitRequest[],
	ports: Ports,
	submitting: SubmitAllOptions,
	wait: WaitOptions,
) {
	const items = fresh.map((request, i) => plannedItem(request, i));
	return await runStages(items, ports, submitting, emptyStores(), async (tasks) =>
		waitFor(tasks, ports, wait),
	);
}

const badFor = (prompt: string, reply: ApiReply) => (one: ApiRequest) =>
	promptOf(one) === prompt ? reply : acceptedFor(one);
const readsIn = ({ sent }: ScriptedApi) => sent.filter(({ method }) => method === 'GET');

describe('submitAndWait', () => {
	it('takes as long as the slowest task, results in the order of the requests', async () => {
		const api = scriptedApi(scriptOf(acceptedFor, 90, 30, 120, 60));
		const results = await submitAndWait(requests(4), api.ports, options, hour);
		expect(
			results.map((result) => (result.state === 'done' ? result.task.id : result.state)),
		).toEqual(['task-p0', 'task-p1', 'task-p2', 'task-p3']);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(131_000);
		expect(postsPerPrompt(api)).toEqual({ p0: 1, p1: 1, p2: 1, p3: 1 });
	});

	it('waits for the others when one was not accepted', async () => {
		const api = scriptedApi(scriptOf(badFor('p1', answer(502)), 30, 0, 50));
		const results = await submitAndWait(requests(3), api.ports, options, hour);
		expect(results.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
		expect(results[1]).toMatchObject({ problem: { outcome: 'unknown' } });
		expect(postsPerPrompt(api)).toEqual({ p0: 1, p1: 1, p2: 1 });
	});

	it('stopAtFirst: waits for nothing and keeps the ids', async () => {
		const api = scriptedApi(scriptOf(badFor('p1', answer(422)), 30, 30, 30));
		const ending = { ...options, atOnce: 1, stopAtFirst: true };
		const results = await submitAndWait(requests(3), api.ports, ending, hour);
		expect(results).toMatchObject([
			{ state: 'running', task: { id: 'task-p0' } },
			{ state: 'failed', problem: { outcome: 'refused' } },
			{ state: 'failed', problem: { cause: 'notSubmitted' } },
		]);
		expect(readsIn(api)).toHaveLength(0);
	});

	it('credits: waits for what was accepted before they ran out', async () => {
		const broke = answer(400, enveloped(400, 'Insufficient credits'));
		const api = scriptedApi(scriptOf(badFor('p1', broke), 30));
		const results = await submitAndWait(requests(3), api.ports, { ...options, atOnce: 1 }, hour);
		expect(results).toMatchObject([
			{ state: 'done', task: { id: 'task-p0', statusKind: 'succeeded' } },
			{ state: 'failed', problem: { cause: 'insufficientCredits' } },
			{ state: 'failed', problem: { cause: 'notSubmitted' } },
		]);
	});

	it('does not read a task that was finished at once', async () => {
		const api = scriptedApi((one) => taskAnswer(`task-${promptOf(one)}`, 'completed'));
		const results = await submitAndWait(requests(2), api.ports, options, hour);
		expect(results.map(({ state }) => state)).toEqual(['done', 'done']);
		expect(readsIn(api)).toHaveLength(0);
	});

	it('Stop while waiting: every id is in the results', async () => {
		const api = scriptedApi(scriptOf(acceptedFor, 20, 600));
		api.clock.at(60_000, api.stop);
		const results = await submitAndWait(requests(2), api.ports, options, hour);
		expect(results).toMatchObject([
			{ state: 'done', task: { id: 'task-p0' } },
			{ state: 'failed', problem: { cause: 'stopped', taskId: 'task-p1', outcome: 'accepted' } },
		]);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(61_000);
	});

	it('Stop while submitting: what was accepted says so, by id', async () => {
		const api = scriptedApi(scriptOf(acceptedFor, 600, 600), { latencyMs: 1_000 });
		api.clock.at(500, api.stop);
		const results = await submitAndWait(requests(2), api.ports, { ...options, atOnce: 1 }, hour);
		expect(results).toMatchObject([
			{ state: 'failed', problem: { cause: 'stopped', taskId: 'task-p0' } },
			{ state: 'failed', problem: { cause: 'stopped' } },
		]);
	});

	it('the deadline leaves the id, and submits nothing again', async () => {
		const api = scriptedApi(scriptOf(acceptedFor, 600));
		const results = await submitAndWait(requests(1), api.ports, options, { timeoutMs: 60_000 });
		expect(results).toMatchObject([{ state: 'timedOut', problem: { taskId: 'task-p0' } }]);
		expect(postsPerPrompt(api)).toEqual({ p0: 1 });
	});
});
