/** Get Many when the list cannot be had: it says so, and that this proves nothing about the tasks. */
import { hurry } from '../engine/time';
import { startWorkflow } from '../engine/run';
import { causeIn, causeOf } from '../support/errors/causeOf';
import { problem } from '../../seedance/errors/messages';
import { apiKey, chainOf, jsonOf, nodeTypes, outputOf, setupFor, startChain } from './bench';
import { getMany, listedTasks, node } from './listed-tasks';
import { everythingIn } from './traces';

jest.mock('n8n-workflow', () =>
	jest.requireActual<{ hurriedWorkflow(): object }>('../engine/time').hurriedWorkflow(),
);

const tasks = listedTasks();
const { submitted, run, found, lists } = tasks;

const faults = [
	[{ kind: 'unauthorized' }, 'invalidKey'],
	[{ kind: 'forbidden' }, 'forbidden'],
	[{ kind: 'redirect', location: '/elsewhere' }, 'redirected'],
	[{ kind: 'rateLimited' }, 'rateLimited'],
	[{ kind: 'serverError', status: 502, envelope: false }, 'apiUnavailable'],
	[{ kind: 'malformedJson' }, 'malformedAnswer'],
	[{ kind: 'reset' }, 'unreachable'],
] as const;

describe('what goes wrong', () => {
	it.each(faults)('%j for good: says what, as of the list', async (fault, cause) => {
		hurry(20);
		const ids = await submitted(2);
		tasks.simulator.faults.onList(fault, { times: Infinity });
		const done = await run();
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe(cause);
		expect(error?.message).toBe(problem(cause, { isList: true }).message);
		expect(error).toMatchObject({ context: { itemIndex: 0 } });
		expect(everythingIn(done)).not.toContain(apiKey);
		expect(tasks.simulator.journal.submits()).toHaveLength(ids.length);
	});

	it.each(faults.slice(3))('%j once: asks again', async (fault) => {
		hurry(20);
		const ids = await submitted(2);
		tasks.simulator.faults.onList(fault);
		expect(await found()).toEqual(ids);
		expect(lists()).toHaveLength(2);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'])('%s: item by item', async (onError) => {
		const [id] = await submitted(1);
		const filters = { createdAfter: '={{ $json.since }}' };
		const rows = [
			{ row: 1, since: '' },
			{ row: 2, since: 'soon' },
		];
		const done = await run({ filters }, rows, { onError });
		const regular = outputOf(done, node, 0);
		const failed = onError === 'continueErrorOutput' ? outputOf(done, node, 1) : regular.slice(1);
		expect(jsonOf(regular)[0]).toMatchObject({ taskId: id });
		expect(failed).toEqual([
			expect.objectContaining({
				// n8n adds the incoming fields on the error output.
				json: expect.objectContaining({
					error: expect.objectContaining({ message: expect.stringContaining('"soon"') }),
				}),
				pairedItem: { item: 1 },
			}),
		]);
	});

	it('one error item for the incoming item when the list cannot be read', async () => {
		await submitted(2);
		tasks.simulator.faults.onList({ kind: 'unauthorized' });
		const done = await run({}, [{}], { onError: 'continueErrorOutput' });
		expect(outputOf(done, node, 0)).toEqual([]);
		const failed = jsonOf(outputOf(done, node, 1));
		expect(failed.map(({ error }) => causeOf(error))).toEqual(['invalidKey']);
	});

	it('tells an AI agent what to do, as text', async () => {
		await submitted(1);
		tasks.simulator.faults.onList({ kind: 'unauthorized' });
		const type = 'n8n-nodes-seedance.seedanceGetResultTool';
		const setup = setupFor(tasks.simulator.url);
		const tool = nodeTypes['n8n-nodes-seedance.seedanceGetResult'];
		const call = async (parameters: object) => {
			const steps = [{ ...getMany(parameters), type }];
			const asTool = { ...setup, nodeTypes: { ...nodeTypes, [type]: tool } };
			return jsonOf(outputOf(await startWorkflow(chainOf([{}], steps), asTool).done, node));
		};
		const problems = async (parameters: object) =>
			(await call(parameters)).map((json) => [Object.keys(json), causeIn(json.problem)]);
		expect(await problems({})).toEqual([[['problem'], 'invalidKey']]);
		expect(await problems({ limit: 'few' })).toEqual([[['problem'], 'settingRefused']]);
	});

	it('Stop ends it between two pages', async () => {
		await submitted(150);
		tasks.simulator.faults.onList({ kind: 'delay', ms: 300 }, { times: Infinity });
		const started = startChain(tasks.simulator.url, [{}], [getMany({ returnAll: true })]);
		while (lists().length === 0) await new Promise((r) => setTimeout(r, 20));
		started.stop();
		await started.done;
		await new Promise((r) => setTimeout(r, 800));
		expect(lists()).toHaveLength(1);
	});
});
