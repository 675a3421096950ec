/**
 * Where the items of a failure come out, under each setting of On Error, for each node: the failures of one
 * item leave the others alone, those of the whole node fail every item, and never does an incoming item
 * come out as if it were a result.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode, INodeExecutionData, IRun } from 'n8n-workflow';
import type { Cause } from '../../seedance/errors/problem';
import { openProcessedData } from '../engine/processedData';
import { startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { outputOf, runChain, seedance, setupFor } from './bench';
import type { SeedanceNode } from './bench';
import { binary, chainOfItems, item, photo } from './media';
import { testSimulator } from './test-simulator';

const simulator = testSimulator();
const clip = readFileSync(path.join(__dirname, '../fixtures/media/video.mp4'));

type OnError = NonNullable<INode['onError']>;
const settings: readonly OnError[] = [
	'stopWorkflow',
	'continueRegularOutput',
	'continueErrorOutput',
];

/** A node as the table names it, with what it needs to do its work for rows 0, 1 and 2. */
interface Subject {
	readonly node: SeedanceNode;
	readonly parameters: IDataObject;
	/** Whether it starts videos. */
	readonly submits: boolean;
}

const subjects = {
	'Text to Video': {
		node: 'seedanceTextToVideo',
		parameters: { prompt: '=Fox {{ $json.row }}', return: 'taskId' },
		submits: true,
	},
	'Image to Video': {
		node: 'seedanceImageToVideo',
		parameters: { prompt: '=Fox {{ $json.row }}', image: 'photo', return: 'taskId' },
		submits: true,
	},
	'Video to Video': {
		node: 'seedanceVideoToVideo',
		parameters: { prompt: '=Fox {{ $json.row }}', video: 'clip', return: 'taskId' },
		submits: true,
	},
	'Get Result': {
		node: 'seedanceGetResult',
		parameters: { operation: 'get', taskId: '={{ $json.taskId }}' },
		submits: false,
	},
	'Get Many': {
		node: 'seedanceGetResult',
		parameters: { operation: 'getAll', limit: 1 },
		submits: false,
	},
	'Wait for Completion': {
		node: 'seedanceWaitForCompletion',
		parameters: { taskId: '={{ $json.taskId }}' },
		submits: false,
	},
} satisfies Readonly<Record<string, Subject>>;

type Name = keyof typeof subjects;
const all = Object.keys(subjects) as Name[];
const submitting = all.filter((name) => subjects[name].submits);

interface Failure {
	readonly name: string;
	/** Whether it is row 1 alone that fails, or the whole node. */
	readonly fails: 'row 1' | 'all';
	readonly on: readonly Name[];
	/** Put over the parameters of the node; options are added to its options. */
	readonly parameters?: IDataObject;
	readonly credential?: IDataObject;
	readonly settings?: Partial<INode>;
	/** What keeps the item or the node from going on. */
	readonly cause: Cause;
	/** What the text tells: n8n's own words, a field, or a value. */
	readonly tells?: string;
}

/** Comes to a good value in every row but 1, where it throws. */
const throwing = (broken: string, otherwise: string) =>
	`={{ $json.row === 1 ? ${broken} : ${otherwise} }}`;
const noNode = '$("Nowhere").item.json.x';
/** n8n's message about such an expression. */
const nowhere = { cause: 'expressionFailed', tells: "Referenced node doesn't exist" } as const;

