import fc from 'fast-check';
import { answerTooLarge } from '../../../seedance/api/http';
import type { ApiReply } from '../../../seedance/api/http';
import { openEnvelope, parseTaskReply } from '../../../seedance/api/reply';
import { parseTask } from '../../../seedance/api/task';
import { answer, enveloped, html, lost, now, task, taskAnswer } from '../../support/api/replies';
import type { Answer } from '../../support/api/replies';

const open = (value: unknown) => openEnvelope(JSON.stringify(value));

describe('openEnvelope', () => {
	it('unwraps data and gives code and message', () => {
		expect(open({ code: 200, message: 'success', data: { id: 'a' } })).toEqual({
			isJson: true,
			code: 200,
			message: 'success',
			data: { id: 'a' },
		});
	});

	it('takes a bare answer as it is', () => {
		expect(open({ id: 'a', status: 'created' })).toEqual({
			isJson: true,
			data: { id: 'a', status: 'created' },
		});
	});

	it('a read finds its task in a list of one', () => {
		const read = (data: unknown) => parseTaskReply(answer(200, enveloped(200, '', data)), 'a', now);
		expect(read([task('a')])).toMatchObject({ kind: 'read', task: { id: 'a' } });
		expect(read([task('a'), task('b')])).toMatchObject({ kind: 'transient' });
	});

	it.each([
		['a byte order mark', (json: string) => `\ufeff${json}`],
		['a comment of a proxy', (json: string) => `${json}\n<!-- served by cache -->`],
		['another answer', (json: string) => `${json}{"code":500}`],
		['a guard against scripts', (json: string) => `)]}',\n${json}`],
		['another guard', (json: string) => `while(1);${json}`],
		['an event', (json: string) => `event: message\ndata: ${json}\n\n`],
	])('is read beside %s', (_, written) => {
		const body = { code: 200, message: '} ] "', data: { id: 'a', prompt: 'x' } };
		expect(openEnvelope(written(JSON.stringify(body)))).toEqual(open(body));
	});

	it.each(['{"id":"a', '{"id":"a"', 'cb({"id":"a"})', 'Error {"id":"a"}', '{"id":"a"]', '}{'])(
		'is not read from %s',
		(text) => {
			expect(openEnvelope(text).isJson).toBe(false);
		},
	);

	it("does not take a bare task's own code for the envelope's", () => {
		expect(open({ id: 'a', status: 'failed', code: 1200 }).code).toBeUndefined();
		expect(open({ id: 'a', code: 200, data: { id: 'b' } })).toMatchObject({
			code: 200,
			data: { id: 'b' },
		});
	});

	it('knows an envelope without data', () => {
		expect(open({ code: 404, message: 'Prediction not found' })).toEqual({
			isJson: true,
			code: 404,
			message: 'Prediction not found',
			data: undefined,
		});
		expect(open({ code: '404', message: null })).toMatchObject({ code: 404, data: undefined });
	});

	it.each([
		[{ code: 400, message: 'm', error: 'e', detail: 'd' }, 'm'],
		[{ code: 400, error: 'e', detail: 'd' }, 'e'],
		[{ code: 400, detail: 'd' }, 'd'],
		[{ code: 400, message: 'm', error_code: 'X1' }, 'm [X1]'],
		[{ code: 400, message: 'm', error_code: 17 }, 'm'],
		[{ code: 400, error_code: 'X1' }, undefined],
		[{ code: 400, message: '' }, undefined],
		[{ code: 400, detail: ['a', 'b'] }, 'a; b'],
		[{ code: 400, msg: 'm' }, 'm'],
		[{ code: 400, error: { message: 'm' } }, 'm'],
		[{ code: 400, error: { code: 'no_credits', message: 'm' } }, 'm [no_credits]'],
		[
			{ code: 400, error: { type: 'invalid_request_error', message: 'm' } },
			'm [invalid_request_error]',
		],
		[{ code: 400, errors: ['a', { message: 'b' }] }, 'a; b'],
		[{ code: 400, errors: { duration: ['must be 5 or 10'] } }, 'duration: must be 5 or 10'],
		[
			{ detail: [{ loc: ['body', 'duration'], msg: 'too long', type: 'value_error' }] },
			'duration: too long [value_error]',
		],
		[{ detail: [{ loc: ['body', 'images', 0], msg: 'no URL' }] }, 'images.0: no URL'],
		[{ code: 400, data: { error: 'd' } }, 'd'],
		[{ code: 400, message: 'm', data: { error: 'd' } }, 'm: d'],
		[{ code: 400, message: 'd it is', data: { error: 'd' } }, 'd it is'],
		[{ code: 400, data: 'd' }, 'd'],
		[{ code: 200, message: 'success', data: { id: 'a', error: 'd' } }, 'success'],
		[{ code: 200, message: 'success', data: { error: 'd' } }, 'success: d'],
		[{ title: 'Bad Request', status: 400 }, 'Bad Request'],
		[{ code: 400, message: '  a\n\tb ' }, 'a b'],
		[{ message: 'no code' }, 'no code'],
	])('takes the words of %j', (body, words) => {
		expect(open(body).message).toBe(words);
	});

	it.each([{ toString: '' }, true, [429], '', '4e2', 'x', 1.5, null, 0, -1])(
		'takes the code %j for none',
		(code) => {
			expect(open({ code, message: 'm', data: { id: 'a' } })).toEqual({
				isJson: true,
				message: 'm',
				data: { id: 'a' },
			});
		},
	);

	it.each(['', '   ', 'null', '7', '"text"', 'true', '<html></html>', '{"code":200', 'undefined'])(
		'says that %j is no JSON object',
		(text) => {
			expect(openEnvelope(text)).toEqual({ isJson: false });
		},
	);

	it.each([[[]], [{}], [{ code: 0 }], [{ code: 1.5 }], [{ code: null }]])(
		'finds no envelope in %j',
		(body) => {
			const opened = open(body);
			expect(opened.isJson).toBe(true);
			expect(opened.code).toBeUndefined();
			expect(opened.data).toEqual(body);
		},
	);

	it('opens an envelope whose code says nothing, so that no id is lost', () => {
		for (const code of [undefined, null, 0, 'ok']) {
			expect(open({ code, data: { id: 'a' } })).toEqual({ isJson: true, data: { id: 'a' } });
		}
	});

	it('cuts long words', () => {
		const { message = '' } = open({ code: 400, message: 'long '.repeat(1_000_000) });
		expect(message).toHaveLength(500);
		expect(message.endsWith('…')).toBe(true);
		const errors = Array.from({ length: 100_000 }, () => ({ msg: 'word '.repeat(20) }));
		expect(open({ code: 400, errors }).message).toHaveLength(500);
	});

	it.each([
		['beside empty data', { code: 200, data: null, task_id: 'a' }],
		['beside data without one', { code: 200, id: 'a', data: { status: 'created' } }],
		['in an answer without data', { code: 200, message: 'ok', prediction_id: 'a' }],
		['in a wrapper', { code: 200, data: { task: { id: 'a' } } }],
		['in data that is a text', { code: 200, data: '{"id":"a"}' }],
	])('keeps an id %s', (_, body) => {
		expect(parseTask(open(body).data, 'created')?.id).toBe('a');
	});

	it('keeps every digit of an id that is a big number', () => {
		const text =
			'{"code":200,"data":{"id":12345678901234567890,"prompt":"1, 12345678901234567890,"}}';
		expect(openEnvelope(text).data).toEqual({
			id: '12345678901234567890',
			prompt: '1, 12345678901234567890,',
		});
		expect(open({ data: { seed: 1234567890123456 } }).data).toEqual({ seed: 1234567890123456 });
	});

	it('keeps other numbers as numbers', () => {
		const numbers = '[0.12345678901234567,12345678901234567890.5,-12345678901234567890]';
		expect(openEnvelope(numbers).data).toEqual(JSON.parse(numbers));
	});

	it('looks for big numbers in answers of up to 1,000,000 characters', () => {
		const padded = (length: number) => '{"id":12345678901234567890}'.padEnd(length);
		expect(openEnvelope(padded(1_000_000)).data).toEqual({ id: '12345678901234567890' });
		expect(openEnvelope(padded(1_000_001)).data).toEqual({ id: 12345678901234567000 });
	});

	it('takes the id in the data before one beside it, which may be that of the request', () => {
		const body = { code: 200, id: 'request-1', data: { task: { id: 'a' } } };
		expect(parseTask(open(body).data, 'created')?.id).toBe('a');
	});

	it('keeps a list that stands beside an id', () => {
		expect(open({ code: 200, id: 'request-1', data: ['x'] }).data).toEqual(['x']);
	});

	it.each([
		['two  words', 'two words'],
		['"two words"', 'two words'],
		['忙', '忙'],
		['<p>two words</p>', undefined],
		['  <p>two words</p>', undefined],
		['{"two": words here', undefined],
		['0a1b2c3d', undefined],
	])('takes the words of %j, which is no JSON object', (text, words) => {
		expect(openEnvelope(text).message).toBe(words);
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
				expect(typeof openEnvelope(text).isJson).toBe('boolean');
			}),
		);
	});
});

