/** Keys that stand for one video in all executions: who is paid for, and who is given what was paid for. */
import fc from 'fast-check';
import type { ApiReply, ApiRequest } from '../../../seedance/api/http';
import { openLedger } from '../../../seedance/task/ledger';
import type { LedgerOptions, LedgerStore } from '../../../seedance/task/ledger';
import { keptNowhere } from '../../../seedance/task/requestKey';
import type { RequestKeys } from '../../../seedance/task/requestKey';
import { submitDefaults } from '../../../seedance/task/submit';
import { submitAndWait } from '../../../seedance/task/submitAndWait';
import type { Intent } from '../../../seedance/task/submitAndWait';
import { waitFor } from '../../../seedance/task/waitFor';
import { answer, enveloped, lost, task, taskAnswer } from '../api/replies';
import { createWorld, promptOf, request } from './fake-api';
import type { World } from './fake-api';
import { fakeKeys } from './fake-keys';
import { taskIdOf } from './fake-tasks';

const options = { ...submitDefaults, atOnce: 1, stopAtFirst: false };

type Way = 'accept' | 'refuse' | 'lose';

/** An API that remembers its tasks and lists them, the newest first. */
function rememberingApi(ways: readonly Way[] = []) {
	const left = [...ways];
	const tasks: Array<{ id: string; prompt: string; status: string; code: number }> = [];
	const shown = ({ id, status, code }: (typeof tasks)[number]) => ({ ...task(id, status), code });
	const isList = ({ url }: ApiRequest) => url.endsWith('/predictions');
	function script(one: ApiRequest): ApiReply {
		if (isList(one)) {
			const { page = 1, page_size = 100 } = one.body as Record<string, number>;
			const newest = [...tasks].reverse().slice((page - 1) * page_size, page * page_size);
			return answer(200, enveloped(200, 'success', { items: newest.map(shown) }));
		}
		if (one.method === 'GET') {
			const known = tasks.find(({ id }) => id === taskIdOf(one));
			if (known === undefined) return answer(404, enveloped(404, 'not found'));
			return answer(200, enveloped(200, 'success', shown(known)));
		}
		const way = left.shift() ?? 'accept';
		if (way === 'refuse') return answer(400, enveloped(400, 'no'));
		const prompt = promptOf(one);
		tasks.push({ id: `task${tasks.length}`, prompt, status: 'created', code: 0 });
		return way === 'lose' ? lost('ECONNRESET') : taskAnswer(`task${tasks.length - 1}`);
	}
	const world = createWorld(script);
	return {
		world,
		tasks,
		/** How the task that was submitted last ends. */
		end(status: string, code = 0) {
			Object.assign(tasks.at(-1) ?? {}, { status, code });
		},
	};
}

const submits = ({ sent }: World) =>
	sent.filter(({ method, url }) => method === 'POST' && !url.endsWith('/predictions'));
const lists = ({ sent }: World) => sent.filter(({ url }) => url.endsWith('/predictions'));

/** One execution, or one more try of it: the items x, y, … with these request keys. */
async function execute(
	world: World,
	keys: RequestKeys,
	requestKeys: readonly string[],
	{
		store = {},
		ifUnknown = 'stop',
		waits = false,
		work,
		more = {},
	}: {
		store?: LedgerStore;
		ifUnknown?: LedgerOptions['ifUnknown'];
		waits?: boolean;
		work?: string;
		more?: Partial<typeof options>;
	} = {},
) {
	const ledger = openLedger(store, { runIndex: 0, ifUnknown });
	const intents = requestKeys.map((requestKey, i): Intent => {
		const key = `item${i}`;
		const recalled = ledger.recall(key);
		if (recalled.kind === 'known') return { ...recalled, key };
		if (recalled.kind === 'unclear') throw new Error('unclear');
		return {
			kind: 'submit',
			request: request(`p${i}`),
			key,
			...(requestKey !== '' && { requestKey }),
			...(work !== undefined && { workKey: `${work} ${key}` }),
			...(recalled.holds !== undefined && { holds: recalled.holds }),
		};
	});
	const wait = waits
		? async (tasks: Parameters<typeof waitFor>[0]) =>
				await waitFor(tasks, world.ports, { timeoutMs: 60_000 })
		: undefined;
	const books = { ledger, requestKeys: keys };
	return await submitAndWait(intents, world.ports, { ...options, ...more }, books, wait);
}

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

