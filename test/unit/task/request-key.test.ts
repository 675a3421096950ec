/** Keys that stand for one video in all executions: who is paid for, and who is given what was paid for. */
import type { LedgerStore } from '../../../seedance/task/ledger';
import { execute, lists, rememberingApi, submits } from './executions';
import { fakeKeys } from './fake-keys';

describe('a key that is met again', () => {
	it('hands out the first task, and pays for nothing', async () => {
		const { world } = rememberingApi();
		const keys = fakeKeys();
		await execute(world, keys, ['k', 'other']);
		expect(await execute(world, keys, ['new', 'k'])).toMatchObject([
			{ kind: 'submitted', prediction: { id: 'task2' } },
			{ kind: 'submitted', prediction: { id: 'task0' } },
		]);
		expect(submits(world)).toHaveLength(3);
	});

	it('waits for that task as for any other', async () => {
		const { world, end } = rememberingApi();
		const keys = fakeKeys();
		await execute(world, keys, ['k']);
		world.clock.at(20_000, () => end('completed'));
		const results = await execute(world, keys, ['k'], { waits: true });
		expect(results).toMatchObject([
			{ kind: 'terminal', prediction: { id: 'task0', statusKind: 'succeeded' } },
		]);
		expect(submits(world)).toHaveLength(1);
	});

	it('twice in a batch: one task, without a look at the list', async () => {
		const { world } = rememberingApi();
		const results = await execute(world, fakeKeys(), ['k', 'k', 'k'], { more: { atOnce: 3 } });
		expect(results.map((one) => 'prediction' in one && one.prediction?.id)).toEqual(
			Array(3).fill('task0'),
		);
		expect([submits(world).length, lists(world).length]).toEqual([1, 0]);
	});

	it('among 1,000 newer tasks of the model: found; deeper: skipped, naming the newest', async () => {
		const { world, tasks } = rememberingApi();
		const keys = fakeKeys();
		await execute(world, keys, ['k', 'l']);
		const add = (count: number) => {
			for (let i = 0; i < count; i += 1) {
				tasks.push({ id: `other${tasks.length}`, prompt: '', status: 'created', code: 0 });
			}
		};
		add(998);
		const results = await execute(world, keys, ['k', 'l']);
		expect(results).toMatchObject([
			{ prediction: { id: 'task0' } },
			{ prediction: { id: 'task1' } },
		]);
		// One look at the newest hundred, and one at the newest thousand, for both of them.
		expect(lists(world)).toHaveLength(11);
		add(1);
		expect(await execute(world, keys, ['k'])).toMatchObject([
			{ kind: 'skipped', requestKey: 'k', reason: expect.stringMatching(/"k".*other1000/s) },
		]);
		expect(submits(world)).toHaveLength(2);
	});

	it('under way elsewhere: waited for a moment', async () => {
		const { world } = rememberingApi();
		const keys = fakeKeys();
		await keys.claim('k');
		world.clock.at(1_000, () => {
			void execute(world, keys, ['']).then(async () => await keys.noteTask('k', 'task0'));
		});
		expect(await execute(world, keys, ['k'])).toMatchObject([{ prediction: { id: 'task0' } }]);
		expect(submits(world)).toHaveLength(1);
	});

	it('whose task nobody knows: skipped, after seconds and not minutes', async () => {
		const { world } = rememberingApi(['lose']);
		const keys = fakeKeys();
		await execute(world, keys, ['k']);
		const begun = world.clock.elapsed();
		expect(await execute(world, keys, ['k'])).toMatchObject([{ kind: 'skipped' }]);
		expect(world.clock.elapsed() - begun).toBeLessThan(5_000);
		expect(submits(world)).toHaveLength(1);
	});
});

