jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Where an execution cannot sleep, the node polls; and nothing is left half done. */
import type { IDataObject, IExecuteData, IExecuteFunctions, INode, IRun } from 'n8n-workflow';
import { SeedanceTextToVideo } from '../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { SeedanceWaitForCompletion } from '../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { leaveSleep, reasonNotToSuspend, suspend } from '../../nodes/shared/n8n/internals/suspend';
import { Agent, asTool } from '../engine/agent';
import { startWorkflow } from '../engine/run';
import { chainOf, jsonOf, nodeTypes, outputOf, runChain, seedance, setupFor } from './bench';
import { until } from './test-instance';
import { testSimulator } from './test-simulator';

const node: INode = {
	id: '1',
	name: 'Video',
	type: 'n8n-nodes-seedance.seedanceTextToVideo',
	typeVersion: 1,
	position: [0, 0],
	parameters: { prompt: 'A fox' },
	alwaysOutputData: true,
};

/** As much of n8n as `suspend` touches. Like n8n's own, its contexts inherit what they can do. */
function engineAt(change: object = {}) {
	const before: IExecuteData = {
		node: { ...node, name: 'Next' },
		data: { main: [] },
		source: null,
	};
	const entry: IExecuteData = {
		node,
		data: { main: [[{ json: { row: 0 } }]] },
		source: { main: [{ previousNode: 'Source' }] },
	};
	const stack = [before];
	const waits: Date[] = [];
	const methods = {
		getNode: () => node,
		getExecutionId: () => '7',
		getWorkflowSettings: () => ({ executionOrder: 'v1' }),
		getExecuteData: () => entry,
		putExecutionToWait: async (until: Date) => void waits.push(until),
		runExecutionData: { executionData: { nodeExecutionStack: stack } },
		...change,
	};
	const context = Object.create(methods) as unknown as IExecuteFunctions;
	return { context, entry, stack, waits };
}

describe('why a run cannot sleep', () => {
	const runData = (runExecutionData: unknown) => ({ runExecutionData });
	const stackOf = (nodeExecutionStack: unknown) =>
		runData({ executionData: { nodeExecutionStack } });
	const orderOf = (executionOrder: unknown) => ({
		getWorkflowSettings: () => ({ executionOrder }),
	});
	const typeOf = (type: string) => ({ getNode: () => ({ ...node, type }) });
	const atHand = (name: string) => ({ getExecuteData: () => ({ node: { ...node, name } }) });
	const named = (name: string) => ({ ...atHand(name), getNode: () => ({ ...node, name }) });
	const unsupported = "this version of n8n doesn't support it";
	const oldOrder =
		'the workflow uses the old execution order (set Workflow Settings → Execution Order to v1)';
	const tool = 'an AI agent runs this node as a tool';

	it.each<readonly [string, object, string]>([
		['no data of the run', runData(undefined), unsupported],
		['null for it', runData(null), unsupported],
		['no data of the execution', runData({}), unsupported],
		['null for that', runData({ executionData: null }), unsupported],
		['no stack', runData({ executionData: {} }), unsupported],
		['a stack that is an object', stackOf({ length: 1, 0: {} }), unsupported],
		['a stack that is a set', stackOf(new Set()), unsupported],
		['no way to ask for the execution order', { getWorkflowSettings: undefined }, unsupported],
		['another node at hand', atHand('Agent'), unsupported],
		[
			'an id that no number is',
			{ getExecutionId: () => '0198c1f2-1111-7000-8000-000000000000' },
			'the workflow runs on n8n’s new engine',
		],
		['execution order v0', orderOf('v0'), oldOrder],
		['no execution order', orderOf(undefined), oldOrder],
		['an order of the future', orderOf('v2'), oldOrder],
		['a tool', typeOf('n8n-nodes-seedance.seedanceTextToVideoTool'), tool],
		[
			'a tool, and nothing else fits',
			{ ...typeOf('xTool'), ...orderOf('v0'), ...runData(0) },
			tool,
		],
	])('%s', (_name, change, phrase) => {
		const { context, entry, stack, waits } = engineAt(change);
		expect(reasonNotToSuspend(context)).toBe(phrase);
		expect([entry, stack, waits]).toEqual([engineAt().entry, engineAt().stack, []]);
	});

	it.each<readonly [string, object]>([
		['everything fits', {}],
		['the stack is empty', stackOf([])],
		['the name of the node ends in "Tool"', named('Video Tool')],
	])('none when %s', (_name, change) => {
		expect(reasonNotToSuspend(engineAt(change).context)).toBeUndefined();
	});
});

