import {
	isTaskCode,
	parseTask,
	submitCause,
	taskProblem,
	wouldFailAgain,
} from '../../../seedance/api/task';
import { model, task } from '../../support/api/replies';

function problemOf(status: string, more: Readonly<Record<string, unknown>> = {}) {
	const parsed = parseTask(task('a1b2', status, more));
	if (parsed === undefined) throw new Error('no task');
	return taskProblem(parsed);
}

describe('taskProblem', () => {
	it.each([
		[1200, 'contentModeration'],
		[1402, 'mediaNotFetchable'],
		[1400, 'taskParameterRefused'],
		[1401, 'taskParameterRefused'],
		[1403, 'taskNotMade'],
		[1404, 'taskFailed'],
		[1405, 'taskNotMade'],
		[1406, 'taskFault'],
		[1407, 'insufficientCredits'],
		[5000, 'taskFault'],
		[5003, 'taskFault'],
		[5004, 'taskTookTooLong'],
		[0, 'taskFailed'],
		[null, 'taskFailed'],
		[99999, 'taskFailed'],
	])('code %p: %s', (code, cause) => {
		const told = problemOf('failed', { code, error: 'the words of the service' });
		expect(told).toMatchObject({ cause, taskId: 'a1b2', model, outcome: 'accepted' });
		const text = `${told.message} ${told.description}`;
		expect(text).toContain('a1b2');
		expect(text).toContain('the words of the service');
	});

	it.each([
		['a code that says nothing', 99999],
		['the code of a failed execution', 1403],
		['no code', 0],
	])('words about credits count with %s', (_, code) => {
		expect(problemOf('failed', { code, error: 'insufficient_credits' })).toMatchObject({
			cause: 'insufficientCredits',
		});
	});

	it('words do not count against a code that says what it was', () => {
		const error = 'Content rejected. Top up for other models';
		expect(problemOf('failed', { code: 1200, error }).cause).toBe('contentModeration');
	});

	it('a task that lacked credits is worth another try, one that was rejected is not', () => {
		const failed = (code: number) => parseTask(task('a', 'failed', { code }));
		const [credits, retries, moderation] = [1407, 1406, 1200].map(failed);
		expect([credits, retries, moderation].map((one) => one && wouldFailAgain(one))).toEqual([
			false,
			false,
			true,
		]);
	});

	it.each([
		['failed', 'taskFailed'],
		['timeout', 'taskFailed'],
		['cancelled', 'taskDeleted'],
		['deleted', 'taskDeleted'],
	])('tells that it ended as %s', (status, cause) => {
		expect(problemOf(status)).toMatchObject({ cause, status });
		expect(problemOf(status).description).toContain(status);
	});
});

describe('the code of a failed task', () => {
	it('is told to the person, if there is one', () => {
		expect(problemOf('failed', { code: 99999 }).description).toContain('99999');
		expect(problemOf('failed').description).not.toContain('undefined');
	});

	it('is told apart from a status of HTTP', () => {
		expect([1200, 1407, 5003, 5004].map(isTaskCode)).toEqual([true, true, true, true]);
		expect([0, 200, 404, 500, 1000].map(isTaskCode)).toEqual([false, false, false, false, false]);
	});

	it.each([
		[1200, 'contentModeration'],
		[1407, 'insufficientCredits'],
		[5003, 'apiUnavailable'],
		// The task may have been created.
		[5000, undefined],
		[5004, undefined],
		[99999, undefined],
		[400, undefined],
	])('%i, in answer to a submit, means a refusal for %s', (code, cause) => {
		expect(submitCause(code)).toBe(cause);
	});
});
