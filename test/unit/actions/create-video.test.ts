jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../../engine/time').hurriedWorkflow(),
);
/** A submit node from its items to their output: what is sent, in which order, and what comes out. */
import type { IDataObject } from 'n8n-workflow';
import { createVideos } from '../../../nodes/shared/actions/createVideo';
import type * as time from '../../engine/time';
import { hurry, realTime } from '../../engine/time';
import { answer, enveloped, model, taskAnswer } from '../../support/api/replies';
import {
	api,
	causesOf,
	create,
	entriesOf,
	fox,
	idIn,
	promptOf,
	rows,
	stores,
} from '../../support/createdVideos';
import { causeOf } from '../../support/errors/causeOf';
import { nodeContext } from '../../support/nodeContext';
import type { NodeContextOptions, SentRequest } from '../../support/nodeContext';
import { known } from '../../support/task/fakeTasks';

beforeAll(() => hurry(1_000));
afterAll(realTime);

describe('a run', () => {
	it('submits each item, and gives it its task', async () => {
		const { items, submits, sent } = await create({}, { items: rows('fox', 'owl') });
		expect(submits.map(promptOf)).toEqual(['fox', 'owl']);
		expect(
			sent.filter(({ method, url }) => method === 'GET' && url.includes('predictions')),
		).toEqual([]);
		expect(items).toMatchObject([
			{
				json: { taskId: 'task-fox', status: 'created', prompt: 'fox', model },
				pairedItem: { item: 0 },
			},
			{ json: { taskId: 'task-owl', prompt: 'owl' }, pairedItem: { item: 1 } },
		]);
		for (const { json } of items) expect(json).not.toHaveProperty('timedOut');
	});

	it('waits for the videos, and says what each is estimated to cost', async () => {
		const { items } = await create({ return: 'url' });
		expect(items).toMatchObject([
			{ json: { taskId: 'task-fox', status: 'completed', estimatedCostUsd: 0.26 } },
		]);
	});

	it('says with what a video was started and its model where the API does not', async () => {
		const submit = () => taskAnswer('t0', 'created', { model: undefined });
		const { items } = await create({ duration: 10 }, { script: { submit } });
		expect(items).toMatchObject([{ json: { durationSeconds: 10, model } }]);
	});

	it('adds files if it returns files', async () => {
		const read = (id: string) => taskAnswer(id, 'completed', { outputs: [] });
		const file = await create({ return: 'file' }, { script: { read } });
		expect(file.items).toMatchObject([{ json: { downloadError: expect.any(String) } }]);
		const url = await create({ return: 'url' }, { script: { read } });
		expect(url.items[0]?.json).not.toHaveProperty('downloadError');
	});

	it('has input fields and the API’s own data as the options say', async () => {
		const options = { includeInputFields: 'all', simplify: false };
		const { items } = await create({ options }, { items: [{ prompt: 'fox', row: 7 }] });
		expect(items).toMatchObject([{ json: { row: 7, id: 'task-fox', urls: expect.anything() } }]);
	});

	it('submits at most so many at once as the options say', async () => {
		let [open, most] = [0, 0];
		const made = nodeContext();
		const helpers = {
			async httpRequestWithAuthentication(_: string, { url }: { url: string }) {
				const isOne = url.includes('/bytedance/');
				if (isOne) most = Math.max(most, (open += 1));
				await new Promise((resolve) => setImmediate(resolve));
				if (isOne) open -= 1;
				return {
					statusCode: 200,
					headers: {},
					body: JSON.stringify({ code: 200, data: { id: `t${most}`, status: 'created' } }),
				};
			},
		};
		expect(made.sent).toEqual([]);
		const items = rows(...Array.from({ length: 8 }, (_, i) => `${i}`));
		await create({ options: { submitsAtOnce: 2 } }, { items, more: { helpers } });
		expect(most).toBe(2);
	});

	it('hands its items over, so that the next run of a loop submits anew', async () => {
		const shared = stores();
		await create({}, { stores: shared });
		expect(entriesOf(shared)).toMatchObject([{ handedOver: true, outcome: 'accepted' }]);
		const next = await create({}, { stores: shared, runIndex: 1 });
		expect(next.submits.length).toBe(1);
	});
});

