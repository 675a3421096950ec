jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/**
 * n8n moves files of a form or a webhook when an execution ends or sleeps
 * (docs/internals/n8n.md#binary-data). Every file gets another ID, and must stay the same work.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode, INodeExecutionData, IRun } from 'n8n-workflow';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { openBinaryStore } from '../engine/binaryStore';
import type { BinaryStore } from '../engine/binaryStore';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { seedance, setupFor } from './bench';
import type { SeedanceNode } from './bench';
import { chainOfItems, photo } from './media';
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

const clip = readFileSync(path.join(__dirname, '../fixtures/media/video.mp4'));

/** What a Form Trigger hands on: a file of an execution that has no id yet. */
async function formItem({ bytes, file }: Subject): Promise<INodeExecutionData> {
	const place = { type: 'execution' as const, workflowId: 'w', executionId: 'temp' };
	const stored = await service().store(place, bytes, { data: '', ...file });
	return { json: { name: 'Ada' }, binary: { file: stored } };
}

interface Subject {
	readonly node: SeedanceNode;
	readonly bytes: Buffer;
	readonly file: { readonly mimeType: string; readonly fileName: string };
	readonly parameters: IDataObject;
}

const subjects: readonly Subject[] = [
	{
		node: 'seedanceImageToVideo',
		bytes: photo,
		file: { mimeType: 'image/png', fileName: 'photo.png' },
		parameters: { image: 'file' },
	},
	{
		node: 'seedanceVideoToVideo',
		bytes: clip,
		file: { mimeType: 'video/mp4', fileName: 'clip.mp4' },
		parameters: { video: 'file' },
	},
];
const step = ({ node, parameters }: Subject, options: IDataObject = {}, settings = {}) =>
	seedance(
		node,
		{
			prompt: 'It moves',
			...parameters,
			return: 'url',
			options: { timeoutMinutes: 0.3, ...options },
		},
		settings,
	);

/** What n8n makes of the saved data of an execution. */
async function renamed<T>(saved: T, executionId: string): Promise<T> {
	const text = JSON.stringify(saved);
	const ids = new Set(text.match(/workflows\/w\/executions\/temp\/binary_data\/[\w-]+/g) ?? []);
	for (const id of ids) {
		await service().rename(id, id.replace('/temp/', `/${executionId}/`));
	}
	return JSON.parse(text.replaceAll('/executions/temp/', `/executions/${executionId}/`)) as T;
}

const accepted = () => simulator.journal.accepted();
const setup = () => setupFor(simulator.url);

it.each(
	subjects.flatMap((subject) =>
		['original', 'currently saved'].map((which) => ({ ...subject, which })),
	),
)(
	'$node: Retry execution with the $which workflow, twice: one video',
	async ({ which, ...subject }) => {
		const chain = chainOfItems([await formItem(subject)], [step(subject)]);
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

it.each(subjects)('$node: a sleep, then Retry On Fail: one video', async (subject) => {
	const retrying: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const options = { waitUsing: 'suspend', notifyWhenDone: 'nothing' };
	const sleeping = step(subject, options, retrying);
	const chain = chainOfItems([await formItem(subject)], [sleeping]);
	const execution = await instance().start(chain, 'webhook');
	expect(execution.status).toBe('waiting');
	execution.run = await renamed(execution.run as IRun, execution.id);
	// Past the deadline: the tries after the sleep poll.
	await new Promise((resolve) => setTimeout(resolve, 1_000));
	await instance().wake(execution);
	const run = await ended(execution);
	expect(causeOf(run.data.resultData.error)).toBe('deadline');
	expect(run.data.resultData.runData[subject.node]).toHaveLength(2);
	expect(accepted()).toHaveLength(1);
});
