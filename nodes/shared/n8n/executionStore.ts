/**
 * What a node keeps in n8n's contexts: the ledger of its submits and its suspended wait. n8n saves them with
 * the execution, so they survive Retry On Fail, Retry execution and a sleep.
 */
import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { storedItemsSchema } from '../../../seedance/run/itemState';
import { openLedger } from '../../../seedance/run/ledger';
import type { Ledger, LedgerOptions, LedgerStore } from '../../../seedance/run/ledger';
import { z } from '../../../seedance/zod';
import { executionMemory, nodeMemory, remembers, openTaskNotes } from './memory';
import { isToolRun } from './outputItem';

/** Whether something can hold entries. Those are parsed one by one where they are used: a loop has many. */
const isStore = (value: unknown): value is LedgerStore =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Kept by reference: n8n saves its contexts with the execution. */
function storeIn(context: IDataObject, name: string): LedgerStore {
	const known: unknown = context[name];
	const store: LedgerStore = isStore(known) ? known : {};
	context[name] = store as IDataObject;
	return store;
}

function storeOf(context: IExecuteFunctions): LedgerStore {
	const store = storeIn(nodeMemory(context), 'submitted');
	storesOf(context)[context.getNode().name] = store;
	return store;
}

/** The stores of all nodes of the execution, by the nodes' names. */
const storesOf = (context: IExecuteFunctions): Record<string, unknown> =>
	storeIn(executionMemory(context), 'seedanceSubmitted');

/**
 * What the execution has submitted, in all its nodes.
 * @returns an object that stands for the execution in this process, and its ledgers
 */
export function executionOf(context: IExecuteFunctions) {
	return {
		execution: executionMemory(context),
		stores: () => Object.values(storesOf(context)).filter(isStore),
	};
}

const runIndexSchema = z.number().int().catch(0);

/** Opens the ledger of this node in this execution. */
export function openNodeLedger(
	context: IExecuteFunctions,
	ifUnknown: LedgerOptions['ifUnknown'],
): Ledger {
	return openLedger(storeOf(context), {
		runIndex: runIndexSchema.parse(context.getWorkflowDataProxy(0).$thisRunIndex),
		ifUnknown,
		repeatsAreSame: isToolRun(context),
		onTask: openTaskNotes(context),
	});
}

const urlSchema = z.string().url();
const workSchema = z.string().min(1);

/**
 * What an execution and all its retries have in common, and no other execution: the token in n8n's own
 * resume address, which is drawn when an execution begins and saved with it (n8n 2.14 and later);
 * elsewhere an id that this node's first run leaves in its context.
 */
function workOf(context: IExecuteFunctions): string {
	const url = urlSchema.safeParse(context.getWorkflowDataProxy(0).$execution.resumeUrl);
	const token = url.success ? new URL(url.data).searchParams.get('signature') : null;
	if (token !== null && token !== '') return token;
	const nodeContext = nodeMemory(context);
	const known = workSchema.safeParse(nodeContext.work);
	const work = known.success ? known.data : randomUUID();
	nodeContext.work = work;
	return work;
}

/**
 * Makes the keys under which retries of one execution know each other's submits: every retry begins
 * with what the first execution has saved, and knows nothing of the retries before it.
 * @returns undefined in a run that is no retry, which needs none, and where nothing of the failed execution is known
 */
export function workKeys(
	context: IExecuteFunctions,
): ((key: string, round: number) => string) | undefined {
	const work = workOf(context);
	if (context.getMode() !== 'retry' || !remembers(context)) return undefined;
	const node = context.getNode().name;
	return (key, round) => `retries of ${work}: ${node}, ${key}, ${round}`;
}

/** A ledger that knows nothing and keeps nothing, for a run that submits nothing. */
export const emptyLedger = (): Ledger => openLedger({}, { runIndex: 0, ifUnknown: 'stop' });

const text = z.string();

const suspendedSchema = z.object({
	/** The tasks that callbacks may be about: those that had not ended when they were last seen. */
	awaiting: z.array(text),
	/** When the wait ends, in ms since the epoch. */
	deadline: z.number(),
	/** When the timer wakes the execution, in ms since the epoch. With the tasks it tells sleeps apart. */
	wakeAt: z.number(),
	/** The items of a submit node, as they stood when it went to sleep. */
	items: storedItemsSchema.optional(),
	/** What is to be told at the end, because n8n drops the hints of a suspended run. */
	hints: z.array(text).optional(),
});

/** What a suspended node leaves for its next run. */
export type SuspendedWait = z.output<typeof suspendedSchema>;
type StoredWait = z.input<typeof suspendedSchema>;

/** As much of it as a callback needs, which may come for each of many items. */
const sleepingSchema = suspendedSchema.pick({ awaiting: true, wakeAt: true });
export type Sleeping = z.output<typeof sleepingSchema>;

const suspendedField = 'suspendedWait';

/** What the run before this one left, when that was suspended. */
export function readSuspended(context: IExecuteFunctions): SuspendedWait | undefined {
	return suspendedSchema.safeParse(context.getContext('node')[suspendedField]).data;
}

export function writeSuspended(context: IExecuteFunctions, wait: StoredWait): void {
	context.getContext('node')[suspendedField] = wait;
}

/** The wait is over: what comes later, a loop's next round or a retry, has a deadline of its own. */
export function clearSuspended(context: IExecuteFunctions): void {
	delete context.getContext('node')[suspendedField];
}

/**
 * Ends the wait of a run that cannot go on.
 * @returns the items as they stood before; undefined when the run before this one was not suspended
 */
export function endSleep(context: IExecuteFunctions): SuspendedWait['items'] {
	const suspended = readSuspended(context);
	if (suspended === undefined) return undefined;
	noteEndAfterSleep(context);
	clearSuspended(context);
	return suspended.items;
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
 * What the suspended node has left that a callback is for. Through an expression, because a `webhook()` is
 * given no other way to the node context.
 */
export function suspendedOfWebhook(context: IWebhookFunctions): Sleeping | undefined {
	const node = quotedInExpression(context.getNode().name);
	const stored: unknown = context.evaluateExpression(
		`{{ $node[${node}].context.${suspendedField} }}`,
	);
	return sleepingSchema.safeParse(stored).data;
}
