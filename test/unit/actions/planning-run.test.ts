jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../../engine/time').hurriedWorkflow(),
);
/** The plan of a run: what waits for the API's list of models, for an earlier try, or for another call. */
import type { IDataObject } from 'n8n-workflow';
import { createVideos } from '../../../nodes/shared/actions/createVideo';
import { planRun } from '../../../nodes/shared/actions/planning';
import type { Planner } from '../../../nodes/shared/actions/planning';
import { readApi } from '../../../nodes/shared/n8n/client';
import { createRequestKeys } from '../../../nodes/shared/n8n/internals/requestKeyRows';
import { openNodeLedger } from '../../../nodes/shared/n8n/executionStore';
import type { ApiReply } from '../../../seedance/api/http';
import { problem } from '../../../seedance/errors/messages';
import { defaultModel } from '../../../seedance/models';
import type * as time from '../../engine/time';
import { hurry, realTime } from '../../engine/time';
import { answer, enveloped, task } from '../../support/api/replies';
import { nodeContext } from '../../support/nodeContext';
import type { NodeContextOptions, SentRequest } from '../../support/nodeContext';
import { known } from '../../support/task/fakeTasks';

beforeAll(() => hurry(1_000));
afterAll(realTime);

const model = defaultModel['text-to-video'];
const fox = { model, prompt: 'A fox', return: 'taskId' };
const outside = 'bytedance/seedance-99/text-to-video';
/** A list that has a model outside the catalogue, and allows less of the one in it. */
const list = answer(
	200,
	enveloped(
		200,
		'success',
		[
			{ id: outside, properties: { prompt: { type: 'string' } } },
			{ id: model, properties: { prompt: { type: 'string' }, tempo: { type: 'integer' } } },
		].map(({ id, properties }) => ({
			model_id: id,
			name: id,
			type: 'text-to-video',
			api_schema: {
				api_schemas: [{ type: 'model_run', request_schema: { type: 'object', properties } }],
			},
		})),
	),
);
const isList = ({ url }: SentRequest) => url.endsWith('/models');
const none = answer(404, enveloped(404));

let keys = 0;
/** A credential of its own: the list of each account is kept for an hour. */
const newAccount = (baseUrl = '') => ({ apiKey: `wsk_key_number_${(keys += 1)}`, baseUrl });

async function open(
	parameters: IDataObject,
	options: NodeContextOptions = {},
	{ ifUnknown = 'stop', ...given }: Partial<Planner> & { ifUnknown?: 'stop' | 'submitAgain' } = {},
) {
	const made = nodeContext({
		credential: newAccount(),
		reply: (request) => (isList(request) ? list : none),
		...options,
		parameters: { ...fox, ...parameters },
	});
	const atEnd: Array<() => void> = [];
	const planner: Planner = {
		context: made.context,
		mode: 'text-to-video',
		api: await readApi(made.context),
		ledger: openNodeLedger(made.context, ifUnknown),
		names: undefined,
		needsPrices: false,
		atEnd: (work) => atEnd.push(work),
		...given,
	};
	return { ...made, planner, end: () => atEnd.forEach((work) => work()), atEnd };
}

/** Plans a run. @returns the states of its items, and how to plan again */
async function plan(...args: Parameters<typeof open>) {
	const opened = await open(...args);
	const { plan: made, replan } = await planRun(opened.planner);
	const lists = () => opened.sent.filter(isList).length;
	return {
		...opened,
		items: made.items,
		states: made.items.map(({ now }) => now.state),
		replan,
		lists,
	};
}

/** A list that comes when it is let go. */
function held() {
	let release = () => {};
	const released = new Promise<ApiReply>((resolve) => (release = () => resolve(list)));
	return { release, reply: (request: SentRequest) => (isList(request) ? released : none) };
}

