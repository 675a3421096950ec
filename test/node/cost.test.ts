jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/**
 * Prices are known before they are charged: estimates, quotes, the maximum and the balance floor.
 */
import type { IDataObject, INode } from 'n8n-workflow';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import {
	chainOf,
	jsonOf,
	loopOf,
	outputOf,
	pricedModel,
	runChain,
	seedance,
	setupFor,
} from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));
const simulator = testSimulator({ hurry: 20, offer: { balanceUsd: 100 } });

const perRow = { model: pricedModel, prompt: '=Fox {{ $json.row }}' };
const withOptions = (options: IDataObject, more: IDataObject = {}) => ({
	...perRow,
	...more,
	options,
});

async function run(count: number, parameters: IDataObject, settings: Partial<INode> = {}) {
	return await runChain(simulator.url, rows(count), [seedance(node, parameters, settings)]);
}
const costs = (done: Awaited<ReturnType<typeof run>>) =>
	jsonOf(outputOf(done, node)).map(({ estimatedCostUsd }) => estimatedCostUsd);
const charged = () => simulator.journal.accepted().map(({ priceUsd }) => priceUsd);
const submits = () => simulator.journal.submits().length;

describe('estimatedCostUsd', () => {
	it('is the published price, and what the API charges', async () => {
		const done = await run(2, perRow);
		expect(costs(done)).toEqual([0.26, 0.26]);
		expect(charged()).toEqual([0.26, 0.26]);
		expect(simulator.journal.prices()).toEqual([]);
	});

	it('is in the item of the API, too, with Simplify off', async () => {
		const done = await run(1, withOptions({ simplify: false }));
		expect(outputOf(done, node)[0]?.json).toMatchObject({
			id: expect.any(String),
			estimatedCostUsd: 0.26,
		});
	});

	it('is absent where no price was published', async () => {
		const done = await run(1, { ...perRow, resolution: '720p', duration: 7 });
		expect(costs(done)).toEqual([undefined]);
		expect(outputOf(done, node)[0]?.json).not.toHaveProperty('estimatedCostUsd');
	});

	it('is the quote with Live Quote, for which every default is sent', async () => {
		const done = await run(1, withOptions({ liveQuote: 'always' }, { duration: 7 }));
		expect(simulator.journal.prices().map(({ body }) => body)).toEqual([
			{
				model_id: pricedModel.value,
				inputs: {
					prompt: 'Fox 0',
					duration: 7,
					resolution: '720p',
					aspect_ratio: '16:9',
					generate_audio: true,
					camera_fixed: false,
					seed: -1,
				},
			},
		]);
		expect(costs(done)).toEqual(charged());
		expect(costs(done)).not.toEqual([undefined]);
	});

	it('is absent with Live Quote when there is no quote, and the video is made', async () => {
		simulator.faults.onPrice({ kind: 'serverError' }, { times: Infinity });
		const done = await run(1, withOptions({ liveQuote: 'always' }));
		expect(done.data.resultData.error).toBeUndefined();
		expect(costs(done)).toEqual([undefined]);
		expect(submits()).toBe(1);
	});

	it('is quoted once for items that must cost the same', async () => {
		await run(5, withOptions({ liveQuote: 'always' }, { seed: '={{ $json.row }}' }));
		expect(simulator.journal.prices()).toHaveLength(1);
		expect(submits()).toBe(5);
	});

	it('stays with a task that a retry picks up', async () => {
		const chain = chainOf(rows(2), [
			seedance(node, withOptions({ liveQuote: 'always', submitsAtOnce: 1 })),
		]);
		simulator.faults.onSubmit(
			{ kind: 'insufficientCredits' },
			{ match: ({ body }) => body.prompt === 'Fox 1' },
		);
		const failed = await startWorkflow(chain, setupFor(simulator.url)).done;
		const done = await retryWorkflow(failed, chain, setupFor(simulator.url));
		expect(costs(done)).toEqual([0.26, 0.26]);
		expect(simulator.journal.accepted()).toHaveLength(2);
	});
});

