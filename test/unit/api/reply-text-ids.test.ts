/** Which IDs of tasks an answer holds. */
import { locateTask, parsedText, readTaskId, taskIdIn } from '../../../seedance/api/replyText';

describe('readTaskId', () => {
	it.each([
		['0a1b', '0a1b'],
		[' 0a1b\n', '0a1b'],
		['task:a/b ü', 'task:a/b ü'],
		['a..b', 'a..b'],
		['..a', '..a'],
		['a..', 'a..'],
		['nullable', 'nullable'],
		['x'.repeat(256), 'x'.repeat(256)],
		[42, '42'],
		[1, '1'],
		['http://x/predictions/0a1b/result', '0a1b'],
		['HTTPS://x/predictions/0a%3A1b?x=1', '0a:1b'],
		['x:https://y/predictions/0a1b', 'x:https://y/predictions/0a1b'],
	])('%j is the id %s', (value, id) => {
		expect(readTaskId(value)).toBe(id);
	});

	it.each([
		0,
		-1,
		1.5,
		2 ** 53,
		true,
		null,
		undefined,
		['a'],
		'',
		' ',
		'\u200b',
		'\u2800',
		'x'.repeat(257),
		'.',
		'..',
		'./b',
		'../b',
		'a/.',
		'a/..',
		'a/../b',
		'a\\..\\b',
		'null',
		'undefined',
		'NaN',
		'None',
		'[object Object]',
		'a\u0000b',
		'a\nb',
		'a\u2028b',
		'a\ud83d',
		'https://x/videos/1.mp4',
		'https://x/predictions/delete',
		'https://x/predictions/%E0%A4%A',
		`https://x/predictions/${'a'.repeat(257)}`,
	])('%j is none', (value) => {
		expect(readTaskId(value)).toBeUndefined();
	});
});

describe('taskIdIn', () => {
	it.each([
		[{ jobId: 'a', urls: { get: '/predictions/b' } }, 'a'],
		[{ id: null, task_id: '', generation_id: 'a' }, 'a'],
		[{ urls: { cancel: '/predictions/b/cancel', get: '/predictions/a' } }, 'a'],
		[{ urls: { cancel: '/predictions/b/cancel', result: '/predictions/a' } }, 'a'],
		[{ urls: { get: '/videos/1.mp4', web: '/predictions/a' } }, 'a'],
		[{ urls: { get: 7 }, get_url: '/predictions/a' }, 'a'],
		[{ status_url: 'https://x/predictions/a/result' }, 'a'],
	])('%j: %s', (record, id) => {
		expect(taskIdIn(record)).toBe(id);
	});

	it.each([
		{},
		{ url: '/predictions/a' },
		{ urls: { get: '/predictions/' } },
		{ urls: ['/predictions/a'] },
	])('%j has none', (record) => {
		expect(taskIdIn(record)).toBeUndefined();
	});
});

describe('parsedText', () => {
	it('is the object or list of a JSON text', () => {
		expect(parsedText(' {"a":1}')).toEqual({ a: 1 });
		expect(parsedText('[1]')).toEqual([1]);
	});

	it.each(['7', 'null', '"[x"', '{"a":', '', 'text'])('%j is none', (text) => {
		expect(parsedText(text)).toBeUndefined();
	});
});

describe('locateTask', () => {
	const wrapped = (times: number): unknown =>
		times === 0 ? { id: 'a' } : { task: wrapped(times - 1) };
	const written = (times: number): unknown =>
		times === 0 ? { id: 'a' } : JSON.stringify({ task: written(times - 1) });

	it('finds the object with the id, and the fields around its wrapper', () => {
		expect(locateTask({ id: 'a', x: 1 })).toEqual({ id: 'a', fields: { id: 'a', x: 1 } });
		const body = { code: 200, message: 'ok', status: 'created', x: 1, job: { id: 'a', x: 2 } };
		expect(locateTask(body)).toEqual({ id: 'a', fields: { id: 'a', status: 'created', x: 2 } });
		expect(locateTask({ data: {}, result: { id: 'a' } })).toMatchObject({ id: 'a' });
	});

	it('looks into 4 wrappers, of which a JSON text is one', () => {
		expect(locateTask(wrapped(4))).toMatchObject({ id: 'a' });
		expect(locateTask(wrapped(5))).toBeUndefined();
		expect(locateTask(written(2))).toMatchObject({ id: 'a' });
		expect(locateTask(written(3))).toBeUndefined();
	});

	it('finds the id under the name that databases use', () => {
		expect(locateTask({ _id: 'a', status: 'created' })).toMatchObject({ id: 'a' });
	});

	it.each([[[{ id: 'a' }]], ['a'], [7], [null], [undefined], [{ other: { id: 'a' } }]])(
		'finds none in %j',
		(value) => {
			expect(locateTask(value)).toBeUndefined();
		},
	);
});
