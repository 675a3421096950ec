jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** A submit that may have been accepted is looked for among the account's recent tasks. */
import type { IDataObject, INode } from 'n8n-workflow';
import { request } from 'undici';
import type { SubmitFault } from '../../simulator';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { lookText } from '../../seedance/errors/messages';
import { apiKey, chainOf, jsonOf, outputOf, seedance, setupFor } from './bench';
import { submitters, textToVideo } from './submitters';
import type { Submitter } from './submitters';
import { testSimulator } from './test-simulator';

let { node, media } = textToVideo;
/** Tests of a block are about one of the nodes. */
const ofNode = (submitter: Submitter) => beforeAll(() => ({ node, media } = submitter));
const simulator = testSimulator({ hurry: 20 });

const chain = (options: IDataObject = {}, settings: Partial<INode> = {}, count = 1) =>
	chainOf(
		Array.from({ length: count }, (_, row) => ({ row })),
		[seedance(node, { prompt: '=Fox {{ $json.row }}', ...media, options }, settings)],
	);
const run = async (...args: Parameters<typeof chain>) =>
	await startWorkflow(chain(...args), setupFor(simulator.url)).done;
const accepted = () => simulator.journal.accepted().map(({ taskId }) => taskId);
const lists = () => simulator.journal.requests.filter(({ route }) => route === 'list');

/** Whether a submit is one of the node's, not a stranger's. */
const isOurs = ({ body }: { readonly body: Readonly<Record<string, unknown>> }) =>
	String(body.prompt).startsWith('Fox');

