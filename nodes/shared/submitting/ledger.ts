/** The domain's ledger, kept in n8n's node context: it survives Retry On Fail and Retry execution. */
import { createHash } from 'crypto';
import { replaceCircularReferences } from 'n8n-workflow';
import type { IBinaryData, IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { OfferedMode } from '../../../seedance/catalogue';
import { openLedger } from '../../../seedance/task/ledger';
import type { Ledger, LedgerOptions, LedgerStore } from '../../../seedance/task/ledger';
import type { SubmitRequest } from '../../../seedance/task/submit';
import { z } from '../../../seedance/zod';
import { noteTask } from './customData';
import { rawInput } from './submitInput';
import { isToolRun } from '../toolRun';

/** A Code node may leave an object in the item that holds itself. */
function jsonOf(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch {
		return JSON.stringify(replaceCircularReferences(value));
	}
}

const hash = (value: unknown) => createHash('sha256').update(jsonOf(value)).digest('hex');

/** A Code node may leave null where a file should be. */
const contents = (binary: Readonly<Record<string, Partial<IBinaryData> | null>> | null = {}) =>
	// An id stands for a content that never changes; without a store the content itself is there.
	Object.entries(binary ?? {}).map(([name, file]) => [name, file?.id ?? file?.data]);

/**
 * Makes the ledger's keys for the items of a workflow: place, content, and the node's parameters as
 * they stand. Not as they resolve, so that a random seed or `{{ $now }}` does not make a retry look new.
 */
export function itemKeys(context: IExecuteFunctions, mode: OfferedMode) {
	// Once for all items: a picture may stand in the parameters as a data URI of megabytes.
	const parameters = hash(rawInput(context, mode));
	const items = context.getInputData();
	return (itemIndex: number): string => {
		const { json, binary } = items[itemIndex] ?? { json: {} };
		return `${itemIndex}:${hash([parameters, json, contents(binary)])}`;
	};
}

/** The ledger's key for a call of an agent, whose parameters come with each call. */
export const callKey = (request: SubmitRequest, itemIndex: number, binary?: IBinaryKeyData) =>
	`${itemIndex}:${hash([request.model, request.body, contents(binary)])}`;

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
	const store = storeIn(context.getContext('node') as IDataObject, 'submitted');
	storesOf(context)[context.getNode().name] = store;
	return store;
}

/** The stores of all nodes of the execution, by the nodes' names. */
const storesOf = (context: IExecuteFunctions): Record<string, unknown> =>
	storeIn(context.getContext('flow') as IDataObject, 'seedanceSubmitted');

/**
 * What the execution has submitted, in all its nodes.
 * @returns an object that stands for the execution in this process, and its ledgers
 */
export function executionOf(context: IExecuteFunctions) {
	return {
		execution: context.getContext('flow'),
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
		onTask: (taskId) => noteTask(context, taskId),
	});
}

/** A ledger that knows nothing and keeps nothing, for a run that submits nothing. */
export const emptyLedger = (): Ledger => openLedger({}, { runIndex: 0, ifUnknown: 'stop' });
