/**
 * Every error as a person gets it: message, what to do, which item, which task, and the key
 * nowhere.
 */
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import type { SubmitFault, TaskOutcome } from '../../simulator';
import type * as time from '../engine/time';
import { apiKey, jsonOf, outputOf, runChain, seedance } from './bench';
import type { SeedanceNode } from './bench';
import { freePort } from './sockets';
import { everythingIn, placesOf, recordLog } from './traces';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

// The deadlines of an hour are over in a second.
const simulator = testSimulator({ hurry: 5000, taskMs: 20 });
let log: readonly string[];
beforeEach(() => {
	log = recordLog();
});
afterEach(() => jest.restoreAllMocks());

interface Case {
	readonly name: string;
	readonly node?: SeedanceNode;
	readonly submit?: SubmitFault;
	readonly task?: TaskOutcome;
	readonly parameters?: IDataObject;
	readonly settings?: Partial<INode>;
	readonly credential?: () => Promise<IDataObject>;
	readonly message: RegExp;
	/** What to do next. */
	readonly advice: RegExp;
	/** Whether a task id is known, which must then be told. */
	readonly hasTask?: true;
	readonly outcome?: 'accepted' | 'refused' | 'unknown';
	/** Fails the whole node. */
	readonly isSetting?: true;
}

const busy: SubmitFault = { kind: 'rateLimited' };
const failed = (code: number): TaskOutcome => ({ kind: 'failTask', code, error: 'their words' });
const ended = { hasTask: true, outcome: 'accepted' } as const;

const cases: readonly Case[] = [
	{
		name: 'no credential',
		settings: { credentials: {} },
		message: /^Add a WaveSpeedAI API credential/,
		advice: /Choose or create one/,
		isSetting: true,
	},
	{
		name: 'a base URL that is not https',
		credential: async () => ({ baseUrl: 'http://example.com' }),
		message: /^The Base URL in the WaveSpeedAI API credential must begin with https/,
		advice: /set Base URL to/,
		isSetting: true,
	},
	{
		name: 'invalid key',
		submit: { kind: 'unauthorized' },
		message: /^The WaveSpeedAI API key was not accepted$/,
		advice: /Check the key in the credential/,
		outcome: 'refused',
	},
	{
		name: 'suspended or unpermitted key',
		submit: { kind: 'forbidden' },
		message: /^This WaveSpeedAI account or key may not do this$/,
		advice: /suspended, or the key's role lacks a permission/,
		outcome: 'refused',
	},
	{
		name: 'insufficient credits',
		submit: { kind: 'insufficientCredits' },
		message: /^Not enough credits in the WaveSpeedAI account$/,
		advice: /Top up .* Nothing was charged/,
		outcome: 'refused',
	},
	{
		name: 'rate limit until the submit deadline',
		submit: busy,
		message: /^WaveSpeedAI is limiting how fast this account may submit$/,
		advice: /Nothing was submitted for this item\. New accounts may make 2 videos a minute/,
		outcome: 'refused',
	},
	{
		name: 'parameter out of range',
		parameters: { duration: 99 },
		message: /^'Duration' is 99/,
		advice: /Correct the value and run this again\. Nothing was submitted/,
		outcome: 'refused',
	},
	{
		name: 'unknown model',
		parameters: { model: { __rl: true, mode: 'id', value: 'bytedance/no-such-model' } },
		message: /bytedance\/no-such-model/,
		advice: /list/,
		outcome: 'refused',
	},
	{
		name: 'unknown or expired task id',
		node: 'seedanceGetResult',
		parameters: { taskId: 'abcdef0123456789' },
		message: /^WaveSpeedAI does not know task abcdef0123456789$/,
		advice: /kept for 7 days, and only the account that submitted a task can read it/,
	},
	{
		name: 'content moderation, 1200',
		task: failed(1200),
		message: /^The content check turned task \w+ down$/,
		advice: /Change the prompt or the picture.*refunds.*their words/,
		...ended,
	},
	...[1400, 1401].map((code): Case => ({
		name: `parameters, ${code}`,
		task: failed(code),
		message: /^A parameter of task \w+ is missing or has a value that the model does not take$/,
		advice: /Correct the parameters.*refunds.*their words/,
		...ended,
	})),
	{
		name: 'media not fetchable, 1402',
		task: failed(1402),
		message: /^WaveSpeedAI could not fetch a picture, video or sound of task \w+$/,
		advice: /open to everyone without signing in.*refunds.*their words/,
		...ended,
	},
	...[1403, 1405].map((code): Case => ({
		name: `not made, ${code}`,
		task: failed(code),
		message: /^The model could not make the video of task \w+$/,
		advice: /Run this item again.*refunds.*their words/,
		...ended,
	})),
	{
		name: 'unexplained, 1404',
		task: failed(1404),
		message: /^Task \w+ ended as failed: their words$/,
		advice: /Run this item again.*refunds.*code 1404, which it does not explain/,
		...ended,
	},
	{
		name: 'credits ran out, 1407',
		task: failed(1407),
		message: /^Not enough credits in the WaveSpeedAI account$/,
		advice: /Top up .*refunds.*their words/,
		...ended,
	},
	...[1406, 5000, 5003].map((code): Case => ({
		name: `the API's own fault, ${code}`,
		task: failed(code),
		message: /^WaveSpeedAI had a fault of its own while it worked on task \w+$/,
		advice: /again later.*refunds.*their words/,
		...ended,
	})),
	{
		name: 'took too long, 5004',
		task: failed(5004),
		message: /^WaveSpeedAI gave up on task \w+, because it took too long$/,
		advice: /shorter duration.*refunds.*their words/,
		...ended,
	},
	...['cancelled', 'timeout', 'deleted'].map((status): Case => ({
		name: `ended as ${status}`,
		task: { kind: 'status', status },
		message: new RegExp(`^Task \\w+ ended as ${status}$`),
		advice: /Run this item again.*refunds/,
		...ended,
	})),
	{
		name: 'deadline',
		task: { kind: 'stuck' },
		message: /^Task \w+ was not finished after 60 minutes \(status: processing\)$/,
		advice: /goes on at WaveSpeedAI and is paid for: do not submit it again.*Seedance Get Result/,
		...ended,
	},
	{
		name: 'unknown submit outcome',
		submit: { kind: 'resetAfterAccept' },
		message: /^Couldn't confirm that this video was started$/,
		advice: /It was not sent again.*Get Many/,
		outcome: 'unknown',
	},
	{
		name: 'API unreachable',
		credential: async () => ({ baseUrl: `http://127.0.0.1:${await freePort()}` }),
		message: /^WaveSpeedAI could not be reached$/,
		advice: /Nothing was submitted\. Check the network, the proxy and the Base URL/,
		outcome: 'refused',
	},
	{
		name: 'malformed answer to a submit',
		submit: { kind: 'malformedJson' },
		message: /^Couldn't confirm that this video was started/,
		advice: /an answer that cannot be read\. You may have been charged\. It was not sent again/,
		outcome: 'unknown',
	},
	{
		name: 'API not available',
		submit: { kind: 'envelopeError', code: 5003 },
		message: /^WaveSpeedAI is not available right now$/,
		advice: /^You weren't charged\. Run this again later\./,
		outcome: 'refused',
	},
];

