/** Get Many when the list cannot be had: it says so, and that this proves nothing about the tasks. */
import { hurry } from '../engine/time';
import { startWorkflow } from '../engine/run';
import { apiKey, chainOf, jsonOf, nodeTypes, outputOf, setupFor, startChain } from './bench';
import { getMany, listedTasks, node } from './listed-tasks';
import { everythingIn } from './traces';

jest.mock('n8n-workflow', () =>
	jest.requireActual<{ hurriedWorkflow(): object }>('../engine/time').hurriedWorkflow(),
);

const tasks = listedTasks();
const { submitted, run, found, lists } = tasks;

const faults = [
	[{ kind: 'unauthorized' }, 'The WaveSpeedAI API key was not accepted'],
	[{ kind: 'forbidden' }, 'This WaveSpeedAI account or key may not do this'],
	[
		{ kind: 'redirect', location: '/elsewhere' },
		'The Base URL in the credential answers with a redirect',
	],
	[{ kind: 'rateLimited' }, 'WaveSpeedAI is limiting how often this account may ask'],
	[{ kind: 'serverError', status: 502, envelope: false }, 'WaveSpeedAI is not available right now'],
	[{ kind: 'malformedJson' }, 'WaveSpeedAI gave an answer that cannot be read'],
	[{ kind: 'reset' }, 'WaveSpeedAI could not be reached'],
] as const;

describe('what goes wrong', () => {
	it.each(faults)('%j for good: says what, and that it proves nothing', async (fault, message) => {
		hurry(20);
		const ids = await submitted(2);
		tasks.simulator.faults.onList(fault, { times: Infinity });
		const done = await run();
		const { error } = done.data.resultData;
		expect(error).toMatchObject({ message, context: { itemIndex: 0 } });
		expect(error?.description).not.toMatch(/nothing was (submitted|charged)/i);
		if (!/key/.test(message)) {
			expect(error?.description).toContain('This says nothing about your tasks');
		}
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
		const filters = { since: '={{ $json.since }}' };
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
		expect(jsonOf(outputOf(done, node, 1))).toEqual([
			{ error: expect.objectContaining({ message: 'The WaveSpeedAI API key was not accepted' }) },
		]);
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
		expect(await call({})).toEqual([
			{
				problem: expect.stringMatching(/^The WaveSpeedAI API key was not accepted\. Check the key/),
			},
		]);
		expect(await call({ limit: 'few' })).toEqual([
			{ problem: expect.stringMatching(/^'Limit' must be .*"few"/) },
		]);
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
