/** What a suspended node leaves for its next run, in n8n's node context: saved with the execution. */
import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Problem } from '../../../seedance/errors/problem';
import { z } from '../../../seedance/zod';

const text = z.string();
const isProblem = z.object({ cause: text, message: text, description: text });

/** What was settled of an item of a submit node before the wait, so that no wake submits anything. */
const itemSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('task'),
		/** Under which the ledger has its task. */
		key: text,
		model: text,
	}),
	z.object({ kind: z.literal('skipped'), model: text, requestKey: text, reason: text }),
	z.object({
		kind: z.literal('problem'),
		problem: z.custom<Problem>((value) => isProblem.safeParse(value).success),
	}),
]);

const noteSchema = z.object({
	/** The tasks that callbacks may be about: those that had not ended when they were last seen. */
	awaiting: z.array(text),
	/** When the wait ends, in ms since the epoch. */
	deadline: z.number(),
	/** When the timer wakes the execution, in ms since the epoch. With the tasks it tells sleeps apart. */
	wakeAt: z.number(),
	items: z.array(itemSchema).optional(),
	/** What is to be told at the end, because n8n drops the hints of a suspended run. */
	hints: z.array(text).optional(),
});

export type NotedItem = z.output<typeof itemSchema>;
export type WaitNote = z.output<typeof noteSchema>;

const field = 'suspendedWait';

/** The note of the run before this one, when that was suspended. */
export function readNote(context: IExecuteFunctions): WaitNote | undefined {
	return noteSchema.safeParse(context.getContext('node')[field]).data;
}

export function writeNote(context: IExecuteFunctions, note: WaitNote): void {
	context.getContext('node')[field] = note;
}

/** The wait is over: what comes later, a loop's next round or a retry, has a deadline of its own. */
export function clearNote(context: IExecuteFunctions): void {
	delete context.getContext('node')[field];
}

/**
 * Ends the wait of a run that cannot go on.
 * @returns what was settled of the items before; undefined when the run before this one was not suspended
 */
export function endSleep(context: IExecuteFunctions): WaitNote['items'] {
	const note = readNote(context);
	if (note === undefined) return undefined;
	noteEndAfterSleep(context);
	clearNote(context);
	return note.items;
}

/**
 * The place of the run at hand: n8n's tries of Retry On Fail share it, other runs do not.
 * `$thisRunIndex` counts the node's runs, wakes included.
 */
function placeOf(context: IExecuteFunctions): string {
	const { $thisRunIndex } = context.getWorkflowDataProxy(0);
	return `${context.getExecutionId()} ${z.number().catch(0).parse($thisRunIndex)}`;
}

const wokenField = 'wokenIn';

/** A run that had slept has ended. */
export function noteEndAfterSleep(context: IExecuteFunctions): void {
	context.getContext('node')[wokenField] = placeOf(context);
}

/** Whether the run at hand repeats one that had slept and has ended. */
export const repeatsAfterSleep = (context: IExecuteFunctions): boolean =>
	context.getContext('node')[wokenField] === placeOf(context);

/** A text as JavaScript inside an expression, which ends at the first pair of closing braces. */
const quotedInExpression = (value: string) =>
	JSON.stringify(value).replace(/[{}]/g, (brace) => (brace === '{' ? '\\u007b' : '\\u007d'));

/**
 * The note of the suspended node that a callback is for. Through an expression, because a `webhook()` is
 * given no other way to the node context.
 */
export function noteOfSleeper(context: IWebhookFunctions): WaitNote | undefined {
	const node = quotedInExpression(context.getNode().name);
	const note: unknown = context.evaluateExpression(`{{ $node[${node}].context.${field} }}`);
	return noteSchema.safeParse(note).data;
}
