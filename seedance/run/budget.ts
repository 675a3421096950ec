/**
 * Decides whether a batch may be submitted, by its price and what its execution has spent and
 * reserved.
 */
import type { Ports } from '../api/http';
import { fetchBalance, openQuotes } from '../api/prices';
import type { Balance, Quote } from '../api/prices';
import { inParallel, inSlices } from '../time';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { chargedSeconds } from '../models/modes';
import { estimateUsd, roundUsd, sumOf, usdText } from '../models/schema';
import { videosText } from '../text';
import type { Spending } from '../models/schema';
import { defined } from '../result';
import type { Result } from '../result';
import { itemsIn, usdOf } from './itemState';
import type { Item, ItemPrice, Planned } from './itemState';
import { spentIn } from './ledger';
import type { LedgerStore } from './ledger';

/** An item of the batch, by its index. */
export interface PricedItem {
	readonly itemIndex: number;
	readonly price: ItemPrice;
}

/** The most items that a message lists. */
const mostNamed = 10;

function named(texts: readonly string[]): string {
	const more = texts.length > mostNamed ? ` and ${texts.length - mostNamed} more` : '';
	return `${texts.slice(0, mostNamed).join(', ')}${more}`;
}

const refused = (
	cause: 'costAboveMaximum' | 'priceUnknown' | 'balanceTooLow' | 'balanceUnknown',
	texts: { detail?: string; advice?: string },
) => problem(cause, texts, { outcome: 'refused' });

const knownUsd = (items: readonly PricedItem[]) =>
	sumOf(items.map(({ price }) => usdOf(price))).usd;

/** Why unknown prices prevent a check of the maximum, if they do. */
function unknownPrice(items: readonly PricedItem[], earlier: number): Problem | undefined {
	const unknown = items.flatMap(({ itemIndex, price }) =>
		price.ok ? [] : [{ itemIndex, why: price.problem, ...defined({ failure: price.failure }) }],
	);
	const [first] = unknown;
	// Without a connection or a valid key there is no price, and that is what must be fixed.
	if (first?.failure !== undefined) return { ...first.failure, outcome: 'refused' };
	if (first !== undefined) {
		return refused('priceUnknown', {
			detail: named(unknown.map(({ itemIndex }) => `item ${itemIndex}`)),
			advice: `No price for ${videosText(unknown.length)}: ${first.why}.`,
		});
	}
	if (earlier === 0) return undefined;
	return refused('priceUnknown', {
		advice: `This execution has already created ${videosText(earlier)} of unknown price. In the nodes before this one, set Options → Cost Limits → Live Quote to Always.`,
	});
}

/**
 * Checks a batch against the maximum of its execution.
 * @param maximumUsd the most that the execution may cost
 * @param allowsUnknown whether an unknown price counts as 0
 * @param committed what the execution has submitted, or reserved elsewhere
 * @returns the problem; undefined when it may be submitted
 */
export function checkMaximum(
	items: readonly PricedItem[],
	{ maximumUsd, allowsUnknown }: { maximumUsd: number; allowsUnknown: boolean },
	committed: Spending,
): Problem | undefined {
	const unknown = allowsUnknown ? undefined : unknownPrice(items, committed.unpriced);
	if (unknown !== undefined) return unknown;
	const batch = knownUsd(items);
	const sum = roundUsd(committed.usd + batch);
	if (sum <= maximumUsd) return undefined;
	const used = `${usdText(roundUsd(committed.usd))} of ${usdText(maximumUsd)} used`;
	const byItem = items.map(
		({ itemIndex, price }) =>
			`item ${itemIndex} ${price.ok ? usdText(price.value.usd) : 'unknown'}`,
	);
	return refused('costAboveMaximum', {
		detail: `${used}, ${usdText(batch)} more for ${videosText(items.length)} (${named(byItem)})`,
	});
}

/**
 * Checks that a batch leaves enough in the account. It isn't a lock: other workflows may submit
 * between this check and the submit.
 * @param floorUsd the smallest balance to keep
 * @returns the problem; undefined when it may be submitted
 */
export function checkBalance(
	items: readonly PricedItem[],
	floorUsd: number,
	balance: Balance,
): Problem | undefined {
	if (!balance.ok) return refused('balanceUnknown', { detail: balance.problem.message });
	const cost = knownUsd(items);
	if (roundUsd(balance.value - cost) >= floorUsd) return undefined;
	const spends = `${usdText(cost)} for ${videosText(items.length)}`;
	return refused('balanceTooLow', {
		detail: `balance ${usdText(balance.value)}, keep ${usdText(floorUsd)}, ${spends}`,
	});
}

/** The prices of reserved items by their ledger keys, in USD; undefined when unknown. */
export type Costs = ReadonlyMap<string, number | undefined>;

export interface Reservation {
	/** The item is in the ledger from now on. */
	sent(key: string): void;
	/** No further item will be sent. */
	end(): void;
}

/**
 * What one execution has spent and reserved. Its nodes run one after the other, but an agent calls
 * its tools concurrently, so what one call is about to submit counts for the next.
 */
export interface Budget {
	/** What was submitted, and what others have reserved. */
	committed(): Spending;
	/**
	 * Reserves the costs of a batch, unless the check fails. It's synchronous, because otherwise
	 * concurrent calls could each find enough room.
	 * @param check gets what is committed without the batch, and returns why it must not be submitted
	 */
	reserve(
		costs: Costs,
		check: (committed: Spending) => Problem | undefined,
	): Result<Reservation, Problem>;
}

