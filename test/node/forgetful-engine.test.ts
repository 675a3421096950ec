/**
 * n8n's coming engine: UUIDs for execution ids, and each step begins with an empty stack, empty contexts
 * and no run data. What an execution has submitted must be known all the same, or nothing be paid for.
 */
import { randomUUID } from 'node:crypto';
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import { WorkflowExecute } from 'n8n-core';
import { prepare } from '../engine/run';
import { chainOf, jsonOf, outputOf, seedance, setupFor } from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const simulator = testSimulator();

/** A step of such an execution: nothing of the steps before it is there. */
async function step(
	executionId: string,
	parameters: IDataObject = {},
	settings: Partial<INode> = {},
	row = 0,
): Promise<IRun> {
	const chain = chainOf(
		[{ row }],
		[
			seedance(
				node,
				{ prompt: '=Fox {{ $json.row }}', waitForCompletion: false, ...parameters },
				settings,
			),
		],
	);
	const place = { executionId, url: 'http://localhost' };
	const { workflow, data } = prepare(chain, setupFor(simulator.url), () => {}, place);
	return await new WorkflowExecute(data, 'trigger').run({ workflow });
}

const messageOf = (run: IRun) => run.data.resultData.error?.message;
const accepted = () => simulator.journal.accepted();

it('polls instead of sleeping, and says so', async () => {
	const suspended = { waitForCompletion: true, options: { waitUsing: 'suspend' } };
	const run = await step(randomUUID(), suspended);
	expect(run.waitTill).toBeUndefined();
	expect(jsonOf(outputOf(run, node))).toMatchObject([{ status: 'completed' }]);
	const hints = run.data.resultData.runData[node]?.[0]?.hints?.map(({ message }) => message) ?? [];
	expect(hints.join()).toContain('new engine');
	expect(accepted()[0]?.webhook).toBeUndefined();
});

it('a try after one that failed finds its task', async () => {
	const id = randomUUID();
	simulator.clock.hold();
	const impatient = { waitForCompletion: true, options: { timeoutMinutes: 0.001 } };
	expect(messageOf(await step(id, impatient))).toContain('was not finished');
	simulator.clock.release();
	const done = await step(id, { ...impatient, options: { timeoutMinutes: 1 } });
	expect(jsonOf(outputOf(done, node))).toMatchObject([{ taskId: accepted()[0]?.taskId }]);
	expect(accepted()).toHaveLength(1);
});

it('a try after an unknown outcome is refused with an explanation, and pays nothing', async () => {
	const id = randomUUID();
	simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
	await step(id);
	expect(messageOf(await step(id))).toContain('may have been submitted already');
	expect(simulator.journal.submits()).toHaveLength(1);
});

it('a try after a refusal submits', async () => {
	const id = randomUUID();
	simulator.faults.onSubmit({ kind: 'insufficientCredits' });
	await step(id);
	expect(messageOf(await step(id))).toBeUndefined();
	expect(accepted()).toHaveLength(1);
});

it('a loop’s next round with the very same item is another video', async () => {
	const id = randomUUID();
	for (let round = 0; round < 3; round += 1) await step(id);
	expect(accepted()).toHaveLength(3);
});

it('a run whose first item has an error is tried again by n8n, and pays nothing twice', async () => {
	const id = randomUUID();
	const settings: Partial<INode> = {
		onError: 'continueRegularOutput',
		retryOnFail: true,
		maxTries: 2,
	};
	simulator.faults.onTask({ kind: 'failTask', code: 1200 }, { times: Infinity });
	// Two tries in one step, and both of them again in the next.
	for (let again = 0; again < 2; again += 1) await step(id, { waitForCompletion: true }, settings);
	expect(accepted()).toHaveLength(1);
});

it('another execution, or another item, is new work', async () => {
	const id = randomUUID();
	simulator.faults.onSubmit({ kind: 'resetAfterAccept' }, { times: 1 });
	await step(id);
	await step(id, {}, {}, 1);
	await step(randomUUID());
	expect(accepted()).toHaveLength(3);
});

it('Maximum Cost counts all steps of the execution', async () => {
	const id = randomUUID();
	const capped = { options: { maximumCostUsd: 0.9 } };
	expect(messageOf(await step(id, capped))).toBeUndefined();
	expect(messageOf(await step(id, capped, {}, 1))).toContain('Maximum Cost per Execution');
	expect(accepted()).toHaveLength(1);
});
