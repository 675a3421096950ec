jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../../engine/time').hurriedWorkflow(),
);
/** How a run waits: by polling, or suspended until a moment that n8n is told. */
import { openWaiting, showHints } from '../../../nodes/shared/actions/waiting';
import { createPorts, readApi } from '../../../nodes/shared/n8n/client';
import type { Item } from '../../../seedance/run/itemState';
import type * as time from '../../engine/time';
import { hurry, realTime } from '../../engine/time';
import { answer, enveloped, taskAnswer } from '../../support/api/replies';
import { causeOf } from '../../support/errors/causeOf';
import { nodeContext } from '../../support/nodeContext';
import type { NodeContextOptions, SentRequest } from '../../support/nodeContext';
import { known } from '../../support/task/fakeTasks';

const minuteMs = 60_000;
const choices = { suspends: true, timeoutMs: 30 * minuteMs, recheckMs: 5 * minuteMs };
const begun = Date.UTC(2026, 0, 5, 12);

/** A run that waits for tasks with these statuses, at a fixed time. */
async function opened(
	statuses: Readonly<Record<string, string>>,
	options: NodeContextOptions = {},
	given: Partial<typeof choices> = {},
) {
	const reply = ({ method, url }: SentRequest) => {
		const id = /predictions\/([^/?]+)/.exec(url)?.[1] ?? '';
		return method === 'POST' ? answer(404, enveloped(404)) : taskAnswer(id, statuses[id]);
	};
	const made = nodeContext({ reply, ...options });
	const api = await readApi(made.context);
	if (!api.ok) throw new Error(api.problem.message);
	const ports = createPorts(made.context, api);
	const waiting = openWaiting(made.context, { ...choices, ...given });
	const read = async () =>
		await waiting.wait(ports)(Object.keys(statuses).map((taskId) => ({ taskId })));
	const look = async () =>
		Object.fromEntries([...(await read())].map(([id, { state }]) => [id, state]));
	return { ...made, sleep: waiting.sleep, read, look };
}

/** The stores of an execution that was suspended. */
const asleep = (more: object = {}) => ({
	flow: {},
	node: {
		suspendedWait: {
			awaiting: ['task-1'],
			deadline: begun + 10 * minuteMs,
			wakeAt: begun,
			...more,
		},
	} as Record<string, unknown> as never,
});

describe('a wait that is to suspend the execution', () => {
	beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(begun));
	afterEach(() => jest.restoreAllMocks());

	it('needs a sleep while a task runs', async () => {
		const { sleep, look, hints } = await opened({ 'task-1': 'processing', 'task-2': 'completed' });
		expect(sleep?.isNeeded()).toBe(false);
		expect(await look()).toEqual({ 'task-1': 'running', 'task-2': 'done' });
		expect(sleep?.isNeeded()).toBe(true);
		expect(hints).toEqual([]);
	});

	it('needs none when every task has ended', async () => {
		const { sleep, look } = await opened({ 'task-1': 'completed', 'task-2': 'failed' });
		await look();
		expect(sleep?.isNeeded()).toBe(false);
	});

	it.each([
		['at the next look', 5, 5 * minuteMs],
		['a second after its end, when that is sooner', 60, 30 * minuteMs + 1_000],
	])('wakes %s, and stores what it waits for', async (_, recheckMinutes, afterMs) => {
		const recheckMs = recheckMinutes * minuteMs;
		const { sleep, look, wakes, stores, logged } = await opened(
			{ 'task-1': 'processing', 'task-2': 'completed' },
			{},
			{ recheckMs },
		);
		await look();
		expect(await sleep?.begin()).toEqual([[]]);
		const wakeAt = begun + afterMs;
		expect(wakes).toEqual([wakeAt]);
		expect(stores.node.suspendedWait).toEqual({
			awaiting: ['task-1'],
			deadline: begun + 30 * minuteMs,
			wakeAt,
		});
		expect(logged).toContainEqual(
			expect.objectContaining({
				message: 'Seedance: execution suspended',
				taskIds: ['task-1'],
				until: new Date(wakeAt).toISOString(),
			}),
		);
	});

	it('stores the items and hints of a submit node', async () => {
		const { sleep, look, stores } = await opened({ 'task-1': 'processing' });
		await look();
		const task = known('task-1');
		const items: Item[] = [{ index: 0, key: 'a', now: { state: 'running', task } }];
		await sleep?.begin({ items, hints: ['a hint'] });
		expect(stores.node.suspendedWait).toMatchObject({
			items: [{ index: 0, key: 'a', now: { state: 'running', task: task.raw } }],
			hints: ['a hint'],
		});
	});

	it('keeps what it has stored when its run ends asleep', async () => {
		const { sleep, look, stores } = await opened({ 'task-1': 'processing' });
		await look();
		await sleep?.begin();
		sleep?.runEnds();
		expect(stores.node).toHaveProperty('suspendedWait');
		expect(stores.node).not.toHaveProperty('wokenIn');
	});

	it('leaves nothing behind when its run ends without a sleep', async () => {
		const { sleep, look, stores, logged } = await opened({ 'task-1': 'completed' });
		await look();
		sleep?.runEnds();
		expect(stores.node).toEqual({});
		expect(logged.map(({ message }) => message)).not.toContain('Seedance: execution resumed');
	});

	it('forgets what it would have stored when it could not be suspended', async () => {
		const putExecutionToWait = async () => {
			throw new Error('out of order');
		};
		const { sleep, look, stores } = await opened(
			{ 'task-1': 'processing' },
			{ more: { putExecutionToWait } },
		);
		await look();
		await expect(sleep?.begin()).rejects.toThrow('out of order');
		sleep?.runEnds();
		expect(stores.node).not.toHaveProperty('suspendedWait');
	});
});

