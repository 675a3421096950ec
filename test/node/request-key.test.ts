jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Request Key: one key is one video, in all executions of a workflow. */
import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';
import { createRequestKeys } from '../../nodes/shared/n8n/internals/requestKeyRows';
import { openProcessedData } from '../engine/processedData';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, outputOf, runChain, seedance, setupFor } from './bench';
import { submitters, textToVideo } from './submitters';
import type { Submitter } from './submitters';
import { requestsBesidesList, testSimulator } from './test-simulator';

let { node, media, model, usd } = textToVideo;
/** Tests of a block are about one of the nodes. */
const ofNode = (submitter: Submitter) => beforeAll(() => ({ node, media, model, usd } = submitter));
const options = { requestKey: '={{ $json.id }}' };
const withKey = { prompt: '=Fox {{ $json.id }}', return: 'taskId', options };
const retrying: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
const going: Partial<INode> = { onError: 'continueRegularOutput' };

const simulator = testSimulator({ hurry: 20 });
let rows: Map<string, string[]>;
beforeAll(async () => {
	rows = await openProcessedData();
});
beforeEach(() => rows.clear());

const ids = (...given: unknown[]) => given.map((id) => ({ id }) as IDataObject);
const run = async (items: IDataObject[], parameters: IDataObject = {}, settings = {}) =>
	await runChain(simulator.url, items, [
		seedance(node, { ...withKey, ...media, ...parameters }, settings),
	]);
const out = (done: Awaited<ReturnType<typeof run>>) => jsonOf(outputOf(done, node));
const paid = () => simulator.journal.accepted().map(({ body }) => body.prompt);

/** An execution of two items, of which the API refuses the second. */
async function refusedForB() {
	simulator.faults.onSubmit({ kind: 'unauthorized' }, { match: (s) => s.body.prompt === 'Fox b' });
	const chain = chainOf(ids('a', 'b'), [seedance(node, { ...withKey, ...media })]);
	const setup = setupFor(simulator.url);
	return { chain, setup, failed: await startWorkflow(chain, setup).done };
}

describe.each(submitters)('the same key in $node', (submitter) => {
	ofNode(submitter);

	it('is submitted once in all executions; later items are given its video', async () => {
		const [first] = out(await run(ids('a')));
		const done = await run(ids('a', 'b'), { return: 'url' });
		expect(paid()).toEqual(['Fox a', 'Fox b']);
		expect(out(done)).toMatchObject([
			{ status: 'completed', taskId: first?.taskId, videoUrl: expect.any(String) },
			{ status: 'completed' },
		]);
		expect(outputOf(done, node)[0]?.pairedItem).toEqual({ item: 0 });
		expect(done.data.resultData.runData[node]?.[0]?.hints?.[0]?.message).toContain(
			'Created 1 video',
		);
	});

	it('a video that another execution has paid for is downloaded, too', async () => {
		await run(ids('a'));
		const done = await run(ids('a'), { return: 'file' });
		expect(outputOf(done, node)[0]?.binary?.data?.mimeType).toBe('video/mp4');
		expect(paid()).toHaveLength(1);
	});

	it('does not count for Max Cost of the executions that are given it', async () => {
		const capped = { options: { ...options, maximumCostUsd: usd } };
		await run(ids('a'), capped);
		const steps = ['First', 'Second'].map((name, i) =>
			seedance(
				node,
				{ ...withKey, ...media, options: { ...capped.options, requestKey: i === 0 ? 'a' : 'b' } },
				{},
				name,
			),
		);
		const done = await runChain(simulator.url, ids('a'), steps);
		expect(done.data.resultData.error).toBeUndefined();
		expect(paid()).toHaveLength(2);
	});

	it('twice in one batch: one video for all of them', async () => {
		const done = await run(ids('a', 'a', 'a'));
		expect(paid()).toEqual(['Fox a']);
		expect(new Set(out(done).map(({ taskId }) => taskId)).size).toBe(1);
	});

	it('of a sheet of 60 rows, all submitted before: few questions for each', async () => {
		const sheet = ids(...Array.from({ length: 60 }, (_, i) => `row ${i}`));
		const first = await run(sheet);
		const find = jest.spyOn(rows, 'get');
		const done = await run(sheet);
		const asked = find.mock.calls.length / sheet.length;
		find.mockRestore();
		expect(out(done).map(({ taskId }) => taskId)).toEqual(out(first).map(({ taskId }) => taskId));
		// The claim, whether it has ended, twice the two digits, and the task itself.
		expect(asked).toBeLessThanOrEqual(9);
		expect(simulator.journal.requests.filter(({ route }) => route === 'list')).toHaveLength(1);
		expect(paid()).toHaveLength(60);
	});

	it('whose task nobody knows is skipped; the item says why, and names the newest tasks', async () => {
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		await run(ids('a'));
		const [other] = out(await run(ids('b')));
		const done = await run(ids('a'));
		expect(out(done)).toMatchObject([
			{
				status: 'skipped',
				requestKey: 'a',
				model,
				reason: expect.stringContaining(String(other?.taskId)),
			},
		]);
		expect(out(done)[0]).not.toHaveProperty('error');
		expect(outputOf(done, node)[0]?.pairedItem).toEqual({ item: 0 });
	});

	it('in 20 executions at the same moment: one video', async () => {
		await Promise.all(Array.from({ length: 20 }, async () => await run(ids('a'))));
		expect(paid()).toEqual(['Fox a']);
	});

	it('other keys at the same moment: none is lost', async () => {
		const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
		await Promise.all(keys.map(async (key) => await run(ids(key))));
		await Promise.all(keys.map(async (key) => await run(ids(key))));
		expect(paid()).toHaveLength(20);
	});

	it('as a number and as text with spaces is one key', async () => {
		await run(ids(7));
		await run(ids(' 7 '));
		expect(paid()).toHaveLength(1);
	});

	it('with an accent in one character and in two is one key', async () => {
		await run(ids('Caf\u00e9'));
		await run(ids('Cafe\u0301'));
		expect(paid()).toHaveLength(1);
	});

	it('a skipped item passes through Wait for Completion and Get Result', async () => {
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		await run(ids('a'));
		const done = await runChain(simulator.url, ids('a'), [
			seedance(node, { ...withKey, ...media }),
			seedance('seedanceWaitForCompletion', {}),
			seedance('seedanceGetResult', {}),
		]);
		expect(jsonOf(outputOf(done, 'seedanceGetResult'))).toMatchObject([{ status: 'skipped' }]);
	});
});

