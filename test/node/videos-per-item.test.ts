jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Options → Batching → Videos per Item: each is a video of its own, paid for once. */
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import { openProcessedData } from '../engine/processedData';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import {
	chainOf,
	jsonOf,
	loopOf,
	outputOf,
	pick,
	pricedModel,
	runChain,
	seedance,
	setupFor,
} from './bench';
import { afterwards } from './sleepers';
import { ended, testInstance } from './test-instance';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const simulator = testSimulator({ hurry: 20, offer: { balanceUsd: 100 } });
const instance = testInstance(simulator);
let keys: Map<string, string[]>;
beforeAll(async () => {
	keys = await openProcessedData();
});
beforeEach(() => keys.clear());

const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));
const stepOf = (
	options: IDataObject,
	parameters: IDataObject = {},
	settings: Partial<INode> = {},
) =>
	seedance(
		node,
		{
			model: pricedModel,
			prompt: '=Fox {{ $json.row }}',
			...parameters,
			options: { videosPerItem: 3, ...options },
		},
		settings,
	);
const workflow = (count: number, ...args: Parameters<typeof stepOf>) =>
	chainOf(rows(count), [stepOf(...args), pick("={{ $('Source').item.json.row }}")]);
const run = async (...args: Parameters<typeof workflow>) =>
	await startWorkflow(workflow(...args), setupFor(simulator.url)).done;
const out = (done: IRun) => jsonOf(outputOf(done, node));
const bodies = () => simulator.journal.accepted().map(({ body }) => body);
/** How often each prompt and seed was accepted, and so paid for. */
const paid = () => {
	const each = bodies().map(({ prompt, seed }) => `${String(prompt)} ${String(seed)}`);
	return Object.fromEntries(each.map((one) => [one, each.filter((other) => other === one).length]));
};

describe('an output item for each video', () => {
	it('with a seed, a price and a link to its item', async () => {
		const done = await run(2, { seed: 7 });
		expect(out(done).map(({ prompt, seed }) => [prompt, seed])).toEqual([
			['Fox 0', 7],
			['Fox 0', 8],
			['Fox 0', 9],
			['Fox 1', 7],
			['Fox 1', 8],
			['Fox 1', 9],
		]);
		expect(out(done).map(({ estimatedCostUsd }) => estimatedCostUsd)).toEqual(Array(6).fill(0.26));
		expect(new Set(out(done).map(({ taskId }) => taskId)).size).toBe(6);
		expect(jsonOf(outputOf(done, 'Pick')).map(({ value }) => value)).toEqual([0, 0, 0, 1, 1, 1]);
		expect(Object.values(paid())).toEqual(Array(6).fill(1));
	});

	it('random seeds where none is given, all different', async () => {
		const done = await run(1, { videosPerItem: 10 });
		const seeds = out(done).map(({ seed }) => seed);
		expect(new Set(seeds).size).toBe(10);
		expect(
			bodies()
				.map(({ seed }) => seed)
				.sort(),
		).toEqual([...seeds].sort());
	});

	it('as many as the item says', async () => {
		const done = await run(3, { videosPerItem: '={{ $json.row + 1 }}' });
		expect(out(done).map(({ prompt }) => prompt)).toEqual([
			'Fox 0',
			'Fox 1',
			'Fox 1',
			'Fox 2',
			'Fox 2',
			'Fox 2',
		]);
	});

	it('with files of their own', async () => {
		const done = await run(1, { fileName: 'clip.mp4' }, { return: 'file' });
		const names = outputOf(done, node).map(({ binary }) => binary?.data?.fileName);
		expect(names).toEqual(['clip.mp4', 'clip-2.mp4', 'clip-3.mp4']);
	});

	it.each([0, 11, 1.5, 'many'])(
		'%p of them is refused before anything is sent',
		async (videosPerItem) => {
			const done = await run(1, { videosPerItem });
			expect(causeOf(done.data.resultData.error)).toBe('settingRefused');
			expect(simulator.journal.submits()).toEqual([]);
		},
	);
});

