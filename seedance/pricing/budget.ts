/**
 * What one execution has spent and is about to spend. Nodes of an execution run one after the other, but an
 * agent calls its tools side by side: what one call is about to submit counts for the next one.
 */
import type { Problem } from '../errors/problem';
import type { Spending } from '../models/price';
import type { LedgerStore } from '../run/ledger';
import { spentIn } from '../run/ledger';
import { sumOf } from '../models/price';

/** What is about to be submitted, by the ledger's keys: USD, or undefined for an unknown price. */
export type Costs = ReadonlyMap<string, number | undefined>;

export interface Reservation {
	/** From now on it stands in the ledger. */
	sent(key: string): void;
	/** Nothing of it will be sent any more. */
	end(): void;
}

export interface Budget {
	/** What was submitted, and what others are about to submit. */
	committed(): Spending;
	/**
	 * Reserves what is about to be submitted, unless the judge objects. In one step: with anything awaited
	 * in between, calls side by side would each find room for themselves.
	 * @param judge is told what is committed without it, and says why it must not be submitted
	 */
	reserve(costs: Costs, judge: (committed: Spending) => Problem | undefined): Reserved;
}

export type Reserved =
	| { readonly ok: true; readonly reservation: Reservation }
	| { readonly ok: false; readonly problem: Problem };

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
			return { ok: true, reservation };
		},
	};
}
