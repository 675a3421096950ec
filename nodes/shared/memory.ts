/**
 * Where a node leaves what later runs of its execution must know: in n8n's contexts, which are saved with
 * the execution and come back with every retry.
 *
 * n8n's coming engine begins each step with empty contexts and tells nothing of earlier ones. There it is
 * kept in this process, by the execution's id: Retry On Fail finds it, as long as it runs in the same
 * process; a Retry of the execution does not. The present engine counts its executions, the coming one
 * gives them UUIDs; that is how they are told apart.
 */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Cache } from '../../seedance/cache';
import { z } from '../../seedance/zod';

type Run = Pick<IExecuteFunctions, 'getExecutionId' | 'getNode'>;

interface Memory {
	readonly flow: IDataObject;
	readonly nodes: Map<string, IDataObject>;
}

const dayMs = 86_400_000;
/** What this process remembers of executions whose contexts do not last. */
const executions = new Cache<Memory>({ most: 1_000, keptMs: 7 * dayMs });

/** Whether n8n keeps the contexts of an execution. */
export function remembers(context: Pick<IExecuteFunctions, 'getExecutionId'>): boolean {
	const id = z.string().min(1).safeParse(context.getExecutionId());
	return !id.success || /^\d+$/.test(id.data);
}

function memoryOf(context: Run): Memory {
	const id = context.getExecutionId();
	const known = executions.get(id, Date.now());
	const memory = known ?? { flow: {}, nodes: new Map<string, IDataObject>() };
	// Kept from its last use on.
	executions.set(id, memory, Date.now());
	return memory;
}

/** What this node has left for its later runs in this execution; to be changed in place. */
export function nodeMemory(context: Run & Pick<IExecuteFunctions, 'getContext'>): IDataObject {
	if (remembers(context)) return context.getContext('node') as IDataObject;
	const { nodes } = memoryOf(context);
	const { name } = context.getNode();
	const memory = nodes.get(name) ?? {};
	nodes.set(name, memory);
	return memory;
}

/** The same for all nodes of the execution: one object in this process, also for calls side by side. */
export const executionMemory = (
	context: Run & Pick<IExecuteFunctions, 'getContext'>,
): IDataObject =>
	remembers(context) ? (context.getContext('flow') as IDataObject) : memoryOf(context).flow;

const countSchema = z.number().int().catch(0);

/**
 * The node's present run in the execution. Tries of Retry On Fail share it, rounds of a loop do not.
 * Where n8n does not say it, it is the number of runs that have handed their items over.
 */
export function runIndexOf(
	context: Run & Pick<IExecuteFunctions, 'getContext' | 'getWorkflowDataProxy'>,
): number {
	if (remembers(context)) {
		return countSchema.parse(context.getWorkflowDataProxy(0).$thisRunIndex);
	}
	return countSchema.parse(nodeMemory(context).runs);
}

/** Retry On Fail runs the node again when its first item has an error. */
const isTriedAgain = (context: Run, [first]: readonly INodeExecutionData[]) =>
	context.getNode().retryOnFail === true && Boolean(first?.json.error);

/**
 * Counts a run that is about to hand its items over.
 * @returns whether these items are done with: false where n8n may run the node again and could not be
 * told from a new round
 */
export function endRun(
	context: Run & Pick<IExecuteFunctions, 'getContext'>,
	output: readonly INodeExecutionData[],
): boolean {
	if (remembers(context)) return true;
	if (isTriedAgain(context, output)) return false;
	const memory = nodeMemory(context);
	memory.runs = countSchema.parse(memory.runs) + 1;
	return true;
}
