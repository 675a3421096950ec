/**
 * Every error as a person gets it: message, what to do, which item, which task, and the key
 * nowhere.
 */
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import { problem } from '../../seedance/errors/messages';
import type { Cause } from '../../seedance/errors/problem';
import type { SubmitFault, TaskOutcome } from '../../simulator';
import type * as time from '../engine/time';
import { apiKey, jsonOf, outputOf, runChain, seedance } from './bench';
import type { SeedanceNode } from './bench';
import { freePort } from './sockets';
import { causeIn, causeOf, textOf } from '../support/errors/causeOf';
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
	readonly cause: Cause;
	/** What the texts tell besides: values and words that come from elsewhere. */
	readonly tells?: readonly string[];
	/** Whether a task ID is known, which must then be reported. */
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
		cause: 'missingCredential',
		isSetting: true,
	},
	{
		name: 'a base URL that is not https',
		credential: async () => ({ baseUrl: 'http://example.com' }),
		cause: 'badBaseUrl',
		tells: ['https'],
		isSetting: true,
	},
	{
		name: 'invalid key',
		submit: { kind: 'unauthorized' },
		cause: 'invalidKey',
		outcome: 'refused',
	},
	{
		name: 'suspended or unpermitted key',
		submit: { kind: 'forbidden' },
		cause: 'forbidden',
		outcome: 'refused',
	},
	{
		name: 'insufficient credits',
		submit: { kind: 'insufficientCredits' },
		cause: 'insufficientCredits',
		outcome: 'refused',
	},
	{
		name: 'rate limit until the submit deadline',
		submit: busy,
		cause: 'rateLimited',
		outcome: 'refused',
	},
	{
		name: 'parameter out of range',
		parameters: { duration: 99 },
		cause: 'parameterRefused',
		tells: ['Duration', '99'],
		outcome: 'refused',
	},
	{
		name: 'unknown model',
		parameters: { model: { __rl: true, mode: 'id', value: 'bytedance/no-such-model' } },
		cause: 'unknownModel',
		tells: ['bytedance/no-such-model'],
		outcome: 'refused',
	},
	{
		name: 'unknown or expired task id',
		node: 'seedanceGetResult',
		parameters: { taskId: 'abcdef0123456789' },
		cause: 'unknownTask',
		tells: ['abcdef0123456789'],
	},
	{
		name: 'content moderation, 1200',
		task: failed(1200),
		cause: 'contentModeration',
		tells: ['their words'],
		...ended,
	},
	...[1400, 1401].map((code): Case => ({
		name: `parameters, ${code}`,
		task: failed(code),
		cause: 'taskParameterRefused',
		tells: ['their words'],
		...ended,
	})),
	{
		name: 'media not fetchable, 1402',
		task: failed(1402),
		cause: 'mediaNotFetchable',
		tells: ['their words'],
		...ended,
	},
	...[1403, 1405].map((code): Case => ({
		name: `not made, ${code}`,
		task: failed(code),
		cause: 'taskNotMade',
		tells: ['their words'],
		...ended,
	})),
	{
		name: 'unexplained, 1404',
		task: failed(1404),
		cause: 'taskFailed',
		tells: ['their words', '1404'],
		...ended,
	},
	{
		name: 'credits ran out, 1407',
		task: failed(1407),
		cause: 'insufficientCredits',
		tells: ['their words'],
		...ended,
	},
	...[1406, 5000, 5003].map((code): Case => ({
		name: `the API's own fault, ${code}`,
		task: failed(code),
		cause: 'taskFault',
		tells: ['their words'],
		...ended,
	})),
	{
		name: 'took too long, 5004',
		task: failed(5004),
		cause: 'taskTookTooLong',
		tells: ['their words'],
		...ended,
	},
	...['cancelled', 'timeout', 'deleted'].map((status): Case => ({
		name: `ended as ${status}`,
		task: { kind: 'status', status },
		cause: status === 'timeout' ? 'taskFailed' : 'taskDeleted',
		tells: [status],
		...ended,
	})),
	{
		name: 'deadline',
		task: { kind: 'stuck' },
		cause: 'deadline',
		tells: ['60', 'processing'],
		...ended,
	},
	{
		name: 'unknown submit outcome',
		submit: { kind: 'resetAfterAccept' },
		cause: 'unknownOutcome',
		outcome: 'unknown',
	},
	{
		name: 'API unreachable',
		credential: async () => ({ baseUrl: `http://127.0.0.1:${await freePort()}` }),
		cause: 'unreachable',
		outcome: 'refused',
	},
	{
		name: 'malformed answer to a submit',
		submit: { kind: 'malformedJson' },
		cause: 'unknownOutcome',
		outcome: 'unknown',
	},
	{
		name: 'API not available',
		submit: { kind: 'envelopeError', code: 5003 },
		cause: 'apiUnavailable',
		outcome: 'refused',
	},
];

/** Two items; the second one meets the trouble, if it is one of an item. */
async function run(one: Case, onError: NonNullable<INode['onError']>): Promise<IRun> {
	const node = one.node ?? 'seedanceTextToVideo';
	const match = (submit: { body: Readonly<Record<string, unknown>> }) =>
		submit.body.prompt === 'bad';
	// Without inputs in the list, no task is found.
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
	expect(causeOf(error)).toBe(one.cause);
	expect(error?.message).not.toContain('\n');
	for (const words of one.tells ?? []) expect(textOf(error)).toContain(words);
	const { context } = error as unknown as { context: IDataObject };
	const isForAll = one.isSetting || one.parameters !== undefined || one.credential !== undefined;
	// Both submits are tried until their time is over, and either may give up first.
	const failing = one.cause === 'unreachable' ? [0, 1] : [isForAll ? 0 : 1];
	expect(failing).toContain(context.itemIndex);
	if (one.outcome !== undefined) expect(context.data).toMatchObject({ outcome: one.outcome });
	if (one.hasTask) {
		expect(context.data).toMatchObject({ taskId: badTask() });
		expect(textOf(error)).toContain(badTask());
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
	expect(causeOf(error)).toBe(one.cause);
	for (const words of one.tells ?? []) expect(textOf(error)).toContain(words);
	if (one.outcome !== undefined) expect(error.outcome).toBe(one.outcome);
	if (one.hasTask) expect(error.taskId).toBe(badTask());
	expectNoKey(done);
});

it('a failed download keeps the finished task and says so', async () => {
	simulator.faults.onDownload({ kind: 'forbidden' }, { times: Infinity });
	const done = await run(
		{ name: '', parameters: { return: 'file' }, cause: 'downloadFailed' },
		'stopWorkflow',
	);
	for (const json of jsonOf(outputOf(done, 'seedanceTextToVideo'))) {
		expect(json).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		expect(causeIn(json.downloadError)).toBe('downloadFailed');
		expect(json.downloadError).toContain('HTTP 403');
	}
	expectNoKey(done);
});

it('a status read that never succeeds: the deadline says why, and the task goes on', async () => {
	simulator.faults.onRead({ kind: 'serverError', status: 500 }, { times: Infinity });
	const { error } = (await run({ name: '', cause: 'deadline' }, 'stopWorkflow')).data.resultData;
	expect(causeOf(error)).toBe('deadline');
	expect(error?.message).toMatch(/\b60\b/);
	expect(error?.description).toContain(problem('apiUnavailable').message);
});
