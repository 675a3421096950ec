jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** When WaveSpeedAI is asked for prices: in executions by hand, in all of them, or in none. */
import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';
import { startWorkflow } from '../engine/run';
import { chainOf, jsonOf, outputOf, pricedModel, seedance, setupFor } from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const simulator = testSimulator({ hurry: 20, offer: { balanceUsd: 100 } });
const perRow = {
	model: pricedModel,
	prompt: '=Fox {{ $json.row }}',
	duration: '={{ $json.seconds }}',
};

/** A node as n8n adds it to a workflow, with these groups of options. */
const step = (options: IDataObject) => ({
	...seedance(node, {}),
	parameters: { ...perRow, return: 'url', options },
});

async function run(
	mode: WorkflowExecuteMode,
	options: IDataObject = {},
	seconds: readonly number[] = [5],
) {
	const chain = chainOf(
		seconds.map((each, row) => ({ row, seconds: each })),
		[step(options)],
	);
	return await startWorkflow(chain, setupFor(simulator.url), () => {}, mode).done;
}
const costLimits = (values: IDataObject) => ({
	costLimits: { values: { maximumCostUsd: null, ...values } },
});
const costs = (done: Awaited<ReturnType<typeof run>>) =>
	jsonOf(outputOf(done, node)).map(({ estimatedCostUsd }) => estimatedCostUsd);
const quotes = () => simulator.journal.prices().length;

describe('a new node', () => {
	it('asks once for each distinct price when a person runs it', async () => {
		const done = await run('manual', {}, [5, 10, 5, 7, 10]);
		expect(quotes()).toBe(3);
		expect(costs(done)).toEqual([0.26, 0.52, 0.26, 0.364, 0.52]);
	});

	it.each(['trigger', 'webhook'] as const)('asks for none in production: %s', async (mode) => {
		const done = await run(mode, {}, [5, 7]);
		expect(quotes()).toBe(0);
		// Published prices have no 7 seconds.
		expect(costs(done)).toEqual([0.26, undefined]);
	});

	it.each(['notFound', 'serverError', 'reset'] as const)(
		'makes the video where the API gives no price: %s',
		async (kind) => {
			simulator.faults.onPrice({ kind }, { times: Infinity });
			const done = await run('manual');
			expect(done.data.resultData.error).toBeUndefined();
			expect(jsonOf(outputOf(done, node))).toMatchObject([{ status: 'completed' }]);
			expect(quotes()).toBeGreaterThan(0);
		},
	);
});

describe.each([
	['manual', [1, 0]],
	['always', [1, 1]],
	['never', [0, 0]],
] as const)('Live Quote: %s', (liveQuote, [byHand, inProduction]) => {
	it(`asks ${byHand} time by hand`, async () => {
		await run('manual', costLimits({ liveQuote }));
		expect(quotes()).toBe(byHand);
	});

	it(`asks ${inProduction} time in production`, async () => {
		await run('trigger', costLimits({ liveQuote }));
		expect(quotes()).toBe(inProduction);
	});

	it.each(['manual', 'trigger'] as const)('with a maximum it asks: %s', async (mode) => {
		const done = await run(mode, costLimits({ liveQuote, maximumCostUsd: 1 }));
		expect(quotes()).toBe(1);
		expect(costs(done)).toEqual([0.26]);
	});
});

describe('Live Quote by expression', () => {
	it.each([
		['={{ true }}', 'trigger', 1],
		['={{ "Always" }}', 'trigger', 1],
		['={{ false }}', 'manual', 0],
		['={{ "In Manual Executions" }}', 'manual', 1],
		['={{ "In Manual Executions" }}', 'trigger', 0],
	] as const)('%s in an execution by %s asks %i times', async (liveQuote, mode, times) => {
		const done = await run(mode, costLimits({ liveQuote }));
		expect(done.data.resultData.error).toBeUndefined();
		expect(quotes()).toBe(times);
	});
});

describe('the group Cost Limits', () => {
	it('has a maximum as soon as it is added, which it asks prices for', async () => {
		await run('trigger', { costLimits: { values: {} } });
		expect(quotes()).toBe(1);
	});

	it('asks for no balance as long as Min Balance is 0', async () => {
		const done = await run('manual', { costLimits: { values: {} } });
		expect(jsonOf(outputOf(done, node))).toMatchObject([{ status: 'completed' }]);
		expect(simulator.journal.requests.filter(({ route }) => route === 'balance')).toEqual([]);
	});
});