describe('a run that wakes', () => {
	beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(begun));
	afterEach(() => jest.restoreAllMocks());

	it('goes on until the same deadline, and says so in the log', async () => {
		const stores = asleep();
		const { sleep, look, logged } = await opened(
			{ 'task-1': 'processing' },
			{ stores, runIndex: 1 },
			{ recheckMs: 60 * minuteMs },
		);
		expect(sleep?.suspended).toMatchObject({ awaiting: ['task-1'] });
		expect(logged).toContainEqual(
			expect.objectContaining({ message: 'Seedance: execution resumed', taskIds: ['task-1'] }),
		);
		await look();
		await sleep?.begin();
		const deadline = begun + 10 * minuteMs;
		expect(stores.node).toMatchObject({ suspendedWait: { deadline, wakeAt: deadline + 1_000 } });
	});

	it('ends what has not ended at the deadline', async () => {
		const stores = asleep({ deadline: begun });
		const { sleep, read } = await opened({ 'task-1': 'processing' }, { stores, runIndex: 1 });
		const state = (await read()).get('task-1');
		if (state?.state !== 'timedOut') throw new Error(`it is ${state?.state}`);
		expect(causeOf(state.problem)).toBe('deadline');
		expect(state.problem.message).toMatch(/\b30 minutes\b/);
		expect(sleep?.isNeeded()).toBe(false);
	});

	it('ends the wait: a repetition of the run polls, since n8n would repeat it for ever', async () => {
		const stores = asleep();
		const { sleep, look } = await opened({ 'task-1': 'completed' }, { stores, runIndex: 1 });
		await look();
		sleep?.runEnds();
		expect(stores.node).not.toHaveProperty('suspendedWait');
		const again = await opened({}, { stores, runIndex: 1 });
		expect([again.sleep, again.hints]).toEqual([undefined, []]);
		const next = await opened({}, { stores, runIndex: 2 });
		expect(next.sleep).toBeDefined();
	});
});

describe('a wait that polls', () => {
	beforeEach(() => hurry(1_000));
	afterEach(realTime);

	it('is the choice of the person: it waits until the tasks have ended', async () => {
		let reads = 0;
		const reply = ({ method }: SentRequest) =>
			method === 'POST'
				? answer(404, enveloped(404))
				: taskAnswer('task-1', (reads += 1) < 3 ? 'processing' : 'completed');
		const { sleep, look, hints } = await opened({ 'task-1': '' }, { reply }, { suspends: false });
		expect([sleep, hints]).toEqual([undefined, []]);
		expect(await look()).toEqual({ 'task-1': 'done' });
	});

	it('ends after the time that is set', async () => {
		const given = { suspends: false, timeoutMs: minuteMs };
		const { look } = await opened({ 'task-1': 'processing' }, {}, given);
		expect(await look()).toEqual({ 'task-1': 'timedOut' });
	});

	it.each([
		['an agent runs the node', { type: 'seedanceTextToVideoTool' }],
		['n8n’s engine remembers nothing', { executionId: 'cf1a7f9e-0000-4000-8000-000000000000' }],
		['the execution order is old', { executionOrder: 'v0' }],
	])('is instead of a sleep when %s, with a hint', async (_, options) => {
		const { sleep, look, hints } = await opened({ 'task-1': 'completed' }, options);
		expect([sleep, hints.length]).toEqual([undefined, 1]);
		expect(await look()).toEqual({ 'task-1': 'done' });
	});
});

it('hints stand above the output', () => {
	const shown: unknown[] = [];
	const more = { addExecutionHints: (...all: unknown[]) => shown.push(...all) };
	showHints(nodeContext({ more }).context, ['one', 'two']);
	expect(shown).toEqual([
		{ message: 'one', location: 'outputPane' },
		{ message: 'two', location: 'outputPane' },
	]);
});
