/** Our texts reach the person as they are: n8n puts generic ones in place of those that hold a network code. */
import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import fc from 'fast-check';
import { NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import { toErrorItem, toNodeError } from '../../../nodes/shared/n8n/problems';
import type { Problem } from '../../../seedance/errors/problem';

const node: INode = {
	id: '1',
	name: 'Video',
	type: 'n8n-nodes-seedance.seedanceTextToVideo',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** The codes that n8n's own source replaces texts for, as installed. */
function replacedCodes(): string[] {
	const errors = join(dirname(require.resolve('n8n-workflow')), 'errors/abstract/node.error.js');
	const [, table = ''] = /COMMON_ERRORS = \{(.*?)\n\};/s.exec(readFileSync(errors, 'utf8')) ?? [];
	return [...table.matchAll(/^\s+([A-Z_]+):/gm)].map(([, code = '']) => code);
}
const codes = replacedCodes();

it('n8n replaces a text that holds one of its codes: this file is about something', () => {
	expect(codes.length).toBeGreaterThan(10);
	for (const code of codes) {
		expect(new NodeOperationError(node, `about ${code}`).message).not.toContain('about');
	}
});

/** A text with a code in it, in any case and anywhere, as a file name or an API's words may have it. */
const anyCase = (text: string) =>
	fc
		.array(fc.boolean(), { minLength: text.length, maxLength: text.length })
		.map((upper) => [...text].map((c, i) => (upper[i] ? c : c.toLowerCase())).join(''));
const textWithCode = fc
	.tuple(fc.string(), fc.constantFrom(...codes).chain(anyCase), fc.string())
	.map((parts) => parts.join(''));

const problems: fc.Arbitrary<Problem> = fc.record(
	{
		cause: fc.constant('requestRefused' as const),
		message: textWithCode,
		description: fc.oneof(fc.string(), textWithCode),
		httpStatus: fc.constantFrom(200, 400, 401, 402, 403, 404, 408, 429, 500, 502, 503, 504),
	},
	{ requiredKeys: ['cause', 'message', 'description'] },
);

it('the error that stops the workflow says what we say', () => {
	fc.assert(
		fc.property(problems, fc.nat(), (problem, itemIndex) => {
			const error = toNodeError(node, problem, itemIndex, { more: 1 });
			expect(error).toMatchObject({
				message: problem.message,
				description: problem.description,
				context: { itemIndex, data: { more: 1 } },
			});
			expect(error.messages).toEqual([]);
		}),
	);
});

it('the error item says what we say', () => {
	fc.assert(
		fc.property(problems, (problem) => {
			const { message, description } = problem;
			expect(toErrorItem(problem, 3)).toEqual({
				json: { error: { message, description } },
				pairedItem: { item: 3 },
			});
		}),
	);
});

it.each([
	'Put PREEXISTING.HEIC into another field',
	'The API says: "connect ECONNREFUSED 10.0.0.1:443".',
	'bad gateway',
])('%s', (message) => {
	for (const httpStatus of [undefined, 400, 502]) {
		const problem: Problem = {
			cause: 'uploadFailed',
			message,
			description: message,
			...(httpStatus !== undefined && { httpStatus }),
		};
		expect(toNodeError(node, problem, 0)).toMatchObject({ message, description: message });
	}
});