/** Somebody else's submit with the same key. @returns its task's id */
async function stranger(model: string, body: object): Promise<string> {
	const answer = await request(`${simulator.url}/api/v3/${model}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const { data } = (await answer.body.json()) as { data: { id: string } };
	return data.id;
}

describe.each(submitters)('accepted by $node, and the answer was lost', (submitter) => {
	ofNode(submitter);

	it.each<SubmitFault>([
		{ kind: 'resetAfterAccept' },
		{ kind: 'noId' },
		{ kind: 'malformedJson' },
		{ kind: 'html', accept: true },
		{ kind: 'errorAfterAccept', status: 503 },
		{ kind: 'errorAfterAccept', status: 502, envelope: false },
	])('$kind: the task is found and its video handed out, paid for once', async (fault) => {
		simulator.faults.onSubmit(fault);
		const done = await run();
		expect(done.data.resultData.error).toBeUndefined();
		expect(jsonOf(outputOf(done, node))).toEqual([
			expect.objectContaining({ taskId: accepted()[0], status: 'completed' }),
		]);
		expect(accepted()).toHaveLength(1);
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it('the task shows late in the list, with defaults that nobody sent', async () => {
		simulator.setVisibility({ listedAfterMs: 4_000, addedInputs: { seed: -1 } });
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' });
		const done = await run();
		expect(jsonOf(outputOf(done, node))).toMatchObject([{ taskId: accepted()[0] }]);
	});

	it('beside tasks of others: each item gets its own', async () => {
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' }, { times: 3, match: isOurs });
		const running = run({}, {}, 6);
		while (simulator.journal.submits().length === 0) await new Promise((r) => setImmediate(r));
		const { model = '', body = {} } = simulator.journal.submits()[0] ?? {};
		const others = await Promise.all(
			[1, 2, 3].map(async (i) => await stranger(model, { ...body, prompt: `Other ${i}` })),
		);
		const items = jsonOf(outputOf(await running, node));
		for (const [row, { taskId }] of items.entries()) {
			const [own] = simulator.journal.acceptedFor(({ prompt }) => prompt === `Fox ${row}`);
			expect(taskId).toBe(own?.taskId);
			expect(others).not.toContain(taskId);
		}
		expect(items).toHaveLength(6);
	});

	it('with a twin of somebody else: nothing is adopted, both are named with their times', async () => {
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' });
		const running = run();
		while (accepted().length === 0) await new Promise((r) => setImmediate(r));
		const [mine] = simulator.journal.accepted();
		const twin = await stranger(mine?.model ?? '', mine?.body ?? {});
		const { error } = (await running).data.resultData;
		expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
		for (const id of [mine?.taskId, twin]) {
			expect(error?.description).toMatch(new RegExp(`${id} \\(\\d{4}-\\d\\d-\\d\\dT[^)]+Z\\)`));
		}
		expect(simulator.journal.reads()).toEqual([]);
	});
});

describe('a list that does not tell inputs', () => {
	it.each(['ignored', 'refused'] as const)(
		'%s: nothing is adopted, the task is named',
		async (inputs) => {
			simulator.setVisibility({ inputs });
			simulator.faults.onSubmit({ kind: 'resetAfterAccept' });
			const { error } = (await run()).data.resultData;
			expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
			expect(error?.description).toContain(accepted()[0]);
			expect(simulator.journal.reads()).toEqual([]);
		},
	);
});

describe('not accepted', () => {
	it('nothing is adopted, and the text says that nothing is there so far', async () => {
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		const { error } = (await run()).data.resultData;
		expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
		expect(error?.description).toContain(lookText(0));
		expect(lists().length).toBeGreaterThan(1);
		expect(lists().length).toBeLessThan(6);
	});
});

describe('a retry that meets a stored unknown', () => {
	/** A first try whose look finds nothing, because the list is down. */
	async function lostOnce(options: IDataObject = {}) {
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' });
		simulator.faults.onList({ kind: 'serverError', status: 502 }, { times: 8 });
		const failed = await run(options);
		expect(failed.data.resultData.error).toMatchObject({
			context: { data: { outcome: 'unknown' } },
		});
		expect(simulator.faults.pending).toBe(0);
		return failed;
	}

	it.each(['stop', 'submitAgain'])('looks again and finds it (%s)', async (ifOutcomeIsUnknown) => {
		const failed = await lostOnce({ ifOutcomeIsUnknown });
		const original = chain({ ifOutcomeIsUnknown });
		const done = await retryWorkflow(failed, original, setupFor(simulator.url));
		expect(jsonOf(outputOf(done, node))).toMatchObject([
			{ taskId: accepted()[0], status: 'completed' },
		]);
		expect(accepted()).toHaveLength(1);
	});

	it('Retry On Fail does so, too', async () => {
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' });
		simulator.faults.onList({ kind: 'serverError', status: 502 }, { times: 8 });
		const done = await run({}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 });
		expect(jsonOf(outputOf(done, node))).toMatchObject([{ taskId: accepted()[0] }]);
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it('submits again where nothing is there and the person chose so', async () => {
		simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
		const options = { ifOutcomeIsUnknown: 'submitAgain' };
		const failed = await run(options);
		const done = await retryWorkflow(failed, chain(options), setupFor(simulator.url));
		expect(jsonOf(outputOf(done, node))).toMatchObject([{ status: 'completed' }]);
		expect(accepted()).toHaveLength(1);
	});
});

it.each(['stop', 'submitAgain'])(
	'what one retry has found is found by the next one of the same execution (%s)',
	async (ifOutcomeIsUnknown) => {
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' });
		simulator.faults.onList({ kind: 'serverError', status: 404 }, { times: 3 });
		const first = await run();
		expect(first.data.resultData.error).toBeDefined();
		const again = chain({ ifOutcomeIsUnknown });
		for (let retry = 0; retry < 2; retry += 1) {
			const done = await retryWorkflow(first, chain(), setupFor(simulator.url), again);
			expect(jsonOf(outputOf(done, node))).toMatchObject([{ taskId: accepted()[0] }]);
		}
		expect(accepted()).toHaveLength(1);
	},
);

it('what another execution of this process has is not taken', async () => {
	const done = await run();
	const [first] = jsonOf(outputOf(done, node));
	simulator.faults.onSubmit({ kind: 'resetBeforeAccept' });
	const { error } = (await run()).data.resultData;
	expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
	expect(error?.description).not.toContain(first?.taskId);
});