describe('one of them fails', () => {
	const second = ({ body }: { body: Readonly<Record<string, unknown>> }) => body.seed === 8;

	it('the others come out, and it has an error item', async () => {
		simulator.faults.onTask({ kind: 'failTask' }, { match: second });
		const done = await run(1, { seed: 7 }, {}, { onError: 'continueErrorOutput' });
		expect(out(done).map(({ seed }) => seed)).toEqual([7, 9]);
		const [failed] = outputOf(done, node, 1);
		expect(causeOf(failed?.json.error as IDataObject)).toBe('taskNotMade');
		expect(failed?.pairedItem).toEqual({ item: 0 });
	});

	it('Retry On Fail pays for no other again', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' }, { match: second });
		const retries = { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 };
		const done = await run(2, { seed: 7, submitsAtOnce: 1 }, {}, retries);
		expect(done.data.resultData.error).toBeUndefined();
		expect(paid()).toEqual({
			'Fox 0 7': 1,
			'Fox 0 8': 1,
			'Fox 0 9': 1,
			'Fox 1 7': 1,
			'Fox 1 8': 1,
			'Fox 1 9': 1,
		});
	});

	it('Retry execution hands out what was paid for, with random seeds and fewer videos, too', async () => {
		simulator.faults.onTask({ kind: 'failTask' });
		const failed = await run(1, {});
		expect(failed.data.resultData.error).toBeDefined();
		const [, ...made] = simulator.journal.accepted().map(({ taskId }) => taskId);
		const one = workflow(1, { videosPerItem: 1 });
		const retried = await retryWorkflow(failed, workflow(1, {}), setupFor(simulator.url), one);
		const ids = out(retried).map(({ taskId }) => taskId);
		// The first has failed, and is made again.
		expect(simulator.journal.accepted()).toHaveLength(4);
		expect([...ids].sort()).toEqual([...made, simulator.journal.accepted()[3]?.taskId].sort());
	});

	it('a broken key afterwards loses no ID', async () => {
		simulator.faults.onTask({ kind: 'failTask' }, { match: second });
		const failed = await run(1, { seed: 7 });
		const ids = simulator.journal.accepted().map(({ taskId }) => taskId);
		const going = workflow(
			1,
			{ seed: 7, timeoutMinutes: 'soon' },
			{},
			{ onError: 'continueRegularOutput' },
		);
		const retried = await retryWorkflow(
			failed,
			workflow(1, { seed: 7 }),
			setupFor(simulator.url),
			going,
		);
		const told = out(retried).map(({ error }) => (error as IDataObject).taskId);
		expect(told).toEqual([ids[0], ids[2]]);
	});
});

describe('money', () => {
	it('a maximum counts each of them', async () => {
		const done = await run(1, { maximumCostUsd: 0.6 });
		expect(causeOf(done.data.resultData.error)).toBe('costAboveMaximum');
		expect(simulator.journal.submits()).toEqual([]);
		expect((await run(1, { maximumCostUsd: 0.8 })).data.resultData.error).toBeUndefined();
	});

	it('one price request is enough for all of an item', async () => {
		await run(1, { liveQuote: 'always' });
		expect(simulator.journal.prices()).toHaveLength(1);
	});

	it('a preview shows each, and says what all of them cost', async () => {
		const done = await run(1, {
			previewOnly: 'always',
			simplify: false,
			seed: 7,
			requestKey: 'row',
		});
		expect(out(done)).toMatchObject([
			{ status: 'dryRun', seed: 7, requestKey: 'row' },
			{ status: 'dryRun', seed: 8, requestKey: '#2 row' },
			{ status: 'dryRun', seed: 9, requestKey: '#3 row' },
		]);
		const hints = done.data.resultData.runData[node]?.[0]?.hints ?? [];
		expect(hints.map(({ message }) => message).join()).toContain('$0.78 for 3 videos');
		expect(simulator.journal.submits()).toEqual([]);
	});

	it('a preview names the origin of a random seed', async () => {
		const done = await run(1, { previewOnly: 'always', simplify: false });
		const values = out(done)[1]?.values as IDataObject[];
		expect(values.find(({ parameter }) => parameter === 'seed')).toMatchObject({
			from: 'Videos per Item',
		});
	});
});

it('a request key counts for each of them, in all executions', async () => {
	const [first, again] = [await run(1, { requestKey: 'a' }), await run(1, { requestKey: 'a' })];
	expect(out(again).map(({ taskId }) => taskId)).toEqual(out(first).map(({ taskId }) => taskId));
	expect(simulator.journal.accepted()).toHaveLength(3);
});

it('a loop’s equal items are new videos in each round', async () => {
	const loop = loopOf([{ row: 0 }, { row: 0 }], stepOf({ seed: 7 }));
	await startWorkflow(loop, setupFor(simulator.url)).done;
	expect(paid()).toEqual({ 'Fox 0 7': 2, 'Fox 0 8': 2, 'Fox 0 9': 2 });
});

it('a paused wait keeps which is which', async () => {
	simulator.clock.hold();
	const options = { seed: 7, waitUsing: 'suspend', notifyWhenDone: 'nothing', fileName: 'clip' };
	const execution = await instance().start(workflow(1, options, { return: 'file' }));
	expect(execution.status).toBe('waiting');
	simulator.clock.release();
	await afterwards(60_000, async () => await instance().wake(execution));
	const done = await ended(execution);
	expect(out(done).map(({ seed }) => seed)).toEqual([7, 8, 9]);
	expect(outputOf(done, node).map(({ binary }) => binary?.data?.fileName)).toEqual([
		'clip.mp4',
		'clip-2.mp4',
		'clip-3.mp4',
	]);
	expect(Object.values(paid())).toEqual([1, 1, 1]);
});

it('an unknown outcome is found by its seed, among equal others', async () => {
	simulator.faults.onSubmit({ kind: 'resetAfterAccept' }, { match: ({ body }) => body.seed === 8 });
	const done = await runChain(simulator.url, rows(1), [stepOf({ seed: 7 })]);
	expect(done.data.resultData.error).toBeUndefined();
	expect(out(done).map(({ seed }) => seed)).toEqual([7, 8, 9]);
	expect(Object.values(paid())).toEqual([1, 1, 1]);
});