describe('Max Cost', () => {
	const capped = (maximumCostUsd: unknown, more: IDataObject = {}) =>
		withOptions({ maximumCostUsd: maximumCostUsd as number, ...more });

	it('lets through what fits, at quoted prices', async () => {
		const done = await run(3, capped(0.78));
		expect(done.data.resultData.error).toBeUndefined();
		expect(costs(done)).toEqual([0.26, 0.26, 0.26]);
		expect(simulator.journal.prices()).toHaveLength(1);
	});

	it('submits nothing when the items together cost more, and shows the sum and the items', async () => {
		const done = await run(3, capped(0.77));
		expect(submits()).toBe(0);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('costAboveMaximum');
		expect(error?.description).toMatch(/\$0\.77 used, \$0\.78 .*\b3\b/);
		expect(error?.description).toMatch(/0 \$0\.26.*1 \$0\.26.*2 \$0\.26/);
		expect(error).toMatchObject({ context: { itemIndex: 0 } });
	});

	it('gives an error item for each where On Error is Continue', async () => {
		const done = await run(2, capped(0.3), { onError: 'continueRegularOutput' });
		expect(submits()).toBe(0);
		const items = outputOf(done, node);
		expect(items.map(({ json }) => causeOf(json.error))).toEqual(Array(2).fill('costAboveMaximum'));
		expect(items).toMatchObject(
			[0, 1].map((item) => ({
				json: { error: { description: expect.stringContaining('$0.52') } },
				pairedItem: { item },
			})),
		);
	});

	it.each([
		[{ kind: 'reset' }, 'unreachable'],
		[{ kind: 'unauthorized' }, 'invalidKey'],
	] as const)(
		'names the connection or the key where no price can be asked for: %j',
		async (fault, cause) => {
			simulator.faults.onPrice(fault, { times: Infinity });
			const { error } = (await run(2, capped(5))).data.resultData;
			expect(causeOf(error)).toBe(cause);
			expect(error?.description).toContain("You weren't charged.");
			expect(submits()).toBe(0);
		},
	);

	it('refuses a price that cannot be had, unless it is allowed', async () => {
		simulator.faults.onPrice({ kind: 'serverError' }, { times: Infinity });
		const refused = await run(1, capped(5));
		expect(causeOf(refused.data.resultData.error)).toBe('priceUnknown');
		expect(submits()).toBe(0);
		const done = await run(1, capped(5, { allowUnknownPrices: true }));
		expect(done.data.resultData.error).toBeUndefined();
		expect(submits()).toBe(1);
	});

	const loop = (items: readonly IDataObject[]) => loopOf(items, seedance(node, capped(0.6)));

	it('counts all rounds of Loop Over Items', async () => {
		const chain = loop(rows(5));
		const done = await startWorkflow(chain, setupFor(simulator.url)).done;
		expect(submits()).toBe(2);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('costAboveMaximum');
		expect(error?.description).toMatch(/\$0\.52 of \$0\.60 used, \$0\.26 more/);
	});

	it('counts the same row of several rounds each time', async () => {
		const same = Array.from({ length: 4 }, () => ({ row: 1 }));
		await startWorkflow(loop(same), setupFor(simulator.url)).done;
		expect(submits()).toBe(2);
	});

	it('counts what other nodes of the execution have submitted', async () => {
		const first = seedance(node, perRow, {}, 'First');
		const second = seedance(node, { ...capped(1), prompt: 'Owl' }, {}, 'Second');
		const done = await startWorkflow(chainOf(rows(2), [first, second]), setupFor(simulator.url))
			.done;
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('costAboveMaximum');
		expect(error?.description).toMatch(/\$0\.52 of \$1\.00 used, \$0\.52 more for 2 videos/);
		expect(submits()).toBe(2);
	});

	it('does not count a retry twice, nor a task that failed and is refunded', async () => {
		simulator.faults.onTask(
			{ kind: 'failTask', code: 1403 },
			{ match: ({ body }) => body.prompt === 'Fox 1' },
		);
		const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const done = await run(2, capped(0.52), retrying);
		expect(done.data.resultData.error).toBeUndefined();
		expect(submits()).toBe(3);
	});

	it('does not count what was refused', async () => {
		simulator.faults.onSubmit({ kind: 'rateLimited' });
		const done = await run(1, capped(0.26));
		expect(done.data.resultData.error).toBeUndefined();
		expect(submits()).toBe(2);
	});
});

/** What an amount of money may be, and what it may not. */
describe.each([
	['maximumCostUsd', 'Max Cost (USD)'],
	['keepBalanceAboveUsd', 'Min Balance (USD)'],
])('an amount in %s', (name, displayName) => {
	it.each([
		'5 dollars',
		'$5',
		'$5x',
		'5,000',
		'={{ "" }}',
		'={{ null }}',
		-1,
		'={{ $json.missing }}',
		true,
	])('%j is refused instead of going on without a limit', async (amount) => {
		const done = await run(1, withOptions({ [name]: amount }));
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('settingRefused');
		expect(error?.message).toContain(displayName);
		expect(error).toMatchObject({ context: { data: { outcome: 'refused' } } });
		expect(submits()).toBe(0);
	});

	it.each(['0,5', ' 0.50 ', '0.5 USD', '={{ "0.5" }}', '={{ 1 / 2 }}'])(
		'%j is half a dollar',
		async (amount) => {
			const done = await run(1, withOptions({ [name]: amount }));
			expect(done.data.resultData.error).toBeUndefined();
			expect(submits()).toBe(1);
		},
	);
});

