/** The helper by which tests find the cause behind a text must itself be right. */
import fc from 'fast-check';
import { notStarted, problem, startedBefore } from '../../../seedance/errors/messages';
import type { Circumstances } from '../../../seedance/errors/problem';
import { causeIn, causeOf } from '../../support/errors/causeOf';
import { causes, everything } from '../../support/errors/causes';

const words = fc.stringMatching(/^[A-Z][a-z]{3,9} [a-z]{3,9}$/);
const given: fc.Arbitrary<Circumstances> = fc.record(
	{
		taskId: fc.stringMatching(/^[0-9a-f]{16}$/),
		model: fc.constant('bytedance/seedance-x'),
		status: fc.constantFrom('processing', 'failed'),
		httpStatus: fc.integer({ min: 400, max: 599 }),
		said: words,
		detail: words,
		fileName: words,
		files: words,
		replacement: fc.constant('bytedance/seedance-y'),
		minutes: fc.integer({ min: 1, max: 60 }),
		hasItem: fc.constant(true),
		isSubmit: fc.constant(true),
		isList: fc.constant(true),
	},
	{ requiredKeys: [] },
);

describe.each(causes)('%s', (cause) => {
	it('is found in its texts, whatever the circumstances', () => {
		fc.assert(
			fc.property(given, (circumstances) => {
				const { message, description } = problem(cause, circumstances);
				expect(causeOf({ message, description })).toBe(cause);
				expect(causeIn(`${message}. ${description} More.`)).toBe(cause);
			}),
			{ numRuns: 30 },
		);
	});

	it('is found with what is put behind its description', () => {
		expect(causeOf(notStarted(problem(cause, everything)))).toBe(cause);
		expect(causeOf(startedBefore(problem(cause, everything), 'a1'))).toBe(cause);
	});
});

it.each([
	[undefined],
	[{}],
	[{ message: 'Referenced node doesn’t exist', description: 'Something else' }],
	[new Error('x')],
])('%p has none', (shown) => expect(causeOf(shown)).toBeUndefined());