describe('a run that fails', () => {
	const refuseOwl = (request: SentRequest) =>
		promptOf(request) === 'owl'
			? answer(400, enveloped(400, 'insufficient credits'))
			: taskAnswer(`task-${promptOf(request)}`);

	it('checks every item before it submits the first', async () => {
		const { thrown, submits } = await create(
			{ duration: '=seconds' },
			{
				items: [
					{ prompt: 'fox', seconds: 5 },
					{ prompt: 'owl', seconds: 99 },
				],
			},
		);
		expect([causeOf(thrown), submits]).toEqual(['parameterRefused', []]);
	});

	it('throws with the first failure, and its retry submits what is left', async () => {
		const shared = stores();
		const items = rows('fox', 'owl', 'cat');
		const options = { submitsAtOnce: 1 };
		const first = await create(
			{ options },
			{ items, stores: shared, script: { submit: refuseOwl } },
		);
		expect(causeOf(first.thrown)).toBe('insufficientCredits');
		expect(first.submits.map(promptOf)).toEqual(['fox', 'owl']);
		const retry = await create({ options }, { items, stores: shared });
		expect(retry.submits.map(promptOf)).toEqual(['owl', 'cat']);
		expect(retry.items.map(({ json }) => json.taskId)).toEqual([
			'task-fox',
			'task-owl',
			'task-cat',
		]);
	});

	it('submits the other items when the workflow continues, and none after the failure when it stops', async () => {
		const submit = (request: SentRequest) =>
			promptOf(request) === 'owl' ? answer(400, enveloped(400, 'no such thing')) : taskAnswer('t0');
		const more = { items: rows('fox', 'owl', 'cat'), script: { submit } };
		const options = { submitsAtOnce: 1 };
		const stopped = await create({ options }, more);
		expect(stopped.submits.map(promptOf)).toEqual(['fox', 'owl']);
		const continued = await create({ options }, { ...more, continues: true });
		expect(continued.submits.map(promptOf)).toEqual(['fox', 'owl', 'cat']);
	});

	it('submits nothing in a retry when each item has its task', async () => {
		const shared = stores();
		await create({}, { stores: shared });
		// As after an error behind the submits: the node has output nothing.
		for (const entry of entriesOf(shared)) entry.handedOver = false;
		const { items, submits } = await create({}, { stores: shared });
		expect([items.map(({ json }) => json.taskId), submits]).toEqual([['task-fox'], []]);
	});

	it('hands over no item whose outcome stays unknown, so that it is not new work in the next run', async () => {
		const shared = stores();
		const submit = () => answer(500);
		await create({}, { stores: shared, continues: true, script: { submit } });
		for (const entry of entriesOf(shared)) entry.handedOver = false;
		const retry = await create({}, { stores: shared, continues: true });
		expect(retry.items).toMatchObject([{ json: { error: { outcome: 'unknown' } } }]);
		expect(entriesOf(shared)).toMatchObject([{ outcome: 'unknown', handedOver: false }]);
		const next = await create({}, { stores: shared, continues: true, runIndex: 1 });
		expect(next.submits).toEqual([]);
	});

	it('gives error items when the workflow continues, and hands over what was begun', async () => {
		const shared = stores();
		const refuse = (request: SentRequest) =>
			promptOf(request) === 'owl' ? answer(400, enveloped(400, 'no such thing')) : taskAnswer('t0');
		const items = [{ prompt: 'fox' }, { prompt: 'owl' }, { prompt: '' }];
		const got = await create(
			{},
			{ items, stores: shared, continues: true, script: { submit: refuse } },
		);
		expect(causesOf(got.items)).toEqual([undefined, 'requestRefused', 'parameterRefused']);
		expect(entriesOf(shared).map(({ outcome, handedOver }) => [outcome, handedOver])).toEqual([
			['accepted', true],
			['refused', true],
		]);
	});

	it('sends nothing without a credential', async () => {
		const { thrown, sent } = await create({}, { credential: undefined });
		expect([causeOf(thrown), sent]).toEqual(['missingCredential', []]);
		const got = await create({}, { credential: undefined, continues: true });
		expect(got.items).toMatchObject([{ json: { error: { outcome: 'refused' } } }]);
	});

	it('sends nothing with an option that is none', async () => {
		const options = { maximumFileSizeMb: 'much' };
		const { thrown, sent } = await create({ options }, {});
		expect([causeOf(thrown), sent]).toEqual(['settingRefused', []]);
		const got = await create({ options }, { continues: true });
		expect(got.items).toMatchObject([{ json: { error: { outcome: 'refused' } } }]);
	});

	it.each([
		['an option is none', { options: { maximumFileSizeMb: 'much' } }, {}],
		['the credential is gone', {}, { credential: undefined }],
	])('keeps the task of an earlier try, which was charged: %s', async (_, parameters, more) => {
		const shared = stores();
		await create({}, { stores: shared });
		// As after an error of another item: the node has output nothing.
		for (const entry of entriesOf(shared)) entry.handedOver = false;
		const { items } = await create(parameters, { stores: shared, continues: true, ...more });
		expect(items).toMatchObject([{ json: { error: { taskId: 'task-fox' } } }]);
		expect(items[0]?.json.error).not.toHaveProperty('outcome', 'refused');
	});

	it('does not say that nothing was charged when one of its videos was', async () => {
		const shared = stores();
		await create({}, { items: rows('fox'), stores: shared });
		for (const entry of entriesOf(shared)) entry.handedOver = false;
		const more = { items: rows('fox', 'owl'), stores: shared, continues: true };
		const { items } = await create({}, { ...more, credential: undefined });
		expect(causesOf(items.slice(1))).toEqual(['missingCredential']);
		expect(items[1]?.json.error).not.toHaveProperty('outcome', 'refused');
	});

	it('says that nothing was charged when its items fail before the submit', async () => {
		const more = { items: rows(''), continues: true, credential: undefined };
		const { items } = await create({}, more);
		expect(items).toMatchObject([{ json: { error: { outcome: 'refused' } } }]);
	});

	it('does not say that nothing was charged when nobody knows', async () => {
		const shared = stores();
		const submit = () => answer(500);
		await create({}, { stores: shared, script: { submit } });
		const more = { stores: shared, continues: true, credential: undefined };
		const { items } = await create({}, more);
		expect(items[0]?.json.error).not.toHaveProperty('outcome', 'refused');
	});

	it('fails an item whose file name is none before it submits', async () => {
		const parameters = { return: 'file', options: { fileName: '=!' } };
		const { thrown, submits } = await create(parameters);
		expect([causeOf(thrown), submits]).toEqual(['expressionFailed', []]);
	});
});

