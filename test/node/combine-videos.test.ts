jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Options → Output → Combine Into One Item, in each node that returns videos. */
import type { IDataObject, INode } from 'n8n-workflow';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, outputOf, runChain, seedance, setupFor } from './bench';
import type { SeedanceNode } from './bench';
import { afterwards } from './sleepers';
import { ended, testInstance } from './test-instance';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const simulator = testSimulator({ hurry: 20 });
const instance = testInstance(simulator);
const scenes = [
	{ scene: 'One', seconds: 5 },
	{ scene: 'Two', seconds: 10 },
	{ scene: 'Three', seconds: 4 },
];
const stepOf = (
	options: IDataObject = {},
	parameters: IDataObject = {},
	settings: Partial<INode> = {},
) =>
	seedance(
		node,
		{
			prompt: '={{ $json.scene }}',
			duration: '={{ $json.seconds }}',
			...parameters,
			options: { combineIntoOneItem: true, ...options },
		},
		settings,
	);
const workflow = (...args: Parameters<typeof stepOf>) => chainOf(scenes, [stepOf(...args)]);
const run = async (...args: Parameters<typeof stepOf>) =>
	await startWorkflow(workflow(...args), setupFor(simulator.url)).done;

const timeline = [
	{ prompt: 'One', durationSeconds: 5, startSeconds: 0 },
	{ prompt: 'Two', durationSeconds: 10, startSeconds: 5 },
	{ prompt: 'Three', durationSeconds: 4, startSeconds: 15 },
];

it('a batch is one item with its timeline, linked to all of its items', async () => {
	const [item, ...others] = outputOf(await run(), node);
	expect(others).toEqual([]);
	expect(item?.json).toMatchObject({ videoCount: 3, totalSeconds: 19, videos: timeline });
	expect(item?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	expect(item).not.toHaveProperty('binary');
});

it('has the files, and the fields of the input that are wanted', async () => {
	const options = {
		includeInputFields: 'selected',
		inputFieldsToInclude: 'scene',
		binaryPropertyName: 'clip',
	};
	const [item] = outputOf(await run(options, { return: 'file' }), node);
	expect(Object.keys(item?.binary ?? {})).toEqual(['clip', 'clip_1', 'clip_2']);
	expect(item?.json.videos).toMatchObject([
		{ scene: 'One', files: ['clip'] },
		{ scene: 'Two', files: ['clip_1'] },
		{ scene: 'Three', files: ['clip_2'] },
	]);
});

it('Simplify has no say', async () => {
	const [json] = jsonOf(outputOf(await run({ simplify: false }), node));
	expect(json).toMatchObject({ videos: timeline });
});

it.each([0, 1])(
	'a failed item stays an error item, on the output for errors, too: %i',
	async (output) => {
		simulator.faults.onTask({ kind: 'failTask' }, { match: ({ body }) => body.prompt === 'Two' });
		const onError = output === 0 ? 'continueRegularOutput' : 'continueErrorOutput';
		const done = await run({}, {}, { onError });
		const all = [...outputOf(done, node, 0), ...outputOf(done, node, 1)];
		expect(all).toHaveLength(2);
		expect(all[0]?.json).toMatchObject({
			videos: [{ prompt: 'One' }, { prompt: 'Three', startSeconds: 5 }],
		});
		expect(all[0]?.pairedItem).toEqual([{ item: 0 }, { item: 2 }]);
		expect(causeOf(all[1]?.json.error as IDataObject)).toBe('taskNotMade');
		expect(outputOf(done, node, 1)).toHaveLength(output);
	},
);

it('after a retry, without another charge', async () => {
	simulator.faults.onTask({ kind: 'failTask' }, { match: ({ body }) => body.prompt === 'Two' });
	const failed = await run();
	expect(failed.data.resultData.error).toBeDefined();
	const retried = await retryWorkflow(failed, workflow(), setupFor(simulator.url));
	expect(jsonOf(outputOf(retried, node))).toMatchObject([{ videos: timeline }]);
	expect(simulator.journal.accepted()).toHaveLength(4);
});

it('after a pause', async () => {
	simulator.clock.hold();
	const execution = await instance().start(
		workflow({ waitUsing: 'suspend', notifyWhenDone: 'nothing' }),
	);
	expect(execution.status).toBe('waiting');
	simulator.clock.release();
	await afterwards(60_000, async () => await instance().wake(execution));
	expect(jsonOf(outputOf(await ended(execution), node))).toMatchObject([{ videos: timeline }]);
});

it.each<[SeedanceNode, IDataObject]>([
	['seedanceWaitForCompletion', {}],
	['seedanceGetResult', {}],
])('%s combines what it reads, and what passes through', async (reader, parameters) => {
	const started = jsonOf(
		outputOf(await runChain(simulator.url, scenes, [stepOf({ combineIntoOneItem: false })]), node),
	);
	const [first, ...others] = started;
	const items = [first, ...others.map(({ taskId }) => ({ taskId })), { status: 'skipped' }];
	const step = seedance(reader, { ...parameters, options: { combineIntoOneItem: true } });
	const [item, ...rest] = outputOf(
		await runChain(simulator.url, items as IDataObject[], [step]),
		reader,
	);
	expect(rest.map(({ json }) => json)).toEqual([{ status: 'skipped' }]);
	expect(item?.json).toMatchObject({ videoCount: 3, totalSeconds: null });
	expect((item?.json.videos as IDataObject[]).map(({ taskId }) => taskId)).toEqual(
		started.map(({ taskId }) => taskId),
	);
	expect(item?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
});
