jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/**
 * Engine v2 (docs/internals/n8n.md#engine-versions): execution IDs are UUIDs, and each step begins
 * with an empty stack and empty contexts. Submits of an execution must still be known, or nothing
 * may be paid.
 */
import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { ExecuteContext } from 'n8n-core';
import { createRunExecutionData } from 'n8n-workflow';
import { openProcessedData } from '../engine/processedData';
import { prepare } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, nodeTypes, pricedModel, seedance, setupFor } from './bench';
import { testSimulator } from './test-simulator';

const name = 'seedanceTextToVideo';
const simulator = testSimulator({ hurry: 20 });
beforeAll(async () => void (await openProcessedData()));

interface Step {
	readonly executionId?: string;
	readonly parameters?: IDataObject;
	readonly settings?: Partial<INode>;
	readonly row?: number;
	/** The round of the loop that the step is in. */
	readonly iteration?: number;
}

/** Runs the node as that engine does (n8n 2.41.1): with a context of its own for each step. */
async function step({
	executionId = randomUUID(),
	parameters = {},
	settings = {},
	row = 0,
	iteration = 0,
}: Step = {}) {
	const all = { prompt: '=Fox {{ $json.row }}', return: 'taskId', ...parameters };
	const chain = chainOf([], [seedance(name, all, settings)]);
	const place = { executionId, url: 'http://localhost' };
	const prepared = prepare(chain, setupFor(simulator.url), () => {}, place);
	const { workflow } = prepared;
	workflow.setSettings({});
	const node = workflow.getNode(name);
	if (node === null) throw new Error('no node');
	const items: INodeExecutionData[] = [{ json: { row } }];
	const data = createRunExecutionData({
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			nodeExecutionStack: [],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: null,
		},
	});
	const input = { main: [items] };
	const context = new ExecuteContext(
		workflow,
		node,
		prepared.data,
		'trigger',
		data,
		iteration,
		items,
		input,
		{ node, data: input, source: null },
		[],
	);
	const hints: string[] = [];
	jest
		.spyOn(context, 'addExecutionHints')
		.mockImplementation((...added) => void hints.push(...added.map(({ message }) => message)));
	const type = nodeTypes[`n8n-nodes-seedance.${name}`];
	const output = await type.execute.call(context as IExecuteFunctions).then(
		([first = []]) => ({ json: jsonOf(first), cause: undefined }),
		(error: Error) => ({ json: [], cause: causeOf(error) ?? error.message }),
	);
	return { ...output, hints, waitTill: data.waitTill };
}

const accepted = () => simulator.journal.accepted();

it('polls instead of sleeping, and says so', async () => {
	const parameters = { return: 'url', options: { waitUsing: 'suspend' } };
	const { json, hints, waitTill } = await step({ parameters });
	expect(waitTill).toBeUndefined();
	expect(json).toMatchObject([{ status: 'completed' }]);
	expect(hints.join()).toContain('n8n’s new engine');
	expect(accepted()[0]?.webhook).toBeUndefined();
});

it('a try after one that failed finds its task', async () => {
	const executionId = randomUUID();
	simulator.clock.hold();
	const waiting = (timeoutMinutes: number) => ({
		executionId,
		parameters: { return: 'url', options: { timeoutMinutes } },
	});
	expect((await step(waiting(0.1))).cause).toBe('deadline');
	simulator.clock.release();
	expect((await step(waiting(1))).json).toMatchObject([{ taskId: accepted()[0]?.taskId }]);
	expect(accepted()).toHaveLength(1);
});

it('a try after an unknown outcome is refused with an explanation, and pays nothing', async () => {
	const executionId = randomUUID();
	simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
	await step({ executionId });
	expect((await step({ executionId })).cause).toBe('stillUnknown');
	expect(simulator.journal.submits()).toHaveLength(1);
});

it('a try after a refusal submits', async () => {
	const executionId = randomUUID();
	simulator.faults.onSubmit({ kind: 'insufficientCredits' });
	await step({ executionId });
	expect((await step({ executionId })).cause).toBeUndefined();
	expect(accepted()).toHaveLength(1);
});

it('a loop’s next round with the very same item is another video', async () => {
	const executionId = randomUUID();
	for (let iteration = 0; iteration < 3; iteration += 1) await step({ executionId, iteration });
	expect(accepted()).toHaveLength(3);
});

it('a try after one that put out an error item pays nothing twice', async () => {
	const executionId = randomUUID();
	const settings: Partial<INode> = { onError: 'continueRegularOutput' };
	simulator.faults.onTask({ kind: 'failTask', code: 1200 }, { times: Infinity });
	const parameters = { return: 'url' };
	for (let again = 0; again < 2; again += 1) await step({ executionId, parameters, settings });
	expect(accepted()).toHaveLength(1);
});

it('another execution, or another item, is new work', async () => {
	const executionId = randomUUID();
	await step({ executionId });
	await step({ executionId, row: 1 });
	await step();
	expect(accepted()).toHaveLength(3);
});

it('a Request Key reaches across executions there, too', async () => {
	const parameters = { options: { requestKey: 'forgetful' } };
	const [first, second] = [await step({ parameters }), await step({ parameters })];
	expect(second.json[0]?.taskId).toBe(first.json[0]?.taskId);
	expect(accepted()).toHaveLength(1);
});

it('Max Cost counts all steps of the execution', async () => {
	const executionId = randomUUID();
	const parameters = { model: pricedModel, options: { maximumCostUsd: 0.3 } };
	expect((await step({ executionId, parameters })).cause).toBeUndefined();
	const second = await step({ executionId, parameters, row: 1 });
	expect(second.cause).toBe('costAboveMaximum');
	expect(accepted()).toHaveLength(1);
});
