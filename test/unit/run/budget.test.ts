/** What an execution has spent and is about to spend. */
import { parseTask } from '../../../seedance/api/task';
import { problem } from '../../../seedance/errors/messages';
import { openBudget } from '../../../seedance/run/budget';
import type { Budget } from '../../../seedance/run/budget';
import { openLedger, spentIn } from '../../../seedance/run/ledger';
import type { LedgerStore } from '../../../seedance/run/ledger';

const model = 'bytedance/seedance-v1.5-pro/text-to-video';

function task(status: string) {
	const task = parseTask({ id: 'a1', status }, 'created');
	if (task === undefined) throw new Error('No task');
	return task;
}

/** A ledger with one submit for a dollar, in a given state. */
function ledgerOf(store: LedgerStore) {
	const ledger = openLedger(store, { runIndex: 0, ifUnknown: 'stop' });
	const submit = (key: string, costUsd?: number) => {
		ledger.sending(key, model, costUsd === undefined ? {} : { costUsd });
	};
	const accept = (key: string) =>
		ledger.answered(key, { outcome: 'accepted', task: task('created') });
	return { ledger, submit, accept };
}

describe('spentIn', () => {
	it('counts accepted submits, and those of which nobody knows', () => {
		const store: LedgerStore = {};
		const { ledger, submit, accept } = ledgerOf(store);
		submit('accepted', 1);
		accept('accepted');
		submit('under way', 2);
		submit('unknown', 4);
		ledger.answered('unknown', { outcome: 'unknown', problem: problem('unknownOutcome') });
		expect(spentIn(store)).toEqual({ usd: 7, unpriced: 0 });
	});

	it('does not count what was refused, nor tasks that failed and are refunded', () => {
		const store: LedgerStore = {};
		const { ledger, submit, accept } = ledgerOf(store);
		submit('refused', 1);
		ledger.answered('refused', { outcome: 'refused', problem: problem('requestRefused') });
		submit('failed', 2);
		accept('failed');
		ledger.sawTask('failed', task('failed'));
		submit('finished', 4);
		accept('finished');
		ledger.sawTask('finished', task('completed'));
		expect(spentIn(store)).toEqual({ usd: 4, unpriced: 0 });
	});

	it('counts submits without a price, and entries that cannot be read', () => {
		const store: LedgerStore = { broken: 'nonsense' };
		ledgerOf(store).submit('no price');
		expect(spentIn(store)).toEqual({ usd: 0, unpriced: 2 });
	});

	it('keeps what an earlier submit under the same key has cost', () => {
		const store: LedgerStore = {};
		const { ledger, submit, accept } = ledgerOf(store);
		for (const costUsd of [1, undefined, 2]) {
			submit('the same row in every round', costUsd);
			accept('the same row in every round');
		}
		expect(spentIn(store)).toEqual({ usd: 3, unpriced: 1 });
		expect(ledger.costOf('the same row in every round')).toBe(2);
	});

	it('counts a submit that is sent again after a refusal once', () => {
		const store: LedgerStore = {};
		const { ledger, submit, accept } = ledgerOf(store);
		submit('a', 1);
		ledger.answered('a', { outcome: 'refused', problem: problem('rateLimited') });
		submit('a', 1);
		accept('a');
		expect(spentIn(store)).toEqual({ usd: 1, unpriced: 0 });
	});

	it('counts the entries of a store once, and then what changes: a loop has a round for each', () => {
		let reads = 0;
		const store: LedgerStore = new Proxy<LedgerStore>(
			{},
			{
				get(target, key: string) {
					reads += 1;
					return target[key];
				},
			},
		);
		const { ledger, submit, accept } = ledgerOf(store);
		for (let round = 0; round < 500; round += 1) {
			submit(`round ${round}`, 0.25);
			accept(`round ${round}`);
			expect(spentIn(store).usd).toBeCloseTo((round + 1) / 4);
		}
		expect(reads).toBeLessThan(500 * 10);
		ledger.sawTask('round 7', task('failed'));
		submit('round 8', 0.5);
		// Opened again from the database, nothing is remembered: both ways come to the same.
		const saved: LedgerStore = JSON.parse(JSON.stringify(store));
		expect(spentIn(store).usd).toBeCloseTo(125.25);
		expect(spentIn(saved).usd).toBeCloseTo(spentIn(store).usd);
	});
});

function reserve(budget: Budget, costs: ReadonlyArray<[string, number | undefined]>) {
	const reserved = budget.reserve(new Map(costs), () => undefined);
	if (!reserved.ok) throw new Error('Refused');
	return reserved.value;
}

describe('openBudget', () => {
	it('reserves nothing of what the judge objects to, who is told what is committed without it', () => {
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
		ledgerOf(first).submit('a', 1);
		ledgerOf(second).submit('a', 2);
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
		ledgerOf(store).submit('a', 1);
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
