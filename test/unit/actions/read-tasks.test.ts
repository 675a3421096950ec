jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../../engine/time').hurriedWorkflow(),
);
/** Get Result and Wait for Completion: which tasks are asked for, and which items come out. */
import type { IDataObject } from 'n8n-workflow';
import { runGetResult, runWaitForCompletion } from '../../../nodes/shared/actions/readTasks';
import type { ApiReply } from '../../../seedance/api/http';
import { defined } from '../../../seedance/result';
import type * as time from '../../engine/time';
import { hurry, realTime } from '../../engine/time';
import { answer, enveloped, taskAnswer } from '../../support/api/replies';
import { causeOf, textOf } from '../../support/errors/causeOf';
import { nodeContext } from '../../support/nodeContext';
import type { NodeContextOptions, SentRequest } from '../../support/nodeContext';

beforeAll(() => hurry(1_000));
afterAll(realTime);

const runners = { get: runGetResult, wait: runWaitForCompletion };
const types = { get: 'seedanceGetResult', wait: 'seedanceWaitForCompletion' };
type Operation = keyof typeof runners;

/** The ID of the task that a request is about. */
const idIn = ({ url }: SentRequest) => /predictions\/([^/?]+)/.exec(url)?.[1] ?? 'none';

/** Each task with a status; others are unknown. */
const tasks =
	(statuses: Readonly<Record<string, string>>) =>
	(request: SentRequest): ApiReply => {
		const status = statuses[idIn(request)];
		if (request.method === 'POST') return answer(404, enveloped(404));
		return status === undefined
			? answer(404, enveloped(404, 'task not found'))
			: taskAnswer(idIn(request), status);
	};

/** Runs a node. @returns its items or what it threw, and whose tasks were read */
async function run(
	operation: Operation,
	parameters: IDataObject,
	{ items, ...options }: NodeContextOptions & { readonly items: readonly IDataObject[] },
) {
	const made = nodeContext({ type: types[operation], ...options, items, parameters });
	const ran = await runners[operation](made.context).then(
		([first = []]) => ({ items: first }),
		(thrown: unknown) => ({ items: [], thrown }),
	);
	const read = made.sent.filter(({ method }) => method === 'GET').map(idIn);
	return { thrown: undefined, ...ran, read, ...made };
}
const byField = { taskId: '=taskId' };
const causesOf = (items: ReadonlyArray<{ json: IDataObject }>) =>
	items.map(({ json }) => causeOf(json.error));

