import { causeOf, textOf } from '../support/errors/causeOf';
import { jsonOf, outputOf, pick, runChain, seedance } from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceWaitForCompletion';
const submitOnly = seedance('seedanceTextToVideo', {
	prompt: '={{ $json.prompt }}',
	return: 'taskId',
});
const rows = (count: number) =>
	Array.from({ length: count }, (_, row) => ({ row, prompt: `Fox ${row}` }));
/** 0.02 minutes: the shortest wait that still reads twice. */
const short = { timeoutMinutes: 0.02 };

const simulator = testSimulator({ taskMs: 300 });

const run = async (count: number, parameters: object = {}, settings: object = {}) =>
	await runChain(simulator.url, rows(count), [
		submitOnly,
		seedance(node, { ...parameters }, settings),
		pick("={{ $('Source').item.json.row }}"),
	]);

describe('Seedance Wait for Completion', () => {
	it('waits for all incoming tasks together and keeps their order', async () => {
		const done = await run(6, { return: 'file' });
		const items = outputOf(done, node);
		expect(items.map(({ json }) => json.status)).toEqual(Array(6).fill('completed'));
		expect(items.map(({ json }) => json.taskId)).toEqual(
			jsonOf(outputOf(done, 'seedanceTextToVideo')).map(({ taskId }) => taskId),
		);
		expect(items.every(({ binary }) => binary?.data?.mimeType === 'video/mp4')).toBe(true);
		expect(jsonOf(outputOf(done, 'Pick')).map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5]);
		// In turns: every task is looked at before any of them is looked at again.
		const reads = simulator.journal.reads().map(({ taskId }) => taskId);
		expect(new Set(reads.slice(0, 6)).size).toBe(6);
	});

	it('is an error at the deadline, with the id and what to do', async () => {
		simulator.faults.onTask({ kind: 'stuck' }, { times: Infinity });
		const { error } = (await run(2, short)).data.resultData;
		const ids = simulator.journal.accepted().map(({ taskId }) => taskId);
		expect(causeOf(error)).toBe('deadline');
		expect(error?.description).toContain('status processing');
		for (const id of ids) expect(textOf(error)).toContain(id);
	});

	it('is an item at the deadline when the person chose so', async () => {
		simulator.faults.onTask({ kind: 'stuck' });
		const done = await run(2, { ...short, options: { ifTimeoutIsReached: 'item' } });
		expect(jsonOf(outputOf(done, node))).toEqual([
			expect.objectContaining({ status: 'processing', timedOut: true }),
			expect.objectContaining({ status: 'completed' }),
		]);
	});

	it.each(['error', 'item'])('a failed task is an %s as chosen', async (ifTaskFails) => {
		simulator.faults.onTask({ kind: 'failTask' }, { match: ({ body }) => body.prompt === 'Fox 1' });
		const done = await run(2, { options: { ifTaskFails } });
		const items = jsonOf(outputOf(done, node));
		if (ifTaskFails === 'item') expect(items[1]).toMatchObject({ status: 'failed' });
		else expect(causeOf(done.data.resultData.error)).toBe('taskNotMade');
	});

	it('goes on item by item: one fails, one is unknown, one is fine', async () => {
		simulator.faults.onTask({ kind: 'failTask' }, { match: ({ body }) => body.prompt === 'Fox 1' });
		simulator.faults.onRead({ kind: 'notFound' });
		const done = await run(3, {}, { onError: 'continueErrorOutput' });
		expect(outputOf(done, node, 0)).toHaveLength(1);
		const failed = outputOf(done, node, 1);
		expect(failed).toHaveLength(2);
		for (const { json } of failed) {
			expect(json.error).toMatchObject({ taskId: expect.any(String), message: expect.any(String) });
		}
	});

	it('lets finished and failed items through without a request', async () => {
		const items = [
			{ taskId: 'a1', status: 'completed', outputs: ['https://example.com/a.mp4'] },
			{ error: { message: 'No picture' } },
		];
		const done = await runChain(simulator.url, items, [seedance(node, {})]);
		expect(jsonOf(outputOf(done, node))).toEqual(items);
		expect(simulator.journal.requests).toHaveLength(0);
	});

	it('is an error for a finished video that is flagged, when the person chose so', async () => {
		const item = { taskId: 'a1', status: 'completed', outputs: ['https://example.com/a.mp4'] };
		const flagged = { ...item, nsfw: true, model: 'bytedance/a-model' };
		const parameters = { options: { ifFlaggedNsfw: 'error' } };
		const done = await runChain(simulator.url, [flagged], [seedance(node, parameters)]);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('flaggedNsfw');
		expect(error).toMatchObject({ context: { data: { taskId: 'a1', model: flagged.model } } });
	});

	it('names the model that the item names while the task cannot be read', async () => {
		simulator.faults.onRead({ kind: 'serverError' }, { times: Infinity });
		const items = [
			{ taskId: 'a1', model: 'bytedance/one' },
			{ error: { message: 'Late', taskId: 'a2', model: 'bytedance/two' } },
		];
		const parameters = { ...short, options: { ifTimeoutIsReached: 'item' } };
		const done = await runChain(simulator.url, items, [seedance(node, parameters)]);
		expect(jsonOf(outputOf(done, node))).toMatchObject([
			{ taskId: 'a1', status: 'unknown', model: 'bytedance/one', timedOut: true },
			{ taskId: 'a2', status: 'unknown', model: 'bytedance/two', timedOut: true },
		]);
	});

	it('outlives a bad spell of the API', async () => {
		for (const status of [500, 502, 503]) simulator.faults.onRead({ kind: 'serverError', status });
		simulator.faults.onRead({ kind: 'rateLimited', retryAfterSeconds: 1 });
		const done = await run(2);
		expect(jsonOf(outputOf(done, node)).map(({ status }) => status)).toEqual([
			'completed',
			'completed',
		]);
	});
});
