/** Retries of one execution, each of which begins with what that has saved; and stores of keys that fail. */
import fc from 'fast-check';
import type { LedgerStore } from '../../../seedance/run/ledger';
import { keptNowhere } from '../../../seedance/run/requestKey';
import type { RequestKeys } from '../../../seedance/run/requestKey';
import { execute, rememberingApi, submits } from '../../support/task/executions';
import type { Way } from '../../support/task/executions';
import { fakeKeys } from '../../support/task/fakeRequestKeys';

describe('retries of one execution', () => {
	const work = 'work of execution 1';

	it('the second one is given what the first one has submitted', async () => {
		const { api } = rememberingApi();
		const keys = fakeKeys();
		for (let retry = 0; retry < 3; retry += 1) {
			expect(await execute(api, keys, ['', ''], { work })).toMatchObject([
				{ task: { id: 'task0' } },
				{ task: { id: 'task1' } },
			]);
		}
		expect(submits(api)).toHaveLength(2);
	});

	it('of two at the same moment one submits', async () => {
		const { api } = rememberingApi();
		const keys = fakeKeys();
		const both = [execute(api, keys, [''], { work }), execute(api, keys, [''], { work })];
		expect((await Promise.all(both)).flat()).toMatchObject([
			{ task: { id: 'task0' } },
			{ task: { id: 'task0' } },
		]);
		expect(submits(api)).toHaveLength(1);
	});

	it('what cannot be found is not submitted again, and the error says so', async () => {
		const { api } = rememberingApi(['lose']);
		const keys = fakeKeys();
		await execute(api, keys, [''], { work });
		expect(await execute(api, keys, [''], { work })).toMatchObject([
			{
				state: 'failed',
				problem: { cause: 'retriedBefore', outcome: 'unknown' },
			},
		]);
		expect(submits(api)).toHaveLength(1);
	});

	it('what was refused, or has failed, is submitted by the next one', async () => {
		const { api, end } = rememberingApi(['refuse']);
		const keys = fakeKeys();
		await execute(api, keys, [''], { work });
		await execute(api, keys, [''], { work });
		end('failed', 1403);
		expect(await execute(api, keys, [''], { work })).toMatchObject([{ task: { id: 'task1' } }]);
		expect(submits(api)).toHaveLength(3);
	});

	it('with a request key that is another at every try: still one video, under all of them', async () => {
		const { api } = rememberingApi();
		const keys = fakeKeys();
		for (const key of ['a', 'b']) await execute(api, keys, [key], { work });
		expect(await execute(api, keys, ['b'])).toMatchObject([{ task: { id: 'task0' } }]);
		expect(submits(api)).toHaveLength(1);
	});

	it('what a refused try has given back is not taken for its own later', async () => {
		const { api } = rememberingApi(['lose', 'refuse']);
		const keys = fakeKeys();
		const store: LedgerStore = {};
		const again = { store, ifUnknown: 'submitAgain' } as const;
		await execute(api, keys, ['k'], again);
		await execute(api, keys, ['k'], { ...again, work });
		// Another retry of the same execution, which has no request key, is the first now.
		await execute(api, keys, [''], { work });
		expect(await execute(api, keys, ['k'], { ...again, work })).toMatchObject([
			{ task: { id: 'task1' } },
		]);
		expect(submits(api)).toHaveLength(3);
	});

	it.each(['', 'k'])(
		'Submit Again after one that is unknown, twice (%s): one more, and all are given it',
		async (key) => {
			const { api } = rememberingApi(['lose']);
			const keys = fakeKeys();
			const first: LedgerStore = {};
			await execute(api, keys, [key], { store: first, work });
			for (let retry = 0; retry < 3; retry += 1) {
				const store = structuredClone(first);
				expect(
					await execute(api, keys, [key], { store, ifUnknown: 'submitAgain', work }),
				).toMatchObject([{ task: { id: 'task1' } }]);
			}
			// Another retry of the execution before it.
			expect(await execute(api, keys, [key], { work })).toMatchObject([{ task: { id: 'task1' } }]);
			expect(submits(api)).toHaveLength(2);
		},
	);

	it('Submit Again, unknown as well, and again: one more each time', async () => {
		const { api } = rememberingApi(['lose', 'lose']);
		const keys = fakeKeys();
		const store: LedgerStore = {};
		const again = { store, ifUnknown: 'submitAgain', work } as const;
		for (let retry = 0; retry < 3; retry += 1) await execute(api, keys, [''], again);
		expect(submits(api)).toHaveLength(3);
		expect(keys.taken.size).toBe(3);
	});

	it('a request key that is not used gives way to nothing', async () => {
		const { api } = rememberingApi(['lose']);
		const keys = fakeKeys();
		await execute(api, keys, [''], { work });
		await execute(api, keys, ['k'], { work });
		expect([...keys.taken]).toEqual([`${work} item0`]);
	});

	it('where no keys can be kept, a retry goes on; with a request key it does not', async () => {
		const { api } = rememberingApi();
		expect(await execute(api, keptNowhere, [''], { work })).toMatchObject([{ state: 'running' }]);
		expect(await execute(api, keptNowhere, ['k'])).toMatchObject([
			{ state: 'failed', problem: { cause: 'requestKeyUnusable' } },
		]);
	});

	it('where the database is away, nothing is submitted', async () => {
		const { api } = rememberingApi();
		const keys = fakeKeys();
		keys.fail();
		expect(await execute(api, keys, [''], { work })).toMatchObject([
			{ state: 'failed', problem: { cause: 'retryNotRecorded' } },
		]);
		expect(submits(api)).toHaveLength(0);
	});
});

describe('a store that fails later', () => {
	it.each(['release', 'noteTask', 'end', 'hasTask', 'findTask', 'hasEnded'] as const)(
		'%s: costs no result',
		async (method) => {
			const { api, end } = rememberingApi(['refuse', 'accept']);
			const keys: RequestKeys = fakeKeys();
			const failing = { ...keys, [method]: async () => await Promise.reject(new Error('away')) };
			const results = await execute(api, failing, ['a', 'b']);
			expect(results.map(({ state }) => state)).toEqual(['failed', 'running']);
			end('failed', 1403);
			expect(await execute(api, failing, ['c'], { waits: true })).toHaveLength(1);
			expect((await execute(api, failing, ['b'])).map(({ state }) => state)).toHaveLength(1);
		},
	);
});

it('whatever happens to executions one after the other, a key is never paid for twice', async () => {
	const ways = fc.array(fc.constantFrom<Way>('accept', 'refuse', 'lose'), { maxLength: 12 });
	const ends = fc.array(fc.constantFrom('created', 'completed', 'failed', 'refused'), {
		maxLength: 12,
	});
	await fc.assert(
		fc.asyncProperty(ways, ends, fc.boolean(), async (script, statuses, isRetry) => {
			const { api, tasks } = rememberingApi(script);
			const keys = fakeKeys();
			for (let i = 0; i < 6; i += 1) {
				await execute(api, keys, [isRetry ? '' : 'k'], isRetry ? { work: 'w' } : {});
				// A task that is lost may be charged for; one that failed is refunded.
				const status = statuses[i];
				const last = tasks.at(-1);
				if (status === 'failed' && last?.status === 'created') {
					Object.assign(last, { status, code: 1403 });
				}
			}
			expect(tasks.filter(({ status }) => status !== 'failed').length).toBeLessThanOrEqual(1);
		}),
		{ numRuns: 100 },
	);
});
