import fc from 'fast-check';
import { openEnvelope } from '../../../seedance/api/reply';
import { parseTask } from '../../../seedance/api/task';

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

	it('never throws', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
				expect(typeof openEnvelope(text).isJson).toBe('boolean');
			}),
		);
	});
});
