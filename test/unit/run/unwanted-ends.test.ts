/** What the end of a wait means for whoever asked: a result to hand on, or a problem to report. */
import { problem } from '../../../seedance/errors/messages';
import type { Item, ItemState } from '../../../seedance/run/itemState';
import { failUnwantedEnds } from '../../../seedance/run/stages';
import type { EndChoices } from '../../../seedance/run/stages';
import { model } from '../../support/api/replies';
import { known } from '../../support/task/fakeTasks';

const strict = { failedIsResult: false, timedOutIsResult: false, flaggedIsResult: false };
const lenient = { failedIsResult: true, timedOutIsResult: true, flaggedIsResult: true };
const late = problem('deadline', { taskId: 'a', model, status: 'processing', minutes: 60 });

/** How an item stands after the choices were applied. */
function after(now: ItemState, choices: EndChoices): ItemState {
	const item: Item = { index: 0, key: 'a', now };
	failUnwantedEnds([item], choices);
	return item.now;
}

describe('a task that ended', () => {
	it('with a video is a result', () => {
		const done = { state: 'done', task: known('a', 'completed') } as const;
		for (const choices of [strict, lenient]) expect(after(done, choices)).toEqual(done);
	});

	it.each(['failed', 'cancelled', 'timeout', 'deleted'])(
		'as %s is a problem that names it, or a result if so chosen',
		(status) => {
			const done = { state: 'done', task: known('a', status) } as const;
			expect(after(done, { ...lenient, failedIsResult: false })).toMatchObject({
				state: 'failed',
				task: done.task,
				problem: { cause: 'taskFailed', taskId: 'a', status, model, outcome: 'accepted' },
			});
			expect(after(done, { ...strict, failedIsResult: true })).toEqual(done);
		},
	);
});

describe('a video that the content check has flagged', () => {
	const done = { state: 'done', task: { ...known('a', 'completed'), nsfw: true } } as const;

	it('is a problem that names the task, or a result if so chosen', () => {
		expect(after(done, { ...lenient, flaggedIsResult: false })).toMatchObject({
			state: 'failed',
			problem: {
				cause: 'flaggedNsfw',
				taskId: 'a',
				status: 'completed',
				model,
				outcome: 'accepted',
			},
		});
		expect(after(done, { ...strict, flaggedIsResult: true })).toEqual(done);
	});

	it('says nothing of a task that has no video', () => {
		const failed = { state: 'done', task: { ...known('a', 'failed'), nsfw: true } } as const;
		expect(after(failed, strict)).toMatchObject({ problem: { cause: 'taskFailed' } });
		expect(after(failed, { ...lenient, flaggedIsResult: false })).toEqual(failed);
	});
});

describe('a task that is not finished at the deadline', () => {
	const task = known('a', 'processing');

	it('is the problem, or a marked result if so chosen', () => {
		const timedOut = { state: 'timedOut', problem: late, task } as const;
		expect(after(timedOut, { ...lenient, timedOutIsResult: false })).toEqual({
			...timedOut,
			state: 'failed',
		});
		expect(after(timedOut, { ...strict, timedOutIsResult: true })).toEqual(timedOut);
	});

	it('keeps its id when nobody could ever read it', () => {
		const unread = problem('deadline', { taskId: 'a', model });
		expect(after({ state: 'timedOut', problem: unread }, lenient)).toMatchObject({
			state: 'timedOut',
			task: { id: 'a', status: 'unknown', statusKind: 'running', model, outputs: [] },
		});
	});
});

describe('everything else', () => {
	it.each<readonly [string, ItemState]>([
		['a task that was submitted and not waited for', { state: 'running', task: known('a') }],
		['unknown task', { state: 'failed', problem: problem('unknownTask', { taskId: 'a' }) }],
		['stopped', { state: 'failed', problem: problem('stopped', { taskId: 'a' }) }],
		['refused', { state: 'failed', problem: problem('requestRefused') }],
		['unknown outcome', { state: 'failed', problem: problem('unknownOutcome') }],
		['not submitted', { state: 'failed', problem: problem('notSubmitted') }],
		['skipped', { state: 'skipped', duplicate: { requestKey: 'k', reason: 'r' } }],
	])('%s stays as it is, whatever is chosen', (_name, now) => {
		for (const choices of [strict, lenient]) expect(after(now, choices)).toEqual(now);
	});
});
