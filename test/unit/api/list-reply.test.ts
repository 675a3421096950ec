import type { ApiReply } from '../../../seedance/api/http';
import { parseListReply } from '../../../seedance/api/list';
import { answer, enveloped, html, lost, model, now, task } from '../../support/api/replies';
import { problem } from '../../../seedance/errors/messages';
import type { Cause } from '../../../seedance/errors/problem';

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
