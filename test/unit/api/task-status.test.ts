/** The meaning of statuses, and when a task expires. */
import fc from 'fast-check';
import { expiresAt, canonicalStatus, statusKind } from '../../../seedance/api/task';

describe('statusKind', () => {
	it.each(['completed', 'succeeded', 'Completed', 'SUCCEEDED'])('%s: succeeded', (status) => {
		expect(statusKind(status)).toBe('succeeded');
		expect(canonicalStatus(status)).toBe('completed');
	});

	it.each([
		'failed',
		'cancelled',
		'canceled',
		'timeout',
		'deleted',
		'FAILED',
		'error',
		'nsfw',
		'fail',
	])('%s: ended', (status) => {
		expect(statusKind(status)).toBe('ended');
	});

	it.each(['created', 'processing', 'queued', 'starting', 'complete', 'constructor', '', 'fa'])(
		'"%s": running',
		(status) => {
			expect(statusKind(status)).toBe('running');
			expect(canonicalStatus(status)).toBe(status);
		},
	);

	it('takes every word it does not know for "not finished"', () => {
		const words =
			/^\s*(completed|succeeded|success|failed|failure|fail|error(ed)?|nsfw|rejected|cancell?ed|aborted|timeout|timed\W*out|time\W+out|expired|deleted)\s*$/i;
		fc.assert(
			fc.property(fc.string(), (status) => {
				fc.pre(!words.test(status));
				expect(statusKind(status)).toBe('running');
			}),
		);
	});
});

describe('expiresAt', () => {
	it.each([
		['2026-01-05T12:00:48Z', '2026-01-12T12:00:48.000Z'],
		['2026-01-05T12:00:48.239112031Z', '2026-01-12T12:00:48.239Z'],
		['2026-02-25T23:59:59.999+02:00', '2026-03-04T21:59:59.999Z'],
	])('%s: seven days later', (createdAt, end) => {
		expect(expiresAt(createdAt)).toBe(end);
	});

	it.each([undefined, '', 'yesterday', '2026-13-45T00:00:00Z'])('%j: not known', (createdAt) => {
		expect(expiresAt(createdAt)).toBeUndefined();
	});

	it('the last date there is does not throw', () => {
		expect(expiresAt('+275760-09-13T00:00:00.000Z')).toBeUndefined();
	});
});