describe('retries of one execution', () => {
	const work = 'work of execution 1';

	it('the second one is given what the first one has submitted', async () => {
		const { world } = rememberingApi();
		const keys = fakeKeys();
		for (let retry = 0; retry < 3; retry += 1) {
			expect(await execute(world, keys, ['', ''], { work })).toMatchObject([
				{ prediction: { id: 'task0' } },
				{ prediction: { id: 'task1' } },
			]);
		}
		expect(submits(world)).toHaveLength(2);
	});

	it('of two at the same moment one submits', async () => {
		const { world } = rememberingApi();
		const keys = fakeKeys();
		const both = [execute(world, keys, [''], { work }), execute(world, keys, [''], { work })];
		expect((await Promise.all(both)).flat()).toMatchObject([
			{ prediction: { id: 'task0' } },
			{ prediction: { id: 'task0' } },
		]);
		expect(submits(world)).toHaveLength(1);
	});

	it('what cannot be found is not submitted again, and the error says so', async () => {
		const { world } = rememberingApi(['lose']);
		const keys = fakeKeys();
		await execute(world, keys, [''], { work });
		expect(await execute(world, keys, [''], { work })).toMatchObject([
			{
				kind: 'notAccepted',
				result: { outcome: 'unknown', problem: { cause: 'retriedBefore', outcome: 'unknown' } },
			},
		]);
		expect(submits(world)).toHaveLength(1);
	});

	it('what was refused, or has failed, is submitted by the next one', async () => {
		const { world, end } = rememberingApi(['refuse']);
		const keys = fakeKeys();
		await execute(world, keys, [''], { work });
		await execute(world, keys, [''], { work });
		end('failed', 1403);
		expect(await execute(world, keys, [''], { work })).toMatchObject([
			{ prediction: { id: 'task1' } },
		]);
		expect(submits(world)).toHaveLength(3);
	});

	it('with a request key that is another at every try: still one video, under all of them', async () => {
		const { world } = rememberingApi();
		const keys = fakeKeys();
		for (const key of ['a', 'b']) await execute(world, keys, [key], { work });
		expect(await execute(world, keys, ['b'])).toMatchObject([{ prediction: { id: 'task0' } }]);
		expect(submits(world)).toHaveLength(1);
	});

	it('a request key that is not used gives way to nothing', async () => {
		const { world } = rememberingApi(['lose']);
		const keys = fakeKeys();
		await execute(world, keys, [''], { work });
		await execute(world, keys, ['k'], { work });
		expect([...keys.taken]).toEqual([`${work} item0`]);
	});

	it('where no keys can be kept, a retry goes on; with a request key it does not', async () => {
		const { world } = rememberingApi();
		expect(await execute(world, keptNowhere, [''], { work })).toMatchObject([
			{ kind: 'submitted' },
		]);
		expect(await execute(world, keptNowhere, ['k'])).toMatchObject([
			{ kind: 'notAccepted', result: { problem: { cause: 'requestKeyUnusable' } } },
		]);
	});

	it('where the database is away, nothing is submitted', async () => {
		const { world } = rememberingApi();
		const keys = fakeKeys();
		keys.fail();
		expect(await execute(world, keys, [''], { work })).toMatchObject([
			{ kind: 'notAccepted', result: { problem: { cause: 'retryNotRecorded' } } },
		]);
		expect(submits(world)).toHaveLength(0);
	});
});

describe('a store that fails later', () => {
	it.each(['release', 'noteTask', 'end', 'hasTask', 'findTask', 'hasEnded'] as const)(
		'%s: costs no result',
		async (method) => {
			const { world, end } = rememberingApi(['refuse', 'accept']);
			const keys: RequestKeys = fakeKeys();
			const failing = { ...keys, [method]: async () => await Promise.reject(new Error('away')) };
			const results = await execute(world, failing, ['a', 'b']);
			expect(results.map(({ kind }) => kind)).toEqual(['notAccepted', 'submitted']);
			end('failed', 1403);
			expect(await execute(world, failing, ['c'], { waits: true })).toHaveLength(1);
			expect((await execute(world, failing, ['b'])).map(({ kind }) => kind)).toHaveLength(1);
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
			const { world, tasks } = rememberingApi(script);
			const keys = fakeKeys();
			for (let i = 0; i < 6; i += 1) {
				await execute(world, keys, [isRetry ? '' : 'k'], isRetry ? { work: 'w' } : {});
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
