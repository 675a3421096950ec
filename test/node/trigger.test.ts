/** Seedance Trigger: a verified callback starts a workflow, once. */
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import type { WorkflowJson } from '../engine/run';
import { apiKey, chainOf, jsonOf, outputOf, pick, seedance, startModel, nodeTypes } from './bench';
import { submitTo, type CallbackOrder } from './submit-with-callback';
import { ended, testInstance, until } from './test-instance';
import { testSimulator } from './test-simulator';

// A refused callback must not be retried during another test.
const simulator = testSimulator({ callbackRetryMs: 60_000 });
const instance = testInstance(simulator);
const node = 'seedanceTrigger';

/** Trigger → Pick. */
function workflow(parameters: IDataObject): WorkflowJson {
	const chain = chainOf([], [seedance(node, parameters), pick('={{ $json.reference }}')]);
	const isKept = ({ name }: { name: string }) => [node, 'Pick'].includes(name);
	const { [node]: fromTrigger } = chain.connections;
	return { nodes: chain.nodes.filter(isKept), connections: { [node]: fromTrigger ?? {} } };
}

const activate = (parameters: IDataObject = {}, staticData: IDataObject = {}) =>
	instance().activate(
		workflow({ events: ['completed', 'failed'], ...parameters }),
		node,
		staticData,
	);

const submit = async (...args: CallbackOrder) => await submitTo(simulator.url, ...args);

const callbacks = () => simulator.journal.callbacks();
const answered = async (count: number) =>
	await until(() => callbacks().filter(({ status }) => status !== undefined).length >= count);

/** The executions that have begun since the test did. */
let before = 0;
beforeEach(() => {
	before = instance().executions.length;
	simulator.setTaskMs(50);
});
const started = () => instance().executions.slice(before);
async function outputs(): Promise<IDataObject[]> {
	const runs = await Promise.all(started().map(ended));
	return runs.flatMap((run) => jsonOf(outputOf(run, node)));
}

