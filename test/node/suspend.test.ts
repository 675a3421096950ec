/** A submit node that waits suspended, in n8n's own engine: what wakes it, and what is paid for. */
import { createHash } from 'node:crypto';
import { Instance } from '../engine/instance';
import { openProcessedData } from '../engine/processedData';
import { retryWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, outputOf, pricedModel, seedance, setupFor } from './bench';
import { afterwards, later, rows, sleeper, submitNode, timerOnly } from './sleepers';
import { ended, testInstance, until } from './test-instance';
import { testSimulator } from './test-simulator';

const taskMs = 400;
const simulator = testSimulator();
const instance = testInstance(simulator);
beforeEach(() => {
	simulator.setTaskMs(taskMs);
	simulator.clock.hold();
});

const start = async (count: number, steps: Parameters<typeof chainOf>[1]) =>
	await instance().start(chainOf(rows(count), steps));

describe('a submit node that waits asleep', () => {
	it('is woken by the callback of its only task, and hands on what the API says', async () => {
		const execution = await start(1, [sleeper(), later]);
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		const run = await ended(execution);
		expect(execution.wakes).toBe(1);
		const [submit] = simulator.journal.accepted();
		expect(submit?.webhook).toMatch(/\/webhook-waiting\/\d+\/seedance\?signature=[0-9a-f]{64}$/);
		expect(jsonOf(outputOf(run, submitNode))).toEqual([
			expect.objectContaining({ taskId: submit?.taskId, status: 'completed' }),
		]);
		// There was one read before the sleep, and one after it.
		expect(simulator.journal.reads().length).toBeLessThanOrEqual(2);
		expect(jsonOf(outputOf(run, 'Pick'))).toEqual([{ value: 0 }]);
	});

	it('is woken in the same way after an extension of a video, and the row is known', async () => {
		const options = { waitUsing: 'suspend', includeInputFields: 'all' };
		const parameters = { prompt: 'On', video: 'https://example.com/clip.mp4', options };
		const extend = seedance('seedanceVideoToVideo', parameters);
		const execution = await start(2, [extend, later]);
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		const run = await ended(execution);
		expect(execution.wakes).toBe(1);
		expect(jsonOf(outputOf(run, 'seedanceVideoToVideo'))).toMatchObject([
			{ status: 'completed', row: 0 },
			{ status: 'completed', row: 1 },
		]);
		expect(jsonOf(outputOf(run, 'Pick'))).toEqual([{ value: 0 }, { value: 1 }]);
		expect(simulator.journal.submits()).toHaveLength(2);
	});

	it('wakes by the timer after an extension, and fails the deadline without a second charge', async () => {
		simulator.faults.onTask({ kind: 'stuck' });
		const options = { waitUsing: 'suspend', timeoutMinutes: 1, ...timerOnly };
		const parameters = { prompt: 'On', video: 'https://example.com/clip.mp4', options };
		const chain = chainOf(rows(1), [seedance('seedanceVideoToVideo', parameters)]);
		const execution = await instance().start(chain);
		await afterwards(60_000, async () => await instance().wake(execution));
		const run = await ended(execution);
		expect(causeOf(run.data.resultData.error)).toBe('deadline');
		const retried = await retryWorkflow(run, chain, setupFor(simulator.url));
		expect(retried.status).toBe('waiting');
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it('still knows after it woke what it paid, and counts it once', async () => {
		const capped = { maximumCostUsd: 0.3, includeInputFields: 'all' };
		const step = sleeper(capped);
		const priced = { ...step, parameters: { ...step.parameters, model: pricedModel } };
		const steps = [priced, { ...priced, name: 'Second' }];
		const execution = await start(1, steps);
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		const run = await ended(execution);
		expect(jsonOf(outputOf(run, submitNode))).toMatchObject([{ estimatedCostUsd: 0.26 }]);
		expect(run.data.resultData.error?.description).toContain('$0.26 of $0.30 used, $0.26 more');
		expect(simulator.journal.prices()).toHaveLength(2);
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it('finds its task at every wake by the timer: three wakes, one task', async () => {
		const execution = await start(1, [sleeper(timerOnly), later]);
		for (let wake = 0; wake < 2; wake += 1) {
			simulator.faults.onRead({ kind: 'serverError' }, { times: 2 });
			await instance().wake(execution);
			expect(execution.status).toBe('waiting');
		}
		simulator.clock.pass(taskMs);
		await instance().wake(execution);
		const run = await ended(execution);
		expect(execution.wakes).toBe(3);
		expect(simulator.journal.submits()).toHaveLength(1);
		expect(jsonOf(outputOf(run, 'Pick'))).toEqual([{ value: 0 }]);
		expect(simulator.journal.callbacks()).toEqual([]);
	});

	it('goes on with the items as they were stored: nothing is planned again, and nothing submitted', async () => {
		const execution = await start(2, [sleeper(timerOnly)]);
		const context = execution.run?.data.executionData?.contextData[`node:${submitNode}`];
		expect(context).toMatchObject({
			suspendedWait: {
				items: [0, 1].map((index) => ({ index, now: { state: 'running' } })),
			},
		});
		// Whatever the plan would make of an empty ledger: the stored items are what counts.
		if (context === undefined) throw new Error('no context');
		delete context.submitted;
		simulator.clock.pass(taskMs);
		await instance().wake(execution);
		const run = await ended(execution);
		expect(simulator.journal.submits()).toHaveLength(2);
		const accepted = simulator.journal.accepted().map(({ taskId }) => taskId);
		expect(
			jsonOf(outputOf(run, submitNode))
				.map(({ taskId }) => taskId)
				.sort(),
		).toEqual(accepted.sort());
	});

	it('sleeps until the last of several tasks has ended, whatever the order of the callbacks', async () => {
		simulator.setTaskMs(({ body }) => (body.prompt === 'Fox 0' ? 900 : 200));
		const execution = await start(3, [sleeper(), later]);
		simulator.clock.pass(200);
		await until(
			() => simulator.journal.callbacks().filter(({ status }) => status === 200).length === 2,
		);
		expect([execution.status, execution.wakes]).toEqual(['waiting', 0]);
		simulator.clock.pass(700);
		const run = await ended(execution);
		expect(execution.wakes).toBe(1);
		expect(jsonOf(outputOf(run, submitNode)).map(({ status }) => status)).toEqual([
			'completed',
			'completed',
			'completed',
		]);
		expect(jsonOf(outputOf(run, 'Pick')).map(({ value }) => value)).toEqual([0, 1, 2]);
		expect(simulator.journal.accepted()).toHaveLength(3);
	});

	it('never submits at a wake: not what was refused, not what failed meanwhile', async () => {
		simulator.setVisibility({ inputs: 'ignored' });
		simulator.setTaskMs(({ body }) => (body.prompt === 'Fox 2' ? 700 : 50));
		simulator.faults.onSubmit(
			{ kind: 'resetBeforeAccept' },
			{ match: ({ body }) => body.prompt === 'Fox 0' },
		);
		simulator.faults.onTask({ kind: 'failTask' }, { match: ({ body }) => body.prompt === 'Fox 1' });
		const execution = await start(4, [
			sleeper(
				{ ...timerOnly, ifOutcomeIsUnknown: 'submitAgain', submitsAtOnce: 1 },
				{ onError: 'continueErrorOutput' },
			),
		]);
		simulator.clock.pass(50);
		await instance().wake(execution);
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(650);
		await instance().wake(execution);
		const run = await ended(execution);
		expect(simulator.journal.submits()).toHaveLength(4);
		expect(jsonOf(outputOf(run, submitNode, 0)).map(({ status }) => status)).toEqual([
			'completed',
			'completed',
		]);
		const failed = jsonOf(outputOf(run, submitNode, 1)).map(({ error }) => error);
		expect(failed).toEqual([
			expect.objectContaining({ outcome: 'unknown' }),
			expect.objectContaining({ outcome: 'accepted', status: 'failed' }),
		]);
	});

	it('hands on finished tasks at once, without sleeping', async () => {
		simulator.setTaskMs(0);
		const execution = await start(2, [sleeper(), later]);
		expect([execution.status, execution.wakes]).toEqual(['ended', 0]);
		expect(jsonOf(outputOf(await ended(execution), 'Pick'))).toHaveLength(2);
	});

	it('counts its timeout from the first look, not from the first submit', async () => {
		// The second submit is let in after 2 s, longer than the whole wait may take.
		const match = ({ body }: { body: Readonly<Record<string, unknown>> }) =>
			body.prompt === 'Fox 1';
		simulator.faults.onSubmit({ kind: 'rateLimited', retryAfterSeconds: 2 }, { match });
		const execution = await start(2, [sleeper({ timeoutMinutes: 0.03 })]);
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		const run = await ended(execution);
		expect(jsonOf(outputOf(run, submitNode)).map(({ status }) => status)).toEqual([
			'completed',
			'completed',
		]);
	});

	it('throws for a failed task only when its siblings have ended, and a retry pays for it alone', async () => {
		simulator.setTaskMs(({ body }) => (body.prompt === 'Fox 0' ? 50 : 500));
		simulator.faults.onTask({ kind: 'failTask' }, { match: ({ body }) => body.prompt === 'Fox 0' });
		const json = chainOf(rows(2), [sleeper(), later]);
		const execution = await instance().start(json);
		simulator.clock.pass(50);
		await until(() => simulator.journal.callbacks().some(({ status }) => status === 200));
		expect([execution.status, execution.wakes]).toEqual(['waiting', 0]);
		simulator.clock.pass(450);
		const run = await ended(execution);
		expect(causeOf(run.data.resultData.error)).toBe('taskNotMade');
		expect(simulator.journal.accepted()).toHaveLength(2);
		const retried = await retryWorkflow(run, json, setupFor(simulator.url));
		expect(simulator.journal.accepted()).toHaveLength(3);
		expect(retried.status).toBe('waiting');
	});

	it.each([
		['throws', {}],
		['hands on error items', { onError: 'continueRegularOutput' }],
	])('with Retry On Fail tries no oftener than n8n is told to, when it %s', async (_, more) => {
		simulator.faults.onTask({ kind: 'failTask' }, { times: Infinity });
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1, ...more };
		const execution = await start(1, [sleeper({}, settings)]);
		expect(execution.status).toBe('waiting');
		// Tries after the sleep are polled, in real time.
		simulator.setTaskMs(150);
		simulator.clock.release();
		await ended(execution);
		// The failed task, and one for each further try, because n8n restarts the count at every wake.
		expect(simulator.journal.accepted()).toHaveLength(3);
		expect(execution.wakes).toBe(1);
	});

	it('sleeps in a try after one that failed before it could', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' });
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const execution = await start(1, [sleeper(timerOnly, settings)]);
		expect(execution.status).toBe('waiting');
		expect(simulator.journal.submits()).toHaveLength(2);
	});

	it('gives back the request key of a failed task once, however often it wakes', async () => {
		const table = await openProcessedData();
		simulator.setTaskMs(({ body }) => (body.prompt === 'Fox 0' ? 20 : 600));
		simulator.faults.onTask({ kind: 'failTask' }, { match: ({ body }) => body.prompt === 'Fox 0' });
		const options = { ...timerOnly, requestKey: '={{ "sleep-" + $json.row }}' };
		const execution = await start(2, [sleeper(options, { onError: 'continueRegularOutput' })]);
		simulator.clock.pass(20);
		await instance().wake(execution);
		expect(execution.status).toBe('waiting');
		// The key is free now, so another execution claims it and pays.
		const other = await start(1, [sleeper(options)]);
		expect(other.status).toBe('waiting');
		expect(simulator.journal.accepted()).toHaveLength(3);
		simulator.clock.pass(600);
		await instance().wake(execution);
		await ended(execution);
		const third = await start(1, [sleeper(options)]);
		expect(jsonOf(outputOf(await ended(third), submitNode))).toEqual([
			expect.objectContaining({ status: 'completed' }),
		]);
		expect(simulator.journal.accepted()).toHaveLength(3);
		expect(table.size).toBeGreaterThan(0);
	});

	it('says at the end of a row whose key nobody knows the task of, and sleeps for the other', async () => {
		const table = await openProcessedData();
		const options = { ...timerOnly, requestKey: '={{ "lost-" + $json.row }}' };
		// Taken by an execution that crashed before it was answered.
		const row = `seedance-request-key:${createHash('sha256').update('lost-0').digest('hex')}`;
		table.set(`workflow n:${row}`, [row]);
		const going = { onError: 'continueRegularOutput' };
		const execution = await start(2, [sleeper(options, going)]);
		expect(execution.status).toBe('waiting');
		await instance().wake(execution);
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		await instance().wake(execution);
		expect(jsonOf(outputOf(await ended(execution), submitNode))).toMatchObject([
			{ status: 'skipped', requestKey: 'lost-0', reason: expect.stringContaining('lost-0') },
			{ status: 'completed' },
		]);
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it('sleeps for a video that another execution has submitted under the key', async () => {
		await openProcessedData();
		const options = { ...timerOnly, requestKey: '={{ "shared-" + $json.row }}' };
		await start(1, [sleeper(options)]);
		const execution = await start(2, [sleeper(options)]);
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		await instance().wake(execution);
		const items = jsonOf(outputOf(await ended(execution), submitNode));
		expect(items.map(({ taskId }) => taskId)).toEqual(
			simulator.journal.accepted().map(({ taskId }) => taskId),
		);
		expect(items.map(({ status }) => status)).toEqual(['completed', 'completed']);
		expect(simulator.journal.accepted()).toHaveLength(2);
	});

	it('keeps hidden from later nodes that it was woken in between', async () => {
		const settings = { alwaysOutputData: true };
		const execution = await start(2, [sleeper(timerOnly, settings), later]);
		for (let wake = 0; wake < 2; wake += 1) await instance().wake(execution);
		simulator.clock.pass(taskMs);
		await instance().wake(execution);
		const { runData } = (await ended(execution)).data.resultData;
		expect(runData.Pick).toHaveLength(1);
		expect(jsonOf(outputOf(await ended(execution), 'Pick'))).toEqual([{ value: 0 }, { value: 1 }]);
	});
});

describe('an execution that crashed while it slept, or while it was awake for a moment', () => {
	const crashed = async () => {
		const json = chainOf(rows(2), [sleeper(timerOnly), later]);
		const execution = await instance().start(json);
		const { run } = execution;
		if (run === undefined || execution.status !== 'waiting') throw new Error('Not asleep');
		return { json, run };
	};

	it('goes on when it is retried with the original workflow', async () => {
		const { json, run } = await crashed();
		simulator.clock.pass(taskMs);
		const done = await retryWorkflow(run, json, setupFor(simulator.url));
		expect(jsonOf(outputOf(done, submitNode)).map(({ status }) => status)).toEqual([
			'completed',
			'completed',
		]);
		expect(Object.keys(done.data.resultData.runData)).toEqual(
			Object.keys(run.data.resultData.runData).concat('Pick'),
		);
		expect(simulator.journal.submits()).toHaveLength(2);
	});

	it('without a valid credential fails, and names its tasks', async () => {
		const { json, run } = await crashed();
		const setup = setupFor('http://example.com');
		const { error } = (await retryWorkflow(run, json, setup)).data.resultData;
		expect(causeOf(error)).toBe('badBaseUrl');
		const tasks = simulator.journal
			.accepted()
			.map(({ taskId, body }) => ({ itemIndex: body.prompt === 'Fox 0' ? 0 : 1, taskId }))
			.sort((a, b) => a.itemIndex - b.itemIndex);
		expect(error).toMatchObject({ context: { data: { tasks } } });
	});

	it('is not retried with the saved workflow, whose items would pass for videos; the error says how', async () => {
		const { json, run } = await crashed();
		simulator.clock.pass(taskMs);
		await expect(retryWorkflow(run, json, setupFor(simulator.url), json)).rejects.toThrow(
			'“Retry with original workflow”',
		);
	});

	it('is retried in any way once it has failed awake', async () => {
		const json = chainOf(rows(1), [sleeper({ ...timerOnly, timeoutMinutes: 0.01 })]);
		const execution = await instance().start(json);
		await afterwards(10_000, async () => await instance().wake(execution));
		const run = await ended(execution);
		expect(causeOf(run.data.resultData.error)).toBe('deadline');
		simulator.clock.pass(taskMs);
		const done = await retryWorkflow(
			run,
			json,
			setupFor(simulator.url),
			chainOf(rows(1), [sleeper(timerOnly)]),
		);
		expect(jsonOf(outputOf(done, submitNode))).toMatchObject([{ status: 'completed' }]);
		expect(simulator.journal.submits()).toHaveLength(1);
	});
});

describe('where an execution cannot sleep', () => {
	const hintsOf = (run: Awaited<ReturnType<typeof ended>>, node: string) =>
		run.data.resultData.runData[node]?.at(-1)?.hints?.map(({ message }) => message) ?? [];

	it('the node polls under the old execution order, and says so', async () => {
		const json = {
			...chainOf(rows(1), [sleeper(timerOnly)]),
			settings: { executionOrder: 'v0' as const },
		};
		simulator.clock.release();
		const execution = await instance().start(json);
		expect([execution.status, execution.wakes]).toEqual(['ended', 0]);
		const run = await ended(execution);
		expect(jsonOf(outputOf(run, submitNode))).toEqual([
			expect.objectContaining({ status: 'completed' }),
		]);
		expect(hintsOf(run, submitNode)).toEqual([expect.stringContaining('old execution order')]);
	});

	it('an old n8n, which would let two callbacks wake it twice, is asked to be called by nobody', async () => {
		const old = await Instance.open(setupFor(simulator.url), false);
		const execution = await old.start(chainOf(rows(1), [sleeper()]));
		expect(execution.status).toBe('waiting');
		const [submit] = simulator.journal.accepted();
		expect(submit?.webhook).toBeUndefined();
		simulator.clock.pass(taskMs);
		// It isn't woken by a callback that arrives anyway.
		const url = `${old.url}/webhook-waiting/${execution.id}/seedance`;
		const answer = await simulator.sendCallback({ url, taskId: submit?.taskId ?? '' });
		expect([answer.status, execution.status]).toEqual([200, 'waiting']);
		await old.wake(execution);
		const run = await ended(execution);
		await old.close();
		expect(jsonOf(outputOf(run, submitNode))).toHaveLength(1);
		expect(hintsOf(run, submitNode)).toEqual([expect.stringContaining('n8n 2.14')]);
	});
});
