/** What submits leave behind: log lines, the ledger's entries, keys and costs. */
import type { LogFields } from '../../../seedance/api/http';
import { submitDefaults } from '../../../seedance/run/submitAll';
import { submitItems } from '../../../seedance/run/stages';
import type { SubmitStores } from '../../../seedance/run/stages';
import { traceOf } from '../../../seedance/run/trace';
import { openLedger } from '../../../seedance/run/ledger';
import type { LedgerStore } from '../../../seedance/run/ledger';
import type { RequestKeys } from '../../../seedance/run/requestKey';
import type { Found } from '../../../seedance/run/findUnknown';
import { answer, enveloped, lost, model, task, taskAnswer } from '../../support/api/replies';
import {
	acceptedFor,
	emptyStores,
	inTurn,
	promptOf,
	request,
	scriptedApi,
} from '../../support/api/scriptedApi';
import type { Script } from '../../support/api/scriptedApi';
import { fakeKeys } from '../../support/task/fakeRequestKeys';
import { known } from '../../support/task/fakeTasks';
import { plannedItem } from '../../support/task/runItems';

type Line = readonly [message: string, fields: LogFields];

const secret = 'p-secret';
const options = { ...submitDefaults, atOnce: 1, stopAtFirst: false };

/** Submits one item for each index; the lines come in the order in which they were written. */
async function linesOf(script: Script, indexes = [7], stores: Partial<SubmitStores> = {}) {
	const lines: Line[] = [];
	const { ports } = scriptedApi(script);
	const log = (...line: Line) => void lines.push(line);
	const items = indexes.map((index) => plannedItem(request(secret), index));
	await submitItems(items, { ...ports, log }, options, { ...emptyStores(), ...stores });
	return lines;
}

const sent: Line = ['submit sent', { item: 7, model }];

describe('the log of submits', () => {
	it('names the item, the model and the task that the API accepted', async () => {
		const lines = await linesOf(() => answer(200, enveloped(200, 'ok', task('task-1'))));
		expect(lines).toEqual([sent, ['submit accepted', { item: 7, taskId: 'task-1' }]]);
	});

	it('names the cause and the HTTP status of a refusal', async () => {
		const lines = await linesOf(() => answer(400, enveloped(400, `bad prompt ${secret}`)));
		const refused = { item: 7, cause: 'requestRefused', httpStatus: 400 };
		expect(lines).toEqual([sent, ['submit refused', refused]]);
	});

	it.each([
		['without an HTTP status', lost('ECONNRESET'), {}],
		['with the HTTP status', answer(503, secret), { httpStatus: 503 }],
	])('names the cause of an unknown outcome, %s', async (_, reply, status) => {
		const unknown = { item: 7, cause: 'unknownOutcome', ...status };
		expect(await linesOf(() => reply)).toEqual([sent, ['submit outcome unknown', unknown]]);
	});

	it('names the task that is found after an unknown outcome', async () => {
		const found = { id: 'task-9', status: 'created', statusKind: 'running' } as const;
		const finder: SubmitStores['finder'] = {
			sending: (to, body) => traceOf(to, body, { mark: 'a', from: 0, to: 1 }),
			answered: (trace) => trace,
			find: async () => ({ kind: 'found', task: { ...found, outputs: [], raw: found } }),
		};
		const lines = await linesOf(() => lost('ECONNRESET'), [7], { finder });
		expect(lines.at(-1)).toEqual(['submit accepted', { item: 7, taskId: 'task-9' }]);
		expect(lines).toHaveLength(3);
	});

	it('shows each try of a submit that is limited, and for how long nothing is sent', async () => {
		const limited = answer(429, enveloped(429), { 'retry-after': '20' });
		const lines = await linesOf(inTurn(() => limited, acceptedFor));
		expect(lines).toEqual([
			sent,
			['submit refused', { item: 7, cause: 'rateLimited', httpStatus: 429 }],
			['rate limited', { retryInMs: 20_000 }],
			sent,
			['submit accepted', { item: 7, taskId: `task-${secret}` }],
		]);
	});

	it('keeps the items apart by their indexes', async () => {
		const lines = await linesOf(acceptedFor, [2, 5]);
		expect(lines.map(([message, { item }]) => [message, item])).toEqual([
			['submit sent', 2],
			['submit accepted', 2],
			['submit sent', 5],
			['submit accepted', 5],
		]);
	});
});

