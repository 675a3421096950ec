jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Options by expression: read as people write them, or refused by name before anything is submitted. */
import type { IDataObject, INodeProperties, IRun } from 'n8n-workflow';
import * as table from '../../nodes/shared/descriptions/optionTable';
import { causeOf } from '../support/errors/causeOf';
import { jsonOf, nodeTypes, outputOf, runChain, seedance } from './bench';
import type { SeedanceNode } from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const simulator = testSimulator({ hurry: 60, offer: { balanceUsd: 100 } });
const submits = () => simulator.journal.submits().length;

const rows = [{ row: 0 }, { row: 1 }];
const run = async (options: IDataObject, parameters: IDataObject = {}): Promise<IRun> =>
	await runChain(simulator.url, rows, [
		seedance(node, { prompt: '=Fox {{ $json.row }}', ...parameters, options }),
	]);
const messageOf = ({ data }: IRun) => data.resultData.error?.message;
const statuses = (done: IRun) => jsonOf(outputOf(done, node)).map(({ status }) => status);

/** As an expression that comes to the value. */
const asExpression = (value: unknown) => `={{ ${JSON.stringify(value) ?? 'undefined'} }}`;

describe('Dry Run', () => {
	it.each([true, 'true', 'Always', ' always', 1, 'yes', 'ON'])(
		'%j submits nothing',
		async (given) => {
			const done = await run({ dryRun: asExpression(given) });
			expect(statuses(done)).toEqual(['dryRun', 'dryRun']);
			expect(submits()).toBe(0);
		},
	);

	it.each([undefined, null, '', 'perhaps', 2])('%j is refused', async (given) => {
		const done = await run({ dryRun: asExpression(given) });
		expect(messageOf(done)).toMatch(/^'Dry Run' must be Always, In Manual Runs or Off \(/);
		expect(submits()).toBe(0);
	});

	it.each([false, 0, 'off', 'No'])('%j submits', async (given) => {
		const done = await run({ dryRun: asExpression(given) }, { waitForCompletion: false });
		expect(messageOf(done)).toBeUndefined();
		expect(submits()).toBe(2);
	});
});

describe('what is read takes effect', () => {
	it('Timeout "0.05": the wait is over after 3 seconds', async () => {
		simulator.faults.onTask({ kind: 'stuck' }, { times: Infinity });
		const options = { timeoutMinutes: asExpression('0,05'), ifTimeoutIsReached: 'return item' };
		expect(jsonOf(outputOf(await run(options), node))).toMatchObject([
			{ timedOut: true },
			{ timedOut: true },
		]);
	});

	it('Simplify "false": the API\'s own data', async () => {
		const [json] = jsonOf(outputOf(await run({ simplify: asExpression('FALSE') }), node));
		expect(json).toHaveProperty('urls');
	});

	it('If Flagged NSFW "Error": the item fails', async () => {
		simulator.faults.onTask({ kind: 'nsfw' });
		const done = await run({ ifFlaggedNsfw: asExpression('Error') });
		expect(causeOf(done.data.resultData.error)).toBe('flaggedNsfw');
	});

	it('Wait for Completion "no": the task comes out at once', async () => {
		const done = await run({}, { waitForCompletion: asExpression('no') });
		expect(statuses(done)).toEqual(['created', 'created']);
	});

	it('Wait for Completion by an expression that comes to nothing is refused', async () => {
		const done = await run({}, { waitForCompletion: '={{ $json.missing }}' });
		expect(messageOf(done)).toMatch(/^'Wait for Completion' must be true or false \(it's empty\)$/);
		expect(submits()).toBe(0);
	});

	it('Fail When Task Failed "TRUE": Get Result fails', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1200 });
		const failed = await run({ ifTaskFails: 'Return Item' });
		const [{ taskId } = {}] = jsonOf(outputOf(failed, node));
		const options = { failWhenTaskFailed: asExpression('TRUE') };
		const done = await runChain(
			simulator.url,
			[{ taskId } as IDataObject],
			[seedance('seedanceGetResult', { taskId: '={{ $json.taskId }}', options })],
		);
		expect(causeOf(done.data.resultData.error)).toBe('contentModeration');
	});

	it('File Name 7, a number: the file is called so', async () => {
		const done = await run(
			{ fileName: '={{ $json.row + 7 }}' },
			{ downloadVideo: asExpression('yes') },
		);
		const items = outputOf(done, node);
		expect(items.map(({ binary }) => binary?.data?.fileName)).toEqual(['7.mp4', '8.mp4']);
	});
});

