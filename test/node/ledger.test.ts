jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Never pay twice: every way in which n8n runs a node again, counted in the simulator's journal. */
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { chainOf, jsonOf, loopOf, outputOf, runChain, seedance, setupFor } from './bench';
import { submitters, textToVideo } from './submitters';
import type { Submitter } from './submitters';
import { testSimulator } from './test-simulator';

let { node, media, seeded } = textToVideo;
/** Tests of a block are about one of the nodes. */
const ofNode = (submitter: Submitter) => beforeAll(() => ({ node, media, seeded } = submitter));
const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));
const perRow = { prompt: '=Fox {{ $json.row }}' };
const retrying: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
const isRow = (row: number) => (submit: { body: Readonly<Record<string, unknown>> }) =>
	submit.body.prompt === `Fox ${row}`;

const simulator = testSimulator({ hurry: 20 });

const workflow = (count: number, settings: Partial<INode> = {}, parameters: IDataObject = {}) =>
	chainOf(rows(count), [seedance(node, { ...perRow, ...media, ...parameters }, settings)]);
const run = async (...args: Parameters<typeof workflow>) =>
	await startWorkflow(workflow(...args), setupFor(simulator.url)).done;
const retry = async (
	failed: IRun,
	original: ReturnType<typeof workflow>,
	saved?: typeof original,
) => await retryWorkflow(failed, original, setupFor(simulator.url), saved);

/** How often each row was accepted, and so paid for. */
const paid = (count: number) =>
	rows(count).map(
		({ row }) => simulator.journal.acceptedFor((body) => isRow(row)({ body })).length,
	);
const taskIds = (run: IRun) => jsonOf(outputOf(run, node)).map(({ taskId }) => taskId);
const acceptedIds = () => simulator.journal.accepted().map(({ taskId }) => taskId);

describe.each(submitters)('Retry On Fail of $node', (submitter) => {
	ofNode(submitter);

	it('submits only what was not accepted before', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' }, { match: isRow(3) });
		const done = await run(5, retrying, { options: { submitsAtOnce: 1 } });
		expect(done.data.resultData.error).toBeUndefined();
		expect(paid(5)).toEqual([1, 1, 1, 1, 1]);
		expect(taskIds(done)).toEqual(acceptedIds());
		expect(simulator.journal.submits()).toHaveLength(6);
	});

	it('a random seed does not make the retry look new', async () => {
		const seed = '={{ Math.floor(Math.random() * 1e9) }}';
		simulator.faults.onTask({ kind: 'status', status: 'processing', forMs: 30_000 });
		const done = await run(1, retrying, {
			model: seeded,
			options: { seed, timeoutMinutes: 0.3 },
		});
		expect(done.data.resultData.error).toBeUndefined();
		expect(simulator.journal.accepted()).toHaveLength(1);
		expect(simulator.journal.accepted()[0]?.body.seed).toEqual(expect.any(Number));
	});

	it('an outcome nobody knows stops every further try, and says so', async () => {
		simulator.setVisibility({ inputs: 'ignored' });
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' }, { times: Infinity });
		const { error } = (await run(1, retrying)).data.resultData;
		expect(simulator.journal.submits()).toHaveLength(1);
		expect(causeOf(error)).toBe('stillUnknown');
		expect(error).toMatchObject({
			context: { itemIndex: 0, data: { outcome: 'unknown' } },
		});
	});

	it('unless the person chose to submit again', async () => {
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		const done = await run(1, retrying, { options: { ifOutcomeIsUnknown: 'submitAgain' } });
		expect(done.data.resultData.error).toBeUndefined();
		expect(simulator.journal.submits()).toHaveLength(2);
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it('a task that failed for a server reason is submitted anew', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1403 }, { match: isRow(1) });
		const done = await run(3, retrying);
		expect(done.data.resultData.error).toBeUndefined();
		expect(paid(3)).toEqual([1, 2, 1]);
	});

	it.each([1200, 1400, 1401, 1402])('one that failed with %d is not', async (code) => {
		simulator.faults.onTask({ kind: 'failTask', code }, { match: isRow(1), times: Infinity });
		const { error } = (await run(3, retrying)).data.resultData;
		expect(error?.message).toBeDefined();
		expect(paid(3)).toEqual([1, 1, 1]);
	});

	it('finished siblings come out of the ledger: no further request about them', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1403 }, { match: isRow(0) });
		const done = await run(3, retrying);
		const ids = taskIds(done);
		expect(ids).toHaveLength(3);
		for (const id of ids.slice(1)) expect(simulator.journal.reads(String(id))).toHaveLength(1);
	});

	it('after Continue: an error on the first item runs the node again, which submits nothing twice', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1200 }, { match: isRow(0) });
		const settings = { ...retrying, onError: 'continueRegularOutput' as const };
		const done = await run(3, settings);
		expect(paid(3)).toEqual([1, 1, 1]);
		const items = jsonOf(outputOf(done, node));
		expect(items.map((json) => 'error' in json)).toEqual([true, false, false]);
	});
});

