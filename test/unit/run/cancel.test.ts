/** Cancelling what isn't ready in time. */
import type { ApiReply } from '../../../seedance/api/http';
import { problem } from '../../../seedance/errors/messages';
import { cancelTimedOut } from '../../../seedance/run/cancel';
import type { Item, TimedOut } from '../../../seedance/run/itemState';
import { openLedger, spentIn } from '../../../seedance/run/ledger';
import { enterTask } from '../../../seedance/run/stages';
import { answer, enveloped, model } from '../../support/api/replies';
import { emptyStores, scriptedApi } from '../../support/api/scriptedApi';
import { known } from '../../support/task/fakeTasks';

const late = (taskId: string, wasRead = true): TimedOut => ({
	state: 'timedOut',
	problem: problem('deadline', { taskId, model, minutes: 1 }, { outcome: 'accepted' }),
	...(wasRead && { task: known(taskId, 'processing') }),
});
const item = (index: number, now: Item['now']): Item => ({ index, key: `${index}`, now });
const confirms = (id: string) => answer(200, enveloped(200, 'success', { id, status: 'deleted' }));
const apiFor = (replyTo: (id: string) => ApiReply) =>
	scriptedApi(({ url }) => replyTo(url.replace(/^.*\//, '')));

it('cancels each late task once, and nothing else', async () => {
	const api = apiFor(confirms);
	const others: Item[] = [
		item(3, { state: 'done', task: known('d', 'completed') }),
		item(4, { state: 'skipped' }),
	];
	const items = [item(0, late('a')), item(1, late('b', false)), item(2, late('a')), ...others];
	const before = others.map(({ now }) => now);
	await cancelTimedOut(items, api.ports);
	expect(api.sent.map(({ method, url }) => `${method} ${url.slice(-1)}`)).toEqual([
		'DELETE a',
		'DELETE b',
	]);
	for (const { now } of items.slice(0, 3)) {
		expect(now).toMatchObject({
			state: 'timedOut',
			task: { status: 'deleted', statusKind: 'ended', model, outputs: [] },
		});
	}
	const { createdAt, raw } = known('a', 'processing');
	expect(items[0]?.now).toMatchObject({
		task: { id: 'a', createdAt, raw: { ...raw, status: 'deleted' } },
	});
	expect(items[1]?.now).toMatchObject({
		task: { id: 'b', raw: { id: 'b', model, status: 'deleted' } },
	});
	expect(others.map(({ now }) => now)).toEqual(before);
});

it('leaves an item as it is whose task has no known ID', async () => {
	const api = apiFor(confirms);
	const now: TimedOut = { state: 'timedOut', problem: problem('deadline', { model, minutes: 1 }) };
	const items = [item(0, now)];
	await cancelTimedOut(items, api.ports);
	expect([api.sent, items[0]?.now]).toEqual([[], now]);
});

it.each([
	['refuses', answer(403)],
	['is down', answer(503)],
	['has no such task', answer(404, enveloped(404, 'Prediction not found'))],
	[
		'says it is still running',
		answer(200, enveloped(200, 'ok', { id: 'a', status: 'processing' })),
	],
])('the API %s: the deadline’s problem, and no word of a cancelled task', async (_name, reply) => {
	const items = [item(0, late('a'))];
	const confirmed = jest.fn();
	await cancelTimedOut(items, apiFor(() => reply).ports, confirmed);
	expect(items[0]?.now).toMatchObject({
		state: 'failed',
		problem: { cause: 'deadline', taskId: 'a', outcome: 'accepted' },
		task: { status: 'processing' },
	});
	expect(items[0]?.now).toMatchObject({
		problem: { description: expect.stringContaining("couldn't be cancelled") },
	});
	expect(confirmed).not.toHaveBeenCalled();
});

it('leaves the task in the ledger until the API has confirmed it, and its cost even then', async () => {
	const store = {};
	const ledger = openLedger(store, { runIndex: 0, ifUnknown: 'stop' });
	const stores = emptyStores(ledger);
	ledger.sending('0', model, { costUsd: 0.5 });
	ledger.answered('0', { outcome: 'accepted', task: known('a') });
	const confirmed = async ({ key }: Item, task: ReturnType<typeof known>) =>
		await enterTask(key, task, stores);
	await cancelTimedOut([item(0, late('a'))], apiFor(() => answer(403)).ports, confirmed);
	expect(ledger.recall('0')).toMatchObject({ kind: 'known', task: { id: 'a' } });
	await cancelTimedOut([item(0, late('a'))], apiFor(confirms).ports, confirmed);
	expect(ledger.recall('0').kind).toBe('new');
	expect(spentIn(store)).toEqual({ usd: 0.5, unpriced: 0 });
});
