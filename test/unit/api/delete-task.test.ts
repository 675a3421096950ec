/** Deleting a task: both routes, and what is believed. */
import fc from 'fast-check';
import { deleteTask, parseDeleteReply } from '../../../seedance/api/deleteTask';
import type { ApiReply, ApiRequest } from '../../../seedance/api/http';
import { problem } from '../../../seedance/errors/messages';
import { answer, enveloped, html, lost, now, taskAnswer } from '../../support/api/replies';
import { inTurn, scriptedApi } from '../../support/api/scriptedApi';

const success = (data?: unknown) => answer(200, enveloped(200, 'success', data));
const deleted = (id = 'a1') => success({ id, status: 'deleted' });
const noRoute = answer(405, enveloped(405, 'method not allowed'));
const unknown = answer(404, enveloped(404, 'Prediction not found'));

/** Answers each kind of request in turn, the last one for ever. */
function apiOf(replies: Partial<Record<ApiRequest['method'], readonly ApiReply[]>>) {
	const scripts = new Map(
		Object.entries(replies).map(([method, list]) => [
			method,
			inTurn(...list.map((one) => () => one)),
		]),
	);
	return scriptedApi((request, api) => {
		const script = scripts.get(request.method);
		if (script === undefined) throw new Error(`nothing is said about ${request.method}`);
		return script(request, api);
	});
}
async function outcomeOf(...args: Parameters<typeof apiOf>) {
	const api = apiOf(...args);
	const deletion = await deleteTask('a1', api.ports);
	const sent = api.sent.map(({ method }) => method);
	return {
		sent,
		said: deletion.ok ? deletion.value.status : deletion.problem.cause,
		api,
		deletion,
	};
}

describe('DELETE', () => {
	it('asks at the task’s own address, without a body', async () => {
		const api = apiOf({ DELETE: [deleted('a/1')] });
		expect(await deleteTask('a/1', api.ports)).toEqual({
			ok: true,
			value: { taskId: 'a/1', status: 'deleted' },
		});
		expect(api.sent).toMatchObject([
			{ method: 'DELETE', url: 'https://api.test/api/v3/predictions/a%2F1' },
		]);
		expect(api.sent[0]).not.toHaveProperty('body');
	});

	it.each([
		['Deleted', 'deleted'],
		['canceled', 'cancelled'],
	])('believes the status %s', async (status, said) => {
		expect(await outcomeOf({ DELETE: [success({ id: 'a1', status })] })).toMatchObject({ said });
	});

	it.each(['processing', 'completed', 'failed', 'brand-new'])(
		'does not call a task with the status %s deleted',
		async (status) => {
			const { said, deletion } = await outcomeOf({ DELETE: [success({ id: 'a1', status })] });
			expect(said).toBe('notDeleted');
			expect(deletion).toMatchObject({ problem: { taskId: 'a1', status } });
		},
	);

	it.each([
		['a 404 about the task', unknown, 'unknownTask'],
		['401', answer(401), 'invalidKey'],
		['403', answer(403), 'forbidden'],
		['400', answer(400, enveloped(400, 'cannot delete')), 'requestRefused'],
		['a status that is no success', answer(300, enveloped(404, 'no such route')), 'redirected'],
		['a redirect', answer(302, '', { location: 'https://x.example' }), 'redirected'],
	])('%s: final, after one request', async (_name, reply, cause) => {
		expect(await outcomeOf({ DELETE: [reply] })).toMatchObject({ said: cause, sent: ['DELETE'] });
	});

	it.each([
		['a broken connection', lost('ECONNRESET')],
		['HTTP 500', answer(500)],
		['HTTP 429', answer(429)],
		['a page', answer(200, html)],
		['the data of another task', deleted('b2')],
		['broken JSON', answer(200, '{"code":200,')],
	])('%s: asked again, because it can be', async (_name, reply) => {
		const again = await outcomeOf({ DELETE: [reply, deleted()] });
		expect(again).toMatchObject({ said: 'deleted', sent: ['DELETE', 'DELETE'] });
		const never = await outcomeOf({ DELETE: [reply] });
		expect(never.sent).toEqual(Array(4).fill('DELETE'));
		expect(never.deletion.ok).toBe(false);
	});

	it.each([
		['204', answer(204)],
		['a success without data', success()],
	])('%s: the task is read, and is deleted when it is gone', async (_name, reply) => {
		expect(await outcomeOf({ DELETE: [reply], GET: [unknown] })).toMatchObject({
			said: 'deleted',
			sent: ['DELETE', 'GET'],
		});
		const shown = await outcomeOf({ DELETE: [reply], GET: [taskAnswer('a1', 'deleted')] });
		expect(shown.said).toBe('deleted');
		const left = await outcomeOf({ DELETE: [reply], GET: [taskAnswer('a1', 'processing')] });
		expect(left.said).toBe('notDeleted');
		const hidden = await outcomeOf({ DELETE: [reply], GET: [answer(401)] });
		expect([hidden.said, hidden.deletion.ok]).toEqual(['invalidKey', false]);
	});
});