describe.each(submitters)('Retry execution with $node', (submitter) => {
	ofNode(submitter);

	it.each(['original', 'currently saved'])('%s workflow: goes on where it ended', async (which) => {
		const options = { submitsAtOnce: 1 };
		simulator.faults.onSubmit({ kind: 'unauthorized' }, { match: isRow(2) });
		const original = workflow(5, {}, { options });
		const failed = await startWorkflow(original, setupFor(simulator.url)).done;
		expect(failed.data.resultData.error?.description).toContain('2 other videos');
		expect(paid(5)).toEqual([1, 1, 0, 0, 0]);
		const saved = which === 'original' ? undefined : workflow(5, {}, { options });
		const done = await retry(failed, original, saved);
		expect(done.data.resultData.error).toBeUndefined();
		expect(paid(5)).toEqual([1, 1, 1, 1, 1]);
		expect(taskIds(done)).toEqual(acceptedIds());
	});

	it('twice in a row', async () => {
		simulator.clock.hold();
		const original = workflow(1, {}, { options: { timeoutMinutes: 0.3 } });
		const first = await startWorkflow(original, setupFor(simulator.url)).done;
		expect(causeOf(first.data.resultData.error)).toBe('deadline');
		const second = await retry(first, original);
		expect(causeOf(second.data.resultData.error)).toBe('deadline');
		simulator.clock.release();
		const patient = workflow(1, {}, { options: { timeoutMinutes: 5 } });
		const third = await retry(second, original, patient);
		expect(third.data.resultData.error).toBeUndefined();
		expect(taskIds(third)).toEqual(acceptedIds());
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it('an edited prompt is a new video; an edited timeout is not', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1200 });
		const original = workflow(1);
		const failed = await startWorkflow(original, setupFor(simulator.url)).done;
		const same = await retry(failed, original, workflow(1, {}, { options: { timeoutMinutes: 5 } }));
		expect(causeOf(same.data.resultData.error)).toBe('contentModeration');
		expect(simulator.journal.accepted()).toHaveLength(1);
		const edited = workflow(1, {}, { prompt: 'A fox that does nothing bad' });
		const done = await retry(failed, original, edited);
		expect(done.data.resultData.error).toBeUndefined();
		expect(simulator.journal.accepted()).toHaveLength(2);
	});

	it('a second time of the same execution: it finds what the first retry has submitted', async () => {
		const options = { submitsAtOnce: 1 };
		const original = workflow(4, {}, { options });
		simulator.faults.onSubmit({ kind: 'unauthorized' }, { match: isRow(1) });
		const failed = await startWorkflow(original, setupFor(simulator.url)).done;
		expect(paid(4)).toEqual([1, 0, 0, 0]);
		simulator.faults.onSubmit({ kind: 'unauthorized' }, { match: isRow(2) });
		const second = await retry(failed, original);
		expect(second.data.resultData.error).toBeDefined();
		expect(paid(4)).toEqual([1, 1, 0, 0]);
		// The editor offers it: both begin with what the first execution has saved.
		const third = await retry(failed, original, original);
		expect(third.data.resultData.error).toBeUndefined();
		expect(paid(4)).toEqual([1, 1, 1, 1]);
		expect(taskIds(third)).toEqual(acceptedIds());
		const fourth = await retry(second, original);
		expect(taskIds(fourth)).toEqual(acceptedIds());
		expect(paid(4)).toEqual([1, 1, 1, 1]);
	});

	it('a second time, of an execution that failed before it came to the node', async () => {
		const original = workflow(2);
		const failed = await startWorkflow(original, setupFor(simulator.url, { apiKey: ' ' })).done;
		expect(failed.data.resultData.error).toBeDefined();
		const first = await retry(failed, original);
		expect(taskIds(await retry(failed, original))).toEqual(taskIds(first));
		expect(paid(2)).toEqual([1, 1]);
	});

	it('a second time, when nobody can tell what became of the first: not submitted, and said', async () => {
		const original = workflow(1);
		simulator.faults.onSubmit({ kind: 'unauthorized' });
		const failed = await startWorkflow(original, setupFor(simulator.url)).done;
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		await retry(failed, original);
		const { error } = (await retry(failed, original)).data.resultData;
		expect(causeOf(error)).toBe('retriedBefore');
		expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
		expect(simulator.journal.submits()).toHaveLength(2);
	});

	it('of two executions with the very same item: two videos', async () => {
		const original = workflow(1);
		for (let execution = 0; execution < 2; execution += 1) {
			simulator.faults.onSubmit({ kind: 'unauthorized' });
			const failed = await startWorkflow(original, setupFor(simulator.url)).done;
			await retry(failed, original);
		}
		expect(paid(1)).toEqual([2]);
	});

	it('a failed download leaves a task that is not submitted again', async () => {
		simulator.faults.onDownload({ kind: 'forbidden' });
		const done = await run(1, {}, { return: 'file' });
		expect(jsonOf(outputOf(done, node))).toEqual([
			expect.objectContaining({ downloadError: expect.any(String), status: 'completed' }),
		]);
		expect(simulator.journal.accepted()).toHaveLength(1);
	});
});