describe('the ledger, for a submit whose task can be looked for', () => {
	const prompt = 'fox';
	const trace = (mark: string) => traceOf(model, { prompt }, { mark, from: 0, to: 1 });
	const [sentTrace, endTrace] = [trace('sent'), trace('answered')];

	/** Submits one item to an API that loses the connection; the finder finds this. */
	async function lose(found: Found) {
		const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop' });
		const asked: unknown[] = [];
		const finder: SubmitStores['finder'] = {
			sending: (...given) => {
				asked.push(given);
				return sentTrace;
			},
			answered: (given, { outcome }) => {
				asked.push([given.mark, outcome]);
				return endTrace;
			},
			find: async (submitted) => {
				asked.push(submitted);
				return await Promise.resolve(found);
			},
		};
		const { ports } = scriptedApi(() => lost('ECONNRESET'));
		const price = { ok: true, value: { usd: 0.26, source: 'quote' } } as const;
		const item = plannedItem(request(prompt), 0, { price }, 'key');
		const costs = await submitItems([item], ports, options, { ...emptyStores(ledger), finder });
		return { item, ledger, asked, costs };
	}

	it('has its price and the trace of its answer, by which it was looked for', async () => {
		const { item, ledger, asked, costs } = await lose({ kind: 'candidates', tasks: [] });
		const { body } = request(prompt);
		expect(asked).toEqual([
			[model, body, options.timeoutMs],
			['sent', 'unknown'],
			{ model, trace: endTrace },
		]);
		expect(ledger.costOf('key')).toBe(0.26);
		expect(ledger.recall('key')).toEqual({ kind: 'unclear', model, trace: endTrace });
		expect(item.now).toMatchObject({ state: 'failed', problem: { outcome: 'unknown' } });
		expect(costs).toEqual([]);
	});

	it('names the tasks that may be it', async () => {
		const { item } = await lose({ kind: 'candidates', tasks: [known('task-8')] });
		expect(item.now).toMatchObject({
			state: 'failed',
			problem: {
				cause: 'unknownOutcome',
				outcome: 'unknown',
				description: expect.stringContaining('task-8'),
			},
		});
	});

	it('has its task once that is found, and the price counts', async () => {
		const { item, ledger, costs } = await lose({ kind: 'found', task: known('task-9') });
		expect(ledger.recall('key')).toMatchObject({ kind: 'known', task: { id: 'task-9' } });
		expect(item.now).toMatchObject({ state: 'running', task: { id: 'task-9' }, isNew: true });
		expect(costs).toEqual([0.26]);
	});
});

describe('the costs of a run', () => {
	it('are the prices of what was started here, also if it has ended or has no known price', async () => {
		const keys = fakeKeys();
		await keys.claim('k');
		await keys.noteTask('k', 'task-old');
		const { ports } = scriptedApi((one) => {
			if (one.url.endsWith('/predictions')) {
				return answer(200, enveloped(200, 'ok', { items: [task('task-old')] }));
			}
			if (promptOf(one) === 'refused') return answer(422, enveloped(422));
			return taskAnswer(
				`task-${promptOf(one)}`,
				promptOf(one) === 'ended' ? 'completed' : 'created',
			);
		});
		const price = (usd: number) => ({ ok: true, value: { usd, source: 'quote' } }) as const;
		const items = [
			plannedItem(request('running'), 0, { price: price(1) }),
			plannedItem(request('ended'), 1, { price: price(2) }),
			plannedItem(request('refused'), 2, { price: price(4) }),
			plannedItem(request('elsewhere'), 3, { price: price(8), requestKey: 'k' }),
			plannedItem(request('unpriced'), 4, { price: { ok: false, problem: 'no answer' } }),
		];
		const stores = { ...emptyStores(), requestKeys: () => keys };
		expect(await submitItems(items, ports, options, stores)).toEqual([1, 2, undefined]);
		expect(items.map(({ now }) => now.state)).toEqual([
			'running',
			'done',
			'failed',
			'running',
			'running',
		]);
	});
});

