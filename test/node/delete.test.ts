jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Get Result → Delete or Cancel, and If Timeout Is Reached → Cancel Task. */
import { startWorkflow } from '../engine/run';
import { causeOf, textOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, outputOf, pick, runChain, seedance, setupFor } from './bench';
import { afterwards } from './sleepers';
import { ended, testInstance } from './test-instance';
import { testSimulator } from './test-simulator';

const reader = 'seedanceGetResult';
const submitter = 'seedanceTextToVideo';
const simulator = testSimulator({ hurry: 20 });
const instance = testInstance(simulator);

async function submitted(count = 1): Promise<string[]> {
	const rows = Array.from({ length: count }, (_, row) => ({ row }));
	const step = seedance(submitter, { prompt: '=Fox {{ $json.row }}', return: 'taskId' });
	return jsonOf(outputOf(await runChain(simulator.url, rows, [step]), submitter)).map(
		({ taskId }) => String(taskId),
	);
}
const remove = async (rows: object[], options: object = {}, settings: object = {}) =>
	await runChain(simulator.url, rows as never, [
		seedance(reader, { operation: 'delete', options: { ...options } }, settings),
		pick("={{ $('Source').item.json.row }}"),
	]);
const deletes = () =>
	simulator.journal.deletes().map(({ method, status }) => `${method} ${status}`);

describe('Delete or Cancel', () => {
	it('deletes each task once, an item for each incoming one', async () => {
		const [a, b] = await submitted(2);
		const done = await remove(
			[
				{ taskId: a, row: 1 },
				{ taskId: b, row: 2 },
				{ taskId: a, row: 3 },
			],
			{
				inputFieldsToInclude: 'row',
				includeInputFields: 'selected',
			},
		);
		expect(jsonOf(outputOf(done, reader))).toEqual([
			{ row: 1, taskId: a, deleted: true, status: 'deleted' },
			{ row: 2, taskId: b, deleted: true, status: 'deleted' },
			{ row: 3, taskId: a, deleted: true, status: 'deleted' },
		]);
		expect(jsonOf(outputOf(done, 'Pick')).map(({ value }) => value)).toEqual([1, 2, 3]);
		expect(deletes()).toEqual(['DELETE 200', 'DELETE 200']);
	});

	it('deletes a finished video that its item already holds', async () => {
		const [taskId] = await submitted();
		const held = { taskId, status: 'completed', videoUrl: 'https://x.example/v.mp4' };
		expect(jsonOf(outputOf(await remove([held]), reader))).toEqual([
			{ taskId, deleted: true, status: 'deleted' },
		]);
	});

	it.each(['delete', 'post'] as const)('works without the route %s', async (deletesWithout) => {
		const [taskId] = await submitted();
		simulator.setVisibility({ deletesWithout });
		expect(jsonOf(outputOf(await remove([{ taskId }]), reader))).toEqual([
			{ taskId, deleted: true, status: 'deleted' },
		]);
		expect(deletes()).toEqual(
			deletesWithout === 'post' ? ['DELETE 200'] : ['DELETE 405', 'POST 200'],
		);
	});

	it('says so when the API has neither route', async () => {
		const [taskId] = await submitted();
		simulator.setVisibility({ deletesWithout: 'both' });
		const { error } = (await remove([{ taskId }])).data.resultData;
		expect(causeOf(error)).toBe('notDeleted');
		expect(error?.description).toContain(taskId);
	});

	it('never follows a redirect, and keeps the key', async () => {
		const [taskId] = await submitted();
		simulator.faults.onDelete({
			kind: 'redirect',
			location: `${simulator.url}/elsewhere`,
			status: 307,
		});
		const { error } = (await remove([{ taskId }])).data.resultData;
		expect(causeOf(error)).toBe('redirected');
		expect(simulator.journal.requests.filter(({ path }) => path === '/elsewhere')).toEqual([]);
	});

	it('tries again after trouble that may pass', async () => {
		const [taskId] = await submitted();
		simulator.faults.onDelete({ kind: 'serverError' });
		expect(jsonOf(outputOf(await remove([{ taskId }]), reader))).toMatchObject([{ deleted: true }]);
		expect(deletes()).toEqual(['DELETE 500', 'DELETE 200']);
	});

	it('item by item: an unknown task, a wrong ID, and none', async () => {
		const [taskId] = await submitted();
		const rows = [{ taskId: 'f'.repeat(32) }, { taskId }, { taskId: '' }, { status: 'skipped' }];
		const done = await remove(rows, {}, { onError: 'continueErrorOutput' });
		expect(jsonOf(outputOf(done, reader, 0))).toEqual([
			{ taskId, deleted: true, status: 'deleted' },
			{ status: 'skipped' },
		]);
		const failed = jsonOf(outputOf(done, reader, 1)).map(({ error }) => causeOf(error as never));
		expect(failed).toEqual(['unknownTask', 'missingTaskId']);
	});

	it('deletes nothing when one ID is wrong and the workflow stops', async () => {
		const [taskId] = await submitted();
		const { error } = (await remove([{ taskId }, { taskId: '../balance' }])).data.resultData;
		expect(causeOf(error)).toBe('malformedTaskId');
		expect(deletes()).toEqual([]);
	});
});