const checks = (reply: ApiReply) => parseTaskReply(reply, 'a', now);

describe('a read that tells the state', () => {
	it.each([
		['enveloped', taskAnswer('a', 'processing')],
		['bare', answer(200, task('a', 'processing'))],
		['with a status nobody knows', taskAnswer('a', 'reticulating')],
	])('%s', (_name, reply) => {
		expect(checks(reply)).toMatchObject({
			kind: 'read',
			task: { id: 'a', statusKind: 'running' },
		});
	});

	it('takes a failed task, which comes as HTTP 200, for a state and not for a failed read', () => {
		const failed = { status: 'failed', error: 'turned down', code: 1200 };
		for (const reply of [
			taskAnswer('a', 'failed', failed),
			answer(200, task('a', 'failed', failed)),
		]) {
			expect(checks(reply)).toMatchObject({
				kind: 'read',
				task: { statusKind: 'ended', failureCode: 1200 },
			});
		}
	});
});

describe('a read that says nothing of the task', () => {
	it.each([
		['ECONNRESET', lost('ECONNRESET'), 'unreachable'],
		['ENOTFOUND', lost('ENOTFOUND'), 'unreachable'],
		['too large', lost(answerTooLarge), 'malformedAnswer'],
		['CERT_HAS_EXPIRED', lost('CERT_HAS_EXPIRED'), 'unreachable'],
		['HTTP 408', answer(408), 'apiUnavailable'],
		['HTTP 429', answer(429, enveloped(429)), 'rateLimited'],
		['HTTP 500', answer(500), 'apiUnavailable'],
		['HTTP 502', answer(502), 'apiUnavailable'],
		['HTTP 503', answer(503), 'apiUnavailable'],
		['HTTP 504', answer(504), 'apiUnavailable'],
		['envelope 429', answer(200, enveloped(429)), 'rateLimited'],
		['envelope 500', answer(200, enveloped(500)), 'apiUnavailable'],
		['envelope 5003', answer(200, enveloped(5003)), 'apiUnavailable'],
		['cut off', answer(200, '{"code":200,"data":{"id":"a"'), 'malformedAnswer'],
		['empty', answer(200), 'malformedAnswer'],
		['no status', answer(200, enveloped(200, 'ok', { id: 'a' })), 'malformedAnswer'],
		['no data', answer(200, enveloped(200)), 'malformedAnswer'],
	])('%s', (_name, reply, cause) => {
		expect(checks(reply)).toMatchObject({ kind: 'transient', problem: { cause, taskId: 'a' } });
	});

	const page = { 'content-type': 'text/html; charset=utf-8' };
	const statuses = [200, 203, 400, 401, 403, 404, 407, 413, 500, 502, 503];
	const pages: ReadonlyArray<[name: string, page: Answer]> = [
		...statuses.map((status): [string, Answer] => [`HTTP ${status}`, answer(status, html)]),
		['by its type', answer(403, 'Request blocked. ID 17', page)],
		['with a comment first', answer(403, '<!-- x --> <HTML lang="en">')],
		['with style', answer(403, '<html><style>p{}</style></html>')],
		['with a mark of its encoding', answer(403, `\ufeff\n${html}`)],
		['XHTML', answer(403, '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">')],
	];
	it.each(pages)('a web page says nothing of key, request or task: %s', (_name, reply) => {
		const problem = { cause: 'proxyAnswered', taskId: 'a', httpStatus: reply.status };
		expect(checks(reply)).toMatchObject({ kind: 'transient', problem });
	});

	it.each([
		['JSON under a wrong type', answer(401, enveloped(401), page), 'invalidKey'],
		['no body', answer(401, '', page), 'invalidKey'],
		['plain words', answer(403, 'Forbidden'), 'forbidden'],
		['words about a code', answer(403, 'error code: 1020 is yours'), 'forbidden'],
		['other words about a code', answer(403, 'The error code: 1020'), 'forbidden'],
		['space under a wrong type', answer(403, ' \n', page), 'forbidden'],
	])('what may come from the API itself counts: %s', (_name, reply, cause) => {
		expect(checks(reply)).toMatchObject({ kind: 'permanent', problem: { cause } });
	});

	it('hands on the pause that the API asks for', () => {
		expect(checks(answer(429, '', { 'retry-after': '4' }))).toMatchObject({ retryAfterMs: 4000 });
		expect(checks(answer(503, '', { 'retry-after': '4' }))).toMatchObject({ retryAfterMs: 4000 });
		expect(checks(answer(429))).not.toHaveProperty('retryAfterMs');
	});
});

