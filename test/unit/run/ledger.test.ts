/** What an execution remembers of its submits (docs/internals/decisions.md#ledger). */
import fc from 'fast-check';
import { parseTask } from '../../../seedance/api/task';
import { problem } from '../../../seedance/errors/messages';
import { stateOfTask } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { openLedger, spentIn } from '../../../seedance/run/ledger';
import type { LedgerOptions, LedgerStore } from '../../../seedance/run/ledger';
import { submitDefaults } from '../../../seedance/run/submitAll';
import { submitItems } from '../../../seedance/run/stages';
import { answer, lost, task as taskFields } from '../../support/api/replies';
import {
	acceptedFor,
	emptyStores,
	scriptedApi,
	inTurn,
	postsPerPrompt,
	request,
} from '../../support/api/scriptedApi';
import { plannedItem } from '../../support/task/runItems';

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

	it('another key is another item', () => {
		expect(reopened(submitted(accepted)).recall('b')).toEqual({ kind: 'new' });
	});

	it('an entry that cannot be read stops rather than being forgotten', () => {
		for (const damaged of [null, 7, 'x', {}, { runIndex: 'x', outcome: 'accepted' }]) {
			expect(reopened({ a: damaged }).recall('a')).toMatchObject({ kind: 'unclear' });
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
		openLedger(entries, { runIndex: 0, ifUnknown: 'stop' }).sawTask('a', task('failed'));
		expect(reopened(entries).recall('a')).toEqual({ kind: 'new' });
	});
});

describe('a task that another execution submitted', () => {
	const entries = store((ledger) => ledger.found('a', model, task(), []));

	it('is known in every try, and costs this execution nothing', () => {
		expect(reopened(entries).recall('a')).toMatchObject({
			kind: 'known',
			task: { id: 't1' },
		});
		expect(reopened(entries).isFromElsewhere('a')).toBe(true);
		expect(spentIn(entries)).toEqual({ usd: 0, unpriced: 0 });
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

describe('submitItems with a ledger', () => {
	const options = { ...submitDefaults, atOnce: 3, stopAtFirst: true };

	it('tells of every accepted task at once, and keeps only JSON', async () => {
		const entries: LedgerStore = {};
		const told: string[] = [];
		const onTask = (id: string) => told.push(id);
		const ledger = openLedger(entries, { runIndex: 0, ifUnknown: 'stop', onTask });
		const api = scriptedApi(acceptedFor);
		const items = ['x', 'y'].map((prompt, i) => plannedItem(request(prompt), i, {}, prompt));
		await submitItems(items, api.ports, options, emptyStores(ledger));
		expect(told).toEqual(['task-x', 'task-y']);
		expect(JSON.parse(JSON.stringify(entries))).toEqual(entries);
	});

	it('an answer that names a task without saying yes: the task is read before anything is sent', async () => {
		const entries: LedgerStore = {};
		const ledger = openLedger(entries, { runIndex: 0, ifUnknown: 'stop' });
		const odd = answer(500, { code: 500, message: 'oops', data: taskFields('t9') });
		const api = scriptedApi(inTurn(() => odd));
		const item = plannedItem(request('x'), 0, {}, 'x');
		await submitItems([item], api.ports, options, emptyStores(ledger));
		expect(ledger.recall('x')).toMatchObject({ kind: 'known', task: { id: 't9' } });
	});

	it('whatever happens between tries, no item is sent twice after an accept or a doubt', async () => {
		type Way = 'accept' | 'reset' | 'refuse';
		const ways = fc.array(fc.constantFrom<Way>('accept', 'reset', 'refuse'), { maxLength: 40 });
		await fc.assert(
			fc.asyncProperty(ways, fc.integer({ min: 1, max: 6 }), async (script, count) => {
				const entries: LedgerStore = {};
				const left = [...script];
				const risky: Record<string, number> = {};
				const api = scriptedApi((one) => {
					const way = left.shift() ?? 'accept';
					const prompt = String((one.body as { prompt: string }).prompt);
					if (way === 'refuse') return answer(400, { code: 400, message: 'no' });
					risky[prompt] = (risky[prompt] ?? 0) + 1;
					return way === 'accept' ? acceptedFor(one) : lost('ECONNRESET');
				});
				for (let tries = 0; tries < 8; tries += 1) {
					const ledger = reopened(entries);
					const keys = Array.from({ length: count }, (_, i) => `p${i}`);
					const items = keys.flatMap((key, index): Item[] => {
						const recalled = ledger.recall(key);
						if (recalled.kind === 'unclear') return [];
						return recalled.kind === 'known'
							? [{ index, key, now: stateOfTask(recalled.task) }]
							: [plannedItem(request(key), index, {}, key)];
					});
					const open = openLedger(entries, { runIndex: 0, ifUnknown: 'stop' });
					await submitItems(items, api.ports, options, emptyStores(open));
				}
				expect(Object.values(risky).every((times) => times === 1)).toBe(true);
				expect(Object.keys(postsPerPrompt(api)).length).toBeLessThanOrEqual(count);
			}),
			{ numRuns: 60 },
		);
	});
});
