/**
 * The one place that holds the words of the table of causes. After a rewording read the difference, then
 * write it down with `npx jest test/unit/errors/messages -u`, and run `npm run docs`.
 */
import fc from 'fast-check';
import { lookText, notStarted, problem, startedBefore } from '../../../seedance/errors/messages';
import type { Cause, Circumstances } from '../../../seedance/errors/problem';
import { momentsOf } from '../../../scripts/docs/moments';
import type { Moment } from '../../../scripts/docs/moments';
import { sampleOf } from '../../../scripts/docs/samples';
import { causes, everything, taskCauses } from '../../support/errors/causes';

const { taskId, ...aboutNoTask } = everything;
const more = { fileName: 'fox.png', files: '1 of 2 files', advice: 'Do something else.' };
const about = { ...aboutNoTask, ...more };

/** What may be known when a cause is told. */
const situations: ReadonlyArray<readonly [name: string, known: Circumstances]> = [
	['nothing is known', {}],
	['of a submit', { ...about, isSubmit: true }],
	['of a task', { ...about, taskId }],
	['of a task whose item comes out', { ...about, taskId, hasItem: true }],
	['of the list of tasks', { ...about, isList: true }],
	['of a model that has a successor', { ...about, replacement: 'bytedance/seedance-y' }],
];

/** The texts of a cause, each with the first situation in which it is told. */
function wordsOf(cause: Cause): string {
	const texts = new Map<string, string>();
	for (const [name, known] of situations) {
		const { message, description } = problem(cause, known);
		const text = `${message}\n    ${description}`;
		if (!texts.has(text)) texts.set(text, name);
	}
	return [...texts].map(([text, name]) => `(${name})\n  ${text}`).join('\n');
}

it.each(causes)('the words of %s', (cause) => {
	expect(wordsOf(cause)).toMatchSnapshot();
});

it('the words that are put behind a description', () => {
	const base = { ...problem('missingTaskId'), description: '…' };
	expect([
		notStarted(base).description,
		startedBefore(base, 'a1b2').description,
		lookText(undefined),
		lookText(''),
		lookText('a1b2'),
	]).toMatchSnapshot();
});

describe('every text', () => {
	const holes = /undefined|\bnull\b|NaN|\[object/;
	/** What n8n's guidelines keep out of a message: it says what happened and what to do. */
	const unfriendly = /\b(error|problem|failure|mistake)s?\b/i;

	it.each(causes.flatMap((cause) => situations.map(([name, known]) => ({ cause, name, known }))))(
		'$cause, $name',
		({ cause, known }) => {
			const { message, description } = problem(cause, known);
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
		},
	);

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

it.each(causes)('%s: what is known is in the fields, and nothing else', (cause) => {
	const { model, status, httpStatus } = everything;
	expect(problem(cause, everything, { outcome: 'refused', parameter: 'seed' })).toMatchObject({
		...{ cause, taskId, model, status, httpStatus },
		outcome: 'refused',
		parameter: 'seed',
	});
	expect(Object.keys(problem(cause)).sort()).toEqual(['cause', 'description', 'message']);
});

it.each(taskCauses)('%s: the task is named', (cause) => {
	const { message, description } = problem(cause, everything);
	expect(`${message} ${description}`).toContain(taskId);
});

const quoting: readonly Cause[] = [
	...(['invalidKey', 'forbidden', 'insufficientCredits', 'rateLimited', 'requestRefused'] as const),
	...(['unknownModel', 'unknownTask', 'contentModeration', 'mediaNotFetchable'] as const),
	...(['taskFailed', 'unknownOutcome', 'apiUnavailable'] as const),
];
it.each(quoting)('%s: what the API says is handed on', (cause) => {
	const { message, description } = problem(cause, everything);
	expect(`${message} ${description}`).toContain(everything.said);
});

describe('money', () => {
	const isDenied = /nothing was (submitted|charged)|(?<!no video )was not submitted\./i;
	const textsOf = (...moments: readonly Moment[]) =>
		causes.flatMap((cause) =>
			moments
				.filter((moment) => momentsOf[cause].includes(moment))
				.map((moment) => Object.values(sampleOf(cause, moment)).join(' ')),
		);

	it('of a video that may exist, no text says that nothing was submitted', () => {
		const texts = textsOf('unknown', 'ended', 'accepted', 'reading');
		expect(texts.filter((text) => isDenied.test(text))).toEqual([]);
		const ofTasks = causes.map((cause) => problem(cause, { taskId }).description);
		const denied = ofTasks.filter((text) => isDenied.test(text) && text.includes(String(taskId)));
		expect(denied).toEqual([]);
	});

	it('of a video that was refused, no text says that it is paid for', () => {
		expect(textsOf('refused').filter((text) => /paid for/.test(text))).toEqual([]);
	});

	it('each text of a task that ended without a video tells of the refund', () => {
		expect(textsOf('ended').filter((text) => !/refunds failed tasks/.test(text))).toEqual([]);
	});
});