describe('suspend', () => {
	it('puts a copy of the entry onto the stack and empties the one at hand', async () => {
		const { context, entry, stack, waits } = engineAt();
		expect(await suspend(context, 1_790_000_000_000)).toEqual([[]]);
		expect(waits).toEqual([new Date(1_790_000_000_000)]);
		expect(stack).toEqual([
			engineAt().entry,
			expect.objectContaining({ data: { main: [[]] } }),
			...engineAt().stack,
		]);
		expect(stack[0]?.node).not.toBe(node);
		expect(entry.data).toEqual({ main: [[]] });
		expect(entry.node).toEqual({ ...node, alwaysOutputData: false });
		expect(node.alwaysOutputData).toBe(true);
	});

	it('leaves nothing of itself on the stack once it is awake, and nothing of others is touched', async () => {
		const { context, stack } = engineAt();
		leaveSleep(context);
		expect(stack).toEqual(engineAt().stack);
		await suspend(context, 1_790_000_000_000);
		stack.shift();
		expect(stack).toHaveLength(2);
		leaveSleep(context);
		expect(stack).toEqual(engineAt().stack);
	});

	it('leaves everything as it was when n8n cannot put the execution to sleep', async () => {
		const putExecutionToWait = async () => await Promise.reject(new Error('No database'));
		const { context, entry, stack } = engineAt({ putExecutionToWait });
		await expect(suspend(context, 1_790_000_000_000)).rejects.toThrow('No database');
		expect(stack).toEqual(engineAt().stack);
		expect(entry).toEqual(engineAt().entry);
		expect(entry.node).toBe(node);
	});
});

describe('as the tool of an AI agent', () => {
	const simulator = testSimulator({ hurry: 20 });
	const ai = (key: string) => `={{ $fromAI('${key}', '', 'string') }}`;
	const tools = {
		'test.agent': new Agent(),
		'n8n-nodes-seedance.seedanceTextToVideoTool': asTool(new SeedanceTextToVideo()),
		'n8n-nodes-seedance.seedanceWaitForCompletionTool': asTool(new SeedanceWaitForCompletion()),
	};

	/** Start → Source → Agent, which calls its one tool once. */
	async function agentRun(
		type: keyof typeof tools,
		parameters: IDataObject,
		call: IDataObject,
	): Promise<IRun> {
		const calls = JSON.stringify([call]);
		const agent = { name: 'Agent', type: 'test.agent', parameters: { calls } };
		const chain = chainOf([{ row: 0 }], [agent]);
		const { settings } = seedance('seedanceTextToVideo', {});
		const tool: INode = {
			...node,
			...settings,
			id: 'tool',
			name: 'Tool',
			type,
			parameters: parameters as INode['parameters'],
		};
		const toAgent = { ai_tool: [[{ node: 'Agent', type: 'ai_tool' as const, index: 0 }]] };
		return await startWorkflow(
			{ nodes: [...chain.nodes, tool], connections: { ...chain.connections, Tool: toAgent } },
			{ ...setupFor(simulator.url), nodeTypes: { ...nodeTypes, ...tools } },
		).done;
	}

	// No task ends before it has been looked at, however slow the machine is.
	beforeEach(() => simulator.clock.hold());

	/** The agent has its video in the same run, from the one task there is. */
	async function expectPolled(running: Promise<IRun>) {
		await until(() => simulator.journal.reads().length > 0);
		simulator.clock.release();
		const run = await running;
		const [task, ...others] = simulator.journal.accepted();
		expect(others).toEqual([]);
		expect([run.status, run.waitTill]).toEqual(['success', undefined]);
		const [told] = jsonOf(outputOf(run, 'Agent')).map((json) => String(json.told));
		expect(told).toContain(`"status":"completed","taskId":"${task?.taskId}"`);
		expect(simulator.journal.reads().length).toBeGreaterThan(1);
		// Wait By isn't in the panel of a tool, so that there is nothing to say.
		expect(run.data.resultData.runData['Tool']?.[0]?.hints).toBeUndefined();
	}

	it('a submit node polls', async () => {
		const type = 'n8n-nodes-seedance.seedanceTextToVideoTool';
		const parameters = { prompt: ai('prompt'), options: { waitUsing: 'suspend' } };
		await expectPolled(agentRun(type, parameters, { prompt: 'A fox' }));
		// There is no callback, because no execution would be suspended.
		expect(simulator.journal.accepted()[0]?.webhook).toBeUndefined();
	});

	it('Wait for Completion polls', async () => {
		const submit = { prompt: 'A fox', return: 'taskId' };
		const step = seedance('seedanceTextToVideo', submit);
		const [item] = jsonOf(outputOf(await runChain(simulator.url, [{}], [step]), step.name));
		const type = 'n8n-nodes-seedance.seedanceWaitForCompletionTool';
		const parameters = { taskId: ai('taskId'), waitUsing: 'suspend' };
		await expectPolled(agentRun(type, parameters, { taskId: item?.taskId }));
	});

	it('the same nodes in a chain of their own would sleep', async () => {
		const options = { waitUsing: 'suspend', notifyWhenDone: 'nothing' };
		const submit = seedance('seedanceTextToVideo', { prompt: 'A fox', options });
		const first = await runChain(simulator.url, [{}], [submit]);
		expect(first.waitTill).toBeInstanceOf(Date);
		const taskId = simulator.journal.accepted()[0]?.taskId;
		const wait = seedance('seedanceWaitForCompletion', { taskId, waitUsing: 'suspend' });
		expect((await runChain(simulator.url, [{}], [wait])).waitTill).toBeInstanceOf(Date);
	});
});
