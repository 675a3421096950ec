/**
 * Where a node leaves what later runs of its execution must know: in n8n's contexts, which are saved with
 * the execution and come back with every retry.
 *
 * n8n's coming engine begins each step with empty contexts and tells nothing of earlier ones. There it is
 * kept in this process, by the execution's id: Retry On Fail finds it, as long as it runs in the same
 * process; a Retry of the execution does not. The present engine counts its executions, the coming one
 * gives them UUIDs; that is how they are told apart.
 */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
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
