import type { ApiReply, ApiRequest } from '../../../seedance/api/http';
import { listTasks } from '../../../seedance/api/list';
import type { ListQuery } from '../../../seedance/api/list';
import { answer, enveloped, html, lost, model, task } from '../../support/api/replies';
import { scriptedApi, inTurn } from '../../support/api/scriptedApi';
import type { Script, ScriptedApi } from '../../support/api/scriptedApi';

type Entry = ReturnType<typeof task>;

const everything: ListQuery = { otherModels: true };
const names = (count: number, prefix = 't') =>
	Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const entries = (count: number, prefix = 't', more = {}) =>
	names(count, prefix).map((name) => task(name, 'completed', more));

function bodyOf({ body }: Pick<ApiRequest, 'body'>) {
	return body as { page: number; page_size: number; [filter: string]: unknown };
}

/** The account's tasks, newest first, as they are when a page is asked for. */
function listApi(tasksNow: (api: ScriptedApi) => readonly unknown[]): Script {
	return (request, api) => {
		const { page, page_size: size } = bodyOf(request);
		const items = tasksNow(api).slice((page - 1) * size, page * size);
		return answer(200, enveloped(200, 'success', { page, items }));
	};
}

async function list(script: Script, query: ListQuery = everything) {
	const api = scriptedApi(script, { fuse: 200 });
	const result = await listTasks(query, api.ports);
	if (!result.ok) throw new Error(result.problem.message);
	return { api, tasks: result.value, ids: result.value.map(({ id }) => id) };
}

describe('pages', () => {
	it.each([
		[0, 1],
		[99, 1],
		[100, 2],
		[250, 3],
	])('%d tasks: all of them, in %d requests', async (count, requests) => {
		const { api, ids } = await list(listApi(() => entries(count)));
		expect(ids).toEqual(names(count));
		expect(api.sent.map(({ body }) => body)).toEqual(
			Array.from({ length: requests }, (_, i) => ({ page: i + 1, page_size: 100 })),
		);
		expect(api.sent[0]).toMatchObject({
			method: 'POST',
			url: 'https://api.test/api/v3/predictions',
		});
	});

	it.each([
		[7, 1, 7],
		[100, 1, 100],
		[150, 2, 100],
	])('limit %d: %d requests of %d', async (limit, requests, size) => {
		const { api, ids } = await list(
			listApi(() => entries(400)),
			{ ...everything, limit },
		);
		expect(ids).toEqual(names(limit));
		expect(api.sent).toHaveLength(requests);
		expect(new Set(api.sent.map((one) => bodyOf(one).page_size))).toEqual(new Set([size]));
	});

	it('ends when the API gives the same page again and again', async () => {
		const { api, ids } = await list(() =>
			answer(200, enveloped(200, 'success', { page: 1, items: entries(100) })),
		);
		expect(ids).toEqual(names(100));
		expect(api.sent).toHaveLength(2);
	});

	it('ends also when the tasks on it have no id', async () => {
		const items = Array.from({ length: 100 }, (_, number) => ({ number }));
		const { api, tasks } = await list(() => answer(200, { page: 1, items }));
		expect(tasks.map(({ raw }) => raw)).toEqual(items);
		expect(api.sent).toHaveLength(2);
	});
});

describe('tasks that move while the pages are turned', () => {
	it('lists a task once that newer ones pushed onto the next page, in its newest state', async () => {
		const { ids, tasks } = await list(
			listApi(({ sent }) =>
				sent.length === 1
					? names(250).map((id) => task(id, 'processing'))
					: [...entries(3, 'new'), ...entries(250)],
			),
		);
		expect([...ids].sort()).toEqual(names(250).sort());
		// On the first page only: the others were read again, finished by then.
		expect(tasks.filter(({ status }) => status === 'processing')).toHaveLength(97);
	});

	const running = (from: number) =>
		names(250)
			.slice(from)
			.map((id) => task(id, 'processing'));

	it('finds running tasks that others made way for by ending', async () => {
		const { ids } = await list(
			listApi(({ sent }) => running(sent.length === 1 ? 0 : 30)),
			{ ...everything, status: 'processing' },
		);
		expect([...ids].sort()).toEqual(names(250).sort());
	});

	it('turns the pages of such a list five times at most', async () => {
		const { api } = await list(
			listApi(({ sent }) => entries(150, `round${sent.length}-`)),
			{ ...everything, status: 'processing' },
		);
		expect(api.sent).toHaveLength(10);
	});

	it.each([
		['one page', 99, 'processing', 1],
		['tasks that have ended', 150, 'failed', 2],
	])('turns them once for %s', async (_name, count, status, requests) => {
		const { api } = await list(
			listApi(() => entries(count)),
			{ ...everything, status },
		);
		expect(api.sent).toHaveLength(requests);
	});
});

