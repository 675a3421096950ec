/** What a problem says after a search for a task that found none for certain. */
import { parseTask } from '../../../seedance/api/task';
import { lookText, problem } from '../../../seedance/errors/messages';
import { afterLook } from '../../../seedance/run/findUnknown';
import { model, task } from '../../support/api/replies';

describe('what is said of a search without a result', () => {
	const lostSubmit = problem('unknownOutcome', { model, httpStatus: 502 }, { outcome: 'unknown' });
	const tasksOf = (count: number) =>
		Array.from({ length: count }, (_, i) => task(`t${i}`)).flatMap((one) => parseTask(one) ?? []);
	const said = (found: Parameters<typeof afterLook>[1]) => {
		const { description, ...rest } = afterLook(lostSubmit, found);
		expect({ ...rest, description: lostSubmit.description }).toEqual(lostSubmit);
		return description;
	};

	it('tells whether the list was read', () => {
		expect(said({ kind: 'notLooked' })).toContain(lookText(undefined));
		const none = said({ kind: 'candidates', tasks: [] });
		expect(none).toContain(lookText(0));
	});

	it('names the candidates with their times, if they have any', () => {
		const timeless = task('timeless', 'created', { created_at: undefined });
		const tasks = [task('t0'), timeless].flatMap((one) => parseTask(one) ?? []);
		const candidates = 't0 (2026-01-05T12:00:48.239Z), timeless';
		const text = said({ kind: 'candidates', tasks });
		expect(text).toContain(lookText(2));
		expect(text).toContain(candidates);
	});

	it.each([
		[5, undefined],
		[6, 1],
		[9, 4],
	])('names up to five of %d, and counts the others', (count, others) => {
		const text = said({ kind: 'candidates', tasks: tasksOf(count) });
		expect(text.match(/t\d \(/g)).toEqual(['t0 (', 't1 (', 't2 (', 't3 (', 't4 (']);
		const after = text.slice(text.lastIndexOf(')'));
		expect(after.match(/-?\d+/)?.map(Number)).toEqual(others && [others]);
	});
});
