/** The table of causes as people read it. */
import fc from 'fast-check';
import { problem } from '../../../seedance/errors/messages';
import type { Cause, Circumstances } from '../../../seedance/errors/problem';
import { causes, everything, taskCauses } from '../../support/errors/causes';

// These name the model of an item that has one; without it they read "'Model' is undefined".
const needsModel: ReadonlySet<Cause> = new Set(['wrongMode', 'modelNotOffered']);
const sound = causes.filter((cause) => !needsModel.has(cause));
const holes = /undefined|\bnull\b|NaN|\[object/;

/** What n8n's guidelines keep out of a message: it says what happened and what to do. */
const unfriendly = /\b(error|problem|failure|mistake)s?\b/i;

function check(cause: Cause, circumstances: Circumstances) {
	const { message, description } = problem(cause, circumstances);
	for (const text of [message, description]) {
		expect(text.trim()).not.toBe('');
		expect(text).toBe(text.trim());
		expect(text).not.toMatch(holes);
		expect(text).not.toMatch(/ {2}|\(\)|""/);
	}
	expect(message).not.toContain('\n');
	expect(message).not.toMatch(/\.$/);
	expect(message).not.toMatch(unfriendly);
	expect(description).toMatch(/[.!?]"?$|\.$/);
}

describe('every cause', () => {
	it.each(sound)('%s: message and description, when nothing is known', (cause) => {
		check(cause, {});
	});

	it.each(causes)('%s: message and description, when all is known', (cause) => {
		check(cause, everything);
	});

	it.each([...needsModel])('%s without a model', (cause) => {
		check(cause, {});
	});

	it.each(causes)('%s: what is known is in the fields, and nothing else', (cause) => {
		const { taskId, model, status, httpStatus } = everything;
		expect(problem(cause, everything, { outcome: 'refused', parameter: 'seed' })).toMatchObject({
			cause,
			taskId,
			model,
			status,
			httpStatus,
			outcome: 'refused',
			parameter: 'seed',
		});
		expect(Object.keys(problem(cause)).sort()).toEqual(['cause', 'description', 'message']);
	});

	it('stays one line whatever the API says', () => {
		fc.assert(
			fc.property(fc.constantFrom(...causes), fc.string(), fc.string(), (cause, said, detail) => {
				const { message } = problem(cause, { ...everything, said, detail });
				expect(message).not.toMatch(/[\r\n\u2028\u2029]/);
			}),
			{ examples: [['requestRefused', 'one\r\ntwo\u2028three', 'a\nb']] },
		);
	});
});

describe('a task is named', () => {
	it.each(taskCauses)('%s', (cause) => {
		const { message, description } = problem(cause, everything);
		expect(`${message} ${description}`).toContain(everything.taskId);
	});

	it.each(['deadline', 'stopped'] as const)('%s: says that it goes on and is paid for', (cause) => {
		const { description } = problem(cause, everything);
		expect(description).toContain('goes on at WaveSpeedAI and is paid for');
		expect(description).toContain('Seedance Get Result');
	});
});

describe('what the API says is handed on', () => {
	const quoting: readonly Cause[] = [
		'invalidKey',
		'forbidden',
		'insufficientCredits',
		'rateLimited',
		'requestRefused',
		'unknownModel',
		'unknownTask',
		'contentModeration',
		'mediaNotFetchable',
		'taskFailed',
		'unknownOutcome',
		'apiUnavailable',
	];
	it.each(quoting)('%s', (cause) => {
		const { message, description } = problem(cause, everything);
		expect(`${message} ${description}`).toContain(everything.said);
	});
});

describe('money', () => {
	it('an unknown outcome never says that nothing was submitted, and how to check', () => {
		const { message, description } = problem('unknownOutcome', everything);
		expect(message + description).not.toMatch(/nothing was (submitted|charged)/i);
		expect(description).toContain('Seedance Get Result');
		expect(description).toContain('It was not sent again');
	});

	it.each(taskCauses)('%s never says so either', (cause) => {
		const { message, description } = problem(cause, everything);
		expect(message + description).not.toMatch(/nothing was (submitted|charged)|not submitted/i);
	});

	it('tells of the refund where the task itself did not succeed', () => {
		for (const cause of ['taskFailed', 'contentModeration', 'mediaNotFetchable'] as const) {
			expect(problem(cause).description).toContain('refunds failed tasks within 3 hours');
		}
	});

	// Read errors of a paid task use these too; the two sentences invite to submit it again.
	it.each([
		'unreachable',
		'apiUnavailable',
		'redirected',
		'proxyAnswered',
		'requestRefused',
		'tls',
	] as const)('%s of a task never says that nothing was submitted', (cause) => {
		const { description } = problem(cause, { taskId: 'ffeeddcc00112233' });
		expect(description).not.toMatch(/nothing was (submitted|charged)/i);
	});
});
