/** What the words of a refusal decide, and what reaches the person. */
import fc from 'fast-check';
import { parseSubmitReply } from '../../../seedance/api/submit';
import { problem } from '../../../seedance/errors/messages';
import { catalogue } from '../../../seedance/models';
import { answer, enveloped, lost, model, now, task } from '../../support/api/replies';

const checks = (...given: Parameters<typeof answer>) =>
	parseSubmitReply(answer(...given), model, now);

function problemOf(verdict: ReturnType<typeof parseSubmitReply>) {
	if (verdict.outcome === 'accepted') throw new Error('accepted');
	return verdict.problem;
}

describe('credits are recognised by words', () => {
	it.each([
		'Insufficient credits',
		'insufficient credits. Please top up your account',
		'Insufficient balance',
		'Insufficient funds',
		'Not enough credits to run this model',
		'Please top up to continue',
		'please top-up',
		'Please topup',
	])('HTTP 400 "%s"', (said) => {
		const verdict = checks(400, enveloped(400, said));
		expect(verdict).toMatchObject({
			outcome: 'refused',
			problem: { cause: 'insufficientCredits', outcome: 'refused' },
		});
		expect(verdict).not.toHaveProperty('resend');
		expect(problemOf(verdict).description).toContain(said);
	});

	it('also in an envelope in HTTP 200, and in `error` or `detail`', () => {
		const about = { cause: 'insufficientCredits' };
		expect(checks(200, enveloped(400, 'Insufficient credits'))).toMatchObject({ problem: about });
		expect(checks(400, { code: 400, error: 'Insufficient credits' })).toMatchObject({
			problem: about,
		});
		expect(checks(400, { detail: 'Please top up' })).toMatchObject({ problem: about });
	});

	it('never overrides an acceptance or an unknown outcome', () => {
		const words = 'Insufficient credits, please top up';
		expect(checks(200, enveloped(200, words, task('a'))).outcome).toBe('accepted');
		expect(checks(500, enveloped(500, words)).outcome).toBe('unknown');
		expect(checks(200, enveloped(500, words)).outcome).toBe('unknown');
		expect(checks(408, enveloped(408, words)).outcome).toBe('unknown');
	});

	it('nor does an id override an envelope that tells of trouble at the server', () => {
		for (const code of [408, 500, 502, 503, 5003]) {
			expect(checks(200, enveloped(code, 'trouble', task('a'))).outcome).toBe('unknown');
		}
	});

	it('leaves other refusals alone', () => {
		const { cause } = problemOf(checks(400, enveloped(400, 'duration must be 5 or 10')));
		expect(cause).toBe('requestRefused');
	});
});

describe('what the person reads', () => {
	it("carries the API's words, its error_code, the HTTP status and the model", () => {
		const told = problemOf(checks(400, { ...enveloped(400, 'bad duration'), error_code: 'E17' }));
		expect(told).toMatchObject({ httpStatus: 400, model });
		expect(told.description).toContain('bad duration [E17]');
	});

	it('says of an unknown outcome why it is unknown', () => {
		for (const verdict of [
			parseSubmitReply(lost('ECONNRESET'), model, now),
			checks(504, 'gateway'),
			checks(200, ''),
			checks(200, enveloped(200)),
			checks(200, enveloped(500, 'oops')),
		]) {
			expect(problemOf(verdict)).toMatchObject({ cause: 'unknownOutcome', outcome: 'unknown' });
		}
		expect(problemOf(parseSubmitReply(lost('ECONNRESET'), model, now)).description).toContain(
			'ECONNRESET',
		);
		expect(problemOf(checks(504, 'gateway')).description).toContain('HTTP 504');
	});

	it('never shows a body that is not the API’s own words', () => {
		const secretive = fc.constantFrom(400, 404, 429, 500, 503, 200);
		fc.assert(
			fc.property(secretive, fc.stringMatching(/^[0-9a-f]{24}$/), (status, text) => {
				const { message, description } = problemOf(checks(status, `<p>${text}</p>`));
				expect(message + description).not.toContain(text);
			}),
		);
	});
});

describe('the facts of a problem', () => {
	const problemAs = (...[cause, facts]: Parameters<typeof problem>) =>
		problem(cause, { model, ...facts }, { outcome: 'refused' });

	it('say of a refusal that there is no task', () => {
		expect(problemOf(checks(400, enveloped(1200, 'no')))).toEqual(
			problemAs('contentModeration', { httpStatus: 400, said: 'no', isSubmit: true }),
		);
	});

	it('say of a request that was never sent why it was not', () => {
		expect(problemOf(parseSubmitReply(lost('ECONNREFUSED', 'connecting'), model, now))).toEqual(
			problemAs('unreachable', { detail: 'ECONNREFUSED' }),
		);
	});

	it('say of a redirect which status it had', () => {
		expect(problemOf(checks(302))).toEqual(problemAs('redirected', { httpStatus: 302 }));
	});

	it('name the model that replaces a withdrawn one', () => {
		const retired = catalogue.filter(({ retiring }) => retiring !== undefined);
		expect(retired.length).toBeGreaterThan(0);
		for (const { id, retiring } of retired) {
			const { cause, description } = problemOf(parseSubmitReply(answer(404), id, now));
			expect(cause).toBe('unknownModel');
			expect(description).toContain(retiring?.replacement);
		}
	});

	it('keep an answer without a task, in which a person may find one', () => {
		const text = '<p>accepted as 0a1b2c3d</p>';
		expect(problemOf(checks(200, text)).answer).toBe(text);
		expect(problemOf(checks(200, enveloped(200))).answer).toBe(JSON.stringify(enveloped(200)));
		for (const reply of [checks(200, ''), checks(200, enveloped(500, 'no', task('a')))]) {
			expect(problemOf(reply)).not.toHaveProperty('answer');
		}
	});
});