describe('a dry run', () => {
	const dry = { options: { previewOnly: 'always' } };

	it('describes the requests, with one hint, and remembers nothing', async () => {
		const shared = stores();
		const { items, submits, hints } = await create(dry, { stores: shared });
		expect(items).toMatchObject([{ json: { status: 'dryRun', prompt: 'fox' } }]);
		expect([submits, hints.length]).toEqual([[], 1]);
		expect(entriesOf(shared)).toEqual([]);
	});

	it('has no hint when there is nothing to price', async () => {
		const { items, hints } = await create(dry, { items: rows(''), continues: true });
		expect([causesOf(items), hints]).toEqual([['parameterRefused'], []]);
	});

	it('takes nothing of the maximum', async () => {
		const shared = stores();
		const maximum = { maximumCostUsd: 0.3 };
		await create({ options: { ...dry.options, ...maximum } }, { stores: shared });
		const { submits } = await create({ options: maximum }, { stores: shared });
		expect(submits.length).toBe(1);
	});

	it('does not count what an earlier try has submitted', async () => {
		const shared = stores();
		await create({}, { stores: shared });
		for (const entry of entriesOf(shared)) entry.handedOver = false;
		const { items } = await create(dry, { stores: shared });
		expect(items).toMatchObject([{ json: { status: 'dryRun' } }]);
	});
});

