jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/**
 * n8n moves files of a form or a webhook when an execution ends or sleeps
 * (docs/internals/n8n.md#binary-data). Every file gets another ID, and must stay the same work.
 */
import type { INode, INodeExecutionData, IRun } from 'n8n-workflow';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { openBinaryStore } from '../engine/binaryStore';
import type { BinaryStore } from '../engine/binaryStore';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { setupFor } from './bench';
import { chainOfItems, photo, submitNode, submitting } from './media';
import { ended, testInstance } from './test-instance';
import { testSimulator } from './test-simulator';

const simulator = testSimulator({ hurry: 20 });
const instance = testInstance(simulator);
let store: BinaryStore;
beforeEach(async () => {
	store = await openBinaryStore();
	simulator.clock.hold();
});
afterEach(() => store.close());

const service = () => Container.get(BinaryDataService);

/** What a Form Trigger hands on: a file of an execution that has no id yet. */
async function formItem(): Promise<INodeExecutionData> {
	const place = { type: 'execution' as const, workflowId: 'w', executionId: 'temp' };
	const file = { data: '', mimeType: 'image/png', fileName: 'photo.png' };
	return { json: { name: 'Ada' }, binary: { photo: await service().store(place, photo, file) } };
}

/** What n8n makes of the saved data of an execution. */
async function renamed<T>(saved: T, executionId: string): Promise<T> {
	const text = JSON.stringify(saved);
	const ids = new Set(text.match(/workflows\/w\/executions\/temp\/binary_data\/[\w-]+/g) ?? []);
	for (const id of ids) {
		await service().rename(id, id.replace('/temp/', `/${executionId}/`));
	}
	return JSON.parse(text.replaceAll('/executions/temp/', `/executions/${executionId}/`)) as T;
}

const impatient = { image: 'photo', return: 'url', options: { timeoutMinutes: 0.3 } };
const accepted = () => simulator.journal.accepted();
const setup = () => setupFor(simulator.url);

it.each(['original', 'currently saved'])(
	'Retry execution with the %s workflow, twice: one video',
	async (which) => {
		const chain = chainOfItems([await formItem()], [submitting(impatient)]);
		const saved = which === 'original' ? undefined : chain;
		const first = await startWorkflow(chain, setup()).done;
		expect(causeOf(first.data.resultData.error)).toBe('deadline');
		const second = await retryWorkflow(await renamed(first, '41'), chain, setup(), saved);
		expect(causeOf(second.data.resultData.error)).toBe('deadline');
		simulator.clock.release();
		const third = await retryWorkflow(second, chain, setup(), saved);
		expect(third.data.resultData.error).toBeUndefined();
		expect(accepted()).toHaveLength(1);
	},
);

it('a sleep, then Retry On Fail: one video', async () => {
	const retrying: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const options = { ...impatient.options, waitUsing: 'suspend', notifyWhenDone: 'nothing' };
	const step = submitting({ ...impatient, options }, retrying);
	const execution = await instance().start(chainOfItems([await formItem()], [step]), 'webhook');
	expect(execution.status).toBe('waiting');
	execution.run = await renamed(execution.run as IRun, execution.id);
	// Past the deadline: the tries after the sleep poll.
	await new Promise((resolve) => setTimeout(resolve, 1_000));
	await instance().wake(execution);
	const run = await ended(execution);
	expect(causeOf(run.data.resultData.error)).toBe('deadline');
	expect(run.data.resultData.runData[submitNode]).toHaveLength(2);
	expect(accepted()).toHaveLength(1);
});
