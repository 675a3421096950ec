import fc from 'fast-check';
import { parsePrediction } from '../../../seedance/api/prediction';
import { model, task } from './replies';

const parse = (more: Readonly<Record<string, unknown>>) =>
	parsePrediction(task('a', 'completed', more));

describe('parsePrediction', () => {
	it('reads a finished task', () => {
		const data = task('a', 'completed', {
			has_nsfw_contents: [false, true],
			timings: { inference: 41_000 },
		});
		expect(parsePrediction(data)).toEqual({
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
		expect(Object.keys(parsePrediction(odd) ?? {})).toEqual([
			'id',
			'status',
			'statusKind',
			'outputs',
			'raw',
		]);
	});

	it('reads why a task failed', () => {
		const data = task('a', 'failed', { error: 'The picture was turned down', code: 1200 });
		expect(parsePrediction(data)).toMatchObject({
			statusKind: 'ended',
			failureReason: 'The picture was turned down',
			failureCode: 1200,
		});
	});

	it.each([
		[
			['https://x/1.mp4', 'https://x/2.mp4'],
			['https://x/1.mp4', 'https://x/2.mp4'],
		],
		[[{ url: 'https://x/1.mp4' }], ['https://x/1.mp4']],
		[[{ url: 7 }, null, 7, [], {}, 'https://x/1.mp4'], ['https://x/1.mp4']],
		[null, []],
		[undefined, []],
		[{}, []],
		['https://x/1.mp4', ['https://x/1.mp4']],
		[[], []],
	])('outputs %j', (outputs, urls) => {
		expect(parse({ outputs })?.outputs).toEqual(urls);
	});

	it.each([
		[[true], true],
		[[false, false], false],
		[[false, true], true],
		[[], undefined],
		[null, undefined],
		['no', undefined],
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
	])('%j takes %p ms', (more, ms) => {
		expect(parse(more)?.inferenceMs).toBe(ms);
	});

	it('takes succeeded for completed, and an unknown status for running', () => {
		expect(parsePrediction(task('a', 'succeeded'))).toMatchObject({
			status: 'completed',
			statusKind: 'succeeded',
		});
		for (const status of ['queued', 'starting', 'created', 'processing', 'reticulating']) {
			expect(parsePrediction(task('a', status))).toMatchObject({ status, statusKind: 'running' });
		}
	});

	it.each([
		[{ status: 'created' }],
		[{ id: '', status: 'created' }],
		[{ id: 7, status: 'created' }],
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
		expect(parsePrediction(data)).toBeUndefined();
	});

	it('assumes a status only where none is given', () => {
		expect(parsePrediction({ id: 'a' }, 'created')?.status).toBe('created');
		expect(parsePrediction({ id: 'a', status: null }, 'created')?.status).toBe('created');
		expect(parsePrediction({ id: 'a', status: 'failed' }, 'created')?.status).toBe('failed');
		expect(parsePrediction({ status: 'failed' }, 'created')).toBeUndefined();
	});

	it('never throws on any JSON, and keeps the data as it came', () => {
		const fields = fc.constantFrom('id', 'status', 'model', 'outputs', 'timings', 'code', 'error');
		const nearly = fc.dictionary(fields, fc.oneof(fc.string(), fc.jsonValue()));
		fc.assert(
			fc.property(fc.oneof(fc.jsonValue(), nearly), fc.option(fc.string()), (data, assumed) => {
				const parsed = parsePrediction(data, assumed ?? undefined);
				if (parsed !== undefined) {
					expect(parsed.raw).toBe(data);
					expect(parsed.id).not.toBe('');
					expect(['running', 'succeeded', 'ended']).toContain(parsed.statusKind);
				}
			}),
			{ numRuns: 1000 },
		);
	});
});
