/**
 * Stores a node's ledger and its suspended wait in n8n's contexts, which are saved with the
 * execution and survive Retry On Fail, Retry execution and a sleep (docs/internals/n8n.md#retries).
 */
import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { storedItemsSchema } from '../../../seedance/run/itemState';
import { openLedger } from '../../../seedance/run/ledger';
import type { Ledger, LedgerOptions, LedgerStore } from '../../../seedance/run/ledger';
import { z } from '../../../seedance/zod';
import { executionMemory, nodeMemory, remembers, openTaskNotes } from './memory';
import { isToolRun } from './parameters';

/**
 * Whether a value can be a store. Its entries are parsed only when they are used, because a loop
 * has many.
 */
const isStore = (value: unknown): value is LedgerStore =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The store within a context, by reference, so that n8n saves it with the execution. */
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

/** The stores of all nodes of the execution, by node name. */
const storesOf = (context: IExecuteFunctions): Record<string, unknown> =>
	storeIn(executionMemory(context), 'seedanceSubmitted');

/**
 * The submits of the execution, in all its nodes.
 * @returns an object that identifies the execution in this process, and its ledgers
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
 * An ID that an execution shares with its retries only: the random token in n8n's resume URL, which
 * is saved with the execution (docs/internals/n8n.md#wake-up-call); before n8n 2.14, an ID that
 * this node's first run stores in its context.
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
 * Makes the keys that retries of one execution share
 * (docs/internals/decisions.md#request-key-rows). Every retry starts from what the first execution
 * saved, so it doesn't know the retries before it.
 * @returns undefined in a run that isn't a retry, and when nothing about the failed execution is
 * known
 */
export function workKeys(
	context: IExecuteFunctions,
): ((key: string, round: number) => string) | undefined {
	const work = workOf(context);
	if (context.getMode() !== 'retry' || !remembers(context)) return undefined;
	const node = context.getNode().name;
	return (key, round) => `retries of ${work}: ${node}, ${key}, ${round}`;
}

/** An empty ledger that stores nothing, for a run that submits nothing. */
export const emptyLedger = (): Ledger => openLedger({}, { runIndex: 0, ifUnknown: 'stop' });

const text = z.string();

const suspendedSchema = z.object({
	/** The tasks that callbacks may be about: those that hadn't ended when they were last read. */
	awaiting: z.array(text),
	/** When these tasks were created, in ms since the epoch, if that is known of all of them. */
	created: z.object({ first: z.number(), last: z.number() }).optional(),
	/** When the wait ends, in ms since the epoch. */
	deadline: z.number(),
	/**
	 * When the timer wakes the execution, in ms since the epoch. Together with the tasks it
	 * identifies the sleep.
	 */
	wakeAt: z.number(),
	/** The items of a submit node, in their states at the suspend. */
	items: storedItemsSchema.optional(),
	/** Hints to show at the end, because n8n drops those of a suspended run. */
	hints: z.array(text).optional(),
});

/** What a suspended node stores for its next run. */
export type SuspendedWait = z.output<typeof suspendedSchema>;
type StoredWait = z.input<typeof suspendedSchema>;

/**
 * The part that a callback needs. Callbacks may come for each of many items, so the rest isn't
 * parsed.
 */
const sleepingSchema = suspendedSchema.pick({ awaiting: true, wakeAt: true, created: true });
export type Sleeping = z.output<typeof sleepingSchema>;

const suspendedField = 'suspendedWait';

/** Whether the previous run was suspended, so that the execution wakes now. */
export const hasSlept = (context: IExecuteFunctions): boolean =>
	context.getContext('node')[suspendedField] !== undefined;

/** The stored state of the previous run; undefined when it wasn't suspended. */
export function readSuspended(context: IExecuteFunctions): SuspendedWait | undefined {
	return suspendedSchema.safeParse(context.getContext('node')[suspendedField]).data;
}

export function writeSuspended(context: IExecuteFunctions, wait: StoredWait): void {
	context.getContext('node')[suspendedField] = wait;
}

/** Ends the wait, so that a loop's next round or a retry gets its own deadline. */
export function clearSuspended(context: IExecuteFunctions): void {
	delete context.getContext('node')[suspendedField];
}

/**
 * Ends the wait of a run that can't continue.
 * @returns the stored items; undefined when the previous run wasn't suspended
 */
export function endSleep(context: IExecuteFunctions): SuspendedWait['items'] {
	const suspended = readSuspended(context);
	if (suspended === undefined) return undefined;
	noteEndAfterSleep(context);
	clearSuspended(context);
	return suspended.items;
}

/**
 * Identifies the current run. The tries of Retry On Fail share it, other runs don't.
 * `$thisRunIndex` counts the node's runs, including wakes.
 */
function placeOf(context: IExecuteFunctions): string {
	const { $thisRunIndex } = context.getWorkflowDataProxy(0);
	return `${context.getExecutionId()} ${z.number().catch(0).parse($thisRunIndex)}`;
}

const wokenField = 'wokenIn';

/** Records that a run has ended after a sleep. */
export function noteEndAfterSleep(context: IExecuteFunctions): void {
	context.getContext('node')[wokenField] = placeOf(context);
}

/** Whether the current run repeats one that has ended after a sleep. */
export const repeatsAfterSleep = (context: IExecuteFunctions): boolean =>
	context.getContext('node')[wokenField] === placeOf(context);

/** A JavaScript string for an expression, which would end at the first pair of closing braces. */
const quotedInExpression = (value: string) =>
	JSON.stringify(value).replace(/[{}]/g, (brace) => (brace === '{' ? '\\u007b' : '\\u007d'));

/**
 * The stored state of the suspended node that a callback is for. It's read through an expression,
 * because `webhook()` has no other access to the node context (docs/internals/n8n.md#wake-up-call).
 */
export function suspendedOfWebhook(context: IWebhookFunctions): Sleeping | undefined {
	const node = quotedInExpression(context.getNode().name);
	const stored: unknown = context.evaluateExpression(
		`{{ $node[${node}].context.${suspendedField} }}`,
	);
	return sleepingSchema.safeParse(stored).data;
}
