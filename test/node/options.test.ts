jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Options by expression: read as people write them, or refused by name before anything is submitted. */
import type { IDataObject, INodeProperties, INodePropertyCollection, IRun } from 'n8n-workflow';
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

function expectRefused(done: IRun, displayName: string) {
	expect(causeOf(done.data.resultData.error)).toBe('settingRefused');
	expect(messageOf(done)).toContain(displayName);
}

/** As an expression that comes to the value. */
const asExpression = (value: unknown) => `={{ ${JSON.stringify(value) ?? 'undefined'} }}`;

describe('Preview Only', () => {
	it.each([true, 'true', 'Always', ' always', 1, 'yes', 'ON', 'In Manual Executions', 'manual'])(
		'%j starts nothing in an execution by hand',
		async (given) => {
			const done = await run({ previewOnly: asExpression(given) });
			expect(statuses(done)).toEqual(['dryRun', 'dryRun']);
			expect(submits()).toBe(0);
		},
	);

	it.each([undefined, null, '', 'perhaps', 2])('%j is refused', async (given) => {
		const done = await run({ previewOnly: asExpression(given) });
		expectRefused(done, 'Preview Only (Dry Run)');
		expect(submits()).toBe(0);
	});

	it.each([false, 0, 'off', 'No', 'never'])('%j starts the videos', async (given) => {
		const done = await run({ previewOnly: asExpression(given) }, { return: 'taskId' });
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

	it('If Flagged NSFW "Return Item": the video comes out', async () => {
		simulator.faults.onTask({ kind: 'nsfw' });
		const done = await run({ ifFlaggedNsfw: asExpression('return item') });
		expect(jsonOf(outputOf(done, node))).toContainEqual(expect.objectContaining({ nsfw: true }));
	});

	it('Return "Task ID": the task comes out at once', async () => {
		const done = await run({}, { return: asExpression('task id') });
		expect(statuses(done)).toEqual(['created', 'created']);
	});

	it('If Task Fails "ERROR": Get Result fails', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1200 });
		const failed = await run({ ifTaskFails: 'Return Item' });
		const [{ taskId } = {}] = jsonOf(outputOf(failed, node));
		const options = { ifTaskFails: asExpression('ERROR') };
		const done = await runChain(
			simulator.url,
			[{ taskId } as IDataObject],
			[seedance('seedanceGetResult', { taskId: '={{ $json.taskId }}', options })],
		);
		expect(causeOf(done.data.resultData.error)).toBe('contentModeration');
	});

	it('File Name 7, a number: the file is called so', async () => {
		const named = { fileName: '={{ $json.row + 7 }}' };
		const items = outputOf(await run(named, { return: asExpression('video file') }), node);
		expect(items.map(({ binary }) => binary?.data?.fileName)).toEqual(['7.mp4', '8.mp4']);
	});
});

/** The fields of an option that is a group, otherwise itself. */
const fieldsOf = (option: INodeProperties): INodeProperties[] =>
	option.type === 'fixedCollection'
		? (option.options as INodePropertyCollection[]).flatMap(({ values }) => values)
		: [option];

/** The options of a node that hold for its whole run. */
function runOptionsOf(name: SeedanceNode): Array<readonly [string, string]> {
	const { properties } = nodeTypes[`n8n-nodes-seedance.${name}`].description;
	const collection = properties.find((field) => field.name === 'options');
	const inTable: IDataObject = { ...table.runOptions, ...table.moneyOptions };
	const fields = ((collection?.options ?? []) as INodeProperties[]).flatMap(fieldsOf);
	const named = fields.map((field) => [field.name, field.displayName] as const);
	return [...new Map(named)].filter(([field]) => field in inTable);
}

/** Fields and options beside which every other option is shown. */
const beside = { return: 'file', waitUsing: 'suspend' };
const shown = { includeInputFields: 'selected', maximumCostUsd: 50, waitUsing: 'suspend' };

describe.each([node, 'seedanceGetResult', 'seedanceWaitForCompletion'] as const)('%s', (name) => {
	const tried = async (option: string, value: string) =>
		await runChain(
			simulator.url,
			rows.map((row) => ({ ...row, taskId: 'abc' })),
			[seedance(name, { ...beside, prompt: 'Fox', options: { ...shown, [option]: value } })],
		);
	const refusedAs = (done: IRun, displayName: string) => {
		expectRefused(done, displayName);
		expect(simulator.journal.requests).toEqual([]);
	};
	const options = runOptionsOf(name);

	it('has options that hold for its whole run', () => {
		expect(options.length).toBeGreaterThan(4);
	});

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
			refusedAs(await tried(option, `={{ $json.row === 0 ? ${first} : ${second} }}`), displayName);
		},
	);
});

describe('a field that holds for the whole run', () => {
	it.each([
		['another value for another item', '={{ $json.row === 0 ? "url" : "file" }}'],
		['an expression that comes to nothing', '={{ $json.missing }}'],
		['what is no choice', 'later'],
	])('Return: %s is refused', async (_, returned) => {
		expectRefused(await run({}, { return: returned }), 'Return');
		expect(submits()).toBe(0);
	});

	it('an expression that throws for one item refuses the run', async () => {
		const done = await run({ timeoutMinutes: '={{ $json.row === 1 ? $("No").item.json.x : 5 }}' });
		expect(messageOf(done)).toBe("Referenced node doesn't exist");
		expect(done.data.resultData.error?.description).toContain('Timeout (Minutes)');
		expect(submits()).toBe(0);
	});

	it('the same value in other words for another item is one value', async () => {
		const done = await run({ previewOnly: '={{ $json.row === 0 ? "Always" : true }}' });
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
		expectRefused(done, displayName);
		expect(simulator.journal.requests).toEqual([]);
	});
});

describe('a maximum that is emptied in its group', () => {
	it.each(['', null])('%j is none', async (maximumCostUsd) => {
		const options = { maximumCostUsd, liveQuote: 'never' };
		const done = await run(options, { return: 'taskId', duration: 15, resolution: '720p' });
		expect(messageOf(done)).toBeUndefined();
		expect(submits()).toBe(2);
		expect(simulator.journal.prices()).toEqual([]);
	});

	it('an expression that comes to nothing is refused instead', async () => {
		const done = await run({ maximumCostUsd: '={{ $json.missing }}' });
		expectRefused(done, 'Max Cost (USD)');
		expect(submits()).toBe(0);
	});
});
