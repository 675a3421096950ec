/**
 * Decides whether a batch may be submitted, by its price and what its execution has spent and
 * reserved.
 */
import type { Balance } from '../api/prices';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { roundUsd, sumOf, usdText } from '../models/price';
import type { Spending } from '../models/price';
import type { Result } from '../result';
import type { ItemPrice } from './itemState';
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
	sumOf(items.map(({ price }) => (price.ok ? price.value.usd : undefined))).usd;

const videos = (count: number) => (count === 1 ? 'this video' : `these ${count} videos`);
const capital = (text: string) => text.replace(/^./, (letter) => letter.toUpperCase());

/** Why unknown prices prevent a check of the maximum, if they do. */
function unknownPrice(items: readonly PricedItem[], earlier: number): Problem | undefined {
	const unknown = items.flatMap(({ itemIndex, price }) =>
		price.ok ? [] : [{ itemIndex, why: price.problem }],
	);
	const [first] = unknown;
	if (first !== undefined) {
		const places = named(unknown.map(({ itemIndex }) => `${itemIndex}`));
		const whose = unknown.length === 1 ? `item ${places}` : `items ${places}`;
		const why = `${capital(first.why)}.`;
		return refused('priceUnknown', {
			detail: `The price of ${whose} is not known`,
			advice: unknown.length === 1 ? why : `Item ${first.itemIndex}: ${why}`,
		});
	}
	if (earlier === 0) return undefined;
	const what = earlier === 1 ? 'a video' : `${earlier} videos`;
	return refused('priceUnknown', {
		detail: `The price of ${what} that this execution has submitted is not known`,
		advice: 'Turn on Live Quote in the nodes that submit before this one.',
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
	const before = roundUsd(committed.usd);
	const costs =
		before === 0
			? `${capital(videos(items.length))} would cost ${usdText(batch)}`
			: `With ${videos(items.length)} for ${usdText(batch)} this execution would cost ${usdText(sum)}`;
	const byItem = items.map(
		({ itemIndex, price }) =>
			`item ${itemIndex} ${price.ok ? usdText(price.value.usd) : 'unknown, counted as 0'}`,
	);
	const earlier = before === 0 ? '' : ` Submitted before: ${usdText(before)}.`;
	return refused('costAboveMaximum', {
		detail: `${costs}, more than the ${usdText(maximumUsd)} of 'Maximum Cost per Execution (USD)'`,
		advice: `${capital(named(byItem))}.${earlier} Raise the maximum in the options, or submit fewer, shorter or cheaper videos.`,
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
	if (roundUsd(balance.usd - cost) >= floorUsd) return undefined;
	const has = `The WaveSpeedAI balance is ${usdText(balance.usd)}`;
	const keeps = `the ${usdText(floorUsd)} of 'Keep Balance Above (USD)'`;
	return refused('balanceTooLow', {
		detail:
			balance.usd < floorUsd
				? `${has}, less than ${keeps}`
				: `${has}; ${videos(items.length)} for ${usdText(cost)} would leave less than ${keeps}`,
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
	 * @param judge gets what is committed without the batch, and returns why it must not be submitted
	 */
	reserve(
		costs: Costs,
		checks: (committed: Spending) => Problem | undefined,
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
		reserve(costs, checks) {
			const problem = checks(committed());
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