describe('Get Result', () => {
	const get = async (
		parameters: IDataObject,
		options: NodeContextOptions & { readonly items: readonly IDataObject[] },
	) => await run('get', { ...byField, ...parameters }, options);

	it('reads each task once, and gives each item its task', async () => {
		const { items, read } = await get(
			{},
			{
				items: ['task-1', 'task-2', 'task-1'].map((taskId) => ({ taskId })),
				reply: tasks({ 'task-1': 'completed', 'task-2': 'processing' }),
			},
		);
		expect(read).toEqual(['task-1', 'task-2']);
		expect(items).toMatchObject([
			{ json: { taskId: 'task-1', status: 'completed' }, pairedItem: { item: 0 } },
			{ json: { taskId: 'task-2', status: 'processing' }, pairedItem: { item: 1 } },
			{ json: { taskId: 'task-1', status: 'completed' }, pairedItem: { item: 2 } },
		]);
		for (const { json } of items) expect(json).not.toHaveProperty('timedOut');
	});

	it('names the incoming model where the API does not', async () => {
		const reply = () => taskAnswer('task-1', 'processing', { model: undefined });
		const [own] = (await get({}, { items: [{ taskId: 'task-1', model: 'a/b' }], reply })).items;
		expect(own?.json).toMatchObject({ model: 'a/b' });
		const error = { taskId: 'task-1', model: 'c/d' };
		const [failed] = (await get({}, { items: [{ error }], reply })).items;
		expect(failed?.json).toMatchObject({ taskId: 'task-1', model: 'c/d' });
	});

	it('reads at most 5 tasks at once', async () => {
		let [open, most] = [0, 0];
		const items = Array.from({ length: 12 }, (_, i) => ({ taskId: `task-${i}` }));
		const helpers = {
			async httpRequestWithAuthentication() {
				most = Math.max(most, (open += 1));
				await new Promise((resolve) => setImmediate(resolve));
				open -= 1;
				return { statusCode: 404, headers: {}, body: '{}' };
			},
		};
		await get({}, { items, more: { helpers }, continues: true });
		expect(most).toBe(5);
	});

	it('is an error item for what cannot be read, beside the others', async () => {
		const { items } = await get(
			{},
			{
				items: [{ taskId: 'task-1' }, { taskId: 'task-9' }],
				reply: tasks({ 'task-1': 'completed' }),
				continues: true,
			},
		);
		expect(causesOf(items)).toEqual([undefined, 'unknownTask']);
	});

	it('shows the field whose expression throws', async () => {
		const { thrown, read } = await get({ taskId: '=!' }, { items: [{}] });
		expect(causeOf(thrown)).toBe('expressionFailed');
		expect(textOf(thrown)).toContain('Task ID');
		expect(read).toEqual([]);
	});

	it.each([
		['missing', {}, 'missingTaskId'],
		['empty', { taskId: '' }, 'missingTaskId'],
		['none', { taskId: '{"a": "b"}' }, 'malformedTaskId'],
		['none, in an error', { error: { taskId: '{"a": "b"}' } }, 'malformedTaskId'],
	])('is an error when the ID is %s', async (_, item, cause) => {
		const { thrown, read } = await get({}, { items: [item] });
		expect([causeOf(thrown), read]).toEqual([cause, []]);
	});

	it.each([
		['an error without a task', { error: { message: 'x' } }],
		['an error as text', { error: 'out of order' }],
		['an error whose task ID is empty', { error: { taskId: '' } }],
		['a skipped item', { status: 'skipped' }],
		['an item of a dry run', { status: 'dryRun' }],
	])('passes %s through unchanged', async (_, item) => {
		const { items, read } = await get({}, { items: [{ ...item, row: 7 }] });
		expect(items).toEqual([{ json: { ...item, row: 7 }, pairedItem: { item: 0 } }]);
		expect(read).toEqual([]);
	});

	it.each([
		['null', null],
		['empty', ''],
	])('passes nothing through for an error that is %s', async (_, error) => {
		const { thrown } = await get({}, { items: [{ error }] });
		expect(causeOf(thrown)).toBe('missingTaskId');
	});

	it.each([
		['is not set', undefined],
		['is empty', ''],
		['is an expression without a value', '=nothing'],
	])('passes an error without a task through when the field %s', async (_, taskId) => {
		const error = { message: 'x' };
		const { items } = await run('get', defined({ taskId }), { items: [{ error }] });
		expect(items).toMatchObject([{ json: { error } }]);
	});

	it('reads the ID of a field that is chosen from a list', async () => {
		const taskId = { __rl: true, mode: 'list', value: 'task-1' };
		const reply = tasks({ 'task-1': 'completed' });
		const { items } = await get({ taskId }, { items: [{}], reply });
		expect(items).toMatchObject([{ json: { taskId: 'task-1' } }]);
	});

	it('reads the task that is given for a skipped item', async () => {
		const item = { status: 'skipped', taskId: 'task-1' };
		const reply = tasks({ 'task-1': 'completed' });
		const { items } = await get({}, { items: [item], reply });
		expect(items).toMatchObject([{ json: { taskId: 'task-1', status: 'completed' } }]);
	});

	describe('of an item that has its finished video', () => {
		const finished = { taskId: 'task-1', status: 'completed', videoUrl: 'https://a.test/1.mp4' };

		it.each([
			['a URL', finished],
			['a list of URLs', { ...finished, videoUrl: undefined, outputs: ['https://a.test/1.mp4'] }],
		])('asks for nothing: it has %s', async (_, item) => {
			const { items, read } = await get({}, { items: [item] });
			expect(items).toEqual([{ json: item, pairedItem: { item: 0 } }]);
			expect(read).toEqual([]);
		});

		it.each([
			['its status is another', { ...finished, status: 'processing' }],
			['its task is another', { ...finished, taskId: 'task-2' }],
			['it has no URL', { ...finished, videoUrl: undefined }],
			['its list is empty', { ...finished, videoUrl: '', outputs: [] }],
		])('reads the task when %s', async (_, item) => {
			const reply = tasks({ 'task-1': 'completed' });
			const { read } = await get({ taskId: 'task-1' }, { items: [item], reply });
			expect(read).toEqual(['task-1']);
		});

		it('downloads the file of its URL, with the data that it has', async () => {
			const asked: unknown[] = [];
			const helpers = {
				async httpRequest({ url }: { url: string }) {
					asked.push(url);
					return { statusCode: 404, headers: {}, body: '' };
				},
			};
			const parameters = { return: 'file', options: { ifDownloadFails: 'item' } };
			const { items, read } = await get(parameters, { items: [finished], more: { helpers } });
			expect([asked[0], read]).toEqual([finished.videoUrl, []]);
			expect(items).toMatchObject([{ json: { ...finished, downloadError: expect.any(String) } }]);
		});

		it('stops for one that is flagged, as one that is read', async () => {
			const item = { ...finished, nsfw: true };
			const { thrown } = await get({}, { items: [item] });
			expect(causeOf(thrown)).toBe('flaggedNsfw');
		});
	});

	it('adds files to finished tasks if it returns files', async () => {
		const items = [{ taskId: 'task-1' }];
		const reply = () => taskAnswer('task-1', 'completed', { outputs: [] });
		const got = await get({ return: 'file' }, { items, reply });
		expect(got.items).toMatchObject([{ json: { downloadError: expect.any(String) } }]);
		const url = await get({ return: 'url' }, { items, reply });
		expect(url.items[0]?.json).not.toHaveProperty('downloadError');
	});

	it('has input fields and the API’s own data as the options say', async () => {
		const items = [{ taskId: 'task-1', row: 7 }];
		const options = { includeInputFields: 'all', simplify: false };
		const reply = tasks({ 'task-1': 'completed' });
		const got = await get({ options }, { items, reply });
		expect(got.items).toMatchObject([{ json: { row: 7, id: 'task-1', urls: expect.anything() } }]);
	});

	it('gives a failed task as data, unless the options say otherwise', async () => {
		const items = [{ taskId: 'task-1' }];
		const reply = tasks({ 'task-1': 'failed' });
		expect((await get({}, { items, reply })).items).toMatchObject([{ json: { status: 'failed' } }]);
		const { thrown } = await get({ options: { ifTaskFails: 'error' } }, { items, reply });
		expect(causeOf(thrown)).toBe('taskFailed');
	});
});