describe('filters', () => {
	const day = 24 * 60 * 60 * 1000;

	it('go to the API on every page', async () => {
		const since = scriptedApi(listApi(() => [])).clock.now() - 2 * day;
		const { api } = await list(
			listApi(() => entries(150)),
			{ model, status: 'failed', since, otherModels: false },
		);
		const filters = { model, status: 'failed', created_after: '2026-01-03T12:00:00.000Z' };
		expect(api.sent.map(({ body }) => body)).toEqual([
			{ page: 1, page_size: 100, ...filters },
			{ page: 2, page_size: 100, ...filters },
		]);
	});

	it('do not name a beginning that lies before everything the API keeps', async () => {
		const { api } = await list(
			listApi(() => []),
			{ ...everything, since: Date.UTC(2025, 0) },
		);
		expect(api.sent.map(({ body }) => body)).toEqual([{ page: 1, page_size: 100 }]);
	});
});

describe('models other than Seedance', () => {
	const other = { model: 'wavespeed-ai/flux-dev' };
	const mixed = (): Entry[] => [
		...entries(130, 'flux', other),
		...entries(30),
		...entries(130, 'wan', other),
		...entries(30, 'u'),
	];

	it('are left out, however many pages they fill', async () => {
		const { ids } = await list(listApi(mixed), { otherModels: false });
		expect(ids).toEqual([...names(30), ...names(30, 'u')]);
	});

	it('do not use up the limit', async () => {
		const { ids, api } = await list(listApi(mixed), { otherModels: false, limit: 40 });
		expect(ids).toEqual([...names(30), ...names(10, 'u')]);
		expect(bodyOf(api.sent[0] ?? {}).page_size).toBe(100);
	});

	it('come when they are wanted, or asked for by name', async () => {
		expect((await list(listApi(mixed), { otherModels: true })).ids).toHaveLength(320);
		const named = { model: other.model, otherModels: false };
		expect(
			(
				await list(
					listApi(() => entries(3, 'f', other)),
					named,
				)
			).ids,
		).toHaveLength(3);
	});

	it('keeps a task that does not say its model, or not even its id', async () => {
		const items = [{ id: 'a', status: 'processing' }, { uuid: 'b' }];
		const { tasks } = await list(
			listApi(() => items),
			{ otherModels: false },
		);
		expect(tasks.map(({ raw }) => raw)).toEqual(items);
	});
});

const passing: ReadonlyArray<readonly [string, ApiReply, string]> = [
	['ECONNRESET', lost('ECONNRESET'), 'unreachable'],
	['429', answer(429), 'rateLimited'],
	['502', answer(502, html), 'proxyAnswered'],
	['HTML', answer(200, html), 'proxyAnswered'],
];

describe('what goes wrong', () => {
	const good = listApi(() => entries(150));

	it.each(passing)('%s on the second page: asks for that page again', async (_name, reply) => {
		const { api, ids } = await list(
			inTurn(
				good,
				() => reply,
				() => reply,
				good,
			),
		);
		expect(ids).toEqual(names(150));
		expect(api.sent.map((one) => bodyOf(one).page)).toEqual([1, 2, 2, 2]);
		expect(api.clock.elapsed()).toBeGreaterThan(1_000);
	});

	it.each(passing)('%s four times: gives up', async (_name, reply, cause) => {
		const api = scriptedApi(inTurn(good, () => reply));
		expect(await listTasks(everything, api.ports)).toMatchObject({
			ok: false,
			problem: { cause },
		});
		expect(api.sent).toHaveLength(5);
	});

	it.each([400, 401, 403, 404])('%d: asks once', async (status) => {
		const api = scriptedApi(() => answer(status, enveloped(status)));
		expect(await listTasks(everything, api.ports)).toMatchObject({ ok: false });
		expect(api.sent).toHaveLength(1);
	});
});

describe('stop', () => {
	it('between two pages: asks for no further one', async () => {
		const api = scriptedApi(
			listApi(() => entries(400)),
			{ latencyMs: 1_000 },
		);
		api.clock.at(1_500, api.stop);
		expect(await listTasks(everything, api.ports)).toMatchObject({
			ok: false,
			problem: { cause: 'stopped' },
		});
		expect(api.sent).toHaveLength(2);
	});

	it('during a pause: ends within 1 s', async () => {
		const api = scriptedApi(() => answer(429, '', { 'retry-after': '25' }));
		api.clock.at(3_200, api.stop);
		expect(await listTasks(everything, api.ports)).toMatchObject({ ok: false });
		expect(api.clock.elapsed()).toBeLessThanOrEqual(4_200);
		expect(api.sent).toHaveLength(1);
	});
});