describe('Loop Over Items', () => {
	ofNode(textToVideo);

	const loop = (
		count: number,
		settings: Partial<INode>,
		items = rows(count),
		parameters: IDataObject = {},
	) => loopOf(items, seedance(node, { ...perRow, ...parameters }, settings));

	it('one task a round, one more try in round 7 of 20', async () => {
		const slow = { kind: 'status', status: 'processing', forMs: 30_000 } as const;
		simulator.faults.onTask(slow, { match: isRow(6) });
		const options = { timeoutMinutes: 0.3 };
		const chain = loop(20, retrying, rows(20), { options });
		const done = await startWorkflow(chain, setupFor(simulator.url)).done;
		expect(done.data.resultData.error).toBeUndefined();
		expect(paid(20)).toEqual(Array(20).fill(1));
		expect(done.data.resultData.runData[node]).toHaveLength(20);
	});

	it('rounds with the very same item are as many videos', async () => {
		const same = Array.from({ length: 4 }, () => ({ row: 1 }));
		const done = await startWorkflow(loop(4, {}, same), setupFor(simulator.url)).done;
		expect(done.data.resultData.error).toBeUndefined();
		expect(paid(2)).toEqual([0, 4]);
	});

	it('Retry execution twice, of rounds with the very same item: each is one video', async () => {
		const same = Array.from({ length: 4 }, () => ({ row: 1 }));
		const endless = { kind: 'status', status: 'processing', forMs: 3_600_000 } as const;
		let rounds = 0;
		const isSecond = () => (rounds += 1) === 2;
		simulator.faults.onTask(endless, { match: isSecond });
		const impatient = loop(4, {}, same, { options: { timeoutMinutes: 0.3 } });
		const failed = await startWorkflow(impatient, setupFor(simulator.url)).done;
		expect(causeOf(failed.data.resultData.error)).toBe('deadline');
		simulator.clock.pass(endless.forMs);
		const setup = setupFor(simulator.url);
		const ids = new Set<string>();
		for (let again = 0; again < 2; again += 1) {
			const done = await retryWorkflow(failed, impatient, setup, loop(4, {}, same, {}));
			expect(done.data.resultData.error).toBeUndefined();
			const runs = done.data.resultData.runData[node] ?? [];
			ids.add(runs.map(({ data }) => data?.main?.[0]?.[0]?.json.taskId).join());
		}
		expect(ids.size).toBe(1);
		expect(new Set([...ids].join().split(',')).size).toBe(4);
		expect(paid(2)).toEqual([0, 4]);
	});

	it('Retry execution in the middle: earlier rounds stay as they are', async () => {
		const endless = { kind: 'status', status: 'processing', forMs: 3_600_000 } as const;
		simulator.faults.onTask(endless, { match: isRow(2) });
		const impatient = loop(5, {}, rows(5), { options: { timeoutMinutes: 0.3 } });
		const failed = await startWorkflow(impatient, setupFor(simulator.url)).done;
		expect(causeOf(failed.data.resultData.error)).toBe('deadline');
		simulator.clock.pass(endless.forMs);
		const patient = loop(5, {}, rows(5), {});
		const done = await retryWorkflow(failed, impatient, setupFor(simulator.url), patient);
		expect(done.data.resultData.error).toBeUndefined();
		expect(paid(5)).toEqual([1, 1, 1, 1, 1]);
	});
});

describe('a new execution', () => {
	ofNode(textToVideo);

	it('is new work', async () => {
		await runChain(simulator.url, rows(1), [seedance(node, perRow)]);
		await runChain(simulator.url, rows(1), [seedance(node, perRow)]);
		expect(paid(1)).toEqual([2]);
	});

	it('two equal items are two videos', async () => {
		await runChain(simulator.url, [{ row: 0 }, { row: 0 }], [seedance(node, perRow)]);
		expect(paid(1)).toEqual([2]);
	});
});