describe('Delete or Cancel', () => {
	const remove = async (
		options: NodeContextOptions & { readonly items: readonly IDataObject[] },
		parameters: IDataObject = {},
	) => await run('get', { ...byField, operation: 'delete', ...parameters }, options);
	const reply = (request: SentRequest) => taskAnswer(idIn(request), 'deleted');

	it('deletes each task once', async () => {
		const items = ['task-1', 'task-2', 'task-1'].map((taskId) => ({ taskId }));
		const got = await remove({ items, reply });
		expect(got.sent.map((request) => `${request.method} ${idIn(request)}`)).toEqual([
			'DELETE task-1',
			'DELETE task-2',
		]);
		expect(got.items).toEqual(
			items.map(({ taskId }, i) => ({
				json: { taskId, deleted: true, status: 'deleted' },
				pairedItem: { item: i },
			})),
		);
	});

	it('passes items without a task through, and deletes the finished task of an item', async () => {
		const finished = { taskId: 'task-1', status: 'completed', videoUrl: 'https://a.test/1.mp4' };
		const got = await remove({ items: [{ status: 'skipped' }, finished], reply });
		expect(got.items).toMatchObject([
			{ json: { status: 'skipped' }, pairedItem: { item: 0 } },
			{ json: { taskId: 'task-1', deleted: true } },
		]);
		expect(got.items[0]?.json).not.toHaveProperty('deleted');
	});

	it('deletes nothing when the ID of one item is none', async () => {
		const got = await remove({ items: [{ taskId: 'task-1' }, {}], reply });
		expect([causeOf(got.thrown), got.sent]).toEqual(['missingTaskId', []]);
	});

	it('is an error item for a task that was not deleted', async () => {
		const refusal = () => taskAnswer('task-1', 'processing');
		const got = await remove({ items: [{ taskId: 'task-1' }], reply: refusal, continues: true });
		expect(causesOf(got.items)).toEqual(['notDeleted']);
	});

	it('includes input fields if the options say so', async () => {
		const options = { includeInputFields: 'all' };
		const got = await remove({ items: [{ taskId: 'task-1', row: 7 }], reply }, { options });
		expect(got.items).toMatchObject([{ json: { row: 7, deleted: true } }]);
	});

	it('sends nothing without a credential, and keeps the IDs', async () => {
		const items = [{ taskId: 'task-1' }];
		const got = await remove({ items, credential: undefined, continues: true });
		expect(causesOf(got.items)).toEqual(['missingCredential']);
		expect(got.items).toMatchObject([{ json: { error: { taskId: 'task-1' } } }]);
	});
});

