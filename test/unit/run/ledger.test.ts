/** What an execution remembers of its submits (docs/internals/decisions.md#ledger). */
import { parseTask } from '../../../seedance/api/task';
import { problem } from '../../../seedance/errors/messages';
import { openLedger, spentIn } from '../../../seedance/run/ledger';
import type { LedgerOptions, LedgerStore } from '../../../seedance/run/ledger';
import { task as taskFields } from '../../support/api/replies';

const model = 'bytedance/seedance-v1.5-pro/text-to-video';

function task(status = 'created', more: object = {}) {
	const parsed = parseTask({ ...taskFields('t1', status), ...more });
	if (parsed === undefined) throw new Error('no task');
	return parsed;
}

const accepted = { outcome: 'accepted', task: task() } as const;
const unknown = { outcome: 'unknown', problem: problem('unknownOutcome') } as const;
const refused = { outcome: 'refused', problem: problem('insufficientCredits') } as const;

/** The same execution, opened again as n8n does: through the database, possibly in another run. */
function reopened(store: LedgerStore, options: Partial<LedgerOptions> = {}) {
	const saved: LedgerStore = JSON.parse(JSON.stringify(store));
	return openLedger(saved, { runIndex: 0, ifUnknown: 'stop', ...options });
}

function store(after: (ledger: ReturnType<typeof openLedger>) => void, runIndex = 0): LedgerStore {
	const entries: LedgerStore = {};
	after(openLedger(entries, { runIndex, ifUnknown: 'stop' }));
	return entries;
}

const submitted = (verdict: typeof accepted | typeof unknown | typeof refused) =>
	store((ledger) => {
		ledger.sending('a', model);
		ledger.answered('a', verdict);
	});

describe('in the same run', () => {
	it('an item that was never sent is new', () => {
		expect(reopened({}).recall('a')).toEqual({ kind: 'new' });
	});

	it('an accepted one is known by its task', () => {
		expect(reopened(submitted(accepted)).recall('a')).toMatchObject({
			kind: 'known',
			model,
			task: { id: 't1', status: 'created' },
		});
	});

	it('a refused one is new: nothing was charged', () => {
		expect(reopened(submitted(refused)).recall('a')).toEqual({ kind: 'new' });
	});

	it('one whose outcome is unknown is not submitted again, unless the person chose so', () => {
		expect(reopened(submitted(unknown)).recall('a')).toMatchObject({ kind: 'unclear', model });
		const again = reopened(submitted(unknown), { ifUnknown: 'submitAgain' });
		expect(again.recall('a')).toEqual({ kind: 'new' });
	});

	it('one that was sent and never heard of again is as unknown', () => {
		const entries = store((ledger) => ledger.sending('a', model));
		expect(reopened(entries).recall('a')).toMatchObject({ kind: 'unclear' });
	});

	it('one that was sent and never heard of again may be submitted again, and refused: as unknown', () => {
		const entries = store((ledger) => {
			ledger.sending('a', model);
			ledger.sending('a', model);
			ledger.answered('a', refused);
		});
		expect(reopened(entries).recall('a')).toMatchObject({ kind: 'unclear' });
		const crashed = store((ledger) => ledger.sending('a', model));
		expect(reopened(crashed, { ifUnknown: 'submitAgain' }).recall('a')).toEqual({ kind: 'new' });
	});

	it('one whose answer named a task without saying yes is that task, unless the person chose so', () => {
		const claims = [{ key: 'k', name: 'k' }];
		const entries = store((ledger) => {
			ledger.sending('a', model, { claims });
			const named = problem('unknownOutcome', { taskId: 't9' });
			ledger.answered('a', { outcome: 'unknown', problem: named });
		});
		expect(reopened(entries).recall('a')).toMatchObject({ kind: 'known', task: { id: 't9' } });
		const again = reopened(entries, { ifUnknown: 'submitAgain' });
		expect(again.recall('a')).toEqual({ kind: 'new', holds: claims });
	});

	it('an accepted one whose task cannot be read is never submitted again', () => {
		const entry = { runIndex: 0, model, outcome: 'accepted', handedOver: false };
		for (const ifUnknown of ['stop', 'submitAgain'] as const) {
			const { recall } = reopened({ a: entry, b: { ...entry, task: {} } }, { ifUnknown });
			expect(recall('a')).toEqual({ kind: 'unclear', model });
			expect(recall('b')).toEqual({ kind: 'unclear', model });
		}
	});

	it('another key is another item', () => {
		expect(reopened(submitted(accepted)).recall('b')).toEqual({ kind: 'new' });
	});

	it('an entry that cannot be read stops rather than being forgotten', () => {
		for (const damaged of [null, 7, 'x', {}, { runIndex: 'x', outcome: 'accepted' }]) {
			expect(reopened({ a: damaged }).recall('a')).toMatchObject({ kind: 'unclear' });
			const again = reopened({ a: damaged }, { ifUnknown: 'submitAgain' });
			expect(again.recall('a')).toEqual({ kind: 'new' });
		}
	});
});