describe('If Timeout Is Reached: Cancel Task', () => {
	const cancels = { timeoutMinutes: 0.02, ifTimeoutIsReached: 'cancel' };
	const rows = [{ row: 0 }, { row: 1 }];
	const prompt = '=Fox {{ $json.row }}';
	const isLate = ({ body }: { body: Readonly<Record<string, unknown>> }) => body.prompt === 'Fox 0';
	const late = () => simulator.faults.onTask({ kind: 'stuck' }, { match: isLate, times: Infinity });

	it('cancels the late task after its last read, and returns it', async () => {
		late();
		const done = await runChain(simulator.url, rows, [
			seedance(submitter, { prompt, options: cancels }),
		]);
		const [first, second] = jsonOf(outputOf(done, submitter));
		expect(first).toMatchObject({ status: 'deleted', timedOut: true, taskId: expect.any(String) });
		expect(first).not.toHaveProperty('videoUrl');
		expect(second).toMatchObject({ status: 'completed' });
		expect(second).not.toHaveProperty('timedOut');
		expect(deletes()).toEqual(['DELETE 200']);
		const about = simulator.journal.requests.filter(({ taskId }) => taskId === first?.taskId);
		expect(about.slice(-2).map(({ route }) => route)).toEqual(['read', 'delete']);
	});

	it('a task that can’t be cancelled fails as at any deadline', async () => {
		late();
		simulator.faults.onDelete({ kind: 'forbidden' });
		const done = await runChain(simulator.url, rows, [
			seedance(submitter, { prompt, options: cancels }),
		]);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('deadline');
		expect(textOf(error)).toContain("couldn't be cancelled");
	});

	it('in Wait for Completion', async () => {
		late();
		const { timeoutMinutes, ...options } = cancels;
		const wait = seedance('seedanceWaitForCompletion', { timeoutMinutes, options });
		const done = await runChain(simulator.url, rows, [
			seedance(submitter, { prompt, return: 'taskId' }),
			wait,
		]);
		expect(jsonOf(outputOf(done, wait.name))).toMatchObject([
			{ status: 'deleted', timedOut: true },
			{ status: 'completed' },
		]);
	});

	it('after a pause', async () => {
		late();
		const options = {
			...cancels,
			timeoutMinutes: 1,
			waitUsing: 'suspend',
			notifyWhenDone: 'nothing',
		};
		const execution = await instance().start(
			chainOf([{ row: 0 }], [seedance(submitter, { prompt, options })]),
		);
		expect(execution.status).toBe('waiting');
		await afterwards(90_000, async () => await instance().wake(execution));
		expect(jsonOf(outputOf(await ended(execution), submitter))).toMatchObject([
			{ status: 'deleted', timedOut: true },
		]);
		expect(deletes()).toEqual(['DELETE 200']);
	});

	it('a loop’s maximum still counts what was cancelled', async () => {
		late();
		const options = { ...cancels, maximumCostUsd: 1 };
		const step = (name: string) => seedance(submitter, { prompt, options }, {}, name);
		const json = chainOf([{ row: 0 }], [step('First'), step('Second')]);
		const done = await startWorkflow(json, setupFor(simulator.url)).done;
		expect(jsonOf(outputOf(done, 'First'))).toMatchObject([{ status: 'deleted' }]);
		expect(causeOf(done.data.resultData.error)).toBe('costAboveMaximum');
		expect(simulator.journal.accepted()).toHaveLength(1);
	});
});
