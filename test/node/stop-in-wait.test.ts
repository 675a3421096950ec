/**
 * Stop while a node reads its tasks: the execution must not be suspended, and its output is
 * dropped.
 */
import type { IDataObject, IRun } from 'n8n-workflow';
import { chainOf, seedance, setupFor } from './bench';
import type { Step } from './bench';
import { startWorkflow } from '../engine/run';
import { pair, rows, sleeper, submitNode, timerOnly, waitNode } from './sleepers';
import { until } from './test-instance';
import { testSimulator } from './test-simulator';

const simulator = testSimulator();
const going = { onError: 'continueRegularOutput' } as const;

/** Stops a run during its first read of a task, and waits for the node's end. */
async function stopInLook(steps: readonly Step[]): Promise<IRun> {
	simulator.clock.hold();
	simulator.faults.onRead({ kind: 'timeout' }, { times: Infinity });
	const run = startWorkflow(chainOf(rows(1), steps), setupFor(simulator.url), undefined, 'trigger');
	await until(() => simulator.journal.reads().length > 0);
	run.stop();
	// The engine hands out its own data, in which a node that still runs leaves what it will.
	const stopped = await run.done;
	await new Promise((resolve) => setTimeout(resolve, 1_500));
	return stopped;
}

const contextOf = ({ data }: IRun, node: string): IDataObject =>
	(data.executionData?.contextData[`node:${node}`] ?? {}) as IDataObject;

it.each([
	['a submit node', [sleeper(timerOnly)], submitNode],
	['Wait for Completion', pair(timerOnly), waitNode],
] as const)('%s does not go to sleep any more', async (_name, steps, node) => {
	const stopped = await stopInLook(steps);
	expect(stopped.status).toBe('canceled');
	expect(stopped.data.waitTill).toBeUndefined();
	expect(contextOf(stopped, node)).not.toHaveProperty('suspendedWait');
	expect(stopped.data.executionData?.nodeExecutionStack).toEqual([]);
	expect(simulator.journal.accepted()).toHaveLength(1);
});

it.each([
	['polling', { options: {} }],
	['asleep', { options: { waitUsing: 'suspend', ...timerOnly } }],
])('its items, of which nobody hears, are not done with: %s', async (_name, parameters) => {
	const step = seedance(submitNode, { prompt: '={{ $json.prompt }}', ...parameters }, going);
	const stopped = await stopInLook([step]);
	const entries = Object.values(contextOf(stopped, submitNode).submitted as object);
	expect(entries).toMatchObject([{ outcome: 'accepted', handedOver: false }]);
});
