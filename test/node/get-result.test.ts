import { causeOf } from '../support/errors/causeOf';
import { jsonOf, outputOf, pick, runChain, seedance } from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceGetResult';
const submitOnly = seedance('seedanceTextToVideo', {
	prompt: '={{ $json.prompt || "A fox" }}',
	return: 'taskId',
});

const simulator = testSimulator({ taskMs: 0 });
beforeEach(() => simulator.setTaskMs(0));

/** Submits one task per row and returns their ids. */
async function submitted(rows: object[] = [{}]): Promise<string[]> {
	const run = await runChain(simulator.url, rows as never, [submitOnly]);
	return jsonOf(outputOf(run, 'seedanceTextToVideo')).map(({ taskId }) => String(taskId));
}
const read = async (rows: object[], parameters: object = {}, settings: object = {}) =>
	await runChain(simulator.url, rows as never, [
		seedance(node, { ...parameters }, settings),
		pick("={{ $('Source').item.json.row }}"),
	]);

describe('Seedance Get Result', () => {
	it('reads the status of the incoming taskId once', async () => {
		const [taskId] = await submitted();
		const run = await read([{ taskId, row: 4 }]);
		expect(jsonOf(outputOf(run, node))).toEqual([
			expect.objectContaining({ taskId, status: 'completed', videoUrl: expect.any(String) }),
		]);
		expect(simulator.journal.reads(taskId)).toHaveLength(1);
		expect(jsonOf(outputOf(run, 'Pick'))).toEqual([{ value: 4 }]);
	});

	it('returns an unfinished task as it is, without waiting', async () => {
		simulator.setTaskMs(60_000);
		const [taskId] = await submitted();
		const run = await read([{ taskId }]);
		const [item] = jsonOf(outputOf(run, node));
		expect(['created', 'processing']).toContain(item?.status);
		expect(item).not.toHaveProperty('timedOut');
		expect(simulator.journal.reads(taskId)).toHaveLength(1);
	});

	it('reads a task once that several items name', async () => {
		const [taskId] = await submitted();
		const run = await read([{ taskId }, { taskId: ` ${taskId} ` }, { taskId }]);
		expect(outputOf(run, node)).toHaveLength(3);
		expect(simulator.journal.reads(taskId)).toHaveLength(1);
	});

	it.each([
		['an untouched node', {}],
		['the group of errors is added', { ifDownloadFails: 'error' }],
		['it is chosen', { ifTaskFails: 'item' }],
	])('hands a failed task on as data: %s', async (_, options) => {
		simulator.faults.onTask({ kind: 'failTask', code: 1402, error: 'cannot fetch' });
		const [taskId] = await submitted();
		const run = await read([{ taskId }], { return: 'file', options });
		const [item] = jsonOf(outputOf(run, node));
		expect(item).toMatchObject({ taskId, status: 'failed', failureReason: 'cannot fetch' });
		expect(simulator.journal.downloads()).toEqual([]);
	});

	it('fails for a failed task when asked to', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1402, error: 'cannot fetch' });
		const [taskId] = await submitted();
		const run = await read([{ taskId }], { options: { ifTaskFails: 'error' } });
		const { error } = run.data.resultData;
		expect(causeOf(error)).toBe('mediaNotFetchable');
		expect(error?.description).toContain(taskId);
	});

	it('downloads the video', async () => {
		const [taskId] = await submitted();
		const run = await read([{ taskId }], {
			return: 'file',
			options: { binaryPropertyName: 'video' },
		});
		const file = outputOf(run, node)[0]?.binary?.video;
		expect(
			Buffer.from(file?.data ?? '', 'base64')
				.subarray(4, 8)
				.toString(),
		).toBe('ftyp');
	});

	it('tells an unknown task from a wrong id', async () => {
		const unknown = await read([{ taskId: 'f'.repeat(32) }]);
		expect(causeOf(unknown.data.resultData.error)).toBe('unknownTask');
		expect(unknown.data.resultData.error?.description).toContain('f'.repeat(32));
		simulator.journal.clear();
		const wrong = await read([{ taskId: '../balance' }]);
		expect(causeOf(wrong.data.resultData.error)).toBe('malformedTaskId');
		expect(wrong.data.resultData.error?.message).toContain('"../balance"');
		const missing = await read([{}]);
		expect(causeOf(missing.data.resultData.error)).toBe('missingTaskId');
		expect(simulator.journal.requests).toHaveLength(0);
	});

	it('lets items through that need no request', async () => {
		const done = {
			taskId: 'a1',
			status: 'completed',
			outputs: ['https://example.com/a.mp4'],
			row: 1,
		};
		const others = [
			{ error: { message: 'No picture' } },
			{ error: 'No picture', taskId: null },
			{ status: 'skipped', taskId: '' },
			{ status: 'dryRun' },
		];
		const run = await read([done, ...others]);
		expect(jsonOf(outputOf(run, node))).toEqual([done, ...others]);
		const [first] = jsonOf(outputOf(run, 'Pick'));
		expect(first).toEqual({ value: 1 });
		expect(simulator.journal.requests).toHaveLength(0);
	});

	it.each([
		['an error that is null', { error: null }],
		['an empty error', { error: '' }],
		['another status', { status: 'completed' }],
	])('misses the task ID of an item with %s', async (_name, row) => {
		const { error } = (await read([row])).data.resultData;
		expect(causeOf(error)).toBe('missingTaskId');
	});

	it('reads what only looks like a finished task', async () => {
		const [taskId] = await submitted();
		const finished = { status: 'completed', outputs: ['https://example.com/a.mp4'] };
		const rows = [
			{ taskId, ...finished, status: 'processing' },
			{ taskId, ...finished, outputs: [] },
			{ taskId: 'a1', wanted: taskId, ...finished },
		];
		const run = await read(rows, { taskId: '={{ $json.wanted ?? $json.taskId }}' });
		const items = jsonOf(outputOf(run, node));
		expect(items.map((item) => item.taskId)).toEqual([taskId, taskId, taskId]);
		expect(items.map(({ status }) => status)).toEqual(Array(3).fill('completed'));
		for (const { videoUrl } of items) expect(videoUrl).toContain(simulator.url);
	});

	it('finds the task that an upstream error item names', async () => {
		const [taskId] = await submitted();
		const run = await read([{ error: { message: 'Late', taskId } }]);
		expect(jsonOf(outputOf(run, node))).toEqual([
			expect.objectContaining({ taskId, status: 'completed' }),
		]);
	});

	it('reads again after a read that broke', async () => {
		const [taskId] = await submitted();
		simulator.faults.onRead({ kind: 'reset' });
		const run = await read([{ taskId }]);
		expect(jsonOf(outputOf(run, node))[0]).toMatchObject({ status: 'completed' });
		expect(simulator.journal.reads(taskId)).toHaveLength(2);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'])('%s: item by item', async (onError) => {
		const [taskId] = await submitted();
		const rows = [
			{ taskId, row: 0 },
			{ taskId: 'f'.repeat(32), row: 1 },
			{ taskId: '', row: 2 },
		];
		const run = await read(rows, {}, { onError });
		const all = [...outputOf(run, node, 0), ...outputOf(run, node, 1)];
		const problems = all.flatMap(({ json }) => (json.error ? [json.error] : []));
		expect(all).toHaveLength(3);
		expect(problems.map(causeOf)).toEqual(['unknownTask', 'missingTaskId']);
		expect(problems[0]).toMatchObject({ taskId: 'f'.repeat(32) });
		const errorOutput = outputOf(run, node, 1);
		expect(errorOutput).toHaveLength(onError === 'continueErrorOutput' ? 2 : 0);
	});
});