describe('the hint about what was spent', () => {
	it('stands above the output of a manual run, without what was used of no maximum', async () => {
		const { hints } = await create({}, { mode: 'manual', items: rows('fox', 'owl') });
		expect(hints).toEqual([expect.stringMatching(/2 videos for about \$0\.52/)]);
		expect(hints[0]).not.toContain('used');
	});

	it('says what is used of a maximum', async () => {
		const options = { maximumCostUsd: 5 };
		const { hints } = await create({ options }, { mode: 'manual' });
		expect(hints).toEqual([expect.stringContaining('of $5.00 used')]);
	});

	it.each([
		['in production', { mode: 'trigger' }],
		['for an agent', { mode: 'manual', type: 'seedanceTextToVideoTool' }],
		['when nothing was started', { mode: 'manual', items: rows(''), continues: true }],
	])('is not there %s', async (_, more) => {
		expect((await create({}, more)).hints).toEqual([]);
	});
});

describe('a maximum of costs', () => {
	it('refuses all items before the first submit', async () => {
		const options = { maximumCostUsd: 0.3 };
		const { thrown, submits } = await create({ options }, { items: rows('fox', 'owl') });
		expect([causeOf(thrown), submits]).toEqual(['costAboveMaximum', []]);
	});

	it('keeps nothing for items that are no longer submitted: a retry has the whole of it', async () => {
		const shared = stores();
		const options = { maximumCostUsd: 0.6, submitsAtOnce: 1 };
		const more = { items: rows('fox', 'owl'), stores: shared };
		const submit = () => answer(400, enveloped(400, 'no such thing'));
		const first = await create({ options }, { ...more, script: { submit } });
		expect(first.submits.map(promptOf)).toEqual(['fox']);
		const retry = await create({ options }, more);
		expect(retry.submits.map(promptOf)).toEqual(['fox', 'owl']);
	});

	it('counts no submit that was refused: the next node has the whole of it', async () => {
		const shared = stores();
		const options = { maximumCostUsd: 0.3 };
		const submit = () => answer(400, enveloped(400, 'no such thing'));
		await create({ options }, { stores: shared, script: { submit } });
		const next = await create({ options }, { stores: { flow: shared.flow, node: {} } });
		expect(next.submits.length).toBe(1);
	});
});