describe('the keys of an item', () => {
	const work = { workKey: 'w' };

	it('are asked of nobody for items without any, however they end', async () => {
		const noKeys = () => {
			throw new Error('opened');
		};
		const { ports } = scriptedApi((one) =>
			promptOf(one) === 'refused'
				? answer(422, enveloped(422))
				: taskAnswer(`task-${promptOf(one)}`, promptOf(one) === 'ended' ? 'failed' : 'created'),
		);
		const items = ['refused', 'ended', 'running'].map((prompt, i) =>
			plannedItem(request(prompt), i),
		);
		await submitItems(items, ports, options, { ...emptyStores(), requestKeys: noKeys });
		expect(items.map(({ now }) => now.state)).toEqual(['failed', 'done', 'running']);
	});

	it('that another submit holds stay taken when this one was never sent', async () => {
		const keys = fakeKeys();
		await keys.claim('held');
		const holds = [{ key: 'held', name: 'held' }];
		const api = scriptedApi(() => answer(401));
		const items = [
			plannedItem(request('first'), 0),
			// It would claim "w" if the run had not ended before.
			plannedItem(request('second'), 1, { requestKey: 'held', ...work, holds }),
		];
		await submitItems(items, api.ports, options, { ...emptyStores(), requestKeys: () => keys });
		expect(items[1]?.now).toMatchObject({ problem: { cause: 'notSubmitted' } });
		expect([...keys.taken]).toEqual(['held']);
	});

	it('that another submit holds stay taken when a claim fails, and its own are given back', async () => {
		const keys = fakeKeys();
		await keys.claim('held');
		const holds = [{ key: 'held', name: 'held' }];
		const claim: RequestKeys['claim'] = async (name) => {
			if (name === 'w') throw new Error('away');
			return await keys.claim(name);
		};
		const api = scriptedApi(acceptedFor);
		const store: LedgerStore = {};
		const ledger = openLedger(store, { runIndex: 1, ifUnknown: 'submitAgain' });
		const item = plannedItem(request('fox'), 0, { requestKey: 'own', ...work, holds });
		await submitItems([item], api.ports, options, {
			ledger,
			requestKeys: () => ({ ...keys, claim }),
		});
		expect(item.now).toMatchObject({
			state: 'failed',
			problem: { cause: 'retryNotRecorded', model, outcome: 'refused' },
		});
		expect([...keys.taken]).toEqual(['held']);
		expect(store).toEqual({});
		expect(api.sent).toEqual([]);
	});

	it('of an earlier run stay in the ledger when this run sends nothing', async () => {
		const store: LedgerStore = {};
		const claims = [{ key: 'k', name: 'k' }];
		openLedger(store, { runIndex: 0, ifUnknown: 'stop' }).sending('key', model, { claims });
		const before = structuredClone(store);
		const api = scriptedApi(() => answer(401));
		const ledger = openLedger(store, { runIndex: 1, ifUnknown: 'submitAgain' });
		const items = [plannedItem(request('first'), 0), plannedItem(request('second'), 1, {}, 'key')];
		await submitItems(items, api.ports, options, emptyStores(ledger));
		expect(items[1]?.now).toMatchObject({ problem: { cause: 'notSubmitted' } });
		expect(store).toMatchObject(before);
	});

	it('under which a task was found are given to the ledger with it', async () => {
		const keys = fakeKeys();
		await keys.claim('k');
		await keys.noteTask('k', 'task-old');
		const { ports } = scriptedApi(() =>
			answer(200, enveloped(200, 'ok', { items: [task('task-old')] })),
		);
		const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop' });
		const item = plannedItem(request('fox'), 0, { requestKey: 'own', workKey: 'k' }, 'key');
		await submitItems([item], ports, options, { ledger, requestKeys: () => keys });
		expect(item.now).toMatchObject({ state: 'running', task: { id: 'task-old' } });
		expect(ledger.claimsToEnd('key').map(({ key }) => key)).toEqual(['own', 'k']);
		// The next execution with the other key is given the task, too.
		expect(keys.tasks.get('own')).toBe('task-old');
	});

	it('are free again after a failure that is refunded, in the submit’s own answer', async () => {
		const keys = fakeKeys();
		const { ports } = scriptedApi(() => taskAnswer('task-1', 'failed'));
		const item = plannedItem(request('fox'), 0, { requestKey: 'k' });
		await submitItems([item], ports, options, { ...emptyStores(), requestKeys: () => keys });
		expect(item.now.state).toBe('done');
		expect([...keys.ended]).toEqual(['k']);
	});
});
