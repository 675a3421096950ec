/** What the ledger keeps from being submitted twice, whatever happens between tries. */
import fc from 'fast-check';
import { stateOfTask } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { openLedger } from '../../../seedance/run/ledger';
import type { LedgerStore } from '../../../seedance/run/ledger';
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

/** The same execution, opened again as n8n does: through the database. */
const reopened = (store: LedgerStore) =>
	openLedger(JSON.parse(JSON.stringify(store)) as LedgerStore, { runIndex: 0, ifUnknown: 'stop' });

describe('submitItems with a ledger', () => {
	const options = { ...submitDefaults, atOnce: 3, stopAtFirst: true };

	it('tells of no task where there is none', async () => {
		const onTask = jest.fn();
		const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop', onTask });
		const api = scriptedApi(() => answer(400, { code: 400, message: 'no' }));
		await submitItems([plannedItem(request('x'), 0)], api.ports, options, emptyStores(ledger));
		expect(onTask).not.toHaveBeenCalled();
	});

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