describe('the wait', () => {
	const read = (id: string) => taskAnswer(id, 'processing');
	const waiting = { return: 'url', timeoutMinutes: 1 };

	it('ends after the time that is set', async () => {
		const { thrown } = await create(
			{ return: 'url', options: { timeoutMinutes: 1 } },
			{ script: { read } },
		);
		expect(causeOf(thrown)).toBe('deadline');
		expect(thrown).toHaveProperty('message', expect.stringMatching(/\b1 minute\b/));
	});

	it('gives an item that says so, if the options say so', async () => {
		const options = { timeoutMinutes: 1, ifTimeoutIsReached: 'item' };
		const { items, sent } = await create({ ...waiting, options }, { script: { read } });
		expect(items).toMatchObject([{ json: { status: 'processing', timedOut: true } }]);
		expect(sent.filter(({ method }) => method === 'DELETE')).toEqual([]);
	});

	it('cancels what is late, if the options say so, and remembers it', async () => {
		const shared = stores();
		const options = { timeoutMinutes: 1, ifTimeoutIsReached: 'cancel' };
		const others = ({ method, url }: SentRequest) =>
			method === 'DELETE'
				? taskAnswer(idIn({ method, url, body: undefined }) ?? '', 'cancelled')
				: undefined;
		const { items } = await create(
			{ ...waiting, options },
			{ stores: shared, script: { read, others } },
		);
		expect(items).toMatchObject([{ json: { status: 'cancelled', timedOut: true } }]);
		expect(entriesOf(shared)).toMatchObject([{ task: { status: 'cancelled' } }]);
	});

	it('suspends the execution while videos are made, and stores its items', async () => {
		const shared = stores();
		const options = { waitUsing: 'suspend', recheckMinutes: 10, notifyWhenDone: 'nothing' };
		const begun = Date.now();
		const { items, wakes, stack } = await create(
			{ ...waiting, options },
			{ stores: shared, script: { read }, mode: 'manual' },
		);
		expect([items, wakes.length, stack.length]).toEqual([[], 1, 2]);
		expect(wakes[0]).toBeGreaterThanOrEqual(begun + 10 * 60_000);
		expect(wakes[0]).toBeLessThanOrEqual(Date.now() + 10 * 60_000);
		expect(shared.node.suspendedWait).toMatchObject({
			awaiting: ['task-fox'],
			items: [{ index: 0, now: { state: 'running' } }],
			hints: [expect.stringContaining('1 video')],
		});
		expect(entriesOf(shared)).toMatchObject([{ handedOver: false }]);
	});

	it('needs no sleep for videos that are ready', async () => {
		const options = { waitUsing: 'suspend', notifyWhenDone: 'nothing' };
		const { items, wakes } = await create({ ...waiting, options });
		expect([items.length, wakes]).toEqual([1, []]);
	});
});

describe('a run that wakes', () => {
	const asleep = (now: object = { state: 'running', task: known('t0', 'processing').raw }) => ({
		flow: {},
		node: {
			suspendedWait: {
				awaiting: ['t0'],
				deadline: Date.now() + 60 * 60_000,
				wakeAt: 0,
				items: [{ index: 0, key: 'a', model, now }],
				hints: ['a hint'],
			},
		} as IDataObject,
	});
	const sleeping = { return: 'url', options: { waitUsing: 'suspend' } };

	it('submits nothing, waits for its tasks and shows its hints', async () => {
		const { items, submits, hints } = await create(sleeping, { stores: asleep(), runIndex: 1 });
		expect(items).toMatchObject([{ json: { taskId: 't0', status: 'completed' } }]);
		expect([submits, hints]).toEqual([[], ['a hint']]);
	});

	it('shows no hints when none are stored', async () => {
		const shared = asleep();
		delete (shared.node.suspendedWait as IDataObject).hints;
		const { items, hints } = await create(sleeping, { stores: shared, runIndex: 1 });
		expect([items.length, hints]).toEqual([1, []]);
	});

	it('ends its sleep, also when it fails', async () => {
		const shared = asleep();
		const script = { read: (id: string) => taskAnswer(id, 'failed') };
		const { thrown } = await create(sleeping, { stores: shared, runIndex: 1, script });
		expect([causeOf(thrown), 'suspendedWait' in shared.node]).toEqual(['taskFailed', false]);
	});

	it('says what was skipped, and why', async () => {
		const duplicate = { requestKey: 'row 7', reason: 'it was started before' };
		const { items } = await create(sleeping, {
			stores: asleep({ state: 'skipped', duplicate }),
			runIndex: 1,
		});
		expect(items).toMatchObject([{ json: { status: 'skipped', model, ...duplicate } }]);
	});

	it.each([
		['an option is none now', { ...sleeping, options: { maximumFileSizeMb: 'much' } }, {}],
		['the credential is gone', sleeping, { credential: undefined }],
		[
			'a file name is none now',
			{ return: 'file', options: { waitUsing: 'suspend', fileName: '=!' } },
			{},
		],
	])('keeps its tasks, and ends its sleep: %s', async (_, parameters, more) => {
		const shared = asleep();
		const given = { stores: shared, runIndex: 1, continues: true, ...more };
		const { items, submits } = await create(parameters, given);
		expect(items).toMatchObject([{ json: { error: { taskId: 't0' } } }]);
		expect(items[0]?.json.error).not.toHaveProperty('outcome', 'refused');
		expect([submits, 'suspendedWait' in shared.node]).toEqual([[], false]);
	});

	it('lets the execution be retried in any way: the entry that refuses it is gone', async () => {
		const first = await create(
			{ ...sleeping, options: { waitUsing: 'suspend', notifyWhenDone: 'nothing' } },
			{ script: { read: (id) => taskAnswer(id, 'processing') } },
		);
		expect(first.stack.length).toBe(2);
		const more = { runExecutionData: { executionData: { nodeExecutionStack: first.stack } } };
		await create(sleeping, { stores: first.stores as never, runIndex: 1, more });
		expect(first.stack.length).toBe(1);
	});
});

