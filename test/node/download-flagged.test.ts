/** If Flagged NSFW: a video that the content check has flagged comes out marked, or is an error. */
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, outputOf, runChain, seedance, setupFor } from './bench';
import { finishedTask, readers } from './finished-task';
import { submitters, textToVideo } from './submitters';
import { testSimulator } from './test-simulator';

const simulator = testSimulator();
let { node, media } = textToVideo;
const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));
const isRow = (row: number) => ({
	match: ({ body }: { body?: Readonly<Record<string, unknown>> }) => body?.prompt === `Row ${row}`,
});

const step = (options: IDataObject = {}, settings: Partial<INode> = {}) =>
	seedance(node, { prompt: '=Row {{ $json.row }}', ...media, return: 'file', options }, settings);
const run = async (count: number, ...args: Parameters<typeof step>) =>
	await runChain(simulator.url, rows(count), [step(...args)]);
const idOf = (row: number) =>
	simulator.journal.acceptedFor((body) => body.prompt === `Row ${row}`)[0]?.taskId;
const contextOf = (done: IRun) =>
	(done.data.resultData.error as unknown as { context: { data: IDataObject } }).context;

describe.each(submitters)('$node', (submitter) => {
	beforeAll(() => ({ node, media } = submitter));

	it('Return Item: the video comes out, marked', async () => {
		simulator.faults.onTask({ kind: 'nsfw' });
		const [item] = outputOf(await run(1, { ifFlaggedNsfw: 'continue' }), node);
		expect(item?.json).toMatchObject({ status: 'completed', nsfw: true });
		expect(item?.binary?.data?.mimeType).toBe('video/mp4');
	});

	it('by default: an error, nothing is fetched, and a retry submits nothing', async () => {
		simulator.faults.onTask({ kind: 'nsfw' });
		const original = chainOf(rows(1), [step()]);
		const setup = setupFor(simulator.url);
		const failed = await startWorkflow(original, setup).done;
		const { error } = failed.data.resultData;
		expect(causeOf(error)).toBe('flaggedNsfw');
		expect(error?.description).toContain(idOf(0));
		expect(contextOf(failed).data).toMatchObject({ taskId: idOf(0), outcome: 'accepted' });
		expect(simulator.journal.downloads()).toEqual([]);

		const edited = chainOf(rows(1), [step({ ifFlaggedNsfw: 'continue' })]);
		const done = await retryWorkflow(failed, original, setup, edited);
		expect(outputOf(done, node)[0]?.json).toMatchObject({ taskId: idOf(0), nsfw: true });
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it('Error with Continue: the other items come out', async () => {
		simulator.faults.onTask({ kind: 'nsfw' }, isRow(0));
		const done = await run(2, { ifFlaggedNsfw: 'error' }, { onError: 'continueRegularOutput' });
		const [bad, good] = outputOf(done, node);
		expect(bad).toEqual({
			json: { error: expect.objectContaining({ taskId: idOf(0), status: 'completed' }) },
			pairedItem: { item: 0 },
		});
		expect(good?.binary?.data?.mimeType).toBe('video/mp4');
		expect(simulator.journal.downloads(idOf(0))).toEqual([]);
	});
});

const finished = async () => await finishedTask(simulator.url);

describe.each(readers)('%s', (type) => {
	const read = async (item: IDataObject, options: IDataObject) => {
		const taskId = '={{ $json.taskId ?? $json.id }}';
		const steps = [seedance(type, { taskId, return: 'file', options })];
		return await runChain(simulator.url, [item], steps);
	};

	it.each([
		['a task that is read', (task: IDataObject) => ({ id: task.taskId })],
		['an item that is finished already', (task: IDataObject) => task],
	])('%s', async (_, itemOf) => {
		simulator.faults.onTask({ kind: 'nsfw' });
		const task = await finished();
		const lenient = outputOf(await read(itemOf(task), { ifFlaggedNsfw: 'continue' }), type);
		expect(lenient[0]?.json).toMatchObject({ nsfw: true });
		expect(lenient[0]?.binary?.data?.mimeType).toBe('video/mp4');
		simulator.journal.clear();
		for (const options of [{}, { ifFlaggedNsfw: 'error' }]) {
			const strict = await read(itemOf(task), options);
			expect(causeOf(strict.data.resultData.error)).toBe('flaggedNsfw');
		}
		expect(simulator.journal.downloads()).toEqual([]);
	});
});
