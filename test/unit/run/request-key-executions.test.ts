/**
 * Executions that meet the same request keys: which one pays, and which task each is given.
 */
import type { LedgerStore } from '../../../seedance/run/ledger';
import { execute, lists, rememberingApi, submits } from '../../support/task/executions';
import { fakeKeys } from '../../support/task/fakeRequestKeys';

describe('a key that is met again', () => {
	it('hands out the first task, and pays for nothing', async () => {
		const { api } = rememberingApi();
		const keys = fakeKeys();
		await execute(api, keys, ['k', 'other']);
		expect(await execute(api, keys, ['new', 'k'])).toMatchObject([
			{ state: 'running', task: { id: 'task2' } },
			{ state: 'running', task: { id: 'task0' } },
		]);
		expect(submits(api)).toHaveLength(3);
	});

	it('waits for that task as for any other', async () => {
		const { api, end } = rememberingApi();
		const keys = fakeKeys();
		await execute(api, keys, ['k']);
		api.clock.at(20_000, () => end('completed'));
		const results = await execute(api, keys, ['k'], { waits: true });
		expect(results).toMatchObject([
			{ state: 'done', task: { id: 'task0', statusKind: 'succeeded' } },
		]);
		expect(submits(api)).toHaveLength(1);
	});

	it('twice in a batch: one task, without a look at the list', async () => {
		const { api } = rememberingApi();
		const results = await execute(api, fakeKeys(), ['k', 'k', 'k'], { more: { atOnce: 3 } });
		expect(results.map((one) => one.state === 'running' && one.task?.id)).toEqual(
			Array(3).fill('task0'),
		);
		expect([submits(api).length, lists(api).length]).toEqual([1, 0]);
	});

	it('among 1,000 newer tasks of the model: found; deeper: skipped, naming the newest', async () => {
		const { api, tasks } = rememberingApi();
		const keys = fakeKeys();
		await execute(api, keys, ['k', 'l']);
		const add = (count: number) => {
			for (let i = 0; i < count; i += 1) {
				tasks.push({ id: `other${tasks.length}`, prompt: '', status: 'created', code: 0 });
			}
		};
		add(998);
		const results = await execute(api, keys, ['k', 'l']);
		expect(results).toMatchObject([{ task: { id: 'task0' } }, { task: { id: 'task1' } }]);
		// One look at the newest hundred, and one at the newest thousand, for both of them.
		expect(lists(api)).toHaveLength(11);
		add(1);
		expect(await execute(api, keys, ['k'])).toMatchObject([
			{
				state: 'skipped',
				duplicate: { requestKey: 'k', reason: expect.stringMatching(/"k".*other1000/s) },
			},
		]);
		expect(submits(api)).toHaveLength(2);
	});

	it('under way elsewhere: waited for a moment', async () => {
		const { api } = rememberingApi();
		const keys = fakeKeys();
		await keys.claim('k');
		api.clock.at(1_000, () => {
			void execute(api, keys, ['']).then(async () => await keys.noteTask('k', 'task0'));
		});
		expect(await execute(api, keys, ['k'])).toMatchObject([{ task: { id: 'task0' } }]);
		expect(submits(api)).toHaveLength(1);
	});

	it('whose task nobody knows: skipped, after seconds and not minutes', async () => {
		const { api } = rememberingApi(['lose']);
		const keys = fakeKeys();
		await execute(api, keys, ['k']);
		const begun = api.clock.elapsed();
		expect(await execute(api, keys, ['k'])).toMatchObject([{ state: 'skipped' }]);
		expect(api.clock.elapsed() - begun).toBeLessThan(5_000);
		expect(submits(api)).toHaveLength(1);
	});
});