describe('after a Stop', () => {
	it('nothing is handed over, and nothing sleeps: a retry finds the tasks in the ledger', async () => {
		const shared = stores();
		const made: { stop?: () => void } = {};
		const read = (id: string) => {
			made.stop?.();
			return taskAnswer(id, 'processing');
		};
		const context = nodeContext({
			items: rows('fox'),
			stores: shared,
			continues: true,
			reply: api({ read }),
			parameters: {
				...fox,
				return: 'url',
				options: { waitUsing: 'suspend', notifyWhenDone: 'nothing' },
			},
		});
		made.stop = context.stop;
		await createVideos(context.context, 'text-to-video');
		expect(context.wakes).toEqual([]);
		expect(entriesOf(shared)).toMatchObject([{ outcome: 'accepted', handedOver: false }]);
	});
});

describe('callbacks', () => {
	const resumeUrl = 'https://n8n.example.com/webhook-waiting/7?signature=abc';
	const webhookOf = ({ url }: SentRequest) => new URL(url).searchParams.get('webhook');
	const toldTo = async (options: IDataObject, more: NodeContextOptions = {}) =>
		(await create({ return: 'url', options }, { resumeUrl, ...more })).submits.map(webhookOf);

	it('go to this execution when it is to be suspended', async () => {
		expect(await toldTo({ waitUsing: 'suspend' })).toEqual([
			expect.stringContaining('/webhook-waiting/7'),
		]);
	});

	it('go nowhere when it polls, or when the options say so', async () => {
		expect(await toldTo({})).toEqual([null]);
		expect(await toldTo({ waitUsing: 'suspend', notifyWhenDone: 'nothing' })).toEqual([null]);
	});

	it('go to the URL that is given', async () => {
		const callbackUrl = 'https://example.com/ready';
		expect(await toldTo({ notifyWhenDone: 'url', callbackUrl })).toEqual([callbackUrl]);
	});

	it('with a URL that is none: nothing is submitted', async () => {
		const options = { notifyWhenDone: 'url', callbackUrl: 'nonsense' };
		const { thrown, submits } = await create({ options });
		expect(causeOf(thrown)).toBeDefined();
		expect(submits).toEqual([]);
	});

	it('are not checked in a dry run', async () => {
		const options = { notifyWhenDone: 'url', callbackUrl: 'nonsense', previewOnly: 'always' };
		expect((await create({ options })).items).toMatchObject([{ json: { status: 'dryRun' } }]);
	});

	it('that this execution cannot get are said in a hint', async () => {
		const options = { waitUsing: 'suspend' };
		const { hints } = await create(
			{ return: 'url', options },
			{ resumeUrl: 'https://10.0.0.1/wait/7?signature=abc' },
		);
		expect(hints).toEqual([expect.stringContaining('10.0.0.1')]);
	});
});