const ofRow: ReadonlyArray<Omit<Failure, 'fails'>> = [
	{
		name: 'Prompt: an expression that names no node',
		on: submitting,
		parameters: { prompt: throwing(noNode, '"Fox"') },
		...nowhere,
	},
	{
		name: 'Prompt: an item without a pair',
		on: submitting,
		parameters: { prompt: throwing('$("Source").itemMatching(9).json.x', '"Fox"') },
		cause: 'expressionFailed',
		tells: 'Can’t get data for expression',
	},
	{
		name: 'Prompt: a date of nothing',
		on: submitting,
		parameters: { prompt: throwing('$json.missing.toDateTime()', '"Fox"') },
		cause: 'expressionFailed',
		tells: "toDateTime can't be used on undefined value",
	},
	{
		name: 'Model: an expression throws',
		on: ['Text to Video'],
		parameters: {
			model: {
				__rl: true,
				mode: 'id',
				value: throwing(noNode, '"bytedance/seedance-v1.5-pro/text-to-video"'),
			},
		},
		...nowhere,
	},
	{
		name: 'Model Options: an expression throws',
		on: ['Text to Video'],
		parameters: { options: { enableWebSearch: throwing(noNode, 'true') } },
		...nowhere,
	},
	{
		name: 'Image: an expression throws',
		on: ['Image to Video'],
		parameters: { image: throwing(noNode, '"photo"') },
		...nowhere,
	},
	{
		name: 'Video: an expression throws',
		on: ['Video to Video'],
		parameters: { video: throwing(noNode, '"clip"') },
		...nowhere,
	},
	{
		name: 'Video: a task that nobody knows',
		on: ['Video to Video'],
		parameters: { video: throwing(`"${'0'.repeat(32)}"`, '"clip"') },
		cause: 'parameterRefused',
		tells: "names a task that WaveSpeedAI doesn't know",
	},
	{
		name: 'Video: an image',
		on: ['Video to Video'],
		parameters: { video: throwing('"photo"', '"clip"') },
		cause: 'parameterRefused',
		tells: 'PNG image, not a video',
	},
	{
		name: 'Request Key: an expression throws',
		on: submitting,
		parameters: { options: { requestKey: throwing(noNode, '"k" + $json.row') } },
		...nowhere,
	},
	{
		name: 'Request Key: it comes to nothing',
		on: submitting,
		parameters: { options: { requestKey: '={{ $json.row === 1 ? undefined : $json.row }}' } },
		cause: 'settingRefused',
		tells: 'Request Key',
	},
	{
		name: 'Callback URL: an expression throws',
		on: submitting,
		parameters: {
			options: {
				notifyWhenDone: 'url',
				callbackUrl: throwing(noNode, '"http://127.0.0.1:9/x"'),
			},
		},
		...nowhere,
	},
	{
		name: 'Reference: an expression throws',
		on: submitting,
		parameters: {
			options: {
				notifyWhenDone: 'url',
				callbackUrl: 'http://127.0.0.1:9/x',
				reference: throwing(noNode, '"r"'),
			},
		},
		...nowhere,
	},
	{
		name: 'File Name: an expression throws',
		on: all.filter((name) => name !== 'Get Many'),
		parameters: {
			return: 'file',
			options: { fileName: throwing(noNode, '"film"') },
		},
		...nowhere,
	},
	{
		name: 'Task ID: an expression throws',
		on: ['Get Result', 'Wait for Completion'],
		parameters: { taskId: throwing(noNode, '$json.taskId') },
		...nowhere,
	},
	{
		name: 'Filters: an expression throws',
		on: ['Get Many'],
		parameters: { filters: { createdAfter: throwing(noNode, '""') } },
		...nowhere,
	},
	{
		name: 'Limit: an expression throws',
		on: ['Get Many'],
		parameters: { limit: throwing('$json.missing.toDateTime()', '1') },
		cause: 'expressionFailed',
		tells: 'toDateTime',
	},
	{
		name: 'Duration: a value that the model does not take',
		on: submitting,
		parameters: { duration: '={{ $json.row === 1 ? 99 : 5 }}' },
		cause: 'parameterRefused',
		tells: 'Duration',
	},
];

const ofNode: ReadonlyArray<Omit<Failure, 'fails'>> = [
	{
		name: 'no credential',
		on: all,
		settings: { credentials: {} },
		cause: 'missingCredential',
	},
	{
		name: 'a Base URL that is not https',
		on: all,
		credential: { baseUrl: 'http://example.com' },
		cause: 'badBaseUrl',
	},
	{
		name: 'Max Cost: no amount',
		on: submitting,
		parameters: { options: { maximumCostUsd: '$5x' } },
		cause: 'settingRefused',
		tells: 'Max Cost (USD)',
	},
	{
		name: 'Simplify: what cannot be read',
		on: all,
		parameters: { options: { simplify: 'perhaps' } },
		cause: 'settingRefused',
		tells: '"perhaps"',
	},
	{
		name: 'Simplify: another value for another item',
		on: all,
		parameters: { options: { simplify: '={{ $json.row === 1 }}' } },
		cause: 'settingRefused',
		tells: 'Simplify',
	},
	{
		name: 'Simplify: an expression throws for one item',
		on: all,
		parameters: { options: { simplify: throwing(noNode, 'true') } },
		...nowhere,
	},
	{
		name: 'Timeout: what cannot be read',
		on: [...submitting, 'Wait for Completion'],
		parameters: {
			return: 'url',
			timeoutMinutes: 'soon',
			options: { timeoutMinutes: 'soon' },
		},
		cause: 'settingRefused',
		tells: '10,080',
	},
	{
		name: 'Max Cost: too little',
		on: submitting,
		parameters: { options: { maximumCostUsd: 0.01 } },
		cause: 'costAboveMaximum',
	},
	{
		name: 'Min Balance: too much',
		on: submitting,
		parameters: { options: { keepBalanceAboveUsd: 1_000_000 } },
		cause: 'balanceTooLow',
	},
	{
		name: 'Reference: the key is not accepted, so there is no secret',
		on: submitting,
		credential: { apiKey: 'another-key-000' },
		parameters: {
			options: { notifyWhenDone: 'url', callbackUrl: 'http://127.0.0.1:9/x', reference: 'r' },
		},
		cause: 'invalidKey',
	},
	{
		name: 'the key is not accepted',
		on: ['Text to Video', 'Video to Video', 'Get Many'],
		credential: { apiKey: 'another-key-000' },
		cause: 'invalidKey',
	},
];

