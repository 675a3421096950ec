jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Return: the file, its URL, or the task at once. */
import type { IDataObject } from 'n8n-workflow';
import { chainOf, jsonOf, outputOf, runChain, seedance, setupFor } from './bench';
import { startWorkflow } from '../engine/run';
import { finishedTask, readers } from './finished-task';
import { testSimulator } from './test-simulator';
import type { SeedanceNode, Step } from './bench';

const simulator = testSimulator({ hurry: 20 });

/** A node as n8n adds it to a workflow. */
const untouched = (type: SeedanceNode, parameters: IDataObject = {}): Step => ({
	...seedance(type, {}),
	parameters,
});
const run = async (step: Step, items: readonly IDataObject[] = [{}]) =>
	outputOf(await runChain(simulator.url, items, [step]), step.name);
const downloads = () => simulator.journal.downloads().length;

describe('a new node', () => {
	it.each([
		['seedanceTextToVideo', { prompt: 'A fox' }],
		['seedanceImageToVideo', { prompt: 'A fox', image: 'https://example.com/fox.png' }],
		['seedanceVideoToVideo', { prompt: 'A fox', video: 'https://example.com/fox.mp4' }],
	] as const)('%s waits, and downloads the video', async (type, parameters) => {
		const [item] = await run(untouched(type, parameters));
		expect(item?.json).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		expect(item?.binary?.data?.mimeType).toBe('video/mp4');
		expect(downloads()).toBe(1);
	});

	it.each(readers)('%s downloads the video of a task', async (type) => {
		const { taskId } = await finishedTask(simulator.url);
		const [item] = await run(untouched(type), [{ taskId }]);
		expect(item?.json).toMatchObject({ taskId, status: 'completed' });
		expect(item?.binary?.data?.mimeType).toBe('video/mp4');
	});

	it('that lists tasks downloads none of them', async () => {
		await finishedTask(simulator.url);
		const items = await run(untouched('seedanceGetResult', { operation: 'getAll' }));
		expect(items[0]?.json).toMatchObject({ videoUrl: expect.any(String) });
		expect(downloads()).toBe(0);
	});
});

describe('Return', () => {
	it('Video File: a list is downloaded, too', async () => {
		await finishedTask(simulator.url);
		const parameters = { operation: 'getAll', limit: 1, return: 'file' };
		const [item] = await run(untouched('seedanceGetResult', parameters));
		expect(item?.binary?.data?.mimeType).toBe('video/mp4');
		expect(downloads()).toBe(1);
	});

	it('Video URL: the node waits, and downloads nothing', async () => {
		const step = untouched('seedanceTextToVideo', { prompt: 'A fox', return: 'url' });
		const [item] = await run(step);
		expect(item?.json).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		expect(item?.binary).toBeUndefined();
		expect(downloads()).toBe(0);
	});

	it('Task ID: the task comes out at once, with what it was started with', async () => {
		const step = untouched('seedanceTextToVideo', { prompt: 'A fox', return: 'taskId' });
		const [item] = await run(step);
		expect(item?.json).toMatchObject({
			status: 'created',
			taskId: simulator.journal.accepted()[0]?.taskId,
			prompt: 'A fox',
			durationSeconds: 5,
		});
		expect(item?.json).not.toHaveProperty('videoUrl');
		expect([simulator.journal.reads().length, downloads()]).toEqual([0, 0]);
	});

	it('Task ID: a wait that was chosen before is over, too', async () => {
		const options = { waiting: { values: { waitUsing: 'suspend', timeoutMinutes: 90 } } };
		const step = untouched('seedanceTextToVideo', { prompt: 'A fox', return: 'taskId', options });
		const done = await startWorkflow(chainOf([{}], [step]), setupFor(simulator.url)).done;
		expect([done.status, done.waitTill]).toEqual(['success', undefined]);
		expect(jsonOf(outputOf(done, step.name))).toMatchObject([{ status: 'created' }]);
	});
});