describe('a key is free again', () => {
	it('when its task failed, however often: the next one is handed out then', async () => {
		const { world, end } = rememberingApi();
		const keys = fakeKeys();
		for (let failed = 0; failed < 3; failed += 1) {
			await execute(world, keys, ['k']);
			end('failed', 1403);
		}
		expect(await execute(world, keys, ['k'])).toMatchObject([{ prediction: { id: 'task3' } }]);
		expect(await execute(world, keys, ['k'])).toMatchObject([{ prediction: { id: 'task3' } }]);
		expect(submits(world)).toHaveLength(4);
	});

	it('and no other key is taken for it', async () => {
		const { world, end } = rememberingApi();
		const keys = fakeKeys();
		await execute(world, keys, ['k']);
		end('failed', 1403);
		await execute(world, keys, ['k']);
		for (const other of [...keys.taken].filter((name) => name !== 'k')) {
			expect(other.trim()).not.toBe(other);
		}
		await execute(world, keys, ['k #2']);
		expect(submits(world)).toHaveLength(3);
	});

	it('also when nobody lists that task any more', async () => {
		const { world, end, tasks } = rememberingApi();
		const keys = fakeKeys();
		await execute(world, keys, ['k']);
		end('failed', 1403);
		await execute(world, keys, ['k']);
		tasks.shift();
		await execute(world, keys, ['k']);
		expect(submits(world)).toHaveLength(2);
		end('failed', 1403);
		await execute(world, keys, ['k']);
		expect(submits(world)).toHaveLength(3);
	});

	it('not when it would fail again', async () => {
		const { world, end } = rememberingApi();
		const keys = fakeKeys();
		await execute(world, keys, ['k']);
		end('failed', 1200);
		expect(await execute(world, keys, ['k'])).toMatchObject([{ prediction: { id: 'task0' } }]);
	});

	it('a slow execution that learns of the failure last frees nothing that is taken meanwhile', async () => {
		const { world, end } = rememberingApi();
		const keys = fakeKeys();
		const store: LedgerStore = {};
		await execute(world, keys, ['k'], { store });
		end('failed', 1403);
		// Another one takes it over before the first has looked.
		await execute(world, keys, ['k']);
		await execute(world, keys, ['k'], { store, waits: true });
		expect(await execute(world, keys, ['k'])).toMatchObject([{ prediction: { id: 'task1' } }]);
		expect(submits(world)).toHaveLength(2);
	});

	it('when nothing was submitted under it', async () => {
		const { world } = rememberingApi(['refuse']);
		const keys = fakeKeys();
		await execute(world, keys, ['k']);
		expect(keys.taken.size).toBe(0);
		expect(await execute(world, keys, ['k'])).toMatchObject([{ kind: 'submitted' }]);
	});

	it('but not somebody else’s, when another item ended the run before this one was sent', async () => {
		const { world } = rememberingApi(['refuse']);
		const keys = fakeKeys();
		await keys.claim('theirs');
		const ending = { more: { stopAtFirst: true } };
		await execute(world, keys, ['mine', 'theirs'], ending);
		expect([...keys.taken]).toEqual(['theirs']);
	});

	it('nor when the claim failed', async () => {
		const { world } = rememberingApi();
		const keys = fakeKeys();
		await keys.claim('theirs');
		const away = { ...keys, claim: async () => await Promise.reject(new Error('away')) };
		expect(await execute(world, away, ['theirs'])).toMatchObject([
			{ kind: 'notAccepted', result: { problem: { cause: 'requestKeyUnusable' } } },
		]);
		expect([...keys.taken]).toEqual(['theirs']);
		expect(submits(world)).toHaveLength(0);
	});
});

describe('after an unknown outcome', () => {
	const again = { ifUnknown: 'submitAgain' } as const;

	it.each([
		['refused', ['lose', 'refuse']],
		['refused twice', ['lose', 'refuse', 'refuse']],
	] as const)('Submit Again that is %s keeps the key', async (_name, ways) => {
		const { world } = rememberingApi(ways);
		const keys = fakeKeys();
		const store: LedgerStore = {};
		for (let i = 0; i < ways.length; i += 1) await execute(world, keys, ['k'], { store, ...again });
		expect([...keys.taken]).toEqual(['k']);
		expect(await execute(world, keys, ['k'])).toMatchObject([{ kind: 'skipped' }]);
		expect(submits(world)).toHaveLength(ways.length);
	});

	it('Submit Again that another item keeps from being sent keeps the key', async () => {
		const { world } = rememberingApi(['accept', 'lose', 'refuse']);
		const keys = fakeKeys();
		const store: LedgerStore = {};
		await execute(world, keys, ['', 'k'], { store, ...again });
		delete store.item0;
		await execute(world, keys, ['', 'k'], { store, ...again, more: { stopAtFirst: true } });
		expect([...keys.taken]).toEqual(['k']);
	});

	it('Submit Again whose task failed keeps the key', async () => {
		const { world, end } = rememberingApi(['lose', 'accept']);
		const keys = fakeKeys();
		const store: LedgerStore = {};
		await execute(world, keys, ['k'], { store, ...again });
		await execute(world, keys, ['k'], { store, ...again });
		end('failed', 1403);
		await execute(world, keys, ['k'], { store, ...again, waits: true });
		expect([...keys.ended]).toEqual([]);
	});
});
