/** What an execution has spent, by its ledger, and the tasks of it. */
import { parseTask } from '../../../seedance/api/task';
import { problem } from '../../../seedance/errors/messages';
import { openLedger, spentIn, taskIdsIn } from '../../../seedance/run/ledger';
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

	it('keeps up with submits without a price', () => {
		const store: LedgerStore = {};
		const { ledger, submit } = ledgerOf(store);
		const counts: number[] = [];
		const refuse = (key: string) =>
			ledger.answered(key, { outcome: 'refused', problem: problem('requestRefused') });
		for (const change of [() => {}, () => submit('a'), () => submit('b'), () => refuse('a')]) {
			change();
			counts.push(spentIn(store).unpriced);
		}
		expect(counts).toEqual([0, 1, 2, 1]);
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

describe('taskIdsIn', () => {
	it('lists the tasks of all submits that have one', () => {
		const store: LedgerStore = { broken: 'nonsense' };
		const { ledger, submit, accept } = ledgerOf(store);
		for (const key of ['a', 'sent', 'refused', 'named', 'found']) submit(key);
		accept('a');
		ledger.answered('refused', { outcome: 'refused', problem: problem('requestRefused') });
		const named = problem('unknownOutcome', { taskId: 'n1' });
		ledger.answered('named', { outcome: 'unknown', problem: named });
		ledger.found('found', model, { ...task('created'), id: 'f1', raw: { id: 'f1' } }, []);
		expect(taskIdsIn(store)).toEqual(['a1', 'n1', 'f1']);
	});
});
