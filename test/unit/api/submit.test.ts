/** What each reply to a submit means for money (docs/internals/decisions.md#unknown-outcomes). */
import type { ApiReply } from '../../../seedance/api/http';
import { parseSubmitReply } from '../../../seedance/api/submit';
import type { SubmitReply } from '../../../seedance/api/submit';
import { answer, enveloped, html, lost, model, now, task } from '../../support/api/replies';

interface Summary {
	readonly outcome: string;
	readonly cause?: string;
	readonly resend?: string;
	readonly retryAfterMs?: number;
}

function summary(verdict: SubmitReply): Summary {
	if (verdict.outcome === 'accepted') return { outcome: 'accepted' };
	const { outcome, problem } = verdict;
	expect(problem.outcome).toBe(outcome);
	if (outcome === 'unknown') return { outcome, cause: problem.cause };
	const { resend, retryAfterMs } = verdict;
	return {
		outcome,
		cause: problem.cause,
		...(resend !== undefined && { resend }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

type Row = readonly [name: string, reply: ApiReply, expected: Summary];

const check = (rows: readonly Row[]) =>
	it.each(rows)('%s', (_name, reply, expected) => {
		expect(summary(parseSubmitReply(reply, model, now))).toEqual(expected);
	});

const accepted = { outcome: 'accepted' };
const unknown = { outcome: 'unknown', cause: 'unknownOutcome' };
const refused = (cause: string) => ({ outcome: 'refused', cause });
const resent = (cause: string, more: Partial<Summary> = {}) => ({
	...refused(cause),
	resend: cause === 'unreachable' ? 'whenReachable' : 'whenNotBusy',
	...more,
});

describe('accepted: 2xx with an id', () => {
	check([
		['enveloped', answer(200, enveloped(200, 'success', task('a'))), accepted],
		['HTTP 201', answer(201, enveloped(200, 'success', task('a'))), accepted],
		['HTTP 202', answer(202, enveloped(200, 'success', task('a'))), accepted],
		['bare', answer(200, task('a')), accepted],
		[
			'bare with the task code of its own',
			answer(200, task('a', 'failed', { code: 1200 })),
			accepted,
		],
		['enveloped, the id alone', answer(200, enveloped(200, 'success', { id: 'a' })), accepted],
		['bare, the id alone', answer(200, { id: 'a' }), accepted],
		['a list of one', answer(200, enveloped(200, 'success', [task('a')])), accepted],
		['a bare list of one', answer(200, [task('a')]), accepted],
		[
			'the location of the task alone',
			answer(202, '', { location: 'https://api.test/api/v3/predictions/a/result' }),
			accepted,
		],
		['envelope code 0', answer(200, enveloped(0, 'success', task('a'))), accepted],
		[
			'sync mode ran out of time: the task goes on',
			answer(200, enveloped(200, 'success', task('a', 'processing', { code: 5004 }))),
			accepted,
		],
	]);

	it('gives the id, and "created" where the answer names no status', () => {
		const verdict = parseSubmitReply(answer(200, { data: { id: 'a' }, code: 200 }), model, now);
		expect(verdict).toMatchObject({ task: { id: 'a', status: 'created' } });
	});
});

describe('nothing of it has left the machine', () => {
	const proxy = (proxyStatus?: number): ApiReply => ({
		...lost('UNKNOWN', 'proxy'),
		...(proxyStatus !== undefined && { proxyStatus }),
	});
	const again = { ...refused('proxyRefused'), resend: 'whenReachable' };
	check([
		['no connection', lost('EHOSTUNREACH', 'connecting'), resent('unreachable')],
		['no TLS', lost('CERT_HAS_EXPIRED', 'tls'), refused('tls')],
		['a proxy that wants a password', proxy(407), refused('proxyRefused')],
		['a proxy that allows it not', proxy(403), refused('proxyRefused')],
		['a proxy with a status that HTTP has not', proxy(499), refused('proxyRefused')],
		...[500, 502, 503, 504, 429, undefined].map((s): Row => [`proxy ${s}`, proxy(s), again]),
		['blocked by n8n', lost('UNKNOWN', 'blocked'), refused('blockedByN8n')],
		[
			'a key that cannot be written',
			lost('ERR_INVALID_CHAR', 'invalidRequest'),
			refused('invalidKeyCharacters'),
		],
	]);
});

describe('no answer although it was sent: may have been accepted', () => {
	const codes = ['ECONNRESET', 'ETIMEDOUT', 'ECONNABORTED', 'EPIPE', 'ENOTFOUND', 'UNKNOWN'];
	check(codes.map((code): Row => [code, lost(code), unknown]));
});

describe('redirects are never followed and are a refusal', () => {
	const statuses = [300, 301, 302, 303, 307, 308];
	const elsewhere = { location: 'https://elsewhere.example/', 'retry-after': '5' };
	check(statuses.map((s): Row => [`HTTP ${s}`, answer(s, '', elsewhere), refused('redirected')]));
});

describe('4xx', () => {
	const causes: ReadonlyArray<readonly [number, string]> = [
		[400, 'requestRefused'],
		[401, 'invalidKey'],
		[402, 'insufficientCredits'],
		[403, 'forbidden'],
		[404, 'unknownModel'],
		[407, 'proxyRefused'],
		[409, 'requestRefused'],
		[413, 'requestRefused'],
		[422, 'requestRefused'],
		[451, 'requestRefused'],
	];
	check(causes.map(([s, cause]): Row => [`HTTP ${s}`, answer(s, enveloped(s)), refused(cause)]));
	// Whoever wrote a web page was asked neither for the key nor for the model.
	const page = (s: number): Row => [
		`HTTP ${s} as HTML`,
		answer(s, html),
		refused(s === 407 ? 'proxyRefused' : 'proxyAnswered'),
	];
	check(causes.map(([s]) => page(s)));
	check(
		causes.map(([s, cause]): Row => {
			return [
				`HTTP ${s}, Retry-After given`,
				answer(s, '', { 'retry-after': '1' }),
				refused(cause),
			];
		}),
	);
	const inTenSeconds = new Date(now + 10_000).toUTCString();
	const pausing = (value: string) => answer(429, enveloped(429), { 'retry-after': value });
	check([
		['HTTP 429', answer(429, enveloped(429)), resent('rateLimited')],
		['HTTP 429 as HTML', answer(429, html), resent('rateLimited')],
		['Retry-After in seconds', pausing('7'), resent('rateLimited', { retryAfterMs: 7000 })],
		['Retry-After date', pausing(inTenSeconds), resent('rateLimited', { retryAfterMs: 10_000 })],
		['Retry-After unreadable', pausing('soon'), resent('rateLimited')],
		['HTTP 408', answer(408, enveloped(408)), unknown],
		['HTTP 408 as HTML', answer(408, html), unknown],
	]);
});

describe('5xx', () => {
	const all = [500, 501, 502, 503, 504, 520, 599];
	check(all.map((s): Row => [`HTTP ${s}`, answer(s, html), unknown]));
	check(all.map((s): Row => [`HTTP ${s} enveloped`, answer(s, enveloped(s)), unknown]));
	check([
		['503, Retry-After', answer(503, enveloped(503), { 'retry-after': '3' }), unknown],
		['503 empty', answer(503), unknown],
		// gRPC's "unavailable", as Envoy writes it for an upstream that it may have reached.
		['503 with a code of a proxy', answer(503, { code: 14, message: 'upstream error' }), unknown],
		['503 with a code of a refusal', answer(503, { code: 400, message: 'no' }), unknown],
		['503 with a bare task', answer(503, task('a', 'created', { code: 5003 })), unknown],
	]);
});

describe('HTTP 200 with an envelope that says otherwise', () => {
	const refusals: ReadonlyArray<readonly [number, string]> = [
		[400, 'requestRefused'],
		[401, 'invalidKey'],
		[402, 'insufficientCredits'],
		[403, 'forbidden'],
		[404, 'unknownModel'],
		[422, 'requestRefused'],
	];
	check(
		refusals.map(([c, cause]): Row => [`code ${c}`, answer(200, enveloped(c)), refused(cause)]),
	);
	const unsure = [408, 500, 502, 503, 504, 1000, 1404, 5000, 5004];
	check(unsure.map((c): Row => [`code ${c}`, answer(200, enveloped(c)), unknown]));
	check([['code 429', answer(200, enveloped(429)), resent('rateLimited')]]);
});

describe("the code of a failed task in place of the envelope's", () => {
	const codes: ReadonlyArray<readonly [number, string]> = [
		[1200, 'contentModeration'],
		[1400, 'taskParameterRefused'],
		[1401, 'taskParameterRefused'],
		[1402, 'mediaNotFetchable'],
		[1403, 'taskNotMade'],
		[1405, 'taskNotMade'],
		[1406, 'taskFault'],
		[1407, 'insufficientCredits'],
		[5003, 'apiUnavailable'],
	];
	check(
		codes.map(([c, cause]): Row => [`HTTP 200, ${c}`, answer(200, enveloped(c)), refused(cause)]),
	);
	check(
		[1200, 1401, 1407].map((c): Row => {
			const cause = codes.find(([code]) => code === c)?.[1] ?? '';
			return [
				`HTTP 400, ${c} inside`,
				answer(400, enveloped(400, 'no', { code: c })),
				refused(cause),
			];
		}),
	);
	check(
		[400, 422, 1200, 1407].map((c): Row => {
			const cause = codes.find(([code]) => code === c)?.[1] ?? 'requestRefused';
			const body = enveloped(200, 'success', { code: c, message: 'no' });
			return [`HTTP 200, code 200, ${c} inside`, answer(200, body), refused(cause)];
		}),
	);
	check([
		['500 inside', answer(200, enveloped(200, 'success', { code: 500 })), unknown],
		['429 inside', answer(200, enveloped(200, 'success', { code: 429 })), resent('rateLimited')],
		['400 inside a 500', answer(200, enveloped(500, 'oops', { code: 400 })), unknown],
		['an id beside it', answer(200, enveloped(1200, 'flagged', task('a', 'failed'))), unknown],
		['400 with an id beside it', answer(200, enveloped(400, 'no', task('a'))), unknown],
		['HTTP 502, 1407', answer(502, enveloped(1407)), unknown],
	]);
});

describe('a model that the API does not know, told with a 400', () => {
	const words = [
		'model not found: bytedance/x',
		'Unknown model bytedance/x',
		'The model x does not exist',
	];
	check(words.map((w): Row => [w, answer(400, enveloped(400, w)), refused('unknownModel')]));
	const others = ['image not found', 'this model takes no seed', 'Prediction not found'];
	check(others.map((w): Row => [w, answer(400, enveloped(400, w)), refused('requestRefused')]));
});

describe('2xx without an id: may have been accepted', () => {
	const bodies: ReadonlyArray<readonly [string, unknown]> = [
		['enveloped, no data', enveloped(200)],
		['enveloped, data null', enveloped(200, 'success', null)],
		['enveloped, data empty', enveloped(200, 'success', {})],
		['enveloped, id empty', enveloped(200, 'success', { id: '' })],
		['bare, no id', { status: 'created' }],
		['a list of two', [task('a'), task('b')]],
		['JSON null', 'null'],
		['cut off', '{"code":200,"data":{"id":"a'],
		['empty', ''],
		['HTML', html],
	];
	check(bodies.map(([name, body]): Row => [name, answer(200, body), unknown]));
	check([
		['HTTP 204', answer(204), unknown],
		['HTTP 199, and it names a task', answer(199, task('a')), unknown],
	]);
});

it.each([301, 303, 307])('a redirect (HTTP %d) that names a task is no refusal', (status) => {
	const reply = answer(status, { id: 'task-1' }, { location: 'https://elsewhere.example' });
	expect(parseSubmitReply(reply, model, now)).toMatchObject({
		outcome: 'unknown',
		problem: { taskId: 'task-1' },
	});
});

/* Replies that are easy to misread. */

const checks = (...given: Parameters<typeof answer>) =>
	parseSubmitReply(answer(...given), model, now);

describe('TLS that breaks after the request was sent', () => {
	// Seen with a local TLS server that had read the POST before the stream was spoilt.
	it.each([
		'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
		'ERR_SSL_CIPHER_OPERATION_FAILED',
		'ERR_SSL_WRONG_VERSION_NUMBER',
	])('%s may have been accepted', (code) => {
		expect(parseSubmitReply(lost(code), model, now).outcome).toBe('unknown');
	});
});

describe('an accepted task whose id gets lost', () => {
	it.each([
		['message null', { code: 200, message: null, data: task('a') }],
		['message an object', { code: 200, message: { en: 'ok' }, data: task('a') }],
		['no code beside data', { message: 'success', data: task('a') }],
		['code as text', { code: '200', data: task('a') }],
	])('%s', (_name, body) => {
		expect(checks(200, body)).toMatchObject({ outcome: 'accepted', task: { id: 'a' } });
	});
});

describe('a refusal that names a task', () => {
	// "Sent again only when it certainly was not accepted": an id says that it was.
	it.each([
		[429, answer(429, enveloped(429, 'queued', task('a')))],
		[503, answer(503, enveloped(503, 'busy', task('a')))],
		[200, answer(200, enveloped(429, 'queued', task('a')))],
	])('HTTP %d is not sent again', (_status, reply) => {
		expect(parseSubmitReply(reply, model, now)).not.toHaveProperty('resend');
	});
});

describe('words about credits', () => {
	it('a 429 that advises to top up is still a rate limit', () => {
		const said = 'Rate limit exceeded. Please top up to raise your limit';
		expect(checks(429, enveloped(429, said))).toMatchObject({
			resend: 'whenNotBusy',
			problem: { cause: 'rateLimited' },
		});
	});

	it.each([
		{ success: false, error: 'Insufficient credits' },
		{ code: 200, data: { ok: false, message: 'Your balance is too low' } },
	])('in an HTTP 200 that says that it failed: %j', (body) => {
		expect(checks(200, body)).toMatchObject({
			outcome: 'refused',
			problem: { cause: 'insufficientCredits' },
		});
	});

	it.each([
		{ error: 'Insufficient credits' },
		{ success: false, error: 'upstream timed out' },
		{ success: true, message: 'Your balance is too low for more' },
	])('an HTTP 200 may have been accepted: %j', (body) => {
		expect(checks(200, body).outcome).toBe('unknown');
	});

	it('words that merely contain "top up" are about something else', () => {
		const said = 'The image came from a desktop upload that has expired';
		expect(checks(400, enveloped(400, said))).toMatchObject({
			problem: { cause: 'requestRefused' },
		});
	});

	it('an empty message does not hide the words in `error`', () => {
		expect(checks(400, { code: 400, message: '', error: 'Insufficient credits' })).toMatchObject({
			problem: { cause: 'insufficientCredits' },
		});
	});
});
