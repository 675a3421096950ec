/** The domain's ledger, kept in n8n's node context: it survives Retry On Fail and Retry execution. */
import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { openLedger } from '../../../seedance/run/ledger';
import type { Ledger, LedgerOptions, LedgerStore } from '../../../seedance/run/ledger';
import { z } from '../../../seedance/zod';
import { openTaskNotes, executionMemory, nodeMemory, remembers } from '../n8n/memory';
import { isToolRun } from '../n8n/outputItem';

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
