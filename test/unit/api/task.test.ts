import fc from 'fast-check';
import { parseTask } from '../../../seedance/api/task';
import { readTaskId } from '../../../seedance/api/replyText';
import { model, task } from '../../support/api/replies';

const parse = (more: Readonly<Record<string, unknown>>) => parseTask(task('a', 'completed', more));

describe('parseTask', () => {
	it('reads a finished task', () => {
		const data = task('a', 'completed', {
			has_nsfw_contents: [false, true],
			timings: { inference: 41_000 },
		});
		expect(parseTask(data)).toEqual({
			id: 'a',
			model,
			status: 'completed',
			statusKind: 'succeeded',
			outputs: ['https://cdn.example/a.mp4'],
			nsfw: true,
			createdAt: '2026-01-05T12:00:48.239112031Z',
			inferenceMs: 41_000,
			raw: data,
		});
	});

	it('leaves out what is not known instead of setting it to undefined', () => {
		const odd = { id: 'a', status: 'created', has_nsfw_contents: null, error: '', code: 0 };
		expect(Object.keys(parseTask(odd) ?? {})).toEqual([
			'id',
			'status',
			'statusKind',
			'outputs',
			'raw',
		]);
	});

	it('reads why a task failed', () => {
		const data = task('a', 'failed', { error: 'The picture was turned down', code: 1200 });
		expect(parseTask(data)).toMatchObject({
			statusKind: 'ended',
			failureReason: 'The picture was turned down',
			failureCode: 1200,
		});
	});

	it.each([
		['a text', 'Too bright', 'Too bright'],
		['an object', { code: 1200, message: 'Too bright' }, 'Too bright'],
		['an object with a name', { code: 'too_bright', message: 'No' }, 'No [too_bright]'],
		['a list', [{ msg: 'Too bright' }, 'and loud'], 'Too bright; and loud'],
		['FastAPI', [{ loc: ['body', 'seed'], msg: 'too big' }], 'seed: too big'],
	])('tells why a task failed: %s', (_, error, words) => {
		expect(parseTask(task('a', 'failed', { error }))?.failureReason).toBe(words);
	});

	it('finds the words and the code of a failed task elsewhere, too', () => {
		const failed = (more: object) => parseTask(task('a', 'failed', { error: '', ...more }));
		expect(failed({ error_message: 'Too bright' })?.failureReason).toBe('Too bright');
		expect(failed({ message: 'Too bright' })?.failureReason).toBe('Too bright');
		expect(failed({ error: { code: 1407 } })?.failureCode).toBe(1407);
		expect(failed({ error_code: '1407' })?.failureCode).toBe(1407);
		expect(failed({ code: 1200, error: { code: 1407 } })?.failureCode).toBe(1200);
		expect(failed({ code: 200, error: { code: 0 }, error_code: 1407 })?.failureCode).toBe(1407);
		expect(failed({ code: 200 })).not.toHaveProperty('failureCode');
		expect(parseTask(task('a', 'created', { message: 'queued' }))).not.toHaveProperty(
			'failureReason',
		);
	});

	it('cuts texts that are too long for a message', () => {
		const long = '🙂 '.repeat(3_000_000);
		const cut = parseTask({
			id: 'a',
			status: long,
			model: long,
			created_at: long,
			error: long,
		});
		expect([...(cut?.failureReason ?? '')]).toHaveLength(500);
		for (const text of [cut?.status, cut?.model, cut?.createdAt]) {
			expect([...(text ?? '')]).toHaveLength(200);
		}
	});

	it.each([
		[[true], true],
		[true, true],
		[false, false],
		[[false, false], false],
		[[false, true], true],
		[[], undefined],
		[null, undefined],
		['no', undefined],
		[['false', 'True'], true],
		[[0, 1], true],
		['true', true],
		['false', false],
		[{ 0: false, 1: true }, true],
		['', undefined],
	])('has_nsfw_contents %j', (has_nsfw_contents, nsfw) => {
		expect(parse({ has_nsfw_contents })?.nsfw).toBe(nsfw);
	});

	it.each([
		[{ timings: { inference: 5 } }, 5],
		[{ timings: { inference: 5 }, executionTime: 7 }, 5],
		[{ timings: {}, executionTime: 7 }, 7],
		[{ timings: null, executionTime: 7 }, 7],
		[{ timings: undefined, executionTime: 7 }, 7],
		[{ timings: 'soon', executionTime: null }, undefined],
		[{ timings: { inference: '5' } }, undefined],
		[{ timings: { inference: 0 } }, undefined],
		[{ timings: { inference: 0 }, executionTime: 7 }, 7],
		[{ timings: { inference: -5 }, executionTime: 0 }, undefined],
	])('%j takes %p ms', (more, ms) => {
		expect(parse(more)?.inferenceMs).toBe(ms);
	});

	it.each(['succeeded', 'success', 'SUCCESS', 'Completed', ' completed '])(
		'takes %j for completed',
		(status) => {
			expect(parseTask(task('a', status))).toMatchObject({
				status: 'completed',
				statusKind: 'succeeded',
			});
		},
	);

	it.each([
		['error', 'failed'],
		['FAILURE', 'failed'],
		['rejected', 'failed'],
		['canceled', 'cancelled'],
		['aborted', 'cancelled'],
		['Timed Out', 'timeout'],
		['timed-out', 'timeout'],
		['Timed - Out', 'timeout'],
		['expired', 'timeout'],
		['deleted', 'deleted'],
	])('takes %j for %s', (given, status) => {
		expect(parseTask(task('a', given))).toMatchObject({ status, statusKind: 'ended' });
	});

	it('takes nsfw for a video that was turned down, or for a flag where there is one', () => {
		expect(parseTask(task('a', 'nsfw'))).toMatchObject({
			status: 'failed',
			statusKind: 'ended',
			failureCode: 1200,
		});
		expect(parseTask(task('a', 'nsfw'))).not.toHaveProperty('nsfw');
		const outputs = ['https://x/1.mp4'];
		for (const has_nsfw_contents of [null, [false]]) {
			const parsed = parseTask(task('a', 'nsfw', { outputs, has_nsfw_contents }));
			expect(parsed).toMatchObject({
				status: 'completed',
				statusKind: 'succeeded',
				nsfw: true,
				outputs,
			});
			expect(parsed).not.toHaveProperty('failureCode');
		}
	});

	it('takes a task for finished that has a file and no status', () => {
		const data = { id: 'a', outputs: ['https://x/1.mp4'] };
		expect(parseTask(data)).toMatchObject({ status: 'completed', outputs: data.outputs });
	});

	it('takes a task with a file for running while its status says so', () => {
		expect(parse({ status: 'processing' })).toMatchObject({
			status: 'processing',
			statusKind: 'running',
		});
	});

	it('takes an unknown status for running', () => {
		for (const status of ['queued', 'starting', 'created', 'processing', 'reticulating', 'done?']) {
			expect(parseTask(task('a', status))).toMatchObject({ status, statusKind: 'running' });
		}
	});

	it.each([
		[{ status: 'created' }],
		[{ id: '', status: 'created' }],
		[{ id: 0, status: 'created' }],
		[{ id: '..', status: 'created' }],
		[{ id: 'a\u0000b', status: 'created' }],
		[{ id: 'a\ud83d', status: 'created' }],
		[{ id: 'undefined', status: 'created' }],
		[{ id: 'x'.repeat(257), status: 'created' }],
		[[task('a')]],
		[{ id: null, status: 'created' }],
		[{ id: 'a' }],
		[{ id: 'a', status: null }],
		[{ id: 'a', status: '' }],
		[{ id: 'a', status: 7 }],
		[null],
		[undefined],
		['a'],
		[[]],
	])('%j is no prediction', (data) => {
		expect(parseTask(data)).toBeUndefined();
	});

	it.each([
		['a number', { id: 123456, status: 'created' }, '123456'],
		['a text with space around it', { id: ' a1 ', status: 'created' }, 'a1'],
		['odd letters', { id: 'task:a.b/ü+1=', status: 'created' }, 'task:a.b/ü+1='],
		['task_id', { task_id: 'a1', status: 'created' }, 'a1'],
		['taskId', { taskId: 'a1', status: 'created' }, 'a1'],
		['prediction_id', { prediction_id: 'a1', status: 'created' }, 'a1'],
		['predictionId, a number', { predictionId: 17, status: 'created' }, '17'],
		['id before others', { task_id: 'b', id: 'a1', status: 'created' }, 'a1'],
		[
			'urls.get',
			{ urls: { get: 'https://x.example/api/v3/predictions/a1/result' }, status: 'created' },
			'a1',
		],
		[
			'urls.get without /result, encoded',
			{ urls: { get: '/api/v3/predictions/a%3A1?x=1' }, status: 'created' },
			'a:1',
		],
		['urls as a text', { urls: 'https://x/predictions/a1', status: 'created' }, 'a1'],
		['a wrapper', { task: { id: 'a1', status: 'created' } }, 'a1'],
		['a wrapper with the status outside', { status: 'created', task: { id: 'a1' } }, 'a1'],
		['JSON in a text', '{"id":"a1","status":"created"}', 'a1'],
	])('finds the id in %s', (_, data, id) => {
		expect(parseTask(data)).toMatchObject({ id, status: 'created' });
	});

	it.each(['https://x/files/a1', 'https://x/predictions/delete', '/predictions/%E0%A4%A', 7, {}])(
		'finds none in the address %j',
		(get) => {
			expect(parseTask({ urls: { get }, status: 'created' })).toBeUndefined();
		},
	);

	it('assumes a status only where none is given', () => {
		expect(parseTask({ id: 'a' }, 'created')?.status).toBe('created');
		expect(parseTask({ id: 'a', status: null }, 'created')?.status).toBe('created');
		expect(parseTask({ id: 'a', status: 'failed' }, 'created')?.status).toBe('failed');
		expect(parseTask({ status: 'failed' }, 'created')).toBeUndefined();
	});

	it('never throws on any JSON, and keeps the data as it came', () => {
		const fields = fc.constantFrom('id', 'status', 'model', 'outputs', 'timings', 'code', 'error');
		const nearly = fc.dictionary(fields, fc.oneof(fc.string(), fc.jsonValue()));
		fc.assert(
			fc.property(fc.oneof(fc.jsonValue(), nearly), fc.option(fc.string()), (data, assumed) => {
				const parsed = parseTask(data, assumed ?? undefined);
				if (parsed !== undefined) {
					const isBare = typeof data === 'object' && data !== null && 'id' in data;
					if (isBare && readTaskId(data.id) !== undefined) expect(parsed.raw).toBe(data);
					expect(parsed.id).not.toBe('');
					expect(['running', 'succeeded', 'ended']).toContain(parsed.statusKind);
				}
			}),
			{ numRuns: 1000 },
		);
	});
});

it.each(['done', 'Finished', 'complete', 'succeed'])('%s, with a file: finished', (status) => {
	const outputs = ['https://cdn.example/a.mp4'];
	expect(parseTask({ id: 'a', status, outputs })).toMatchObject({
		status: 'completed',
		statusKind: 'succeeded',
		outputs,
	});
	expect(parseTask({ id: 'a', status, outputs: [] })).toMatchObject({
		statusKind: 'running',
	});
});
