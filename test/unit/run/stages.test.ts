/** Submitting items and waiting for them: nothing that was paid for goes missing. */
import type { ApiReply, ApiRequest, Ports } from '../../../seedance/api/http';
import type { SubmitRequest } from '../../../seedance/request/planSubmit';
import { submitDefaults } from '../../../seedance/run/submitAll';
import type { SubmitAllOptions } from '../../../seedance/run/submitAll';
import { lookAt } from '../../../seedance/run/look';
import { waitFor } from '../../../seedance/run/wait';
import type { WaitOptions } from '../../../seedance/run/wait';
import { answer, enveloped, lost, taskAnswer, model } from '../../support/api/replies';
import {
	acceptedFor,
	emptyStores,
	scriptedApi,
	postsPerPrompt,
	promptOf,
	requests,
} from '../../support/api/scriptedApi';
import type { Script, ScriptedApi } from '../../support/api/scriptedApi';
import { tasksApi, known } from '../../support/task/fakeTasks';
import { plannedItem, submitAndWait as runStages } from '../../support/task/runItems';
import { problem } from '../../../seedance/errors/messages';
import type { Item, ItemState, TaskState } from '../../../seedance/run/itemState';
import { defined } from '../../../seedance/result';
import { openLedger } from '../../../seedance/run/ledger';
import type { Task } from '../../../seedance/api/task';
import { fakeKeys } from '../../support/task/fakeRequestKeys';
import { enterTask, failUnwantedEnds, waitForItems } from '../../../seedance/run/stages';
import type { EndChoices } from '../../../seedance/run/stages';

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

const running = (index: number, id: string): Item => ({
	index,
	key: `key ${index}`,
	now: { state: 'running', task: known(id) },
});

describe('waitForItems', () => {
	it('throws when an item has no result, and names it', async () => {
		const { ports } = scriptedApi(tasksApi({}));
		const items = [running(0, 't0'), running(1, 't1')];
		const forgetful = async () =>
			new Map([['t0', { state: 'done', task: known('t0', 'completed') } as const]]);
		await expect(waitForItems(items, ports, emptyStores(), forgetful)).rejects.toThrow(
			'Item 1 (key 1) has no result after the stage "wait"',
		);
	});

	it('throws when a running item has no task', async () => {
		const { ports } = scriptedApi(tasksApi({}));
		const item: Item = { index: 2, key: 'k', now: { state: 'running' } };
		await expect(waitForItems([item], ports, emptyStores(), async () => new Map())).rejects.toThrow(
			'Item 2 (k)',
		);
	});

	it('reads again later what could not be read while another task runs on', async () => {
		const reads = tasksApi({ t1: { endsAt: Infinity } });
		const api = scriptedApi((one, all) =>
			one.url.includes('/t0/') ? answer(401, enveloped(401)) : reads(one, all),
		);
		const items = [running(0, 't0'), running(1, 't1')];
		const deadline = api.clock.now() + 60_000;
		const look = async (tasks: Parameters<typeof lookAt>[0]) =>
			await lookAt(tasks, api.ports, { deadline, minutes: 1 });
		await waitForItems(items, api.ports, emptyStores(), look);
		expect(items.map(({ now }) => now.state)).toEqual(['running', 'running']);
		// No task is running any more, so it's reported now.
		const alone = [running(0, 't0')];
		await waitForItems(alone, api.ports, emptyStores(), look);
		expect(alone[0]?.now).toMatchObject({ state: 'failed', problem: { cause: 'invalidKey' } });
	});

	it('tells the wait what is known, and the last state only of what was just submitted', async () => {
		const { ports } = scriptedApi(tasksApi({}));
		const [isNew, old] = [known('new'), known('old')];
		const bare: Task = defined({ ...known('bare'), createdAt: undefined });
		const items: Item[] = [
			{ index: 0, key: 'a', model, now: { state: 'running', task: isNew, isNew: true } },
			{ index: 1, key: 'b', model, now: { state: 'running', task: old } },
			{ index: 2, key: 'c', now: { state: 'running', task: bare } },
		];
		const asked: unknown[] = [];
		await waitForItems(items, ports, emptyStores(), async (tasks) => {
			asked.push(...tasks);
			return await Promise.resolve(
				new Map(tasks.map(({ taskId }) => [taskId, { state: 'running' }])),
			);
		});
		const { createdAt } = isNew;
		expect(createdAt).toBeDefined();
		expect(asked).toEqual([
			{ taskId: 'new', isAccepted: true, model, createdAt, known: isNew, settings: {} },
			{ taskId: 'old', isAccepted: true, model, createdAt, settings: {} },
			{ taskId: 'bare', isAccepted: true, settings: {} },
		]);
		// What runs on keeps the task that is known.
		expect(items.map(({ now }) => now)).toEqual([
			{ state: 'running', task: isNew },
			{ state: 'running', task: old },
			{ state: 'running', task: bare },
		]);
	});

	it('records what has ended while another task runs on', async () => {
		const { ports } = scriptedApi(tasksApi({}));
		const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop' });
		const items = [running(0, 't0'), running(1, 't1')];
		ledger.sending('key 0', model);
		const ended = { state: 'done', task: known('t0', 'completed') } as const;
		const wait = async () =>
			await Promise.resolve(
				new Map<string, TaskState>([
					['t0', ended],
					['t1', { state: 'running' }],
				]),
			);
		await waitForItems(items, ports, emptyStores(ledger), wait);
		expect(items.map(({ now }) => now.state)).toEqual(['done', 'running']);
		expect(ledger.taskOf('key 0')?.status).toBe('completed');
	});

	it('looks at nothing but running items', async () => {
		const api = scriptedApi(() => lost('ECONNRESET'));
		const items: Item[] = [
			{ index: 0, key: 'a', now: { state: 'done', task: known('t0', 'completed') } },
			{ index: 1, key: 'b', now: { state: 'failed', problem: problem('requestRefused') } },
			{ index: 2, key: 'c', now: { state: 'skipped' } },
		];
		const before = structuredClone(items);
		const asked: unknown[] = [];
		await waitForItems(items, api.ports, emptyStores(), async (tasks) => {
			asked.push(...tasks);
			return new Map();
		});
		expect(asked).toEqual([]);
		expect(items).toEqual(before);
	});
});