describe.each(['get', 'wait'] as const)('a run that cannot read its tasks: %s', (operation) => {
	const items = [
		{ taskId: 'task-1' },
		{},
		{ taskId: 'task-2', status: 'completed', videoUrl: 'https://a.test/2.mp4' },
	];
	const wrong = { ...byField, options: { maximumFileSizeMb: 'much' } };

	it.each([
		['there is no credential', byField, { credential: undefined }, 'missingCredential'],
		['an option is none', wrong, {}, 'settingRefused'],
	])('keeps the IDs of the tasks in its error items: %s', async (_, parameters, more, cause) => {
		const got = await run(operation, parameters, { items, continues: true, ...more });
		expect(causesOf(got.items)).toEqual([cause, cause, cause]);
		expect(got.items.map(({ json }) => json.error)).toMatchObject([
			{ taskId: 'task-1' },
			{},
			{ taskId: 'task-2' },
		]);
		expect(got.items[1]?.json.error).not.toHaveProperty('taskId');
		expect(got.sent).toEqual([]);
	});

	it.each([
		['there is no credential', byField, { credential: undefined }, 'missingCredential'],
		['an option is none', wrong, {}, 'settingRefused'],
	])('is one error when the workflow stops: %s', async (_, parameters, more, cause) => {
		const got = await run(operation, parameters, { items, ...more });
		expect([causeOf(got.thrown), got.sent]).toEqual([cause, []]);
	});
});

