/** What an execution has spent and is about to spend, and the pricing of a batch. */
import { problem } from '../../../seedance/errors/messages';
import { openBudget, priceAndReserve } from '../../../seedance/run/budget';
import type { Budget, CostLimits } from '../../../seedance/run/budget';
import type { Item } from '../../../seedance/run/itemState';
import { openLedger } from '../../../seedance/run/ledger';
import type { LedgerStore } from '../../../seedance/run/ledger';
import { answer, enveloped } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import type { ScriptedApi } from '../../support/api/scriptedApi';
import { known } from '../../support/models/pricedModels';
import { plannedItem } from '../../support/task/runItems';

const record = known('seedance-v1.5-pro/text-to-video');

/** Records a submit with this cost. */
const submit = (store: LedgerStore, key: string, costUsd: number) =>
	openLedger(store, { runIndex: 0, ifUnknown: 'stop' }).sending(key, record.id, { costUsd });

function reserve(budget: Budget, costs: ReadonlyArray<[string, number | undefined]>) {
	const reserved = budget.reserve(new Map(costs), () => undefined);
	if (!reserved.ok) throw new Error('Refused');
	return reserved.value;
}

describe('openBudget', () => {
	it('reserves nothing of what the check objects to, which gets what is committed without it', () => {
		const execution = {};
		const budget = openBudget(execution, () => []);
		reserve(budget, [['a', 1]]);
		const no = problem('costAboveMaximum');
		const checks = jest.fn(() => no);
		expect(budget.reserve(new Map([['b', 2]]), checks)).toEqual({ ok: false, problem: no });
		expect(checks).toHaveBeenCalledWith({ usd: 1, unpriced: 0 });
		expect(budget.committed()).toEqual({ usd: 1, unpriced: 0 });
	});

	it('adds up the ledgers of all nodes', () => {
		const [first, second]: [LedgerStore, LedgerStore] = [{}, {}];
		submit(first, 'a', 1);
		submit(second, 'a', 2);
		expect(openBudget({}, () => [first, second]).committed()).toEqual({ usd: 3, unpriced: 0 });
	});

	it('counts what others are about to submit, until it stands in the ledger', () => {
		const execution = {};
		const store: LedgerStore = {};
		const budget = openBudget(execution, () => [store]);
		const reservation = reserve(budget, [
			['a', 1],
			['b', 2],
			['c', undefined],
		]);
		const other = openBudget(execution, () => [store]);
		expect(other.committed()).toEqual({ usd: 3, unpriced: 1 });
		submit(store, 'a', 1);
		reservation.sent('a');
		expect(other.committed()).toEqual({ usd: 3, unpriced: 1 });
		reservation.end();
		expect(other.committed()).toEqual({ usd: 1, unpriced: 0 });
	});

	it('knows nothing of other executions', () => {
		reserve(
			openBudget({}, () => []),
			[['a', 1]],
		);
		expect(openBudget({}, () => []).committed()).toEqual({ usd: 0, unpriced: 0 });
	});
});

/** An item of a model with a published price of $0.26, and with a quote of $0.30. */
const priceable = (key: string, body: object = {}): Item => {
	const request = { model: record.id, body: { prompt: key, duration: 5, ...body } };
	return plannedItem(request, 0, { record, pricedBy: record }, key);
};

/** An item of a model that isn't known. */
const unpriceable = (key: string): Item =>
	plannedItem({ model: 'a/b', body: { prompt: key } }, 0, {}, key);

/** An account with $10, and a price for everything. */
const account = () =>
	scriptedApi(({ method }) =>
		method === 'GET'
			? answer(200, enveloped(200, 'success', { balance: 10 }))
			: answer(200, enveloped(200, 'success', { price: 0.3 })),
	);

const free: CostLimits = { wantsQuotes: false, allowsUnknown: false };
const published = { ok: true, value: { usd: 0.26, source: 'published' } } as const;
const quote = { ok: true, value: { usd: 0.3, source: 'quote' } } as const;
const isUnknown = { ok: false, problem: expect.any(String) };

/** Prices items in an execution of their own. */
async function price(items: readonly Item[], limits: Partial<CostLimits>, api = account()) {
	const budget = openBudget({}, () => []);
	const priced = await priceAndReserve(items, api.ports, { ...free, ...limits }, budget);
	return { ...priced, budget, api };
}

const asked = ({ sent }: ScriptedApi) => sent.map(({ method }) => method);