describe('enterTask', () => {
	/** The names of the keys that are free after the state of a task was recorded. */
	async function freed(task: Task): Promise<string[]> {
		const keys = fakeKeys();
		const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop' });
		ledger.sending('key', model, { claims: [{ key: 'k', name: 'name of k' }] });
		await enterTask('key', task, { ledger, requestKeys: () => keys });
		expect(ledger.taskOf('key')?.status).toBe(task.status);
		return [...keys.ended];
	}

	it('frees the keys of a video that failed and is refunded', async () => {
		expect(await freed(known('t0', 'failed'))).toEqual(['name of k']);
	});

	it.each(['created', 'processing', 'completed'])(
		'frees no key of one that is %s',
		async (status) => {
			expect(await freed(known('t0', status))).toEqual([]);
		},
	);

	it('opens no store of keys for an item without any', async () => {
		const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop' });
		const requestKeys = jest.fn();
		ledger.sending('key', model);
		await enterTask('key', known('t0', 'failed'), { ledger, requestKeys });
		expect(requestKeys).not.toHaveBeenCalled();
	});
});

const strict = { failedIsResult: false, timedOutIsResult: false, flaggedIsResult: false };
const lenient = { failedIsResult: true, timedOutIsResult: true, flaggedIsResult: true };
const late = problem('deadline', { taskId: 'a', model, status: 'processing', minutes: 60 });

/** How an item stands after the choices were applied. */
function after(now: ItemState, choices: EndChoices): ItemState {
	const item: Item = { index: 0, key: 'a', now };
	failUnwantedEnds([item], choices);
	return item.now;
}

describe('a task that ended', () => {
	it('with a video is a result', () => {
		const done = { state: 'done', task: known('a', 'completed') } as const;
		for (const choices of [strict, lenient]) expect(after(done, choices)).toEqual(done);
	});

	it.each(['failed', 'cancelled', 'timeout', 'deleted'])(
		'as %s is a problem that names it, or a result if so chosen',
		(status) => {
			const cause = ['cancelled', 'deleted'].includes(status) ? 'taskDeleted' : 'taskFailed';
			const done = { state: 'done', task: known('a', status) } as const;
			expect(after(done, { ...lenient, failedIsResult: false })).toMatchObject({
				state: 'failed',
				task: done.task,
				problem: { cause, taskId: 'a', status, model, outcome: 'accepted' },
			});
			expect(after(done, { ...strict, failedIsResult: true })).toEqual(done);
		},
	);
});

describe('a video that the content check has flagged', () => {
	const done = { state: 'done', task: { ...known('a', 'completed'), nsfw: true } } as const;

	it('is a problem that names the task, or a result if so chosen', () => {
		expect(after(done, { ...lenient, flaggedIsResult: false })).toMatchObject({
			state: 'failed',
			problem: {
				cause: 'flaggedNsfw',
				taskId: 'a',
				status: 'completed',
				model,
				outcome: 'accepted',
			},
		});
		expect(after(done, { ...strict, flaggedIsResult: true })).toEqual(done);
	});

	it('says nothing of a task that has no video', () => {
		const failed = { state: 'done', task: { ...known('a', 'failed'), nsfw: true } } as const;
		expect(after(failed, strict)).toMatchObject({ problem: { cause: 'taskFailed' } });
		expect(after(failed, { ...lenient, flaggedIsResult: false })).toEqual(failed);
	});
});

describe('a task that is not finished at the deadline', () => {
	const task = known('a', 'processing');

	it('is the problem, or a marked result if so chosen', () => {
		const timedOut = { state: 'timedOut', problem: late, task } as const;
		expect(after(timedOut, { ...lenient, timedOutIsResult: false })).toEqual({
			...timedOut,
			state: 'failed',
		});
		expect(after(timedOut, { ...strict, timedOutIsResult: true })).toEqual(timedOut);
	});

	it('keeps its id when nobody could ever read it', () => {
		const unread = problem('deadline', { taskId: 'a', model });
		expect(after({ state: 'timedOut', problem: unread }, lenient)).toMatchObject({
			state: 'timedOut',
			task: { id: 'a', status: 'unknown', statusKind: 'running', model, outputs: [] },
		});
	});
});

describe('everything else', () => {
	it.each<readonly [string, ItemState]>([
		['a task that was submitted and not waited for', { state: 'running', task: known('a') }],
		['unknown task', { state: 'failed', problem: problem('unknownTask', { taskId: 'a' }) }],
		['stopped', { state: 'failed', problem: problem('stopped', { taskId: 'a' }) }],
		['refused', { state: 'failed', problem: problem('requestRefused') }],
		['unknown outcome', { state: 'failed', problem: problem('unknownOutcome') }],
		['not submitted', { state: 'failed', problem: problem('notSubmitted') }],
		['skipped', { state: 'skipped', duplicate: { requestKey: 'k', reason: 'r' } }],
	])('%s stays as it is, whatever is chosen', (_name, now) => {
		for (const choices of [strict, lenient]) expect(after(now, choices)).toEqual(now);
	});
});
