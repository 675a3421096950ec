/**
 * When one item fails, submits in flight are awaited and recorded, the rest isn't submitted, and a
 * retry continues.
 */
import type { INode, IRun } from 'n8n-workflow';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, outputOf, seedance, setupFor, startChain } from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));
const noWait = { prompt: '=Fox {{ $json.row }}', return: 'taskId' };
const isRow = (row: number) => (submit: { body: Readonly<Record<string, unknown>> }) =>
	submit.body.prompt === `Fox ${row}`;
const later = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

const simulator = testSimulator();

const chain = (count: number, parameters = {}, settings: Partial<INode> = {}) =>
	chainOf(rows(count), [seedance(node, { ...noWait, ...parameters }, settings)]);
const acceptedRows = () => simulator.journal.accepted().map(({ body }) => body.prompt);
const idOf = (row: number) =>
	simulator.journal.acceptedFor((body) => body.prompt === `Fox ${row}`)[0]?.taskId;
/** The ids that the ledger holds. */
const remembered = ({ data }: IRun) =>
	JSON.stringify(data.executionData?.contextData[`node:${node}`] ?? {});

describe('concurrency 5, item 3 refused at once, items 4 and 5 answered 500 ms later', () => {
	it('nothing new starts, what is under way is entered, the error names it, a retry goes on', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' }, { match: isRow(2) });
		for (const row of [3, 4])
			simulator.faults.onSubmit({ kind: 'delayAfterAccept', ms: 500 }, { match: isRow(row) });
		const workflow = chain(20);
		const setup = setupFor(simulator.url);
		const failed = await startWorkflow(workflow, setup).done;
		const { error } = failed.data.resultData;
		const submitted = simulator.journal.accepted().length;
		expect(acceptedRows()).toEqual(expect.arrayContaining(['Fox 3', 'Fox 4']));
		// At most what was under way or began before the refusal came back.
		expect(simulator.journal.submits().length).toBeLessThanOrEqual(8);
		expect(causeOf(error)).toBe('insufficientCredits');
		expect(error?.description).toContain(`${submitted} other videos`);
		expect(error).toMatchObject({ context: { itemIndex: 2 } });
		for (const { taskId } of simulator.journal.accepted()) {
			expect(error?.description).toContain(taskId);
			expect(JSON.stringify(error)).toContain(taskId);
			expect(remembered(failed)).toContain(taskId);
		}
		expect([idOf(3), idOf(4)]).toEqual([expect.any(String), expect.any(String)]);

		const done = await retryWorkflow(failed, workflow, setup);
		expect(done.data.resultData.error).toBeUndefined();
		expect(simulator.journal.accepted()).toHaveLength(20);
		const inOrder = rows(20).map(({ row }) => idOf(row));
		expect(jsonOf(outputOf(done, node)).map(({ taskId }) => taskId)).toEqual(inOrder);
	});
});

describe('what every item would meet stops the rest, also with Continue', () => {
	it.each(['insufficientCredits', 'unauthorized', 'forbidden'] as const)('%s', async (kind) => {
		simulator.faults.onSubmit({ kind }, { match: isRow(7), times: Infinity });
		const workflow = chain(20, { options: { submitsAtOnce: 1 } });
		const { error } = (await startWorkflow(workflow, setupFor(simulator.url)).done).data.resultData;
		expect(error?.description).toContain('7 other videos');
		expect(simulator.journal.submits()).toHaveLength(8);
		simulator.journal.clear();

		const settings = { onError: 'continueRegularOutput' as const };
		const going = chain(20, { options: { submitsAtOnce: 1 } }, settings);
		const done = await startWorkflow(going, setupFor(simulator.url)).done;
		const items = jsonOf(outputOf(done, node));
		expect(items.filter((json) => 'taskId' in json)).toHaveLength(7);
		expect(simulator.journal.submits()).toHaveLength(8);
	});
});

describe('more tasks than a person reads', () => {
	it('every id is in the data of the error, and twenty in its words', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' }, { match: isRow(24) });
		const workflow = chain(25, { options: { submitsAtOnce: 1 } });
		const { error } = (await startWorkflow(workflow, setupFor(simulator.url)).done).data.resultData;
		const ids = rows(24).map(({ row }) => idOf(row));
		expect(error).toMatchObject({
			context: { data: { tasks: ids.map((taskId, itemIndex) => ({ itemIndex, taskId })) } },
		});
		const named = ids.filter((id) => error?.description?.includes(String(id)));
		expect(named).toEqual(ids.slice(0, 20));
		expect(error?.description).toContain('and 4 more');
	});
});

describe('a bad item in a retry', () => {
	it('is refused before anything is sent, and names what was submitted before', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' }, { match: isRow(1) });
		const options = { submitsAtOnce: 1 };
		const workflow = chain(3, { options });
		const setup = setupFor(simulator.url);
		const failed = await startWorkflow(workflow, setup).done;
		simulator.journal.clear();
		const items = [{ row: 0 }, { row: 1 }, { row: 2 }];
		const bad = chainOf(items, [seedance(node, { ...noWait, options, duration: 99 })]);
		const { error } = (await retryWorkflow(failed, workflow, setup, bad)).data.resultData;
		expect(causeOf(error)).toBe('parameterRefused');
		expect(error?.message).toContain('Duration');
		expect(error?.description).not.toContain('undefined');
		expect(simulator.journal.submits()).toHaveLength(0);
	});
});