describe('priceAndReserve', () => {
	it('takes the published prices, and asks nobody', async () => {
		const items = [priceable('a'), unpriceable('b'), priceable('c', { duration: 7 })];
		const { prices, budget, api } = await price(items, {});
		expect(prices).toEqual([published, isUnknown, isUnknown]);
		expect(items.map(({ now }) => now)).toMatchObject(
			prices.map((price) => ({ state: 'planned', price })),
		);
		expect(budget.committed()).toEqual({ usd: 0.26, unpriced: 2 });
		expect(asked(api)).toEqual([]);
	});

	it('takes the quotes that a person wants, and no published price beside them', async () => {
		const items = [priceable('a'), unpriceable('b')];
		const { prices, budget, api } = await price(items, { wantsQuotes: true });
		expect(prices).toEqual([quote, isUnknown]);
		expect(budget.committed()).toEqual({ usd: 0.3, unpriced: 1 });
		expect(asked(api)).toEqual(['POST']);
		const mute = scriptedApi(() => answer(401));
		const { prices: none } = await price([priceable('a')], { wantsQuotes: true }, mute);
		expect(none).toEqual([
			{ ...isUnknown, failure: expect.objectContaining({ cause: 'invalidKey' }) },
		]);
	});

	it('gives a reservation, which ends item by item', async () => {
		const { reservation, budget } = await price([priceable('a'), priceable('b')], {});
		reservation?.sent('a');
		expect(budget.committed()).toEqual({ usd: 0.26, unpriced: 0 });
		reservation?.end();
		expect(budget.committed()).toEqual({ usd: 0, unpriced: 0 });
	});

	it('asks and reserves nothing where nothing is planned', async () => {
		const failed: Item = { index: 0, key: 'a', now: { state: 'skipped' } };
		const { prices, reservation, api } = await price([failed], { floorUsd: 5, wantsQuotes: true });
		expect([prices, reservation, asked(api)]).toEqual([[], undefined, []]);
	});

	it.each<readonly [string, Partial<CostLimits>, string]>([
		['the maximum', { maximumUsd: 0.51 }, 'costAboveMaximum'],
		['the balance', { floorUsd: 9.5 }, 'balanceTooLow'],
		['the balance, before the maximum', { floorUsd: 9.5, maximumUsd: 0.51 }, 'balanceTooLow'],
		['the maximum beside the balance', { floorUsd: 9, maximumUsd: 0.51 }, 'costAboveMaximum'],
	])('fails the whole batch for %s, and reserves nothing', async (_, limits, cause) => {
		const items = [priceable('a'), priceable('b')];
		const { prices, reservation, budget } = await price(items, limits);
		expect(prices).toEqual([published, published]);
		expect(reservation).toBeUndefined();
		for (const { now } of items) {
			expect(now).toMatchObject({ state: 'failed', problem: { cause }, notBegun: true });
		}
		expect(budget.committed()).toEqual({ usd: 0, unpriced: 0 });
	});

	it.each([{ maximumUsd: 0.52 }, { floorUsd: 9.48 }, { floorUsd: 9.48, maximumUsd: 0.52 }])(
		'lets a batch through that keeps to %j',
		async (limits) => {
			const { reservation, budget } = await price([priceable('a'), priceable('b')], limits);
			expect(reservation).toBeDefined();
			expect(budget.committed()).toEqual({ usd: 0.52, unpriced: 0 });
		},
	);

	it('counts an unknown price as 0 where the person allows it', async () => {
		const items = [priceable('a'), unpriceable('b')];
		expect((await price(items, { maximumUsd: 1 })).reservation).toBeUndefined();
		const again = [priceable('a'), unpriceable('b')];
		const allowed = await price(again, { maximumUsd: 1, allowsUnknown: true });
		expect(allowed.reservation).toBeDefined();
	});

	it('fails the batch where the balance cannot be read', async () => {
		const items = [priceable('a')];
		await price(
			items,
			{ floorUsd: 0 },
			scriptedApi(() => answer(401)),
		);
		expect(items[0]?.now).toMatchObject({ problem: { cause: 'balanceUnknown' } });
	});

	it.each([2, 3, 4, 7])(
		'lets two of %d calls of an agent at the same moment fit',
		async (calls) => {
			const execution = {};
			const reply = answer(200, enveloped(200, 'success', { price: 0.26 }));
			// All answers arrive at once.
			const http = async () => await Promise.resolve(reply);
			const ports = { ...account().ports, http };
			const limits = { wantsQuotes: true, maximumUsd: 0.6, allowsUnknown: false };
			const items = Array.from({ length: calls }, (_, i) => priceable(`call ${i}`));
			await Promise.all(
				items.map(async (item) => {
					await priceAndReserve(
						[item],
						ports,
						limits,
						openBudget(execution, () => []),
					);
				}),
			);
			const refused = items.filter(({ now }) => now.state === 'failed');
			expect(refused).toHaveLength(calls - 2);
			for (const { now } of refused) {
				expect(now).toMatchObject({ problem: { cause: 'costAboveMaximum' } });
			}
		},
	);
});
