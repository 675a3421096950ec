jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
import type { IDataObject, INode } from 'n8n-workflow';
import { startWorkflow } from '../engine/run';
import { hurry } from '../engine/time';
import { causeOf, textOf } from '../support/errors/causeOf';
import {
	chainOf,
	jsonOf,
	outputOf,
	pick,
	runChain,
	seedance,
	setupFor,
	startChain,
	startModel,
} from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));
const perRow = { prompt: '=Fox {{ $json.row }}' };
const isRow = (row: number) => (submit: { body: Readonly<Record<string, unknown>> }) =>
	submit.body.prompt === `Fox ${row}`;

const simulator = testSimulator({ hurry: 10 });

const run = async (count: number, settings: Partial<INode> = {}, parameters = {}) =>
	await runChain(simulator.url, rows(count), [
		seedance(node, { ...perRow, ...parameters }, settings),
	]);

describe('what the API answers', () => {
	it.each([
		['unauthorized', 'invalidKey', '401'],
		['forbidden', 'forbidden', '403'],
		['insufficientCredits', 'insufficientCredits', '400'],
	] as const)('%s: keeps our words, with the HTTP status', async (kind, cause, httpCode) => {
		simulator.faults.onSubmit({ kind }, { times: Infinity });
		const { error } = (await run(1)).data.resultData;
		expect(causeOf(error)).toBe(cause);
		expect(error).toMatchObject({ httpCode, context: { itemIndex: 0 } });
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it.each([
		'resetBeforeAccept',
		'resetAfterAccept',
		'noId',
		'malformedJson',
		'html',
		'errorAfterAccept',
		'serverError',
	] as const)('%s: an unknown outcome is never sent twice', async (kind) => {
		simulator.faults.onSubmit({ kind });
		const { error } = (await run(1)).data.resultData;
		expect(causeOf(error)).toBe('unknownOutcome');
		expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
		expect(simulator.journal.submits()).toHaveLength(1);
		expect(simulator.journal.accepted().length).toBeLessThanOrEqual(1);
	});

	it('429 with Retry-After: submitted again, accepted once', async () => {
		simulator.faults.onSubmit({ kind: 'rateLimited', retryAfterSeconds: 1 });
		const done = await run(1);
		expect(done.data.resultData.error).toBeUndefined();
		const [first, second] = simulator.journal.submits();
		expect(simulator.journal.submits()).toHaveLength(2);
		expect(simulator.journal.accepted()).toHaveLength(1);
		expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1000);
	});

	it('a redirect is not followed and not sent again', async () => {
		simulator.faults.onSubmit({ kind: 'redirect', location: `${simulator.url}/elsewhere` });
		const { error } = (await run(1)).data.resultData;
		expect(causeOf(error)).toBe('redirected');
		expect(simulator.journal.requests.map(({ route }) => route)).toEqual(['submit']);
	});

	it('a status read that breaks does not fail a paid task', async () => {
		simulator.faults.onRead({ kind: 'serverError', status: 502, envelope: false });
		simulator.faults.onRead({ kind: 'malformedJson' });
		const done = await run(1);
		expect(jsonOf(outputOf(done, node))).toEqual([
			expect.objectContaining({ status: 'completed' }),
		]);
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it('credits running out stops further submits and names what was submitted', async () => {
		simulator.faults.onSubmit(
			{ kind: 'insufficientCredits' },
			{ match: isRow(2), times: Infinity },
		);
		const { error } = (await run(8, {}, { options: { submitsAtOnce: 1 } })).data.resultData;
		const ids = simulator.journal.accepted().map(({ taskId }) => taskId);
		expect(ids).toHaveLength(2);
		expect(simulator.journal.submits()).toHaveLength(3);
		expect(causeOf(error)).toBe('insufficientCredits');
		expect(error).toMatchObject({
			description: expect.stringContaining('2 other videos'),
			context: { itemIndex: 2, data: { tasks: ids.map((taskId) => ({ taskId })) } },
		});
		for (const id of ids) expect(error?.description).toContain(id);
	});
});

describe('a failed task', () => {
	it('is an error by default, with its id and what the API says', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1200, error: 'Sensitive content' });
		const { error } = (await run(1)).data.resultData;
		const id = simulator.journal.accepted()[0]?.taskId;
		expect(causeOf(error)).toBe('contentModeration');
		expect(error).toMatchObject({
			description: expect.stringMatching(new RegExp(`Sensitive content.*${id}`)),
			context: { data: { taskId: id, status: 'failed', outcome: 'accepted' } },
		});
	});

	it('is an item when the person chose so', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1403, error: 'Execution failed' });
		const done = await run(1, {}, { options: { ifTaskFails: 'item' } });
		const [item] = jsonOf(outputOf(done, node));
		expect(item).toMatchObject({
			status: 'failed',
			failureCode: 1403,
			failureReason: 'Execution failed',
		});
		expect(item).not.toHaveProperty('error');
	});

	it('does not take its siblings along: all are finished before the node throws', async () => {
		simulator.faults.onTask({ kind: 'failTask' }, { match: isRow(0) });
		const { error } = (await run(3)).data.resultData;
		const ids = simulator.journal.accepted().map(({ taskId }) => taskId);
		expect(ids).toHaveLength(3);
		for (const id of ids) expect(textOf(error)).toContain(id);
		for (const id of ids) expect(simulator.journal.reads(id).length).toBeGreaterThan(0);
	});
});