describe('a setting that is wrong in a retry', () => {
	it('the error names what was submitted before', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' }, { match: isRow(1) });
		const workflow = chain(3, { options: { submitsAtOnce: 1 } });
		const failed = await startWorkflow(workflow, setupFor(simulator.url)).done;
		const elsewhere = setupFor('http://example.com');
		const { error } = (await retryWorkflow(failed, workflow, elsewhere)).data.resultData;
		expect(causeOf(error)).toBe('badBaseUrl');
		expect(error?.description).toContain(idOf(0));
		expect(error).toMatchObject({
			context: { data: { tasks: [{ itemIndex: 0, taskId: idOf(0) }] } },
		});
	});
});

describe('an option that cannot be read in a retry', () => {
	it('fails every item, names what was submitted before, and submits nothing', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' }, { match: isRow(1) });
		const workflow = chain(3, { options: { submitsAtOnce: 1 } });
		const setup = setupFor(simulator.url);
		const failed = await startWorkflow(workflow, setup).done;
		simulator.faults.clear();
		const options = { submitsAtOnce: 100 };
		const going = chain(3, { options }, { onError: 'continueErrorOutput' });
		const done = await retryWorkflow(failed, workflow, setup, going);
		const errors = outputOf(done, node, 1).map(({ json }) => json.error);
		expect(outputOf(done, node)).toEqual([]);
		expect(errors).toMatchObject([
			{ taskId: idOf(0), outcome: 'accepted' },
			{ message: expect.stringContaining('Videos at Once') },
			{ message: expect.stringContaining('Videos at Once') },
		]);
		expect(errors.slice(1).map(causeOf)).toEqual(['settingRefused', 'settingRefused']);
		expect(simulator.journal.accepted()).toHaveLength(1);
	});
});

describe('an option that cannot be read', () => {
	const unreadable = { options: { submitsAtOnce: 100 } };
	const outcomeOf = async (fault?: Parameters<typeof simulator.faults.onSubmit>[0]) => {
		if (fault !== undefined) simulator.faults.onSubmit(fault, { match: isRow(1) });
		const workflow = chain(2, { options: { submitsAtOnce: 1 } });
		const setup = setupFor(simulator.url, fault === undefined ? { apiKey: ' ' } : {});
		const failed = await startWorkflow(workflow, setup).done;
		const { error } = (await retryWorkflow(failed, workflow, setup, chain(2, unreadable))).data
			.resultData;
		expect(causeOf(error)).toBe('settingRefused');
		return (error as { context?: { data?: { outcome?: string } } }).context?.data?.outcome;
	};

	it('says that nothing was started when no try has started anything', async () => {
		expect(await outcomeOf()).toBe('refused');
	});

	it('says so for an item that would be refused anyway', async () => {
		const setup = setupFor(simulator.url);
		const bad = chain(1, { ...unreadable, duration: 99 });
		const { error } = (await startWorkflow(bad, setup).done).data.resultData;
		expect(error).toMatchObject({ context: { data: { outcome: 'refused' } } });
	});

	it('does not say so when the outcome of an earlier try is unknown', async () => {
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		const setup = setupFor(simulator.url);
		const failed = await startWorkflow(chain(1), setup).done;
		const edited = chain(1, unreadable);
		const { error } = (await retryWorkflow(failed, chain(1), setup, edited)).data.resultData;
		expect(causeOf(error)).toBe('settingRefused');
		expect(error).not.toHaveProperty('context.data.outcome');
	});

	it('does not say so when one item was started', async () => {
		expect(await outcomeOf({ kind: 'insufficientCredits' })).toBeUndefined();
	});
});

describe('Stop while submits are under way', () => {
	it('nothing more is sent, and the ids known so far are in node context and custom data', async () => {
		simulator.faults.onSubmit({ kind: 'timeoutAfterAccept' }, { match: isRow(3), times: Infinity });
		const workflow = chain(20, { options: { submitsAtOnce: 1 } });
		const run = startWorkflow(workflow, setupFor(simulator.url));
		while (simulator.journal.submits().length < 4) await later(10);
		await later(50);
		run.stop();
		const stopped = await run.saved;
		const sent = simulator.journal.submits().length;
		await later(1_500);
		expect(simulator.journal.submits()).toHaveLength(sent);
		expect(sent).toBe(4);
		const ids = [0, 1, 2].map(idOf);
		for (const id of ids) expect(remembered(stopped)).toContain(id);
		expect(stopped.data.resultData.metadata?.seedance_tasks?.split(',')).toEqual(ids);

		// The one that was under way is unclear, should anything ever run this again.
		expect(remembered(stopped)).toContain('"outcome":"sent"');
	});

	it('custom data takes about 50 ids and leaves room for others', async () => {
		const run = startChain(simulator.url, rows(70), [seedance(node, noWait)]);
		const { data } = await run.done;
		const metadata = Object.entries(data.resultData.metadata ?? {});
		expect(metadata.length).toBe(8);
		const kept = metadata.flatMap(([, text]) => text.split(','));
		expect(kept).toHaveLength(56);
		const accepted = simulator.journal.accepted().map(({ taskId }) => taskId);
		expect(accepted).toEqual(expect.arrayContaining(kept));
	});
});