/** The options of a node that hold for its whole run. */
function runOptionsOf(name: SeedanceNode): Array<readonly [string, string]> {
	const { properties } = nodeTypes[`n8n-nodes-seedance.${name}`].description;
	const collection = properties.find((field) => field.name === 'options');
	const inTable: IDataObject = { ...table.runOptions, ...table.moneyOptions };
	return ((collection?.options ?? []) as INodeProperties[])
		.filter((field) => field.name in inTable)
		.map((field) => [field.name, field.displayName] as const);
}

/** Fields and options beside which every other option is shown. */
const beside = { waitForCompletion: true, downloadVideo: true, waitUsing: 'suspend' };
const shown = { includeInputFields: 'selected', maximumCostUsd: 50, waitUsing: 'suspend' };

describe.each([node, 'seedanceGetResult', 'seedanceWaitForCompletion'] as const)('%s', (name) => {
	const tried = async (option: string, value: string) =>
		await runChain(
			simulator.url,
			rows.map((row) => ({ ...row, taskId: 'abc' })),
			[seedance(name, { ...beside, prompt: 'Fox', options: { ...shown, [option]: value } })],
		);
	const refusedAs = (done: IRun, displayName: string) => {
		expect(messageOf(done)).toContain(`'${displayName}' must be `);
		expect(simulator.journal.requests).toEqual([]);
	};
	const options = runOptionsOf(name);

	it.each(options)('%s: what cannot be read is refused by name', async (option, displayName) => {
		refusedAs(await tried(option, '={{ ({ some: "thing" }) }}'), displayName);
	});

	it.each(options.filter(([option]) => option !== 'inputFieldsToInclude'))(
		'%s: an expression that comes to nothing is refused by name',
		async (option, displayName) => {
			refusedAs(await tried(option, '={{ $json.missing }}'), displayName);
		},
	);

	it.each(options)(
		'%s: another value for another item is refused by name',
		async (option, displayName) => {
			const setting = { ...table.runOptions, ...table.moneyOptions }[
				option as 'simplify'
			] as unknown;
			const { kind, choices = {} } = setting as { kind: string; choices?: object };
			const values: Readonly<Record<string, readonly unknown[]>> = {
				number: [2, 3],
				choice: Object.keys(choices),
				switch: [true, false],
				text: ['a', 'b'],
				list: ['a', 'b'],
			};
			const [first, second] = (values[kind] ?? []).map((value) => JSON.stringify(value));
			const done = await tried(option, `={{ $json.row === 0 ? ${first} : ${second} }}`);
			expect(messageOf(done)).toContain(`'${displayName}' must be the same for all items`);
			expect(simulator.journal.requests).toEqual([]);
		},
	);
});

describe('a field that holds for the whole run', () => {
	it.each([
		['Wait for Completion', { waitForCompletion: '={{ $json.row === 0 }}' }],
		['Download Video', { downloadVideo: '={{ $json.row === 0 }}' }],
	])('%s: another value for another item is refused', async (displayName, parameters) => {
		expect(messageOf(await run({}, parameters))).toContain(`'${displayName}' must be the same`);
		expect(submits()).toBe(0);
	});

	it('an expression that throws for one item refuses the run', async () => {
		const done = await run({ timeoutMinutes: '={{ $json.row === 1 ? $("No").item.json.x : 5 }}' });
		expect(messageOf(done)).toBe("Referenced node doesn't exist");
		expect(done.data.resultData.error?.description).toContain("'Timeout (Minutes)'");
		expect(submits()).toBe(0);
	});

	it('the same value in other words for another item is one value', async () => {
		const done = await run({ dryRun: '={{ $json.row === 0 ? "Always" : true }}' });
		expect(statuses(done)).toEqual(['dryRun', 'dryRun']);
	});
});

describe('Get Many', () => {
	it.each([
		['Return All', { returnAll: 'perhaps' }],
		['Return All', { returnAll: '={{ $json.row === 0 }}' }],
		['Limit', { limit: '={{ $json.missing }}' }],
		['Limit', { limit: '2.5' }],
		['Include Other Models', { filters: { includeOtherModels: 'some' } }],
		['Operation', { operation: 'list' }],
	])('%s: %j is refused', async (displayName, parameters) => {
		const done = await runChain(simulator.url, rows, [
			seedance('seedanceGetResult', { operation: 'getAll', ...parameters }),
		]);
		expect(messageOf(done)).toContain(`'${displayName}' must be `);
		expect(simulator.journal.requests).toEqual([]);
	});
});
