/**
 * How n8n itself behaves where our promises depend on it (docs/internals/n8n.md#retries,
 * docs/internals/n8n.md#error-items, docs/internals/n8n.md#stopping), so that a change in a new n8n
 * is noticed.
 */
import { sleep } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { Loop, Source } from '../engine/coreNodes';
import { outputOf, retryWorkflow, startWorkflow } from '../engine/run';
import { chainOf, nodeTypes, setupFor } from './bench';

type Behave = (context: IExecuteFunctions, tries: number) => Promise<INodeExecutionData[]>;

/** A node that counts its runs and behaves as the test says. */
function probe(behave: Behave): INodeType & { runs: number } {
	const type = Object.assign(new Source(), { runs: 0 });
	const execute: INodeType['execute'] = async function (this: IExecuteFunctions) {
		type.runs += 1;
		return [await behave(this, type.runs)];
	};
	return Object.assign(type, { execute });
}

/** Counts its runs in the node context, beside the run index; fails until it has run so often. */
function countingProbe(failsUntil: number) {
	const seen: unknown[] = [];
	const type = probe(async (context, tries) => {
		const memory = context.getContext('node');
		memory.runs = Number(memory.runs ?? 0) + 1;
		seen.push([memory.runs, context.getWorkflowDataProxy(0).$thisRunIndex]);
		if (tries < failsUntil) throw new Error('again');
		return context.getInputData();
	});
	return { type, seen };
}

const sameRun = [
	[1, 0],
	[2, 0],
	[3, 0],
];

const start = (type: INodeType, settings: Partial<INode> = {}, items: IDataObject[] = [{}]) => {
	const chain = chainOf(items, [{ name: 'Probe', type: 'test.probe', settings }]);
	const setup = setupFor('http://localhost');
	const withProbe = { ...setup, nodeTypes: { ...nodeTypes, 'test.probe': type } };
	return { chain, setup: withProbe, run: startWorkflow(chain, withProbe) };
};

const retrying: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const continuing: Partial<INode> = { onError: 'continueErrorOutput' };

describe('error items', () => {
	const emit = (item: INodeExecutionData) => probe(async () => [item]);
	const outputs = async (item: INodeExecutionData) => {
		const done = await start(emit(item), continuing).run.done;
		return [outputOf(done, 'Probe', 0), outputOf(done, 'Probe', 1)].map((items) => items.length);
	};

	it('an item whose json holds nothing but `error` leaves by the error output', async () => {
		expect(await outputs({ json: { error: { message: 'x', taskId: 't' } } })).toEqual([0, 1]);
	});

	it('with any other key beside it, it leaves by the success output', async () => {
		expect(await outputs({ json: { error: { message: 'x' }, taskId: 't' } })).toEqual([1, 0]);
	});

	it('the json of an error item is left as it is', async () => {
		const json = { error: { message: 'x', taskId: 't' } };
		const done = await start(emit({ json }), continuing).run.done;
		expect(outputOf(done, 'Probe', 1)[0]?.json).toEqual(json);
	});
});

describe('Retry On Fail', () => {
	it.each([
		['an object', { message: 'x' }, 3],
		['an empty text', '', 3],
		['null', null, 1],
	] as const)('%s under `error` on the first item', async (_name, error, runs) => {
		const type = probe(async () => [{ json: { error } }]);
		await start(type, { ...retrying, onError: 'continueRegularOutput' }).run.done;
		expect(type.runs).toBe(runs);
	});

	it('an error on a later item does not run the node again', async () => {
		const type = probe(async () => [{ json: {} }, { json: { error: 'x' } }]);
		await start(type, { ...retrying, onError: 'continueRegularOutput' }).run.done;
		expect(type.runs).toBe(1);
	});

	it('keeps the node context and the run index', async () => {
		const { type, seen } = countingProbe(3);
		await start(type, retrying).run.done;
		expect(seen).toEqual(sameRun);
	});
});

describe('Retry execution', () => {
	it('keeps the node context and the run index', async () => {
		const { type, seen } = countingProbe(3);
		const { chain, setup, run } = start(type);
		const first = await run.done;
		const second = await retryWorkflow(first, chain, setup);
		await retryWorkflow(second, chain, setup, chain);
		expect(seen).toEqual(sameRun);
	});
});

describe('a loop', () => {
	it('runs the node with a new run index each round and one node context', async () => {
		const { type, seen } = countingProbe(0);
		const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
		const chain = chainOf(
			[{}, {}, {}],
			[
				{ name: 'Loop', type: 'test.loop' },
				{ name: 'Probe', type: 'test.probe' },
			],
		);
		const connections = {
			...chain.connections,
			Loop: { main: [[], to('Probe')] },
			Probe: { main: [to('Loop')] },
		};
		const types = { ...nodeTypes, 'test.loop': new Loop(), 'test.probe': type };
		const setup = { ...setupFor('http://localhost'), nodeTypes: types };
		await startWorkflow({ ...chain, connections }, setup).done;
		expect(seen).toEqual([
			[1, 0],
			[2, 1],
			[3, 2],
		]);
	});
});

describe('Stop', () => {
	// n8n 2.41 itself then writes back what it had saved before the node, and the custom data: the node
	// context does not outlive a Stop there (npm run e2e -- stop).
	it('drops what the node returns, hands on its context and the custom data', async () => {
		let isRunning = () => {};
		const running = new Promise<void>((resolve) => (isRunning = resolve));
		const type = probe(async (context) => {
			context.getContext('node').note = 'kept';
			context.getWorkflowDataProxy(0).$execution.customData.set('key', 'kept too');
			isRunning();
			const signal = context.getExecutionCancelSignal();
			while (signal?.aborted !== true) await sleep(5);
			return [{ json: { returned: true } }];
		});
		const { run } = start(type);
		await running;
		run.stop();
		const { data } = await run.saved;
		expect(data.resultData.runData['Probe']?.[0]?.data?.main?.[0] ?? []).toEqual([]);
		expect(data.executionData?.contextData['node:Probe']).toEqual({ note: 'kept' });
		expect(data.resultData.metadata).toEqual({ key: 'kept too' });
	});

	it('custom data: 10 keys, 512 characters, more is dropped', async () => {
		const type = probe(async (context) => {
			const { customData } = context.getWorkflowDataProxy(0).$execution;
			for (let i = 0; i < 12; i += 1) customData.set(`key${i}`, 'x'.repeat(600));
			return [];
		});
		const { data } = await start(type).run.done;
		const kept = Object.values(data.resultData.metadata ?? {});
		expect(kept.map((text) => text.length)).toEqual(Array(10).fill(512));
	});
});
