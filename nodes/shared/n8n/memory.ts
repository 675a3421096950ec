/**
 * Where a node leaves what later runs of its execution must know: in n8n's contexts, which are saved with
 * the execution and come back with every retry.
 *
 * n8n's coming engine begins each step with empty contexts and tells nothing of earlier ones. There it is
 * kept in this process, by the execution's id: Retry On Fail finds it, as long as it runs in the same
 * process; a Retry of the execution does not. The present engine counts its executions, the coming one
 * gives them UUIDs; that is how they are told apart.
 */
import { sleep } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Cache } from '../../../seedance/cache';
import type { Clock } from '../../../seedance/clock';
import { z } from '../../../seedance/zod';

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

// Task ids in the execution's custom data, where n8n shows them even after a Stop.

const customDataSchema = z.object({
	get: z.function().args(z.string()).returns(z.unknown()),
	set: z.function().args(z.string(), z.string()).returns(z.unknown()),
});

/** n8n keeps 10 keys of an execution; two are left to the workflow's author. */
const keys = ['', '_2', '_3', '_4', '_5', '_6', '_7', '_8'].map((end) => `seedance_tasks${end}`);
/** n8n keeps 512 characters of a value but logs an error above 255. */
const longest = 255;

/**
 * Adds task ids to the execution's custom data, as long as there is room: about 50 ids. The ledger has
 * all of them; this is where a person sees them and can search for them.
 * @returns what takes one id; it never throws, and asks n8n for nothing once the room is used up
 */
export function openTaskNotes(context: IExecuteFunctions): (taskId: string) => void {
	let isFull = false;
	return (taskId) => {
		if (isFull) return;
		try {
			const { customData } = context.getWorkflowDataProxy(0).$execution;
			const data = customDataSchema.parse(customData);
			for (const key of keys) {
				const known = z.string().catch('').parse(data.get(key));
				const text = known === '' ? taskId : `${known},${taskId}`;
				if (text.length > longest) continue;
				data.set(key, text);
				return;
			}
			isFull = true;
		} catch {
			// Custom data is a convenience: an n8n without it must not cost a task.
			isFull = true;
		}
	};
}

// Time as n8n's process has it: published code has no timers of its own.

export const clock: Clock = {
	now: () => Date.now(),
	sleep,
	random: () => Math.random(),
};