/** Two items; the second one meets the trouble, if it is one of an item. */
async function run(one: Case, onError: INode['onError']): Promise<IRun> {
	const node = one.node ?? 'seedanceTextToVideo';
	const match = (submit: { body: Readonly<Record<string, unknown>> }) =>
		submit.body.prompt === 'bad';
	// Nothing is found by looking, where the list tells no inputs.
	simulator.setVisibility({ inputs: 'ignored' });
	if (one.submit !== undefined) simulator.faults.onSubmit(one.submit, { match, times: Infinity });
	if (one.task !== undefined) simulator.faults.onTask(one.task, { match, times: Infinity });
	const settings = { onError, ...one.settings };
	const parameters = { prompt: '={{ $json.prompt }}', ...one.parameters };
	return await runChain(
		simulator.url,
		[{ prompt: 'fine' }, { prompt: 'bad' }],
		[
			seedance(
				node,
				node === 'seedanceTextToVideo' ? parameters : (one.parameters ?? {}),
				settings,
			),
		],
		await one.credential?.(),
	);
}

const badTask = () => simulator.journal.acceptedFor((body) => body.prompt === 'bad')[0]?.taskId;

function expectNoKey(done: IRun) {
	const traces = [everythingIn(done), everythingIn(done.data.resultData.error), ...log].join('\n');
	expect(placesOf(apiKey, traces)).toEqual([]);
}

it.each(cases)('Stop Workflow: $name', async (one) => {
	const done = await run(one, 'stopWorkflow');
	const { error } = done.data.resultData;
	expect(error?.message).toMatch(one.message);
	expect(error?.message).not.toContain('\n');
	expect(error?.description).toMatch(one.advice);
	const { context } = error as unknown as { context: IDataObject };
	const isForAll = one.isSetting || one.parameters !== undefined || one.credential !== undefined;
	expect(context.itemIndex).toBe(isForAll ? 0 : 1);
	if (one.outcome !== undefined) expect(context.data).toMatchObject({ outcome: one.outcome });
	if (one.hasTask) {
		expect(context.data).toMatchObject({ taskId: badTask() });
		expect(`${error?.message} ${error?.description}`).toContain(badTask());
	}
	expectNoKey(done);
});

it.each(cases)('Continue: $name', async (one) => {
	const done = await run(one, 'continueRegularOutput');
	const items = outputOf(done, one.node ?? 'seedanceTextToVideo');
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	const [, bad] = jsonOf(items);
	expect(Object.keys(bad ?? {})).toEqual(['error']);
	const error = bad?.error as IDataObject;
	expect(error.message).toMatch(one.message);
	expect(error.description).toMatch(one.advice);
	if (one.outcome !== undefined) expect(error.outcome).toBe(one.outcome);
	if (one.hasTask) expect(error.taskId).toBe(badTask());
	expectNoKey(done);
});

it('a failed download keeps the finished task and says so', async () => {
	simulator.faults.onDownload({ kind: 'forbidden' }, { times: Infinity });
	const done = await run(
		{ name: '', parameters: { downloadVideo: true }, message: /./, advice: /./ },
		'stopWorkflow',
	);
	for (const json of jsonOf(outputOf(done, 'seedanceTextToVideo'))) {
		expect(json).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		expect(json.downloadError).toMatch(
			/could not be downloaded.*HTTP 403: links are valid for 7 days.*paid for/,
		);
	}
	expectNoKey(done);
});

it('a status read that never succeeds: the deadline says why, and the task goes on', async () => {
	simulator.faults.onRead({ kind: 'serverError', status: 500 }, { times: Infinity });
	const { error } = (await run({ name: '', message: /./, advice: /./ }, 'stopWorkflow')).data
		.resultData;
	expect(error?.message).toMatch(/^Task \w+ was not finished after 60 minutes/);
	expect(error?.description).toMatch(
		/do not submit it again.*The last status read did not succeed/,
	);
});