describe('POST', () => {
	it.each([
		['405', noRoute],
		['501', answer(501)],
		['404 of a router', answer(404, '404 page not found')],
		['404 in an envelope', answer(200, enveloped(404, 'no such route'))],
		['404 in a page', answer(404, html)],
	])('is tried when the first route answers %s', async (_name, reply) => {
		const { said, sent, api } = await outcomeOf({
			DELETE: [reply],
			POST: [success({ deleted_count: 1 })],
		});
		expect([said, sent]).toEqual(['deleted', ['DELETE', 'POST']]);
		expect(api.sent[1]).toMatchObject({
			url: 'https://api.test/api/v3/predictions/delete',
			body: { ids: ['a1'] },
		});
	});

	it.each([
		['counts none', success({ deleted_count: 0 })],
		['is missing, too', noRoute],
	])('%s: the task is read, and its state is told', async (_name, reply) => {
		const of = async (read: ApiReply) =>
			await outcomeOf({ DELETE: [noRoute], POST: [reply], GET: [read] });
		expect(await of(unknown)).toMatchObject({
			said: 'unknownTask',
			sent: ['DELETE', 'POST', 'GET'],
		});
		expect(await of(taskAnswer('a1', 'completed'))).toMatchObject({ said: 'notDeleted' });
		expect(await of(taskAnswer('a1', 'deleted'))).toMatchObject({ said: 'deleted' });
	});
});

describe('a failure', () => {
	it('promises nothing about the video or the money', async () => {
		const { deletion } = await outcomeOf({ DELETE: [answer(503)] });
		const text = deletion.ok ? '' : deletion.problem.description;
		expect(text).toContain('safely delete it again');
		expect(text).not.toMatch(/charged once|refund/);
	});

	it('after a Stop sends nothing', async () => {
		const api = apiOf({ DELETE: [deleted()] });
		api.stop();
		expect(await deleteTask('a1', api.ports)).toEqual({
			ok: false,
			// Not that the video wasn't started.
			problem: problem('stopped', { isList: true }),
		});
		expect(api.sent).toEqual([]);
	});
});

it('says none for an answer that counts none', () => {
	const reply = parseDeleteReply(success({ deleted_count: 0 }), 'a1', now);
	expect(reply).toEqual({ kind: 'read', verdict: { says: 'none' } });
});

it('says deleted for no answer but those that say so', () => {
	const status = fc.constantFrom(
		'deleted',
		'cancelled',
		'processing',
		'completed',
		'created',
		'failed',
	);
	const data = fc.oneof(
		fc.record({ id: fc.constantFrom('a1', 'b2'), status }),
		fc.record({ deleted_count: fc.integer({ min: -1, max: 3 }) }),
		fc.jsonValue(),
	);
	fc.assert(
		fc.property(data, (value) => {
			const reply = parseDeleteReply(success(value), 'a1', now);
			if (reply.kind !== 'read' || reply.verdict.says !== 'status') return;
			const given = value as { id?: string; status?: string; deleted_count?: number };
			if (reply.verdict.status !== 'deleted') return;
			expect(
				(given.deleted_count ?? 0) > 0 || (given.id === 'a1' && given.status === 'deleted'),
			).toBe(true);
		}),
	);
});