describe('a key is free again', () => {
	it('when its task failed, however often: the next one is handed out then', async () => {
		const { api, end } = rememberingApi();
		const keys = fakeKeys();
		for (let failed = 0; failed < 3; failed += 1) {
			await execute(api, keys, ['k']);
			end('failed', 1403);
		}
		expect(await execute(api, keys, ['k'])).toMatchObject([{ task: { id: 'task3' } }]);
		expect(await execute(api, keys, ['k'])).toMatchObject([{ task: { id: 'task3' } }]);
		expect(submits(api)).toHaveLength(4);
	});

	it('and no other key is taken for it', async () => {
		const { api, end } = rememberingApi();
		const keys = fakeKeys();
		await execute(api, keys, ['k']);
		end('failed', 1403);
		await execute(api, keys, ['k']);
		for (const other of [...keys.taken].filter((name) => name !== 'k')) {
			expect(other.trim()).not.toBe(other);
		}
		await execute(api, keys, ['k #2']);
		expect(submits(api)).toHaveLength(3);
	});

	it('also when nobody lists that task any more', async () => {
		const { api, end, tasks } = rememberingApi();
		const keys = fakeKeys();
		await execute(api, keys, ['k']);
		end('failed', 1403);
		await execute(api, keys, ['k']);
		tasks.shift();
		await execute(api, keys, ['k']);
		expect(submits(api)).toHaveLength(2);
		end('failed', 1403);
		await execute(api, keys, ['k']);
		expect(submits(api)).toHaveLength(3);
	});

	it('not when it would fail again', async () => {
		const { api, end } = rememberingApi();
		const keys = fakeKeys();
		await execute(api, keys, ['k']);
		end('failed', 1200);
		expect(await execute(api, keys, ['k'])).toMatchObject([{ task: { id: 'task0' } }]);
	});

	it('a slow execution that learns of the failure last frees nothing that is taken meanwhile', async () => {
		const { api, end } = rememberingApi();
		const keys = fakeKeys();
		const store: LedgerStore = {};
		await execute(api, keys, ['k'], { store });
		end('failed', 1403);
		// Another one adopts it before the first has looked.
		await execute(api, keys, ['k']);
		await execute(api, keys, ['k'], { store, waits: true });
		expect(await execute(api, keys, ['k'])).toMatchObject([{ task: { id: 'task1' } }]);
		expect(submits(api)).toHaveLength(2);
	});

	it('when nothing was submitted under it', async () => {
		const { api } = rememberingApi(['refuse']);
		const keys = fakeKeys();
		await execute(api, keys, ['k']);
		expect(keys.taken.size).toBe(0);
		expect(await execute(api, keys, ['k'])).toMatchObject([{ state: 'running' }]);
	});

	it('but not somebody else’s, when another item ended the run before this one was sent', async () => {
		const { api } = rememberingApi(['refuse']);
		const keys = fakeKeys();
		await keys.claim('theirs');
		const ending = { more: { stopAtFirst: true } };
		await execute(api, keys, ['mine', 'theirs'], ending);
		expect([...keys.taken]).toEqual(['theirs']);
	});

	it('nor when the claim failed', async () => {
		const { api } = rememberingApi();
		const keys = fakeKeys();
		await keys.claim('theirs');
		const away = { ...keys, claim: async () => await Promise.reject(new Error('away')) };
		expect(await execute(api, away, ['theirs'])).toMatchObject([
			{ state: 'failed', problem: { cause: 'requestKeyUnusable' } },
		]);
		expect([...keys.taken]).toEqual(['theirs']);
		expect(submits(api)).toHaveLength(0);
	});
});

describe('after an unknown outcome', () => {
	const again = { ifUnknown: 'submitAgain' } as const;

	it.each([
		['refused', ['lose', 'refuse']],
		['refused twice', ['lose', 'refuse', 'refuse']],
	] as const)('Submit Again that is %s keeps the key', async (_name, ways) => {
		const { api } = rememberingApi(ways);
		const keys = fakeKeys();
		const store: LedgerStore = {};
		for (let i = 0; i < ways.length; i += 1) await execute(api, keys, ['k'], { store, ...again });
		expect([...keys.taken]).toEqual(['k']);
		expect(await execute(api, keys, ['k'])).toMatchObject([{ state: 'skipped' }]);
		expect(submits(api)).toHaveLength(ways.length);
	});

	it('Submit Again that another item keeps from being sent keeps the key', async () => {
		const { api } = rememberingApi(['accept', 'lose', 'refuse']);
		const keys = fakeKeys();
		const store: LedgerStore = {};
		await execute(api, keys, ['', 'k'], { store, ...again });
		delete store.item0;
		await execute(api, keys, ['', 'k'], { store, ...again, more: { stopAtFirst: true } });
		expect([...keys.taken]).toEqual(['k']);
	});

	it('Submit Again whose task failed keeps the key', async () => {
		const { api, end } = rememberingApi(['lose', 'accept']);
		const keys = fakeKeys();
		const store: LedgerStore = {};
		await execute(api, keys, ['k'], { store, ...again });
		await execute(api, keys, ['k'], { store, ...again });
		end('failed', 1403);
		await execute(api, keys, ['k'], { store, ...again, waits: true });
		expect([...keys.ended]).toEqual([]);
	});
});
