/** If Download Fails: an error if chosen, and never a second video. */
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import { retryWorkflow, startWorkflow } from '../engine/run';
import type * as time from '../engine/time';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, outputOf, runChain, seedance, setupFor } from './bench';
import { finishedTask, readers } from './finished-task';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

const simulator = testSimulator({ hurry: 100 });
const node = 'seedanceTextToVideo';
const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));
const isRow = (row: number) => ({
	match: ({ body }: { body?: Readonly<Record<string, unknown>> }) => body?.prompt === `Row ${row}`,
});
const always = { times: Infinity };

const step = (options: IDataObject = {}, settings: Partial<INode> = {}) =>
	seedance(
		node,
		{
			prompt: '=Row {{ $json.row }}',
			return: 'file',
			options: { ifDownloadFails: 'error', ...options },
		},
		settings,
	);
const run = async (count: number, ...args: Parameters<typeof step>) =>
	await runChain(simulator.url, rows(count), [step(...args)]);
const idOf = (row: number) =>
	simulator.journal.acceptedFor((body) => body.prompt === `Row ${row}`)[0]?.taskId;
const contextOf = (done: IRun) =>
	(done.data.resultData.error as unknown as { context: { data: IDataObject; itemIndex: number } })
		.context;

describe('If Download Fails: Error', () => {
	it('is an error that names the task and says that it is paid for', async () => {
		simulator.faults.onDownload({ kind: 'forbidden' }, { ...isRow(1), ...always });
		const done = await run(2);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('downloadFailed');
		expect(error?.description).toContain(idOf(1));
		expect(error?.description).toContain('HTTP 403');
		expect(error?.description).toContain(idOf(0));
		expect(contextOf(done)).toMatchObject({
			itemIndex: 1,
			data: { taskId: idOf(1), outcome: 'accepted' },
		});
	});

	it('Retry execution only downloads', async () => {
		simulator.faults.onDownload({ kind: 'notFound' }, isRow(0));
		const original = chainOf(rows(2), [step()]);
		const setup = setupFor(simulator.url);
		const failed = await startWorkflow(original, setup).done;
		expect(causeOf(failed.data.resultData.error)).toBe('downloadFailed');
		const done = await retryWorkflow(failed, original, setup);
		expect(done.data.resultData.error).toBeUndefined();
		const items = outputOf(done, node);
		expect(items.map(({ binary }) => binary?.data?.mimeType)).toEqual(Array(2).fill('video/mp4'));
		expect(jsonOf(items).map(({ taskId }) => taskId)).toEqual([idOf(0), idOf(1)]);
		expect(simulator.journal.submits()).toHaveLength(2);
		expect(simulator.journal.downloads(idOf(0))).toHaveLength(2);
	});

	it('so does Retry On Fail', async () => {
		simulator.faults.onDownload({ kind: 'notFound' });
		const done = await run(1, {}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 });
		expect(done.data.resultData.error).toBeUndefined();
		expect(outputOf(done, node)[0]?.binary?.data?.mimeType).toBe('video/mp4');
		expect(simulator.journal.submits()).toHaveLength(1);
		expect(simulator.journal.downloads()).toHaveLength(2);
	});

	it('nothing more is fetched for a run that fails', async () => {
		simulator.faults.onDownload({ kind: 'forbidden' }, isRow(0));
		simulator.faults.onDownload({ kind: 'delay', ms: 200 }, always);
		await run(8);
		expect(simulator.journal.downloads()).toHaveLength(3);
		expect(simulator.journal.accepted()).toHaveLength(8);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'%s: the other items come out, this one as an error item',
		async (onError) => {
			simulator.faults.onDownload({ kind: 'forbidden' }, { ...isRow(1), ...always });
			const done = await run(3, {}, { onError });
			const isSplit = onError === 'continueErrorOutput';
			const good = outputOf(done, node).filter(({ json }) => json.error === undefined);
			const [bad] = isSplit ? outputOf(done, node, 1) : outputOf(done, node).slice(1);
			expect(good.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
			expect(good.every(({ binary }) => binary?.data?.mimeType === 'video/mp4')).toBe(true);
			expect(bad).toMatchObject({
				json: {
					error: expect.objectContaining({
						taskId: idOf(1),
						outcome: 'accepted',
					}),
				},
				pairedItem: { item: 1 },
			});
			expect(causeOf(bad?.json.error)).toBe('downloadFailed');
		},
	);

	it('several outputs: one that is missing is an error', async () => {
		simulator.faults.onTask({ kind: 'outputs', count: 2 });
		simulator.faults.onDownload({ kind: 'forbidden' }, { match: ({ output }) => output === 1 });
		const done = await run(1);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('downloadFailed');
		expect(error?.description).toMatch(/\b1 of 2\b/);
		expect(error?.description).toContain(idOf(0));
	});
});

const finished = async () => await finishedTask(simulator.url);

describe.each(readers)('%s', (type) => {
	const read = async (item: IDataObject, options: IDataObject, settings: Partial<INode> = {}) =>
		await runChain(
			simulator.url,
			[item],
			[
				seedance(
					type,
					{ taskId: '={{ $json.taskId ?? $json.id }}', return: 'file', options },
					settings,
				),
			],
		);

	it.each([
		['a task that is read', (task: IDataObject) => ({ id: task.taskId })],
		['an item that is finished already', (task: IDataObject) => task],
	])('If Download Fails: %s', async (_, itemOf) => {
		const task = await finished();
		simulator.faults.onDownload({ kind: 'forbidden' }, { times: 2 });
		const lenient = outputOf(await read(itemOf(task), {}), type);
		expect(lenient[0]?.json).toMatchObject({
			taskId: task.taskId,
			downloadError: expect.stringContaining('HTTP 403'),
		});
		const strict = await read(itemOf(task), { ifDownloadFails: 'error' });
		expect(causeOf(strict.data.resultData.error)).toBe('downloadFailed');
		expect(contextOf(strict).data).toMatchObject({ taskId: task.taskId });
	});
});

describe('Get Many', () => {
	const type = 'seedanceGetResult';
	const list = async (options: IDataObject, settings: Partial<INode> = {}) =>
		await runChain(
			simulator.url,
			[{}, {}],
			[seedance(type, { operation: 'getAll', limit: 2, return: 'file', options }, settings)],
		);

	it('If Download Fails: an error of the incoming item, or in the items', async () => {
		await run(2);
		simulator.faults.onDownload({ kind: 'forbidden' }, { ...isRow(1), ...always });
		const lenient = outputOf(await list({}), type);
		expect(lenient).toHaveLength(4);
		const failures = lenient.filter(({ json }) => json.downloadError !== undefined);
		expect(failures.map(({ json }) => json.taskId)).toEqual([idOf(1), idOf(1)]);

		const strict = await list({ ifDownloadFails: 'error' });
		expect(strict.data.resultData.error?.description).toContain(idOf(1));
		expect(contextOf(strict).itemIndex).toBe(0);

		const goesOn = { onError: 'continueRegularOutput' } as const;
		const items = outputOf(await list({ ifDownloadFails: 'error' }, goesOn), type);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 1].map((item) => ({ item })),
		);
		expect(items.filter(({ json }) => json.error !== undefined)).toHaveLength(2);
	});
});