describe('a read that would get the same again', () => {
	it.each([
		['HTTP 401', answer(401, enveloped(401)), 'invalidKey'],
		['HTTP 407', answer(407, 'who are you?'), 'proxyRefused'],
		['HTTP 403', answer(403, enveloped(403)), 'forbidden'],
		['HTTP 404', answer(404, enveloped(404, 'Prediction not found')), 'unknownTask'],
		['envelope 404', answer(200, enveloped(404)), 'unknownTask'],
		['envelope 401', answer(200, enveloped(401)), 'invalidKey'],
		['HTTP 400', answer(400, enveloped(400)), 'requestRefused'],
		['400 not found', answer(400, enveloped(400, 'Prediction not found')), 'unknownTask'],
		['400 no such', answer(400, { detail: 'no such task' }), 'unknownTask'],
		['400 exist', answer(200, enveloped(400, 'task a1 does not exist')), 'unknownTask'],
		['HTTP 302', answer(302, '', { location: 'https://elsewhere.example' }), 'redirected'],
		['HTTP 302 as HTML', answer(302, html), 'redirected'],
		['HTTP 300', answer(300, enveloped(200, 'ok', task('a'))), 'redirected'],
		['envelope 300', answer(200, enveloped(300, 'ok', task('a'))), 'redirected'],
	])('%s', (_name, reply, cause) => {
		expect(checks(reply)).toMatchObject({ kind: 'permanent', problem: { cause, taskId: 'a' } });
	});

	it('keeps the answer where it cannot be read', () => {
		expect(checks(answer(200, 'accepted'))).toMatchObject({ problem: { answer: 'accepted' } });
	});

	it("carries the API's words", () => {
		expect(checks(answer(404, enveloped(404, 'Prediction not found')))).toMatchObject({
			problem: { description: expect.stringContaining('Prediction not found') as unknown },
		});
	});
});