describe.each(submitters)('within one execution of $node', (submitter) => {
	ofNode(submitter);

	it('a retry finds its own key and its task', async () => {
		simulator.faults.onSubmit(
			{ kind: 'insufficientCredits' },
			{ match: (s) => s.body.prompt === 'Fox b' },
		);
		const done = await run(ids('a', 'b'), {}, retrying);
		expect(paid()).toEqual(['Fox a', 'Fox b']);
		expect(out(done).map(({ status }) => status)).toEqual(['created', 'created']);
	});

	it('so does Retry execution', async () => {
		const { chain, setup, failed } = await refusedForB();
		const done = await retryWorkflow(failed, chain, setup);
		expect(out(done).map(({ status }) => status)).toEqual(['created', 'created']);
		expect(paid()).toHaveLength(2);
	});

	it('Submit Again after an unknown outcome goes on with the key that it holds', async () => {
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		const again = { options: { ...options, ifOutcomeIsUnknown: 'submitAgain' } };
		const done = await run(ids('a'), again, retrying);
		expect(out(done)).toMatchObject([{ status: 'created' }]);
		expect(simulator.journal.submits()).toHaveLength(2);
	});
});

describe('a key that a retry cannot read', () => {
	ofNode(textToVideo);

	it('fails its item before anything is sent, which keeps the task that it has', async () => {
		const { chain, setup, failed } = await refusedForB();
		const [task] = simulator.journal.accepted();
		const unreadable = { ...withKey, options: { requestKey: '={{ $json.missing }}' } };
		const edited = chainOf(ids('a', 'b'), [seedance(node, unreadable, going)]);
		const done = await retryWorkflow(failed, chain, setup, edited);
		const errors = out(done).map(({ error }) => error);
		expect(errors.map(causeOf)).toEqual(['settingRefused', 'settingRefused']);
		expect(errors).toMatchObject([
			{ taskId: task?.taskId, outcome: 'accepted' },
			{ outcome: 'refused' },
		]);
		expect(errors[1]).not.toHaveProperty('taskId');
		expect(paid()).toEqual(['Fox a']);
	});
});