describe('Wait for Completion', () => {
	const wait = async (
		parameters: IDataObject,
		options: NodeContextOptions & { readonly items: readonly IDataObject[] },
	) => await run('wait', { ...byField, ...parameters }, options);
	const running = { items: [{ taskId: 'task-1' }], reply: tasks({ 'task-1': 'processing' }) };

	it('waits until the tasks have ended', async () => {
		let reads = 0;
		const reply = (request: SentRequest) =>
			request.method === 'POST'
				? answer(404, enveloped(404))
				: taskAnswer('task-1', (reads += 1) < 3 ? 'processing' : 'completed');
		const got = await wait({}, { items: [{ taskId: 'task-1' }], reply });
		expect(got.items).toMatchObject([{ json: { taskId: 'task-1', status: 'completed' } }]);
		expect(got.items[0]?.json).not.toHaveProperty('timedOut');
	});

	it('is an error after the time that is set', async () => {
		const { thrown } = await wait({ timeoutMinutes: 1 }, running);
		expect(causeOf(thrown)).toBe('deadline');
		expect(thrown).toHaveProperty('message', expect.stringMatching(/\b1 minute\b/));
	});

	it('names the model of what is not ready in time', async () => {
		const items = [{ taskId: 'task-1', model: 'a/b' }];
		const reply = ({ method }: SentRequest) =>
			method === 'POST'
				? answer(404, enveloped(404))
				: taskAnswer('task-1', 'processing', { model: undefined });
		const got = await wait({ timeoutMinutes: 1 }, { items, reply, continues: true });
		expect(got.items).toMatchObject([{ json: { error: { taskId: 'task-1', model: 'a/b' } } }]);
	});

	it('gives the task as it is, with the time said to be over, if the options say so', async () => {
		const options = { ifTimeoutIsReached: 'item' };
		const got = await wait({ timeoutMinutes: 1, options }, running);
		expect(got.items).toMatchObject([{ json: { status: 'processing', timedOut: true } }]);
		expect(got.sent.filter(({ method }) => method === 'DELETE')).toEqual([]);
	});

	it('cancels what is not ready in time, if the options say so', async () => {
		const options = { ifTimeoutIsReached: 'cancel' };
		const reply = (request: SentRequest) =>
			request.method === 'DELETE' ? taskAnswer('task-1', 'cancelled') : running.reply(request);
		const got = await wait({ timeoutMinutes: 1, options }, { ...running, reply });
		expect(got.items).toMatchObject([{ json: { status: 'cancelled', timedOut: true } }]);
	});

	it('suspends the execution while tasks run, until it is to look again', async () => {
		const before = Date.now();
		const parameters = { waitUsing: 'suspend', options: { recheckMinutes: 10 } };
		const got = await wait(parameters, running);
		expect([got.items, got.hints]).toEqual([[], []]);
		const [wakeAt = 0] = got.wakes;
		expect(wakeAt).toBeGreaterThanOrEqual(before + 10 * 60_000);
		expect(wakeAt).toBeLessThanOrEqual(Date.now() + 10 * 60_000);
		expect(got.stores.node).toMatchObject({ suspendedWait: { awaiting: ['task-1'], wakeAt } });
	});

	it('does not suspend when nothing runs any more, and ends the wait', async () => {
		const stores = {
			flow: {},
			node: { suspendedWait: { awaiting: ['task-1'], deadline: Date.now() + 60_000, wakeAt: 0 } },
		};
		const reply = tasks({ 'task-1': 'completed' });
		const got = await wait({ waitUsing: 'suspend' }, { ...running, reply, stores });
		expect(got.items).toMatchObject([{ json: { status: 'completed' } }]);
		expect([got.wakes, 'suspendedWait' in stores.node]).toEqual([[], false]);
	});

	it.each([
		['an option is none', { maximumFileSizeMb: 'much' }, {}],
		['there is no credential', {}, { credential: undefined }],
	])('ends the wait when it cannot go on: %s', async (_, options, more) => {
		const stores = {
			flow: {},
			node: { suspendedWait: { awaiting: ['task-1'], deadline: Date.now() + 60_000, wakeAt: 0 } },
		};
		await wait({ waitUsing: 'suspend', options }, { ...running, ...more, stores });
		expect('suspendedWait' in stores.node).toBe(false);
	});

	it('does not suspend after a Stop: nothing would wake it', async () => {
		const made: { stop?: () => void } = {};
		const reply = (request: SentRequest) => {
			made.stop?.();
			return running.reply(request);
		};
		const context = nodeContext({
			type: types.wait,
			items: running.items,
			parameters: { ...byField, waitUsing: 'suspend' },
			reply,
			continues: true,
		});
		made.stop = context.stop;
		const [items = []] = await runWaitForCompletion(context.context);
		expect([items.length, context.wakes]).toEqual([1, []]);
	});
});