describe('once a bug', () => {
	const text = (reply: ApiReply) => {
		const verdict = checks(reply);
		if (verdict.kind === 'read') throw new Error('read');
		return verdict.problem.message + verdict.problem.description;
	};

	// Whoever believes it submits the paid task a second time.
	it.each([
		['unreachable', lost('ECONNRESET')],
		['apiUnavailable', answer(502)],
		['redirected', answer(302)],
		['requestRefused', answer(400)],
	])('%s: a read never says that nothing was submitted or charged', (_name, reply) => {
		expect(text(reply)).not.toMatch(/nothing was (submitted|charged)/i);
	});

	it('a success code that is not 200 is no redirect', () => {
		expect(checks(answer(200, enveloped(0, 'success', task('a', 'processing')))).kind).toBe('read');
	});

	it('a null message does not hide the state', () => {
		expect(checks(answer(200, { code: 200, message: null, data: task('a') })).kind).toBe('read');
	});
});

describe('an answer that is no plain yes and tells the end of this task', () => {
	const failed = task('a', 'failed', { error: 'turned down' });

	it.each([
		['its code is that of the failure', answer(200, enveloped(1200, 'moderation', failed)), 1200],
		['HTTP 400', answer(400, enveloped(400, 'failed', { ...failed, code: 1402 })), 1402],
		['5003', answer(200, enveloped(5003, 'unavailable', failed)), 5003],
	])('%s: the task has failed', (_name, reply, failureCode) => {
		expect(checks(reply)).toMatchObject({
			kind: 'read',
			task: { statusKind: 'ended', failureCode },
		});
	});

	it('is believed of a video that is there', () => {
		expect(checks(answer(200, enveloped(500, 'oops', task('a', 'completed'))))).toMatchObject({
			kind: 'read',
			task: { statusKind: 'succeeded' },
		});
	});

	it.each([
		['of another task', enveloped(1200, 'moderation', task('b', 'failed'))],
		['without a code of a task', enveloped(500, 'oops', task('a', 'error'))],
		['of a task that goes on', enveloped(1200, 'moderation', task('a', 'processing'))],
		[
			'of a task that goes on, whatever its files',
			enveloped(500, 'oops', task('a', 'processing', { outputs: ['https://x/1.mp4'] })),
		],
		[
			'of a video that is not there',
			enveloped(500, 'oops', task('a', 'completed', { outputs: [] })),
		],
	])('is not believed %s', (_name, body) => {
		expect(checks(answer(500, body))).toMatchObject({ kind: 'transient' });
	});
});

it.each([
	['text/plain', 'the key ring is locked'],
	['application/json', '"the key ring is locked"'],
	['application/json', '[{"message":"the key ring is locked"}]'],
	['text/plain', '\u001b[31mthe\u0007key\u202ering is locked\ud83d'],
])('words of an answer in %s are told: %s', (type, text) => {
	const verdict = checks(answer(400, text, { 'content-type': type }));
	expect(verdict).toMatchObject({ kind: 'permanent' });
	expect(JSON.stringify(verdict)).toContain('the key ring is locked');
});

it("takes Cloudflare's short answer for no word of the API's", () => {
	const reply = answer(403, 'error code: 1020', { 'content-type': 'text/plain; charset=UTF-8' });
	expect(checks(reply)).toMatchObject({ kind: 'transient', problem: { cause: 'proxyAnswered' } });
});

it.each(['\ufffd\ufffd of a\ufffd archive', 'P\0K of it'])('bytes are no words: %j', (text) => {
	expect(JSON.stringify(checks(answer(400, text)))).not.toContain(' of ');
});
