import { problem } from '../../../seedance/errors/messages';
import { settle } from '../../../seedance/task/settle';
import type { Settleable } from '../../../seedance/task/settle';
import { model } from '../../support/api/replies';
import { known } from '../../support/task/fakeTasks';

const strict = { failedIsResult: false, timedOutIsResult: false, flaggedIsResult: false };
const lenient = { failedIsResult: true, timedOutIsResult: true, flaggedIsResult: true };
const late = problem('deadline', { taskId: 'a', model, status: 'processing', minutes: 60 });

describe('a task that ended', () => {
	it('with a video is a result', () => {
		const prediction = known('a', 'completed');
		for (const choices of [strict, lenient]) {
			expect(settle({ kind: 'terminal', prediction }, choices)).toEqual({ ok: true, prediction });
		}
	});

	it.each(['failed', 'cancelled', 'timeout', 'deleted'])(
		'as %s is a problem that names it, or a result if so chosen',
		(status) => {
			const prediction = known('a', status);
			const result = { kind: 'terminal', prediction } as const;
			expect(settle(result, { ...lenient, failedIsResult: false })).toMatchObject({
				ok: false,
				problem: { cause: 'taskFailed', taskId: 'a', status, model, outcome: 'accepted' },
			});
			expect(settle(result, { ...strict, failedIsResult: true })).toEqual({
				ok: true,
				prediction,
			});
		},
	);
});

describe('a video that the content check has flagged', () => {
	const prediction = { ...known('a', 'completed'), nsfw: true };
	const result = { kind: 'terminal', prediction } as const;

	it('is a problem that names the task, or a result if so chosen', () => {
		expect(settle(result, { ...lenient, flaggedIsResult: false })).toMatchObject({
			ok: false,
			problem: {
				cause: 'flaggedNsfw',
				taskId: 'a',
				status: 'completed',
				model,
				outcome: 'accepted',
			},
		});
		expect(settle(result, { ...strict, flaggedIsResult: true })).toEqual({ ok: true, prediction });
	});

	it('says nothing of a task that has no video', () => {
		const failed = { ...known('a', 'failed'), nsfw: true };
		expect(settle({ kind: 'terminal', prediction: failed }, strict)).toMatchObject({
			problem: { cause: 'taskFailed' },
		});
		expect(
			settle({ kind: 'terminal', prediction: failed }, { ...lenient, flaggedIsResult: false }),
		).toEqual({ ok: true, prediction: failed });
	});
});

describe('a task that is not finished at the deadline', () => {
	const prediction = known('a', 'processing');

	it('is the problem, or a marked result if so chosen', () => {
		const result = { kind: 'deadline', problem: late, prediction } as const;
		expect(settle(result, { ...lenient, timedOutIsResult: false })).toEqual({
			ok: false,
			problem: late,
		});
		expect(settle(result, { ...strict, timedOutIsResult: true })).toEqual({
			ok: true,
			prediction,
			timedOut: true,
		});
	});

	it('keeps its id when nobody could ever read it', () => {
		const unread = problem('deadline', { taskId: 'a', model });
		expect(settle({ kind: 'deadline', problem: unread }, lenient)).toMatchObject({
			ok: true,
			timedOut: true,
			prediction: { id: 'a', status: 'unknown', statusKind: 'running', model, outputs: [] },
		});
	});
});

describe('everything else', () => {
	it('a task that was submitted and not waited for is a result', () => {
		const prediction = known('a');
		expect(settle({ kind: 'submitted', prediction }, strict)).toEqual({ ok: true, prediction });
	});

	it.each<readonly [string, Settleable, string]>([
		[
			'notRead',
			{ kind: 'notRead', problem: problem('unknownTask', { taskId: 'a' }) },
			'unknownTask',
		],
		['stopped', { kind: 'stopped', problem: problem('stopped', { taskId: 'a' }) }, 'stopped'],
		[
			'refused',
			{ kind: 'notAccepted', result: { outcome: 'refused', problem: problem('requestRefused') } },
			'requestRefused',
		],
		[
			'unknown',
			{ kind: 'notAccepted', result: { outcome: 'unknown', problem: problem('unknownOutcome') } },
			'unknownOutcome',
		],
		[
			'notSubmitted',
			{
				kind: 'notAccepted',
				result: { outcome: 'notSubmitted', problem: problem('notSubmitted') },
			},
			'notSubmitted',
		],
	])('%s is a problem, whatever is chosen', (_name, result, cause) => {
		for (const choices of [strict, lenient]) {
			expect(settle(result, choices)).toMatchObject({ ok: false, problem: { cause } });
		}
	});
});
