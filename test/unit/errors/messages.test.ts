/**
 * The one place that holds the words of the table of causes. After a rewording read the difference, then
 * write it down with `npx jest test/unit/errors/messages -u`, and run `npm run docs`.
 */
import fc from 'fast-check';
import {
	lookText,
	notStarted,
	problem,
	startedBefore,
	withOthers,
} from '../../../seedance/errors/messages';
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
		withOthers(base, 1, 'a1b2').description,
		withOthers(problem('unknownModel', about), 2, 'a1b2, c3d4').description,
		lookText(undefined),
		lookText(0),
		lookText(1),
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
			expect(message).toMatch(/^(?:[A-Z]|n8n\b|a finding|words of)/);
			expect(description).toMatch(/[.!?]"?$|\.$/);
		},
	);

	it.each(causes)('%s: the title has neither an ID nor a model nor a status', (cause) => {
		const known = { ...everything, ...more, replacement: 'bytedance/seedance-y' };
		const { message } = problem(cause, known);
		for (const id of [taskId, known.model, known.replacement, `${known.httpStatus}`]) {
			expect(message).not.toContain(id);
		}
	});

	it('has a title of at most 80 characters, whatever was given', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...causes),
				fc.string({ unit: 'grapheme', maxLength: 200 }),
				fc.string({ maxLength: 200 }),
				(cause, detail, got) => {
					const known = { ...everything, said: detail, detail: `Duration ${detail} (got ${got})` };
					const { message } = problem(cause, { ...known, got: `"${got}"` });
					expect(Array.from(message).length).toBeLessThanOrEqual(80);
				},
			),
		);
	});

	it('a title that does not fit goes on in the description', () => {
		const rule = `Aspect Ratio must be ${'16:9, '.repeat(8)}or 1:1`;
		const long = problem('parameterRefused', { detail: `${rule} (got "2:1")` });
		expect(long.message).toBe(rule);
		expect(long.description).toContain('got "2:1"');
		const longer = problem('settingRefused', { detail: `${rule} ${'9:16, '.repeat(9)}` });
		expect(longer.message).toMatch(/^Aspect Ratio must be .*…$/);
		expect(longer.description).toContain(rule);
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
	const charges = /You (?:weren't charged|were charged once|may have been charged)\b/g;
	/** What a text says was charged, each time that it does. */
	const saidIn = (text: string) => [...text.matchAll(charges)].map(([said]) => said);
	const expected: Readonly<Record<Moment, readonly string[]>> = {
		refused: ["You weren't charged"],
		unknown: ['You may have been charged'],
		ended: ["You weren't charged"],
		accepted: ['You were charged once'],
		reading: ['You were charged once'],
	};
	/** What these say holds for a task that doesn't exist, or that isn't known. */
	const aboutNoVideo: readonly Cause[] = ['missingTaskId', 'malformedTaskId', 'unknownTask'];
	const told = causes.flatMap((cause) => momentsOf[cause].map((moment) => ({ cause, moment })));

	it.each(told)('$cause, $moment: says once whether anything was charged', ({ cause, moment }) => {
		const { description } = sampleOf(cause, moment);
		const isAboutNone = aboutNoVideo.includes(cause);
		expect(saidIn(description)).toEqual(isAboutNone ? [] : expected[moment]);
	});

	it.each(causes)('%s, while videos are listed: says nothing of a charge', (cause) => {
		if (!momentsOf[cause].includes('reading')) return;
		expect(saidIn(problem(cause, { ...about, isList: true }).description)).toEqual([]);
	});

	it('each text of a task that ended without a video tells of the refund', () => {
		const ended = causes.filter((cause) => momentsOf[cause].includes('ended'));
		const texts = ended.map((cause) => sampleOf(cause, 'ended').description);
		expect(texts.filter((text) => !/refunded within 3 hours/.test(text))).toEqual([]);
	});

	it.each(causes)('%s: what is told of an earlier try replaces what was said before', (cause) => {
		const earlier = startedBefore(problem(cause, about), 'a1b2').description;
		if (momentsOf[cause].includes('refused')) {
			expect(saidIn(earlier)).toEqual(['You were charged once']);
		}
		expect(earlier).toContain('a1b2');
	});
});