describe('submitted again after an unknown outcome', () => {
	const claims = [{ key: 'k', name: 'k' }];
	const twice = (second: typeof accepted | typeof refused, costUsd?: number) =>
		store((ledger) => {
			for (const verdict of [unknown, second]) {
				ledger.sending('a', model, { claims, ...(costUsd !== undefined && { costUsd }) });
				ledger.answered('a', verdict);
			}
		});
	const again = { ifUnknown: 'submitAgain' } as const;

	it('and refused: the first is as unknown as before, and holds its key', () => {
		expect(reopened(twice(refused)).recall('a')).toMatchObject({ kind: 'unclear', model });
		expect(reopened(twice(refused), again).recall('a')).toEqual({ kind: 'new', holds: claims });
		expect(reopened(twice(refused)).claimsToEnd('a')).toEqual([]);
	});

	it('and refused twice: neither is it forgotten after more tries', () => {
		const entries = store((ledger) => {
			for (const verdict of [unknown, refused, refused]) {
				ledger.sending('a', model, { claims });
				ledger.answered('a', verdict);
			}
		});
		expect(reopened(entries).recall('a')).toMatchObject({ kind: 'unclear', model });
	});

	it('and failed at the API: neither is the first refunded by that', () => {
		const entries = twice(accepted);
		openLedger(entries, { runIndex: 0, ...again }).sawTask('a', task('failed'));
		expect(reopened(entries).recall('a')).toMatchObject({ kind: 'unclear' });
		expect(reopened(entries, again).recall('a')).toEqual({ kind: 'new', holds: claims });
		expect(reopened(entries).claimsToEnd('a')).toEqual([]);
	});

	it('and accepted: known by its task', () => {
		expect(reopened(twice(accepted)).recall('a')).toMatchObject({ kind: 'known' });
	});

	it('may have cost both: in USD, or as two whose price nobody knows', () => {
		expect(spentIn(twice(accepted, 0.26))).toEqual({ usd: 0.52, unpriced: 0 });
		expect(spentIn(twice(accepted))).toEqual({ usd: 0, unpriced: 2 });
		expect(spentIn(twice(refused))).toEqual({ usd: 0, unpriced: 1 });
	});

	it('a task that failed after submits that are all certain frees its keys', () => {
		const entries = store((ledger) => {
			ledger.sending('a', model, { claims });
			ledger.answered('a', accepted);
		});
		expect(reopened(entries).claimsToEnd('a')).toEqual(claims);
		const ledger = openLedger(entries, { runIndex: 0, ifUnknown: 'stop' });
		ledger.sawTask('a', task('failed'));
		expect(reopened(entries).recall('a')).toEqual({ kind: 'new' });
		// Nor does anything of it remain in doubt when the next one is refused.
		ledger.sending('a', model, { claims });
		ledger.answered('a', refused);
		expect(reopened(entries).recall('a')).toEqual({ kind: 'new' });
		expect(reopened(entries).claimsToEnd('a')).toEqual(claims);
	});

	it('frees only the keys that are left, and none where none was taken', () => {
		const entries = store((ledger) => {
			ledger.sending('a', model, { claims: [...claims, { key: 'work', name: 'work' }] });
			ledger.keeps('a', claims);
			ledger.sending('b', model);
		});
		expect(reopened(entries).claimsToEnd('a')).toEqual(claims);
		expect(reopened(entries).claimsToEnd('b')).toEqual([]);
		expect(reopened({ a: 'unreadable' }).claimsToEnd('a')).toEqual([]);
	});
});