describe.each(submitters)('a key is given back by $node', (submitter) => {
	ofNode(submitter);

	it.each(['insufficientCredits', 'unauthorized', 'redirect'] as const)(
		'after %s',
		async (kind) => {
			const fault = kind === 'redirect' ? { kind, location: '/x' } : { kind };
			simulator.faults.onSubmit(fault);
			await run(ids('a'));
			expect(paid()).toEqual([]);
			await run(ids('a'));
			expect(paid()).toEqual(['Fox a']);
		},
	);

	it('when another item ended the run before it was sent', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' });
		await run(ids('a', 'b', 'c'), { options: { ...options, submitsAtOnce: 1 } });
		await run(ids('a', 'b', 'c'));
		expect(paid()).toHaveLength(3);
	});

	it('when its task failed for a server reason, not when it would fail again', async () => {
		simulator.faults.onTask(
			{ kind: 'failTask', code: 1403 },
			{ match: (s) => s.body.prompt === 'Fox a' },
		);
		simulator.faults.onTask(
			{ kind: 'failTask', code: 1200 },
			{ match: (s) => s.body.prompt === 'Fox b' },
		);
		await run(ids('a', 'b'), { return: 'url' }, going);
		const done = await run(ids('a', 'b'), { return: 'url' }, going);
		expect(out(done).map(({ status, error }) => status ?? causeOf(error))).toEqual([
			'completed',
			'contentModeration',
		]);
		expect(paid()).toEqual(['Fox a', 'Fox b', 'Fox a']);
	});

	it('but not after an unknown outcome', async () => {
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		await run(ids('a'));
		const done = await run(ids('a'));
		expect(out(done)).toMatchObject([{ status: 'skipped' }]);
		expect(simulator.journal.submits()).toHaveLength(1);
	});
});

describe('a key that is none', () => {
	ofNode(textToVideo);

	it.each([
		['missing', undefined, '(got nothing)'],
		['null', null, '(got nothing)'],
		['blank', '  ', '(got nothing)'],
		['a list', ['a'], '(got ["a"])'],
		['a boolean', true, '(got true)'],
	])('%s: refused before anything is sent', async (_name, id, finding) => {
		const { error } = (await run([{ id } as IDataObject, { id: 'b' }])).data.resultData;
		expect(error?.message).toContain('Request Key');
		expect(error?.message).toContain(finding);
		expect(requestsBesidesList(simulator)).toEqual([]);
	});

	it.each(['=order-{{ $json.missing }}', '={{ $json.missing }}-{{ $json.none }}', '=#{{ "" }}'])(
		'%s: only the text around expressions without results',
		async (requestKey) => {
			const { error } = (await run(ids('a', 'b'), { options: { requestKey } })).data.resultData;
			expect(causeOf(error)).toBe('settingRefused');
			expect(error?.message).toContain('Request Key');
			expect(requestsBesidesList(simulator)).toEqual([]);
		},
	);

	it('not asked for: nothing is recorded', async () => {
		await run(ids('a'), { options: { requestKey: '' } });
		await run(ids('a'), { options: {} });
		expect(paid()).toHaveLength(2);
		expect(rows.size).toBe(0);
	});
});

describe('where n8n cannot keep keys', () => {
	ofNode(textToVideo);

	/** The store of a context whose n8n behaves as `change` says. */
	const keysOf = (change: Partial<IExecuteFunctions['helpers']>, nodeId = 'own') => {
		const own = { id: 'own' };
		const helpers = {
			checkProcessedAndRecord: async () => ({ new: ['x'], processed: [] }),
			getProcessedDataCount: async () => (own.id === 'own' ? 0 : 1),
			clearAllProcessedItems: async () => {},
			...change,
		};
		const context = {
			helpers,
			getExecuteData: () => ({ node: own }),
			getNode: () => ({ id: nodeId }),
		};
		return { keys: createRequestKeys(context as unknown as IExecuteFunctions), own };
	};

	it('the check lets a sound n8n through and gives the id back', async () => {
		const { keys, own } = keysOf({});
		expect(await keys.claim('a')).toBe('mine');
		expect(own.id).toBe('own');
	});

	type Helpers = Partial<IExecuteFunctions['helpers']>;
	const none = { checkProcessedAndRecord: undefined } as unknown as Helpers;

	it.each<readonly [string, Helpers, string]>([
		['the row is named otherwise', { getProcessedDataCount: async () => 1 }, 'own'],
		['the row is lost', { getProcessedDataCount: async () => 0 }, 'own'],
		['the tool of an older AI Agent', {}, 'another'],
		['an n8n without the helpers', none, 'own'],
	])('%s: no key is given', async (_name, change, nodeId) => {
		const { keys, own } = keysOf(change, nodeId);
		expect(await keys.claim('a')).toBe('unsupported');
		expect(own.id).toBe('own');
	});

	it('the database is away: the claim fails', async () => {
		const gone = async () => await Promise.reject(new Error('gone'));
		const { keys, own } = keysOf({ checkProcessedAndRecord: gone });
		await expect(keys.claim('a')).rejects.toThrow();
		expect(own.id).toBe('own');
	});

	it('nothing is submitted, and the error says so', async () => {
		rows.get = () => {
			throw new Error('database is away');
		};
		try {
			const { error } = (await run(ids('a'))).data.resultData;
			expect(causeOf(error)).toBe('requestKeyUnusable');
			expect(requestsBesidesList(simulator)).toEqual([]);
		} finally {
			rows.get = Map.prototype.get;
		}
	});
});
