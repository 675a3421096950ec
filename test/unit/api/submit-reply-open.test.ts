/** Replies to a submit that are easy to misread. */
import { parseSubmitReply } from '../../../seedance/api/submit';
import { answer, enveloped, lost, model, now, task } from '../../support/api/replies';

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
