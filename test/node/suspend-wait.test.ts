/** Wait for Completion, suspended, in n8n's own engine. */
import { retryWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, outputOf, seedance, setupFor } from './bench';
import { afterwards, later, pair, rows, submitNode, waitNode } from './sleepers';
import { ended, testInstance, until } from './test-instance';
import { testSimulator } from './test-simulator';

const taskMs = 400;
const simulator = testSimulator({ taskMs });
const instance = testInstance(simulator);
beforeEach(() => simulator.clock.hold());

const start = async (count: number, steps: Parameters<typeof chainOf>[1]) =>
	await instance().start(chainOf(rows(count), steps));

describe('Wait for Completion asleep', () => {
	it('is woken by the callback that the submit node asked for', async () => {
		const execution = await start(2, [...pair({ notifyWhenDone: 'execution' }), later]);
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		const run = await ended(execution);
		expect(execution.wakes).toBe(1);
		expect(jsonOf(outputOf(run, waitNode)).map(({ status }) => status)).toEqual([
			'completed',
			'completed',
		]);
		expect(jsonOf(outputOf(run, 'Pick'))).toEqual([{ value: 0 }, { value: 1 }]);
	});

	it('is an error at the deadline, and a retry waits anew', async () => {
		simulator.faults.onTask({ kind: 'stuck' });
		const json = chainOf(rows(1), pair({}, { timeoutMinutes: 1 }));
		const execution = await instance().start(json);
		expect(execution.status).toBe('waiting');
		await afterwards(60_000, async () => await instance().wake(execution));
		const run = await ended(execution);
		const { error } = run.data.resultData;
		expect(causeOf(error)).toBe('deadline');
		expect(run.data.resultData.lastNodeExecuted).toBe(waitNode);
		const retried = await retryWorkflow(run, json, setupFor(simulator.url));
		expect(retried.status).toBe('waiting');
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it.each(['onError', 'item'])('at the deadline it goes on as chosen: %s', async (how) => {
		simulator.faults.onTask({ kind: 'stuck' }, { match: ({ body }) => body.prompt === 'Fox 1' });
		const parameters = {
			timeoutMinutes: 1,
			...(how === 'item' && { options: { ifTimeoutIsReached: 'item' } }),
		};
		const settings = how === 'onError' ? { onError: 'continueErrorOutput' } : {};
		const execution = await start(2, pair({}, parameters, settings));
		simulator.clock.pass(taskMs);
		await afterwards(60_000, async () => await instance().wake(execution));
		const run = await ended(execution);
		const [good, bad] = [0, 1].map((output) => jsonOf(outputOf(run, waitNode, output)));
		if (how === 'item') {
			expect(good).toEqual([
				expect.objectContaining({ status: 'completed' }),
				expect.objectContaining({ status: 'processing', timedOut: true }),
			]);
		} else {
			expect(good).toEqual([expect.objectContaining({ status: 'completed' })]);
			// n8n adds the fields of the incoming item.
			expect(bad?.map(({ error }) => error)).toEqual([
				expect.objectContaining({ taskId: expect.any(String), status: 'processing' }),
			]);
		}
	});

	it('sleeps no longer than until its deadline', async () => {
		const execution = await start(
			1,
			pair({}, { timeoutMinutes: 1, options: { recheckMinutes: 3 } }),
		);
		const left = Number(new Date(String(execution.run?.waitTill))) - Date.now();
		expect(left).toBeGreaterThan(30_000);
		expect(left).toBeLessThanOrEqual(61_000);
		const other = await start(1, pair({}, { options: { recheckMinutes: 3 } }));
		const longer = Number(new Date(String(other.run?.waitTill))) - Date.now();
		expect(longer).toBeGreaterThan(150_000);
		expect(longer).toBeLessThanOrEqual(180_000);
	});

	it('does not sleep where no item has a task to read', async () => {
		const finished = {
			taskId: 'a1',
			status: 'completed',
			outputs: ['https://example.com/a.mp4'],
		};
		const items = [finished, { error: { message: 'No picture' } }];
		const step = seedance(waitNode, { waitUsing: 'suspend' });
		const execution = await instance().start(chainOf(items, [step]));
		expect([execution.status, execution.wakes]).toEqual(['ended', 0]);
		expect(jsonOf(outputOf(await ended(execution), waitNode))).toEqual(items);
	});

	it('has a deadline of its own in every round of a loop', async () => {
		const json = chainOf(rows(2), [
			{ name: 'Loop', type: 'test.loop' },
			...pair({ notifyWhenDone: 'execution' }),
		]);
		Object.assign(json.connections, {
			Loop: { main: [[], [{ node: submitNode, type: 'main', index: 0 }]] },
			[waitNode]: { main: [[{ node: 'Loop', type: 'main', index: 0 }]] },
		});
		const execution = await instance().start(json);
		simulator.clock.pass(taskMs);
		await until(() => execution.wakes === 1 && execution.status === 'waiting');
		simulator.clock.pass(taskMs);
		const run = await ended(execution);
		expect(execution.wakes).toBe(2);
		expect(simulator.journal.accepted()).toHaveLength(2);
		const contexts = run.data.executionData?.contextData ?? {};
		expect(contexts[`node:${waitNode}`]).not.toHaveProperty('suspendedWait');
	});
});
