/** The stage that prices the planned items and checks the person's limits. */
import type { Ports } from '../api/http';
import { fetchBalance, openQuotes } from '../api/prices';
import type { Quote } from '../api/prices';
import { inParallel, inSlices } from '../clock';
import { estimateUsd } from '../models/price';
import { checkBalance, checkMaximum } from './budget';
import type { Budget, PricedItem, Reservation } from './budget';
import { itemsIn } from './itemState';
import type { Item, ItemPrice, Planned } from './itemState';

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

const unknown = (problem: string): ItemPrice => ({ ok: false, problem });

function published({ pricedBy, request }: Planned): ItemPrice {
	const usd = pricedBy === undefined ? undefined : estimateUsd(pricedBy, request.body);
	return usd === undefined
		? unknown('no price was published for these settings')
		: { ok: true, value: { usd, source: 'published' } };
}

async function quoted(
	{ pricedBy, request, media = [] }: Planned,
	quote: Quote,
): Promise<ItemPrice> {
	if (pricedBy === undefined) {
		return unknown('WaveSpeedAI does not list the parameters of its model');
	}
	const price = await quote(pricedBy, request.body, media);
	return price.ok ? { ok: true, value: { usd: price.usd, source: 'quote' } } : unknown(price.why);
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
	const costs = planned.map(
		({ item, now: { price } }) =>
			[item.key, price?.ok === true ? price.value.usd : undefined] as const,
	);
	const reserved = budget.reserve(new Map(costs), (committed) => {
		if (tooPoor !== undefined || maximumUsd === undefined) return tooPoor;
		return checkMaximum(priced, { maximumUsd, allowsUnknown }, committed);
	});
	if (reserved.ok) return { prices, reservation: reserved.value };
	const { problem } = reserved;
	for (const { item } of planned) item.now = { state: 'failed', problem, notBegun: true };
	return { prices };
}
