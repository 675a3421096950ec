/** Whether a batch may be submitted, by what it costs and by what its execution has spent and is about to spend. */
import type { Balance } from '../api/prices';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { roundUsd, sumOf, usdText } from '../models/price';
import type { Spending } from '../models/price';
import type { Result } from '../result';
import type { ItemPrice } from './itemState';
import { spentIn } from './ledger';
import type { LedgerStore } from './ledger';

/** An item of the batch, by its place among the node's items. */
export interface PricedItem {
	readonly itemIndex: number;
	readonly price: ItemPrice;
}

/** How many items a message names one by one. */
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

/** Why the prices do not let a maximum be kept, if they do not. */
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
 * Whether a batch keeps to the maximum of its execution.
 * @param maximumUsd what the execution may cost in all
 * @param allowsUnknown whether an unknown price counts as 0
 * @param committed what the execution has submitted already, or is about to submit elsewhere
 * @returns why not; undefined when it may be submitted
 */
export function judgeMaximum(
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
 * Whether a batch leaves enough in the account. Other workflows may submit between the look at the balance
 * and the submit: this is no lock.
 * @param floorUsd what is to stay in the account
 * @returns why not; undefined when it may be submitted
 */
export function judgeBalance(
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

/** What is about to be submitted, by the ledger's keys: USD, or undefined for an unknown price. */
export type Costs = ReadonlyMap<string, number | undefined>;

export interface Reservation {
	/** From now on it stands in the ledger. */
	sent(key: string): void;
	/** Nothing of it will be sent any more. */
	end(): void;
}

/**
 * What one execution has spent and is about to spend. Nodes of an execution run one after the other, but an
 * agent calls its tools side by side: what one call is about to submit counts for the next one.
 */
export interface Budget {
	/** What was submitted, and what others are about to submit. */
	committed(): Spending;
	/**
	 * Reserves what is about to be submitted, unless the judge objects. In one step: with anything awaited
	 * in between, calls side by side would each find room for themselves.
	 * @param judge is told what is committed without it, and says why it must not be submitted
	 */
	reserve(
		costs: Costs,
		judge: (committed: Spending) => Problem | undefined,
	): Result<Reservation, Problem>;
}

const add = (a: Spending, b: Spending): Spending => ({
	usd: a.usd + b.usd,
	unpriced: a.unpriced + b.unpriced,
});

const none: Spending = { usd: 0, unpriced: 0 };

// In memory only: what was about to be sent when a process died was not sent.
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
		reserve(costs, judge) {
			const problem = judge(committed());
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