const failures: readonly Failure[] = [
	...ofRow.map((failure) => ({ ...failure, fails: 'row 1' as const })),
	...ofNode.map((failure) => ({ ...failure, fails: 'all' as const })),
];
const cases = failures.flatMap((failure) =>
	failure.on.flatMap((name) =>
		settings.map((onError) => ({ onError, name, failure, failureName: failure.name })),
	),
);

const merged = (base: IDataObject, over: IDataObject = {}): IDataObject => ({
	...base,
	...over,
	options: { ...(base.options as IDataObject), ...(over.options as IDataObject) },
});

/** Three tasks that have finished, for the nodes that read. */
let tasks: unknown[] = [];
let requestKeys: Map<string, string[]>;
beforeAll(async () => {
	requestKeys = await openProcessedData();
	const step = seedance('seedanceTextToVideo', { prompt: '=Fox {{ $json.row }}' });
	const done = await runChain(simulator.url, [{ row: 0 }, { row: 1 }, { row: 2 }], [step]);
	tasks = outputOf(done, 'seedanceTextToVideo').map(({ json }) => json.taskId);
});
beforeEach(() => requestKeys.clear());

async function run(name: Name, failure: Failure, onError: OnError): Promise<IRun> {
	const { node, parameters, submits } = subjects[name];
	const rows = [0, 1, 2].map((row) =>
		item(
			{ photo: binary(photo), clip: binary(clip, 'clip.mp4') },
			{ row, ...(!submits && { taskId: tasks[row] as string }) },
		),
	);
	const step = seedance(node, merged(parameters, failure.parameters), {
		onError,
		...failure.settings,
	});
	const chain = chainOfItems(rows, [step]);
	return await startWorkflow(chain, setupFor(simulator.url, failure.credential)).done;
}

const errorOf = ({ json }: INodeExecutionData) => json.error as IDataObject | undefined;
const rowsOf = (items: readonly INodeExecutionData[]) =>
	items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
/** Whether it is a result or an error item, never the incoming item. */
const kindOf = ({ json }: INodeExecutionData) =>
	'error' in json ? 'error' : 'taskId' in json && 'status' in json ? 'result' : 'neither';

describe.each(settings)('On Error: %s', (onError) => {
	const under = cases.filter((one) => one.onError === onError);
	it.each(under)('$name, $failureName', async ({ name, failure }) => {
		const { submits, node } = subjects[name];
		const done = await run(name, failure, onError);
		const success = outputOf(done, node);
		const failed = outputOf(done, node, 1);
		const bad = failure.fails === 'all' ? [0, 1, 2] : [1];
		const good = [0, 1, 2].filter((row) => !bad.includes(row));
		const stops = onError === 'stopWorkflow';
		const accepted = simulator.journal.accepted().length;
		expect(accepted).toBe(submits && !stops ? good.length : 0);
		if (stops) {
			const { error } = done.data.resultData;
			expect(causeOf(error)).toBe(failure.cause);
			expect(error?.message).toContain(failure.tells ?? '');
			expect(error).toMatchObject({ context: { itemIndex: bad[0] } });
			expect([success, failed]).toEqual([[], []]);
			return;
		}
		expect(done.data.resultData.error).toBeUndefined();
		const hasErrorOutput = onError === 'continueErrorOutput';
		const errors = (hasErrorOutput ? failed : success).filter((one) => kindOf(one) === 'error');
		const results = hasErrorOutput ? success : success.filter((one) => kindOf(one) !== 'error');
		expect([rowsOf(results), rowsOf(errors)]).toEqual([good, bad]);
		expect(results.map(kindOf)).toEqual(good.map(() => 'result'));
		for (const one of errors) {
			expect(causeOf(errorOf(one))).toBe(failure.cause);
			expect(errorOf(one)?.message).toContain(failure.tells ?? '');
			// n8n adds the incoming item's fields on the error output.
			if (!hasErrorOutput) expect(Object.keys(one.json)).toEqual(['error']);
		}
		if (!hasErrorOutput) expect(rowsOf(success)).toEqual([0, 1, 2]);
		else expect(failed).toHaveLength(bad.length);
	});
});