/** Lets everything that waits for nothing else happen. */
const settle = async () => {
	for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('the list of models', () => {
	it('is not waited for with a model of the catalogue, and used when it comes before the submit', async () => {
		const { release, reply } = held();
		const { states, replan, lists } = await plan({}, { reply });
		expect([states, lists()]).toEqual([['planned'], 1]);
		expect(await replan()).toBeUndefined();
		release();
		let again = await replan();
		while (again === undefined) {
			await settle();
			again = await replan();
		}
		expect(again.items.length).toBe(1);
		expect(await replan()).toBeUndefined();
	});

	it.each([
		['with a model outside the catalogue', { model: outside }, 'planned'],
		[
			'when the catalogue refuses what it may allow',
			{ model, options: { parametersJson: '{"tempo": 3}' } },
			'planned',
		],
	])('is waited for %s', async (_, parameters, state) => {
		const { states, replan } = await plan(parameters);
		expect(states).toEqual([state]);
		expect(await replan()).toBeUndefined();
	});

	it('is waited for when one of several models is outside the catalogue, and has its record', async () => {
		const { items } = await plan({ model: '=model' }, { items: [{ model }, { model: outside }] });
		expect(items).toMatchObject([
			{ now: { state: 'planned', record: { id: model } } },
			{ now: { state: 'planned', record: { id: outside } } },
		]);
	});

	it('is waited for where a person relies on prices', async () => {
		const { release, reply } = held();
		let isOver = false;
		const running = plan({}, { reply }, { needsPrices: true }).then((result) => {
			isOver = true;
			return result;
		});
		await settle();
		expect(isOver).toBe(false);
		release();
		expect((await running).states).toEqual(['planned']);
	});

	it('is asked for then, though the built-in schema is chosen', async () => {
		const builtIn = { options: { schema: 'builtIn' } };
		expect((await plan(builtIn)).lists()).toBe(0);
		expect((await plan(builtIn, {}, { needsPrices: true })).lists()).toBe(1);
	});

	it.each([
		['an expression throws', { prompt: '=!' }],
		['a setting is none', { options: { videosPerItem: 'many' } }],
	])('changes nothing when %s, so nothing waits for it', async (_, parameters) => {
		const { reply } = held();
		expect((await plan(parameters, { reply })).states).toEqual(['failed']);
	});

	it('is not asked for without a credential', async () => {
		const { sent } = await plan({ model: outside }, { credential: undefined });
		expect(sent).toEqual([]);
	});
});

describe('URLs of this machine', () => {
	const parameters = {
		model: defaultModel['image-to-video'],
		image: 'http://127.0.0.1/fox.png',
		options: { schema: 'builtIn' },
	};
	const stateAt = async (credential: IDataObject | undefined) =>
		(await plan(parameters, { credential }, { mode: 'image-to-video' })).states;

	it('are allowed only where the API is on this machine', async () => {
		expect(await stateAt(newAccount('http://127.0.0.1:9'))).toEqual(['planned']);
		expect(await stateAt(newAccount('https://api.test'))).toEqual(['failed']);
		expect(await stateAt(undefined)).toEqual(['failed']);
	});
});

it('a file name that is none fails its item in the plan', async () => {
	const names = [{ ok: false, problem: problem('settingRefused', { detail: 'x' }) } as const];
	expect((await plan({ options: { schema: 'builtIn' } }, {}, { names })).states).toEqual([
		'failed',
	]);
});

describe('a submit of an earlier try whose outcome is unknown', () => {
	const options = { schema: 'builtIn', requestKey: 'row 1' };
	const listing = (...items: readonly object[]) =>
		answer(200, enveloped(200, 'success', { page: 1, items }));

	/**
	 * An execution whose submit has got no answer, and what its retry plans.
	 * @param ids of the tasks that the API lists for the retry, with the inputs and time of the submit
	 */
	async function retried(
		ids: readonly string[] = [],
		more: NodeContextOptions = {},
		ifUnknown: 'stop' | 'submitAgain' = 'stop',
	) {
		const stores = { flow: {}, node: {} };
		const credential = newAccount();
		// A prompt of its own, because equal submits of this process are rivals.
		const prompt = `A fox ${keys}`;
		const processed = new Map<string, readonly string[]>();
		const common = { stores, credential, processed, mode: 'trigger' };
		let input: unknown;
		let sentAt = '';
		const first = nodeContext({
			...common,
			continues: true,
			parameters: { ...fox, prompt, options },
			reply({ url, body }) {
				if (!url.includes('/bytedance/')) return listing();
				[input, sentAt] = [body, new Date(Date.now()).toISOString()];
				return answer(500);
			},
		});
		await createVideos(first.context, 'text-to-video');
		// As after an error of another item: the node has output nothing.
		for (const entry of Object.values(
			(stores.node as { submitted: Record<string, IDataObject> }).submitted,
		)) {
			entry.handedOver = false;
		}
		const listed = ids.map((id) => task(id, 'processing', { model, created_at: sentAt, input }));
		const again = await plan(
			{ prompt, options },
			{
				...common,
				reply: ({ url }) => (url.endsWith('/predictions') ? listing(...listed) : none),
				...more,
			},
			{ ifUnknown },
		);
		const looks = () => again.sent.filter(({ url }) => url.endsWith('/predictions')).length;
		return { ...again, looks };
	}

	it('stays unknown when the API lists no such task', async () => {
		const { items, looks } = await retried();
		expect(items).toMatchObject([
			{ now: { state: 'failed', problem: { cause: 'stillUnknown', outcome: 'unknown' } } },
		]);
		expect(looks()).toBeGreaterThan(0);
	});

	it('stays unknown when it may be one of several tasks, which are named', async () => {
		const { items } = await retried(['one 1', 'one 2']);
		expect(items).toMatchObject([
			{
				now: {
					state: 'failed',
					problem: {
						cause: 'stillUnknown',
						description: expect.stringMatching(/one 1 .*one 2 /),
					},
				},
			},
		]);
	});

	it('has its task when the API lists it, in the ledger and under its request key', async () => {
		const id = `found ${keys}`;
		const { items, planner, context } = await retried([id]);
		expect(items).toMatchObject([{ now: { state: 'running', task: { id } } }]);
		expect(planner.ledger.recall(items[0]?.key ?? '')).toMatchObject({
			kind: 'known',
			task: { id },
		});
		expect(await createRequestKeys(context).findTask('row 1', [id])).toBe(id);
	});

	it('is submitted again only when no task is found, if the options say so', async () => {
		expect(await retried([], {}, 'submitAgain')).toMatchObject({ states: ['planned'] });
		expect(await retried([`other ${keys}`], {}, 'submitAgain')).toMatchObject({
			states: ['running'],
		});
	});

	it('is not looked for without a credential', async () => {
		const { items, looks } = await retried([], { credential: undefined });
		expect(items).toMatchObject([{ now: { state: 'failed', problem: { cause: 'stillUnknown' } } }]);
		expect(looks()).toBe(0);
	});
});

describe("an agent's call", () => {
	const agent = { type: 'seedanceTextToVideoTool' };
	const parameters = { prompt: '=prompt', options: { schema: 'builtIn' } };
	const of = (prompt: string, flow: IDataObject, node: IDataObject = {}) => ({
		...agent,
		items: [{ prompt }],
		stores: { flow, node },
	});
	const begin = (...args: Parameters<typeof plan>) => {
		const call = { isOver: false };
		const result = plan(...args).then((planned) => {
			call.isOver = true;
			return planned;
		});
		return Object.assign(call, { result });
	};

	it('waits for an equal one that is under way, and no other', async () => {
		const flow = {};
		const first = await plan(parameters, of('A fox', flow));
		const [equal, other] = [
			begin(parameters, of('A fox', flow)),
			begin(parameters, of('An owl', flow)),
		];
		const elsewhere = begin(parameters, of('A fox', {}));
		await Promise.all([other.result, elsewhere.result]);
		await settle();
		expect(equal.isOver).toBe(false);
		first.end();
		expect((await equal.result).states).toEqual(['planned']);
	});

	it('waits in turn: of three equal ones, one at a time is under way', async () => {
		const flow = {};
		const first = await plan(parameters, of('A fox', flow));
		const calls = [begin(parameters, of('A fox', flow)), begin(parameters, of('A fox', flow))];
		first.end();
		await Promise.race(calls.map(({ result }) => result));
		await settle();
		expect(calls.filter(({ isOver }) => isOver).length).toBe(1);
		for (const call of calls) if (call.isOver) (await call.result).end();
		const both = await Promise.all(calls.map(({ result }) => result));
		expect(both.map(({ states }) => states)).toEqual([['planned'], ['planned']]);
	});

	it('gets the task of the one that it has waited for', async () => {
		const [flow, node] = [{}, {}];
		const first = await plan(parameters, of('A fox', flow, node));
		const second = begin(parameters, of('A fox', flow, node));
		await settle();
		const { planner, items } = first;
		const key = items[0]?.key ?? '';
		planner.ledger.sending(key, model);
		planner.ledger.found(key, model, known('t0'), []);
		first.end();
		expect((await second.result).items).toMatchObject([
			{ now: { state: 'running', task: { id: 't0' } } },
		]);
	});

	it('gets the task of one that ends while it is being planned', async () => {
		const [flow, node] = [{}, {}];
		const first = await plan(parameters, of('A fox', flow, node));
		const second = await open(parameters, of('A fox', flow, node));
		const running = planRun(second.planner);
		const key = first.items[0]?.key ?? '';
		first.planner.ledger.sending(key, model);
		first.planner.ledger.found(key, model, known('t0'), []);
		first.end();
		const { plan: planned } = await running;
		expect(planned.items).toMatchObject([{ now: { state: 'running', task: { id: 't0' } } }]);
	});

	it('of another node is another video', async () => {
		const flow = {};
		await plan(parameters, of('A fox', flow));
		const node = { id: '2', name: 'Another', type: agent.type, parameters: {} };
		const other = await open(parameters, of('A fox', flow));
		const own = other.context.getNode();
		const more = { getNode: () => ({ ...own, ...node, parameters: own.parameters }) };
		expect((await plan(parameters, { ...of('A fox', flow), more })).states).toEqual(['planned']);
	});

	it('of a workflow waits for nothing', async () => {
		const flow = {};
		const workflow = { ...of('A fox', flow), type: 'seedanceTextToVideo' };
		const first = await plan(parameters, workflow);
		expect(first.atEnd).toEqual([]);
		expect((await plan(parameters, workflow)).states).toEqual(['planned']);
	});
});