describe('a task that another execution submitted', () => {
	const claims = [{ key: 'k', name: 'k' }];

	it('is known in every try, and costs this execution nothing', () => {
		const entries = store((ledger) => ledger.found('a', model, task(), claims));
		expect(reopened(entries).recall('a')).toMatchObject({
			kind: 'known',
			model,
			task: { id: 't1', status: 'created' },
		});
		expect(reopened(entries).isFromElsewhere('a')).toBe(true);
		expect(spentIn(entries)).toEqual({ usd: 0, unpriced: 0 });
	});

	it('frees its keys when it fails', () => {
		const entries = store((ledger) => {
			ledger.found('a', model, task(), claims);
			ledger.sawTask('a', task('failed'));
		});
		expect(reopened(entries).recall('a')).toEqual({ kind: 'new' });
		expect(reopened(entries).claimsToEnd('a')).toEqual(claims);
	});

	it('is told of as any other', () => {
		const told: string[] = [];
		const onTask = (id: string) => told.push(id);
		const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop', onTask });
		ledger.found('a', model, task(), []);
		expect(told).toEqual(['t1']);
	});

	it('is not one that this execution submits', () => {
		expect(reopened(submitted(accepted)).isFromElsewhere('a')).toBe(false);
	});
});

describe('an item that was never sent', () => {
	it('has no task, no price, no claims and no round', () => {
		const ledger = reopened({});
		expect(ledger.taskOf('a')).toBeUndefined();
		expect(ledger.costOf('a')).toBeUndefined();
		expect(ledger.claimsToEnd('a')).toEqual([]);
		expect(ledger.roundOf('a')).toBe(0);
		expect(ledger.isFromElsewhere('a')).toBe(false);
	});

	it('is not entered by what is seen of its task, nor by its output', () => {
		const entries = store((ledger) => {
			ledger.sawTask('a', task('completed'));
			ledger.answered('a', accepted);
			ledger.keeps('a', []);
			ledger.handOver(['a']);
		});
		expect(entries).toEqual({});
	});
});

describe('the trace of a submit', () => {
	const traceOf = (mark: string) => ({ mark, from: 1, to: 2, fields: ['prompt'], digest: 'd' });
	const again = { ifUnknown: 'submitAgain' } as const;
	const lostAs = (ledger: ReturnType<typeof openLedger>, mark: string) => {
		ledger.sending('a', model, { trace: traceOf(mark) });
		ledger.answered('a', unknown, traceOf(mark));
	};

	it('is recalled after a crash, before any answer', () => {
		const entries = store((ledger) => ledger.sending('a', model, { trace: traceOf('first') }));
		const trace = traceOf('first');
		expect(reopened(entries).recall('a')).toEqual({ kind: 'unclear', model, trace });
		expect(reopened(entries, again).recall('a')).toEqual({ kind: 'new', trace });
	});

	it('is that of the broken connection, whose time is known better', () => {
		const entries = store((ledger) => {
			ledger.sending('a', model, { trace: traceOf('first') });
			ledger.answered('a', unknown, { ...traceOf('first'), to: 9 });
		});
		expect(reopened(entries).recall('a')).toMatchObject({ trace: { mark: 'first', to: 9 } });
	});

	it('is not saved any longer once the task is known, or that there is none', () => {
		for (const verdict of [accepted, refused]) {
			const entries = store((ledger) => {
				ledger.sending('a', model, { trace: traceOf('first') });
				ledger.answered('a', verdict, traceOf('first'));
			});
			expect(JSON.stringify(entries)).not.toContain('first');
		}
		const entries = store((ledger) => {
			lostAs(ledger, 'first');
			ledger.sawTask('a', task());
		});
		expect(JSON.stringify(entries)).not.toContain('first');
	});

	it.each([1, 2])('is still that of the unknown one after %d refused ones', (refusals) => {
		const entries = store((ledger) => {
			lostAs(ledger, 'first');
			for (let i = 0; i < refusals; i += 1) {
				ledger.sending('a', model, { trace: traceOf('second') });
				ledger.answered('a', refused, traceOf('second'));
			}
		});
		const trace = traceOf('first');
		expect(reopened(entries).recall('a')).toEqual({ kind: 'unclear', model, trace });
		expect(reopened(entries, again).recall('a')).toEqual({ kind: 'new', trace });
	});

	it('is that of the last one where both are unknown', () => {
		const entries = store((ledger) => ['first', 'second'].forEach((mark) => lostAs(ledger, mark)));
		expect(reopened(entries).recall('a')).toMatchObject({ trace: { mark: 'second' } });
	});
});