describe('the money that is set aside for a run', () => {
	const half = { maximumCostUsd: 0.52 };
	const second = seedance(node, withOptions(half, { prompt: 'Owl' }), {}, 'Second');

	it('is free again after a dry run', async () => {
		const first = seedance(node, withOptions({ ...half, previewOnly: 'always' }), {}, 'First');
		await startWorkflow(chainOf(rows(2), [first, second]), setupFor(simulator.url)).done;
		expect(submits()).toBe(2);
	});

	it('is free again after submits that came to nothing', async () => {
		simulator.faults.onSubmit(
			{ kind: 'insufficientCredits' },
			{ match: ({ body }) => body.prompt !== 'Owl', times: Infinity },
		);
		const settings = { onError: 'continueRegularOutput' } as const;
		// The second row is set aside and never sent.
		const one = withOptions({ ...half, submitsAtOnce: 1 });
		const first = seedance(node, one, settings, 'First');
		const done = await startWorkflow(chainOf(rows(2), [first, second]), setupFor(simulator.url))
			.done;
		expect(done.data.resultData.error).toBeUndefined();
		expect(simulator.journal.accepted()).toHaveLength(2);
	});
});

describe('Min Balance', () => {
	it('reads the balance before each batch and submits nothing that would leave less', async () => {
		const options = { keepBalanceAboveUsd: 9999 };
		const done = await run(1, withOptions(options));
		expect(submits()).toBe(0);
		const { error } = done.data.resultData;
		expect(causeOf(error)).toBe('balanceTooLow');
		expect(error?.description).toMatch(/balance \$\d+\.\d+, keep \$9999\.00/);
		expect(simulator.journal.requests.filter(({ route }) => route === 'balance')).toHaveLength(1);
	});

	it('lets a batch through that leaves enough', async () => {
		const done = await run(1, withOptions({ keepBalanceAboveUsd: 0.5 }));
		expect(done.data.resultData.error).toBeUndefined();
		expect(submits()).toBe(1);
	});

	it('submits nothing when the balance cannot be read', async () => {
		simulator.faults.decide({ balance: () => ({ kind: 'serverError' }) });
		const done = await run(1, withOptions({ keepBalanceAboveUsd: 0.5 }));
		expect(submits()).toBe(0);
		expect(causeOf(done.data.resultData.error)).toBe('balanceUnknown');
	});
});

describe('After a run by hand', () => {
	const hintsOf = (done: Awaited<ReturnType<typeof run>>) =>
		(done.data.resultData.runData[node]?.[0]?.hints ?? []).map(({ message }) => message);

	it('a hint says what it cost, and to pin the output', async () => {
		expect(hintsOf(await run(3, perRow))).toEqual([
			expect.stringMatching(/^Created 3 videos for about \$0\.78\. .*\bpin /),
		]);
	});

	it('the hint says when the price is not known', async () => {
		const [hint] = hintsOf(await run(1, { ...perRow, duration: 7 }));
		expect(hint).toContain('Created 1 video. Price unknown.');
	});

	it('the hint names the node that gets a file again, because n8n pins no files', async () => {
		const [hint] = hintsOf(await run(1, { ...perRow, return: 'file' }));
		expect(hint).toContain('Seedance Get Result');
	});

	it('there is none after a production run, nor when nothing was submitted', async () => {
		const chain = chainOf(rows(1), [seedance(node, perRow)]);
		const production = await startWorkflow(chain, setupFor(simulator.url), () => {}, 'webhook')
			.done;
		expect(hintsOf(production)).toEqual([]);
		const bad = await run(1, { prompt: 'Fox', duration: 99 }, { onError: 'continueRegularOutput' });
		expect(hintsOf(bad)).toEqual([]);
	});

	it('there is none after a dry run of which every item is refused', async () => {
		const parameters = withOptions({ previewOnly: 'always' }, { duration: 99 });
		const done = await run(2, parameters, { onError: 'continueRegularOutput' });
		expect(hintsOf(done)).toEqual([]);
	});

	it('a dry run says what it would cost', async () => {
		expect(hintsOf(await run(3, withOptions({ previewOnly: 'always' })))).toEqual([
			expect.stringContaining('About $0.78 for 3 videos.'),
		]);
		const dry = withOptions({ previewOnly: 'always' }, { duration: 7 });
		expect(hintsOf(await run(1, dry))).toEqual([expect.stringContaining('Price unknown.')]);
	});
});
