import type { ApiReply, ApiRequest } from '../../../seedance/api/http';
import { listTasks, parseListReply } from '../../../seedance/api/list';
import type { ListQuery } from '../../../seedance/api/list';
import { problem } from '../../../seedance/errors/messages';
import type { Cause } from '../../../seedance/errors/problem';
import { answer, enveloped, html, lost, model, now, task } from '../../support/api/replies';
import { scriptedApi, inTurn } from '../../support/api/scriptedApi';
import type { Script, ScriptedApi } from '../../support/api/scriptedApi';

const checks = (reply: ApiReply) => parseListReply(reply, now);
const page = (items: unknown) => answer(200, enveloped(200, 'success', { page: 1, items }));

function tasksOf(reply: ApiReply) {
	const verdict = checks(reply);
	if (verdict.kind !== 'read') throw new Error(verdict.problem.message);
	return verdict.tasks;
}

describe('a list', () => {
	const items = [task('a', 'completed'), task('b')];
	it.each([
		['enveloped', page(items)],
		['bare', answer(200, { page: 1, items })],
		['without its page', answer(200, enveloped(200, 'success', items))],
		['as nothing but an array', answer(200, items)],
		['under another name', answer(200, enveloped(200, 'success', { predictions: items }))],
	])('%s: each task as a status read gives it', (_name, reply) => {
		expect(tasksOf(reply)).toEqual([
			expect.objectContaining({ id: 'a', statusKind: 'succeeded', model, raw: items[0] }),
			expect.objectContaining({ id: 'b', statusKind: 'running', outputs: [], raw: items[1] }),
		]);
	});

	it.each([
		['no entries', page([])],
		['null', page(null)],
	])('of nothing: %s', (_name, reply) => {
		expect(tasksOf(reply)).toEqual([]);
	});

	it('keeps a failed task apart from a failed list', () => {
		const failed = task('a', 'failed', { error: 'turned down', code: 1200 });
		expect(tasksOf(page([failed]))).toEqual([
			expect.objectContaining({ statusKind: 'ended', failureCode: 1200 }),
		]);
	});
});

describe('an entry that is hard to read', () => {
	it('without status comes with its id, not finished', () => {
		const entry = { id: 'a', model, created_at: '2026-01-05T12:00:48Z' };
		expect(tasksOf(page([entry]))).toEqual([
			expect.objectContaining({ id: 'a', model, status: 'unknown', statusKind: 'running' }),
		]);
	});

	it.each([
		['its id is missing', { uuid: 'a' }, { uuid: 'a' }],
		['its id is no text', { id: { a: 1 } }, { id: { a: 1 } }],
		['it is no object', 'a', { entry: 'a' }],
		['it is a list', ['a'], { entry: ['a'] }],
		['it is null', null, { entry: null }],
	])('comes with all that it says: %s', (_name, entry, raw) => {
		expect(tasksOf(page([entry]))).toEqual([
			{ id: '', status: 'unknown', statusKind: 'running', outputs: [], raw },
		]);
	});

	it('does not hide the others', () => {
		const ids = tasksOf(page([task('a'), null, { id: 'b' }, {}, task('c')])).map(({ id }) => id);
		expect(ids).toEqual(['a', '', 'b', '', 'c']);
	});
});

const unread: ReadonlyArray<readonly [string, ApiReply, string, Cause]> = [
	['ECONNRESET', lost('ECONNRESET'), 'transient', 'unreachable'],
	['HTTP 408', answer(408), 'transient', 'apiUnavailable'],
	['HTTP 429', answer(429, enveloped(429)), 'transient', 'rateLimited'],
	['HTTP 500', answer(500), 'transient', 'apiUnavailable'],
	['HTTP 502', answer(502, html), 'transient', 'proxyAnswered'],
	['envelope 5003', answer(200, enveloped(5003)), 'transient', 'apiUnavailable'],
	['HTML', answer(200, html), 'transient', 'proxyAnswered'],
	['cut off', answer(200, '{"code":200,"data":{"items":[{"id"'), 'transient', 'malformedAnswer'],
	['no data', answer(200, enveloped(200)), 'transient', 'malformedAnswer'],
	// Reading it as an empty list would tell people that nothing was paid for.
	['no items', answer(200, enveloped(200, 'ok', { page: 1 })), 'transient', 'malformedAnswer'],
	['items as text', page('none'), 'transient', 'malformedAnswer'],
	['HTTP 401', answer(401, enveloped(401)), 'permanent', 'invalidKey'],
	['HTTP 403', answer(403, enveloped(403)), 'permanent', 'forbidden'],
	['envelope 401', answer(200, enveloped(401)), 'permanent', 'invalidKey'],
	['HTTP 400', answer(400, enveloped(400)), 'permanent', 'requestRefused'],
	['HTTP 404', answer(404, 'nothing here'), 'permanent', 'requestRefused'],
	['HTTP 302', answer(302, '', { location: '/elsewhere' }), 'permanent', 'redirected'],
];

describe('a reply that is no list', () => {
	it.each(unread)('%s', (_name, reply, kind, cause) => {
		expect(checks(reply)).toMatchObject({ kind, problem: { cause } });
	});

	it('hands on the pause that the API asks for', () => {
		expect(checks(answer(429, '', { 'retry-after': '4' }))).toMatchObject({ retryAfterMs: 4000 });
	});

	// A person who believed that there are none would submit paid tasks again.
	const provesNothing = problem('stopped', { isList: true }).description;
	it.each(unread.filter(([, , , cause]) => !['invalidKey', 'forbidden'].includes(cause)))(
		'%s: says that it proves nothing',
		(_name, reply) => {
			const verdict = checks(reply);
			if (verdict.kind === 'read') throw new Error('read');
			expect(verdict.problem.description).toContain(provesNothing);
		},
	);
});

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

	it('turns the pages of such a list once more when nothing has moved', async () => {
		const { api } = await list(
			listApi(() => running(0)),
			{ ...everything, status: 'processing' },
		);
		expect(api.sent).toHaveLength(6);
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

	it.each([
		['an end', { until: now - day }, { created_before: '2026-01-04T12:00:00.000Z' }],
		['inputs', { withInputs: true }, { include_inputs: true }],
		['no inputs', { withInputs: false }, {}],
		[
			'a beginning within what the API keeps',
			{ since: now - 7 * day + 1 },
			{ created_after: '2025-12-29T12:00:00.001Z' },
		],
		['no beginning before everything that it keeps', { since: now - 7 * day }, {}],
	])('name %s', async (_, filter, named) => {
		const { api } = await list(
			listApi(() => []),
			{ ...everything, ...filter },
		);
		expect(api.sent.map(({ body }) => body)).toEqual([{ page: 1, page_size: 100, ...named }]);
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
			problem: problem('stopped', { isList: true }),
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
