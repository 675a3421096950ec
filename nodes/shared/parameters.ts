/** The parameters of a node as n8n evaluates them. What an expression throws is a problem, never an exception. */
import type { IExecuteFunctions, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
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

/** The parameters of a node: as they stand in the workflow, and evaluated for an item. */
export interface NodeParameters {
	/** How many items come in; a trigger's webhook has none and is asked as if it had one. */
	readonly count: number;
	/** What stands in the workflow: a value, or the text of an expression; undefined when it is not set. */
	raw(path: string): unknown;
	/** The same, evaluated. A value that is no expression is never evaluated, however many items there are. */
	at(path: string, itemIndex: number, name?: string): Read<unknown>;
}

const values = z.record(z.unknown());
const hasOwn = (holder: unknown, name: string): holder is Record<string, unknown> =>
	values.safeParse(holder).success && Object.hasOwn(holder as object, name);

/** Whether n8n has something to evaluate in it. */
export function isExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	return typeof raw === 'object' && raw !== null && Object.values(raw).some(isExpression);
}

function parametersFrom(
	parameters: unknown,
	count: number,
	get: (path: string, itemIndex: number) => unknown,
): NodeParameters {
	const raw = (path: string): unknown =>
		path
			.split('.')
			.reduce<unknown>(
				(holder, name) => (hasOwn(holder, name) ? holder[name] : undefined),
				parameters,
			);
	return {
		count,
		raw,
		at(path, itemIndex, name) {
			const value = raw(path);
			if (!isExpression(value)) return { ok: true, value };
			return evaluate(() => get(path, itemIndex), name);
		},
	};
}

/** The parameters of a node that is executed. */
export const parametersOf = (context: IExecuteFunctions): NodeParameters =>
	parametersFrom(
		context.getNode().parameters,
		context.getInputData().length,
		(path, itemIndex): unknown => context.getNodeParameter(path, itemIndex, null),
	);

/** The parameters of a node that is called, or registered to be called. */
export const parametersOfTrigger = (context: IWebhookFunctions | IHookFunctions): NodeParameters =>
	parametersFrom(context.getNode().parameters, 1, (path): unknown =>
		context.getNodeParameter(path, null),
	);
