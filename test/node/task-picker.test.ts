/** The list of recent tasks in the Task ID field. */
import type { IDataObject } from 'n8n-workflow';
import { causeOf } from '../support/errors/causeOf';
import { jsonOf, outputOf, runChain, seedance } from './bench';
import { readerNames, searchTasks } from './editor';
import { testSimulator } from './test-simulator';
import { afterwards } from './sleepers';

const simulator = testSimulator();

/** Makes some videos, and returns the IDs of their tasks. */
async function started(count: number, parameters: IDataObject = {}): Promise<string[]> {
	const rows = Array.from({ length: count }, (_, row) => ({ row }));
	const type = 'seedanceTextToVideo';
	const step = seedance(type, { prompt: '=Fox {{ $json.row }}', ...parameters });
	const done = await runChain(simulator.url, rows, [step]);
	return jsonOf(outputOf(done, type)).map(({ taskId }) => String(taskId));
}
const search = async (...args: [filter?: string, node?: (typeof readerNames)[number]]) =>
	(await searchTasks(simulator.url, ...args)).results;
const minuteMs = 60_000;

describe.each(readerNames)('the list of tasks in %s', (node) => {
	it('has the recent tasks with their IDs as values', async () => {
		const ids = await started(2);
		const values = (await search(undefined, node)).map(({ value }) => value);
		expect(values.slice(0, 2).sort()).toEqual([...ids].sort());
	});
});

describe('an entry of the list', () => {
	it.each([
		[0, 'now'],
		[59, '59 min ago'],
		[60, '1 h ago'],
		[24 * 60, '1 day ago'],
		[3 * 24 * 60, '3 days ago'],
	])('after %i minutes names model, age and status', async (minutes, age) => {
		const [id] = await started(1);
		const found = await afterwards(minutes * minuteMs, async () => await search(id));
		expect(found).toEqual([{ name: `Seedance 2.0 Fast · ${age} · completed`, value: id }]);
	});

	it('names the status of a task that runs', async () => {
		simulator.faults.onTask({ kind: 'stuck' });
		const [id] = await started(1, { return: 'taskId' });
		const [found] = await search(id);
		expect(found?.name).toMatch(/ · (created|processing)$/);
	});
});

describe('the filter', () => {
	it('finds a part of the ID, and of the name in any case', async () => {
		const [id = ''] = await started(1);
		const valuesOf = async (filter: string) => (await search(filter)).map(({ value }) => value);
		expect(await valuesOf(` ${id.slice(3, 20).toUpperCase()} `)).toEqual([id]);
		expect(await valuesOf('seedance 2.0 FAST')).toContain(id);
		expect(await valuesOf('nothing like it')).toEqual([]);
	});
});

describe('a list that cannot be had', () => {
	it('is an error that says why: the key is wrong', async () => {
		const error: unknown = await searchTasks(simulator.url, '', undefined, {
			apiKey: 'wrong',
		}).catch((thrown: unknown) => thrown);
		expect(causeOf(error)).toBe('invalidKey');
	});

	it('is an error without a request: the base URL may not be used', async () => {
		const baseUrl = 'http://example.com';
		const error: unknown = await searchTasks(baseUrl).catch((thrown: unknown) => thrown);
		expect(causeOf(error)).toBe('badBaseUrl');
		expect(simulator.journal.requests).toEqual([]);
	});
});

describe('a chosen task', () => {
	it.each(readerNames)('is read: %s', async (node) => {
		const [id = ''] = await started(1);
		const taskId = { __rl: true, mode: 'list', value: id, cachedResultName: 'Seedance' };
		const done = await runChain(simulator.url, [{}], [seedance(node, { taskId })]);
		expect(jsonOf(outputOf(done, node))).toMatchObject([{ taskId: id, status: 'completed' }]);
	});

	it('is that of each item, by an expression', async () => {
		const ids = await started(2);
		const taskId = { __rl: true, mode: 'id', value: '={{ $json.task }}' };
		const type = 'seedanceGetResult';
		const items = ids.map((task) => ({ task }));
		const done = await runChain(simulator.url, items, [seedance(type, { taskId })]);
		expect(jsonOf(outputOf(done, type)).map((json) => json.taskId)).toEqual(ids);
	});

	it('by an expression without a value: the item says that its ID is missing', async () => {
		const taskId = { __rl: true, mode: 'id', value: '={{ $json.nothing }}' };
		const type = 'seedanceGetResult';
		const done = await runChain(simulator.url, [{}], [seedance(type, { taskId })]);
		expect(causeOf(done.data.resultData.error)).toBe('missingTaskId');
	});
});