const add = (a: Spending, b: Spending): Spending => ({
	usd: a.usd + b.usd,
	unpriced: a.unpriced + b.unpriced,
});

const none: Spending = { usd: 0, unpriced: 0 };

// Reservations are in memory only, because a process that died didn't send what it had reserved.
const reserved = new WeakMap<object, Set<Costs>>();

/**
 * Opens the budget of an execution.
 * @param execution the same object for all runs of one execution in this process
 * @param stores the ledgers of all its nodes
 */
export function openBudget(execution: object, stores: () => readonly LedgerStore[]): Budget {
	const others = reserved.get(execution) ?? new Set();
	reserved.set(execution, others);
	const committed = () =>
		[...stores().map(spentIn), ...[...others].map((costs) => sumOf(costs.values()))].reduce(
			add,
			none,
		);
	return {
		committed,
		reserve(costs, check) {
			const problem = check(committed());
			if (problem !== undefined) return { ok: false, problem };
			const left = new Map(costs);
			others.add(left);
			const reservation = {
				sent: (key: string) => void left.delete(key),
				end: () => void others.delete(left),
			};
			return { ok: true, value: reservation };
		},
	};
}

// The stage that prices the planned items and checks the person's limits.

export interface CostLimits {
	/** Whether prices are quoted by WaveSpeedAI. */
	readonly wantsQuotes: boolean;
	/** The most that the execution may cost, in USD. */
	readonly maximumUsd?: number;
	/** Whether an unknown price counts as 0 towards the maximum. */
	readonly allowsUnknown: boolean;
	/** The smallest balance to keep, in USD. */
	readonly floorUsd?: number;
}

/** The most concurrent price requests. */
const quotesAtOnce = 3;

const unknown = (problem: string, failure?: Problem): ItemPrice => ({
	ok: false,
	problem,
	...defined({ failure }),
});

function published({ pricedBy, request, lengths }: Planned): ItemPrice {
	const usd = pricedBy === undefined ? undefined : estimateUsd(pricedBy, request.body, lengths);
	return usd === undefined
		? unknown('WaveSpeedAI publishes no price for these settings')
		: { ok: true, value: { usd, source: 'published' } };
}

/**
 * The price where the seconds of a given file are charged. A quote isn't asked for, because the API
 * isn't told its length, and would quote the shortest (docs/internals/api.md#prices).
 */
function priceOfFile(file: 'video' | 'audio', now: Planned): ItemPrice {
	const price = published(now);
	if (price.ok) return price;
	return now.lengths?.[file] === undefined
		? unknown(`WaveSpeedAI charges the seconds of its ${file}, whose length isn't known`)
		: unknown(`WaveSpeedAI charges the seconds of its ${file}, and publishes no price for them`);
}

async function quoted(now: Planned, quote: Quote): Promise<ItemPrice> {
	const { pricedBy, request, media } = now;
	if (pricedBy === undefined) {
		return unknown("WaveSpeedAI doesn't list the model's parameters");
	}
	const charged = chargedSeconds[pricedBy.mode];
	if (charged !== 'result') return priceOfFile(charged === 'audio' ? 'audio' : 'video', now);
	const price = await quote(pricedBy, request.body, media);
	return price.ok
		? { ok: true, value: { usd: price.value, source: 'quote' } }
		: unknown(price.problem, price.failure);
}

/**
 * Prices the planned items. Quotes and published prices are never mixed, because a person who wants
 * quotes wants today's prices.
 */
async function priceItems(
	items: readonly Item[],
	ports: Ports,
	wantsQuotes: boolean,
): Promise<PricedItem[]> {
	const quote = wantsQuotes ? openQuotes(ports) : undefined;
	const enter = (item: Item, now: Planned, price: ItemPrice): PricedItem => {
		item.now = { ...now, price };
		return { itemIndex: item.index, price };
	};
	const planned = itemsIn(items, 'planned');
	if (quote === undefined) {
		return await inSlices(planned, ports, ({ item, now }) => enter(item, now, published(now)));
	}
	return await inParallel(
		planned,
		quotesAtOnce,
		async ({ item, now }) => enter(item, now, await quoted(now, quote)),
		ports,
	);
}

/**
 * Prices all planned items before the first is submitted, and reserves their costs. If a limit
 * isn't kept, all of them fail.
 * @returns their prices and their reservation
 */
export async function priceAndReserve(
	items: readonly Item[],
	ports: Ports,
	limits: CostLimits,
	budget: Budget,
): Promise<{ readonly prices: readonly ItemPrice[]; readonly reservation?: Reservation }> {
	const priced = await priceItems(items, ports, limits.wantsQuotes);
	const prices = priced.map(({ price }) => price);
	if (priced.length === 0) return { prices };
	const { maximumUsd, floorUsd, allowsUnknown } = limits;
	const tooPoor =
		floorUsd === undefined ? undefined : checkBalance(priced, floorUsd, await fetchBalance(ports));
	const planned = itemsIn(items, 'planned');
	const costs = planned.map(({ item, now: { price } }) => [item.key, usdOf(price)] as const);
	const reserved = budget.reserve(new Map(costs), (committed) => {
		if (tooPoor !== undefined || maximumUsd === undefined) return tooPoor;
		return checkMaximum(priced, { maximumUsd, allowsUnknown }, committed);
	});
	if (reserved.ok) return { prices, reservation: reserved.value };
	const { problem } = reserved;
	for (const { item } of planned) item.now = { state: 'failed', problem, notBegun: true };
	return { prices };
}
