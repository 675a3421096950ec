import fc from 'fast-check';
import { parseTask } from '../../../seedance/api/task';
import { resultUrl } from '../../../seedance/api/http';
import { checkTaskId } from '../../../seedance/request/listQuery';

const base = 'https://api.wavespeed.ai';

describe('a task id', () => {
	it.each([
		['0a1b2c3d', '0a1b2c3d'],
		['  0a1b2c3d\n', '0a1b2c3d'],
		[42, '42'],
		['task:42', 'task:42'],
		['a.b/c+d=ü', 'a.b/c+d=ü'],
		['https://api.wavespeed.ai/api/v3/predictions/0a1b/result', '0a1b'],
		['https://wavespeed.ai/predictions/0a%3A1b', '0a:1b'],
		['api.wavespeed.ai/api/v3/predictions/0a1b/result', '0a1b'],
		['"0a1b2c3d"', '0a1b2c3d'],
		[' `0a1b2c3d`\n', '0a1b2c3d'],
		['“0a1b2c3d”', '0a1b2c3d'],
		['<0a1b2c3d>', '0a1b2c3d'],
		['\u200b0a1b2c3d\ufeff', '0a1b2c3d'],
		['a/wavespeed.ai/predictions/0a1b', 'a/wavespeed.ai/predictions/0a1b'],
		['a["b"]', 'a["b"]'],
		['["b"]a', '["b"]a'],
		['"a.b23456"', '"a.b23456"'],
		['"abcdef.b"', '"abcdef.b"'],
	])('%j is %s', (given, taskId) => {
		expect(checkTaskId(given)).toEqual({ ok: true, value: taskId });
	});

	it.each(['', '   ', null, undefined])('%j is missing', (given) => {
		expect(checkTaskId(given)).toMatchObject({ ok: false, problem: { cause: 'missingTaskId' } });
	});

	it.each([
		'..',
		'../balance',
		'a/../b',
		'a\\..\\b',
		'undefined',
		'[object Object]',
		'{"taskId": "0a1b"}',
		'{ "taskId": "0a1b" }',
		'["0a1b"]',
		'[{"id": "0a1b"}]',
		'wavespeed.ai/models',
		'two\nlines',
		'a\u0000b',
		'half \ud83d',
		'x'.repeat(257),
		'https://cdn.example/video.mp4',
		1.5,
		-1,
		true,
		{ id: 'a' },
		['a'],
	])('%j is none', (given) => {
		expect(checkTaskId(given)).toMatchObject({ ok: false, problem: { cause: 'malformedTaskId' } });
	});

	it('is quoted where it is none', () => {
		const checked = checkTaskId('../balance');
		expect(checked.ok || checked.problem.message).toContain('"../balance"');
	});

	it('that an answer names can be read later, by a path of its own', () => {
		const value = fc.oneof(
			fc.string(),
			fc.string({ unit: 'grapheme' }),
			fc.integer(),
			fc.webPath(),
		);
		fc.assert(
			fc.property(value, (id) => {
				const task = parseTask({ id, status: 'created' });
				if (task === undefined) return;
				expect(checkTaskId(task.id)).toEqual({ ok: true, value: task.id });
				const { origin, pathname, search, hash } = new URL(resultUrl(base, task.id));
				expect(origin).toBe(base);
				expect(pathname).toBe(`/api/v3/predictions/${encodeURIComponent(task.id)}/result`);
				expect(search + hash).toBe('');
			}),
			{ numRuns: 1000, examples: [['.'], ['..'], ['a/..'], ['https://x/predictions/b']] },
		);
	});
});