describe('rounds', () => {
	it('are counted by how often the same item was handed over, not by runs', () => {
		const entries: LedgerStore = {};
		for (const [round, runIndex] of [0, 3, 4].entries()) {
			const ledger = openLedger(entries, { runIndex, ifUnknown: 'stop' });
			expect(ledger.roundOf('a')).toBe(round);
			// A retry within the round.
			for (const verdict of [refused, accepted]) {
				ledger.sending('a', model);
				ledger.answered('a', verdict);
				expect(ledger.roundOf('a')).toBe(round);
			}
			ledger.handOver(['a']);
		}
		expect(reopened(entries, { runIndex: 9, repeatsAreSame: true }).roundOf('a')).toBe(2);
		expect(reopened(entries).roundOf('b')).toBe(0);
	});
});

describe('in a later run', () => {
	it('an item that was handed on is new work: a round of a loop', () => {
		const entries = submitted(accepted);
		openLedger(entries, { runIndex: 0, ifUnknown: 'stop' }).handOver(['a']);
		expect(reopened(entries, { runIndex: 1 }).recall('a')).toEqual({ kind: 'new' });
		expect(reopened(entries, { runIndex: 0 }).recall('a')).toMatchObject({ kind: 'known' });
	});

	it('one that was not handed on is picked up: a resumed wait, a retry of an agent', () => {
		expect(reopened(submitted(accepted), { runIndex: 3 }).recall('a')).toMatchObject({
			kind: 'known',
		});
		expect(reopened(submitted(unknown), { runIndex: 3 }).recall('a')).toMatchObject({
			kind: 'unclear',
		});
	});

	it('an agent that repeats its call gets the same task', () => {
		const entries = submitted(accepted);
		openLedger(entries, { runIndex: 0, ifUnknown: 'stop' }).handOver(['a']);
		const call = reopened(entries, { runIndex: 1, repeatsAreSame: true });
		expect(call.recall('a')).toMatchObject({ kind: 'known', task: { id: 't1' } });
	});

	it('the new submit takes the place of the old one', () => {
		const entries = submitted(accepted);
		const first = openLedger(entries, { runIndex: 0, ifUnknown: 'stop' });
		first.handOver(['a']);
		const second = openLedger(entries, { runIndex: 1, ifUnknown: 'stop' });
		second.sending('a', model);
		expect(second.recall('a')).toMatchObject({ kind: 'unclear' });
	});
});

describe('a task that ended', () => {
	const ended = (status: string, more: object = {}) => {
		const entries = submitted(accepted);
		const ledger = openLedger(entries, { runIndex: 0, ifUnknown: 'stop' });
		ledger.sawTask('a', task(status, more));
		return reopened(entries).recall('a').kind;
	};

	it.each(['completed', 'succeeded', 'processing', 'brand-new-status'])('%s: kept', (status) => {
		expect(ended(status)).toBe('known');
	});

	it.each(['failed', 'cancelled', 'canceled', 'timeout', 'deleted'])(
		'%s for a server reason: spent, submitted anew',
		(status) => {
			expect(ended(status, { code: 1403 })).toBe('new');
			expect(ended(status)).toBe('new');
		},
	);

	it.each([1200, 1400, 1401, 1402])('failed with %d: it would fail again', (code) => {
		expect(ended('failed', { code })).toBe('known');
	});

	it('is known in the state that was read last, also where it may be submitted anew', () => {
		const entries = submitted(accepted);
		expect(reopened(entries).taskOf('a')).toEqual(task());
		const ledger = openLedger(entries, { runIndex: 0, ifUnknown: 'stop' });
		ledger.sawTask('a', task('failed', { code: 1403 }));
		expect(reopened(entries).recall('a').kind).toBe('new');
		expect(reopened(entries).taskOf('a')).toEqual(task('failed', { code: 1403 }));
	});

	it('a completed one keeps its outputs, so that a retry needs no request', () => {
		const entries = submitted(accepted);
		const outputs = ['https://x.test/v.mp4'];
		openLedger(entries, { runIndex: 0, ifUnknown: 'stop' }).sawTask(
			'a',
			task('completed', { outputs }),
		);
		expect(reopened(entries).recall('a')).toMatchObject({ task: { outputs } });
	});
});
