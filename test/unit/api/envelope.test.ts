import fc from 'fast-check';
import { openEnvelope } from '../../../seedance/api/envelope';

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
		[{ code: 400, detail: ['a', 'b'] }, undefined],
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

	it('never throws', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
				expect(typeof openEnvelope(text).isJson).toBe('boolean');
			}),
		);
	});
});
