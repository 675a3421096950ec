/** The parameters of a node as n8n evaluates them. What an expression throws is a problem, never an exception. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { problem } from '../../seedance/errors/messages';
import type { Problem } from '../../seedance/errors/problem';
import { z } from '../../seedance/zod';

/** What was read, or why it could not be. */
export type Read<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

const thrownSchema = z.object({
	message: z.string().catch(''),
	description: z.string().catch(''),
	// n8n notes in which parameter the expression stands.
	context: z.object({ parameter: z.string() }).partial().catch({}),
});

/** n8n marks up what it says for its editor. */
const withoutTags = (text: string) => text.replace(/<[^>]*>/g, '').trim();

/** The problem of an item whose expression threw, in n8n's own words. */
function expressionProblem(thrown: unknown, name: string | undefined): Problem {
	const { data } = thrownSchema.safeParse(thrown);
	const said = withoutTags(data?.message ?? '');
	const advice = withoutTags(data?.description ?? '');
	const place = name ?? data?.context.parameter;
	return problem('expressionFailed', {
		...(said !== '' && { said }),
		...(advice !== '' && { advice }),
		...(place !== undefined && { detail: place }),
	});
}

/**
 * Reads parameters, and makes a problem of what an expression among them throws: a node that is missing or
 * has not run, an item without a pair, a date of nothing.
 * @param name how the panel calls the parameter; by default as n8n tells
 */
export function evaluate<T>(read: () => T, name?: string): Read<T> {
	try {
		return { ok: true, value: read() };
	} catch (thrown) {
		return { ok: false, problem: expressionProblem(thrown, name) };
	}
}

/** One option of one item, evaluated; undefined when it is not set. */
export const optionOf = (
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	displayName: string,
): Read<unknown> => evaluate((): unknown => readOption(context, name, itemIndex), displayName);

const values = z.record(z.unknown()).catch({});

function readOption(context: IExecuteFunctions, name: string, itemIndex: number): unknown {
	return values.parse(context.getNodeParameter('options', itemIndex, {}))[name];
}