describe('Seedance Trigger', () => {
	it('starts the workflow with the finished task and the reference', async () => {
		await submit(activate(), { reference: 'row 7 & more: ü 😀' });
		await until(() => started().length === 1);
		const [accepted] = simulator.journal.accepted();
		const [output] = await outputs();
		expect(output).toMatchObject({
			taskId: accepted?.taskId,
			status: 'completed',
			model: accepted?.model,
			videoUrl: expect.stringMatching(/\.mp4$/),
			prompt: 'Fox',
			durationSeconds: 5,
			reference: 'row 7 & more: ü 😀',
		});
		expect(output).not.toHaveProperty('stateVerified');
		await answered(1);
		expect(callbacks().map(({ status }) => status)).toEqual([200]);
		// One look to verify.
		expect(simulator.journal.reads(accepted?.taskId)).toHaveLength(1);
	});

	it('gives each item the reference of its own', async () => {
		await submit(activate(), { reference: '={{ $json.row }}' }, ['A', 'B', 'C']);
		await until(() => started().length === 3);
		const rows = simulator.journal
			.accepted()
			.map(({ taskId, body }) => [taskId, `${['A', 'B', 'C'].indexOf(String(body.prompt))}`]);
		const told = (await outputs()).map(({ taskId, reference }) => [taskId, reference]);
		expect(told.sort()).toEqual(rows.sort());
	});

	it('tells of failed tasks, with the reason and without an error key', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1200 });
		await submit(activate());
		await until(() => started().length === 1);
		const [output] = await outputs();
		expect(output).toMatchObject({ status: 'failed', failureCode: 1200 });
		expect(output).not.toHaveProperty('error');
	});

	it.each([
		['completed', ['failed'], 0],
		['completed', ['completed'], 1],
		['failed', ['completed'], 0],
		['failed', ['failed'], 1],
	])('a %s task with Trigger On %j starts %i', async (end, events, count) => {
		if (end === 'failed') simulator.faults.onTask({ kind: 'failTask' });
		await submit(activate({ events }));
		await answered(1);
		expect([started().length, callbacks()[0]?.status]).toEqual([count, 200]);
	});

	it('starts for chosen models only', async () => {
		await submit(activate({ options: { models: ['bytedance/seedance-2.5/text-to-video'] } }));
		await submit(activate({ options: { models: [startModel] } }));
		await answered(2);
		expect((await outputs()).map((output) => output.model)).toEqual([startModel]);
	});

	it('gives the API’s own data when Simplify is off', async () => {
		await submit(activate({ options: { simplify: false } }), { reference: 'r' });
		await until(() => started().length === 1);
		const [output] = await outputs();
		expect(output).toMatchObject({ id: expect.any(String), urls: {}, reference: 'r' });
		expect(output).not.toHaveProperty('taskId');
	});

	it('starts once for a callback that comes again and again', async () => {
		simulator.faults.onCallback({ kind: 'duplicate', times: 4 });
		const url = activate();
		await submit(url);
		await answered(4);
		const [accepted] = simulator.journal.accepted();
		await simulator.sendCallback({ url, taskId: accepted?.taskId ?? '' });
		expect(callbacks().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(started()).toHaveLength(1);
	});

	it('starts for the production URL what a test in the editor has shown already, and the other way round', async () => {
		const json = workflow({ events: ['completed', 'failed'] });
		const staticData: IDataObject = {};
		const [test, production] = (['manual', 'webhook'] as const).map((mode) =>
			instance().activate(json, node, staticData, mode),
		);
		simulator.faults.onCallback({ kind: 'drop' });
		await submit(test ?? '');
		const [accepted] = simulator.journal.accepted();
		const taskId = accepted?.taskId ?? '';
		simulator.clock.pass(50);
		for (const [url, count] of [
			[test, 1],
			[production, 2],
			[production, 2],
			[test, 2],
		] as const) {
			expect((await simulator.sendCallback({ url: url ?? '', taskId })).status).toBe(200);
			expect(started()).toHaveLength(count);
		}
	});

	it('starts once for an end though a hundred others came in between, and saves 8 bytes for each', async () => {
		const staticData: IDataObject = {};
		await submit(activate({ options: { verifyState: false } }, staticData));
		await answered(1);
		const [accepted] = simulator.journal.accepted();
		const order = { url: accepted?.webhook ?? '', taskId: accepted?.taskId ?? '' };
		const others = Array.from({ length: 100 }, (_, i) => `${i}`.padStart(32, 'f'));
		for (const id of others) {
			const write = (body: string) => body.replaceAll(order.taskId, id);
			expect((await simulator.sendCallback({ ...order, write })).status).toBe(200);
		}
		const before = started().length;
		expect(before).toBe(101);
		expect((await simulator.sendCallback(order)).status).toBe(200);
		expect(started()).toHaveLength(before);
		expect(JSON.stringify(staticData).length).toBeLessThan(101 * 8 + 200);
	});

	it('gives the key to nobody, however a callback writes it', async () => {
		simulator.faults.onCallback({ kind: 'drop' });
		await submit(activate({ options: { verifyState: false, simplify: false } }));
		const [accepted] = simulator.journal.accepted();
		simulator.clock.pass(50);
		const escaped = Array.from(apiKey, (c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('');
		const write = (body: string) =>
			body.replace('"input":{', `"input":{"a":"${escaped}","${apiKey}":"b",`);
		const order = { url: accepted?.webhook ?? '', taskId: accepted?.taskId ?? '', write };
		expect(await simulator.sendCallback(order)).toMatchObject({ status: 200 });
		await until(() => started().length === 1);
		const [output] = await outputs();
		expect(output).toMatchObject({ input: { a: '[key]', '[key]': 'b' } });
		expect(JSON.stringify(output)).not.toContain(apiKey);
	});

	it('takes a callback that brings along a picture of 5 MB, as n8n gives it', async () => {
		simulator.faults.onCallback({ kind: 'drop' });
		await submit(activate());
		const [accepted] = simulator.journal.accepted();
		simulator.clock.pass(50);
		const image = `data:image/png;base64,${'A'.repeat(5_000_000)}`;
		const write = (body: string) => body.replace('"input":{', `"input":{"image":"${image}",`);
		const order = { url: accepted?.webhook ?? '', taskId: accepted?.taskId ?? '', write };
		expect(await simulator.sendCallback(order)).toEqual({ status: 200, text: '' });
		expect((await outputs())[0]).toMatchObject({ taskId: accepted?.taskId, status: 'completed' });
	});

	it('reads a task back by the id in its address where the body’s own is shorter', async () => {
		simulator.faults.onCallback({ kind: 'drop' });
		await submit(activate());
		const [accepted] = simulator.journal.accepted();
		const taskId = accepted?.taskId ?? '';
		simulator.clock.pass(50);
		const write = (body: string) =>
			body.replace(`"id":"${taskId}"`, `"id":"${taskId.slice(0, 25)}"`);
		const url = accepted?.webhook ?? '';
		expect((await simulator.sendCallback({ url, taskId, write })).status).toBe(200);
		expect((await outputs())[0]).toMatchObject({ taskId, status: 'completed' });
		expect(simulator.journal.reads().map((read) => read.taskId)).toEqual([taskId]);
		// The whole id and the short one are the same end.
		expect((await simulator.sendCallback({ url, taskId })).status).toBe(200);
		expect(started()).toHaveLength(1);
	});

	it('remembers with the workflow what it has told, for after a restart', async () => {
		const staticData: IDataObject = {};
		await submit(activate({}, staticData));
		await answered(1);
		const [accepted] = simulator.journal.accepted();
		// This simulates another process, because the memory's key contains the node's ID.
		const json = workflow({ events: ['completed', 'failed'] });
		const withIds = (prefix: string) => ({
			...json,
			nodes: json.nodes.map((each) => ({ ...each, id: `${prefix}-${each.id}` })),
		});
		const url = instance().activate(withIds('restarted'), node, staticData);
		const answer = await simulator.sendCallback({ url, taskId: accepted?.taskId ?? '' });
		expect([answer.status, started().length]).toEqual([200, 1]);
		// It would have started otherwise.
		const fresh = instance().activate(withIds('other'), node);
		await simulator.sendCallback({ url: fresh, taskId: accepted?.taskId ?? '' });
		expect(started()).toHaveLength(2);
	});

	it('forgets what it has told when its workflow is unpublished', async () => {
		const staticData: IDataObject = {};
		await submit(activate({}, staticData));
		await answered(1);
		const stored = staticData[`node:${node}`] as IDataObject;
		expect(Object.keys(stored)).toEqual(['reported']);
		const context = {
			getWorkflowStaticData: (of: string) => (of === 'node' ? stored : {}),
		} as unknown as IHookFunctions;
		const methods = nodeTypes[`n8n-nodes-seedance.${node}`].webhookMethods.default;
		expect(await methods.delete.call(context)).toBe(true);
		expect(stored).toEqual({});
	});

	it('does not believe a callback that the API contradicts', async () => {
		simulator.setTaskMs(60_000);
		simulator.faults.onCallback({ kind: 'early' });
		await submit(activate());
		await answered(1);
		expect(callbacks()[0]?.status).toBe(503);
		expect(started()).toHaveLength(0);
	});

	it('goes by the signed callback while the API cannot be asked, and says so', async () => {
		simulator.faults.onRead({ kind: 'serverError' }, { times: 2 });
		await submit(activate());
		await until(() => started().length === 1);
		expect(await outputs()).toEqual([
			expect.objectContaining({ status: 'completed', stateVerified: false }),
		]);
	});

	it('does not ask when told not to', async () => {
		await submit(activate({ options: { verifyState: false } }));
		await until(() => started().length === 1);
		expect((await outputs())[0]).toMatchObject({ status: 'completed' });
		expect(simulator.journal.reads()).toHaveLength(0);
	});

	it('ignores a callback about a task that runs on', async () => {
		simulator.faults.onCallback({ kind: 'processing' });
		await submit(activate());
		await answered(2);
		expect(callbacks().map(({ status }) => status)).toEqual([200, 200]);
		expect(started()).toHaveLength(1);
	});

	it.each([
		['a wrong signature', 401, (url: string) => url, { signature: `v3,${'0'.repeat(64)}` }],
		[
			'a changed reference',
			401,
			(url: string) => url.replace('seedance_reference=7', 'seedance_reference=8'),
			{},
		],
		['a second reference', 401, (url: string) => `${url}&seedance_reference=8`, {}],
		[
			'a reference without its signature',
			401,
			(url: string) => url.replace(/&seedance_signature=.*/, ''),
			{},
		],
		['another content type', 400, (url: string) => url, { contentType: 'text/plain' }],
	])('answers %s with %i, and starts nothing', async (_, status, change, forgery) => {
		simulator.faults.onCallback({ kind: 'drop' });
		await submit(activate(), { reference: '7' });
		const [accepted] = simulator.journal.accepted();
		simulator.clock.pass(50);
		const url = change(accepted?.webhook ?? '');
		const order = { url, taskId: accepted?.taskId ?? '' };
		expect(await simulator.sendCallback({ ...order, ...forgery })).toEqual({ status, text: '' });
		expect(started()).toHaveLength(0);
		// And the right one is let in.
		const right = { ...order, url: accepted?.webhook ?? '' };
		expect((await simulator.sendCallback(right)).status).toBe(200);
		expect(started()).toHaveLength(1);
	});
});

describe('a setting of the trigger that cannot be read', () => {
	const unreadable: ReadonlyArray<readonly [string, IDataObject]> = [
		['Trigger On', { events: ['started'] }],
		['Trigger On', { events: [] }],
		['Verify Status With API', { options: { verifyState: 'perhaps' } }],
		['Simplify', { options: { simplify: '={{ undefined }}' } }],
	];

	it.each(unreadable)('%s %j: the workflow is not activated', async (displayName, parameters) => {
		const context = {
			getNode: () => ({ name: node, type: `n8n-nodes-seedance.${node}`, parameters }),
			getNodeParameter: () => undefined,
		} as unknown as IHookFunctions;
		const { checkExists } = nodeTypes[`n8n-nodes-seedance.${node}`].webhookMethods.default;
		await expect(checkExists.call(context)).rejects.toThrow(`${displayName} must be`);
	});

	it('all that can be read: it is activated, and nothing is subscribed or unsubscribed', async () => {
		const context = {
			getNode: () => ({ name: node, type: `n8n-nodes-seedance.${node}`, parameters: {} }),
			getNodeParameter: () => undefined,
			getWorkflowStaticData: () => ({}),
		} as unknown as IHookFunctions;
		const methods = nodeTypes[`n8n-nodes-seedance.${node}`].webhookMethods.default;
		for (const call of [methods.checkExists, methods.create, methods.delete]) {
			expect(await call.call(context)).toBe(true);
		}
	});

	it('starts nothing, and the API is asked to call again', async () => {
		await submit(activate({ options: { simplify: 'perhaps' } }));
		await answered(1);
		expect(callbacks().map(({ status }) => status)).toEqual([503]);
		expect(started()).toEqual([]);
	});

	it('labels and words are read as in the panel', async () => {
		await submit(
			activate({ events: ['Completed'], options: { simplify: 'no', verifyState: 'OFF' } }),
		);
		await until(() => started().length === 1);
		const [output] = await outputs();
		expect(output).toHaveProperty('urls');
		expect(simulator.journal.reads()).toEqual([]);
	});
});