describe('both ways to go on', () => {
	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)('%s', async (onError) => {
		simulator.faults.onTask({ kind: 'failTask' }, { match: isRow(1) });
		simulator.faults.onTask({ kind: 'nsfw' }, { match: isRow(2) });
		const done = await runChain(simulator.url, rows(3), [
			seedance(node, { ...perRow, options: { ifFlaggedNsfw: 'continue' } }, { onError }),
			pick("={{ $('Source').item.json.row }}"),
		]);
		const regular = outputOf(done, node, 0);
		const failed =
			onError === 'continueErrorOutput'
				? outputOf(done, node, 1)
				: regular.filter(({ json }) => 'error' in json);
		expect(failed).toHaveLength(1);
		expect(causeOf(failed[0]?.json.error)).toBe('taskNotMade');
		expect(failed[0]?.json.error).toMatchObject({
			taskId: simulator.journal.acceptedFor((body) => body.prompt === 'Fox 1')[0]?.taskId,
			model: startModel,
			status: 'failed',
			outcome: 'accepted',
		});
		const fine = regular.filter(({ json }) => !('error' in json));
		expect(fine.map(({ json }) => json.nsfw)).toEqual([undefined, true]);
		const values = jsonOf(outputOf(done, 'Pick')).map(({ value }) => value);
		expect(values).toEqual(onError === 'continueErrorOutput' ? [0, 2] : [0, 1, 2]);
	});

	it('401 in the middle: the rest is not submitted, each item says so', async () => {
		simulator.faults.onSubmit({ kind: 'unauthorized' }, { match: isRow(1), times: Infinity });
		const done = await run(
			4,
			{ onError: 'continueRegularOutput' },
			{ options: { submitsAtOnce: 1 } },
		);
		const items = jsonOf(outputOf(done, node));
		expect(items.map((json) => json.status ?? causeOf(json.error))).toEqual([
			'completed',
			'invalidKey',
			'notSubmitted',
			'notSubmitted',
		]);
		const [, refused, , last] = items.map(({ error }) => error as IDataObject | undefined);
		expect(last?.description).toContain(refused?.message);
		expect(simulator.journal.submits()).toHaveLength(2);
	});
});

describe('an API that cannot be reached', () => {
	const factor = 10;
	beforeEach(() => hurry(5 * factor));
	afterEach(() => hurry(factor));

	/** How long a run goes on, in ms of the fast clock. */
	async function triedFor(mode: 'manual' | 'trigger'): Promise<number> {
		const parameters = {
			...perRow,
			modelOptions: { schema: 'builtIn' },
			options: { submitDeadlineMinutes: 3 },
		};
		const chain = chainOf(rows(1), [seedance(node, parameters)]);
		const setup = setupFor('http://127.0.0.1:9');
		const begun = Date.now();
		const { data } = await startWorkflow(chain, setup, () => {}, mode).done;
		expect(causeOf(data.resultData.error)).toBe('unreachable');
		return Date.now() - begun;
	}

	it('is given up after half a minute where somebody watches', async () => {
		expect(await triedFor('manual')).toBeLessThan(60_000);
	});

	it('is tried until the submit deadline in production', async () => {
		expect(await triedFor('trigger')).toBeGreaterThan(90_000);
	});
});

describe('Stop', () => {
	it('ends the wait within a second or so and submits nothing more', async () => {
		simulator.faults.onTask({ kind: 'stuck' }, { times: Infinity });
		const started = startChain(simulator.url, rows(2), [seedance(node, perRow)]);
		while (simulator.journal.reads().length < 2) await new Promise((r) => setTimeout(r, 20));
		started.stop();
		await started.done;
		const reads = simulator.journal.reads().length;
		await new Promise((r) => setTimeout(r, 1500));
		expect(simulator.journal.reads().length).toBe(reads);
		expect(simulator.journal.accepted()).toHaveLength(2);
	});
});
