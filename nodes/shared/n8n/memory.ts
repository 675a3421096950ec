/**
 * Stores data for later runs of a node in n8n's contexts, which are saved with the execution and
 * restored in every retry (docs/internals/n8n.md#retries).
 *
 * On engine v2 contexts are empty (docs/internals/n8n.md#engine-versions). There this process keeps
 * the data by the execution's ID, so Retry On Fail finds it in the same process, and Retry
 * execution doesn't.
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
/** The data of executions whose contexts aren't saved. */
const executions = new Cache<Memory>({ most: 1_000, keptMs: 7 * dayMs });

/** Whether n8n saves the contexts of an execution: the present engine's IDs are numbers. */
export function remembers(context: Pick<IExecuteFunctions, 'getExecutionId'>): boolean {
	const id = z.string().min(1).safeParse(context.getExecutionId());
	return !id.success || /^\d+$/.test(id.data);
}

function memoryOf(context: Run): Memory {
	const id = context.getExecutionId();
	const known = executions.get(id, Date.now());
	const memory = known ?? { flow: {}, nodes: new Map<string, IDataObject>() };
	// It's set again, which renews its time to live.
	executions.set(id, memory, Date.now());
	return memory;
}

/** The data of this node in this execution, which the caller changes in place. */
export function nodeMemory(context: Run & Pick<IExecuteFunctions, 'getContext'>): IDataObject {
	if (remembers(context)) return context.getContext('node') as IDataObject;
	const { nodes } = memoryOf(context);
	const { name } = context.getNode();
	const memory = nodes.get(name) ?? {};
	nodes.set(name, memory);
	return memory;
}

/** The same for all nodes of the execution. Concurrent calls in this process share the object. */
export const executionMemory = (
	context: Run & Pick<IExecuteFunctions, 'getContext'>,
): IDataObject =>
	remembers(context) ? (context.getContext('flow') as IDataObject) : memoryOf(context).flow;

// Stores task IDs in the execution's custom data, where n8n shows them even after a Stop
// (docs/internals/n8n.md#stopping).

const customDataSchema = z.object({
	get: z.function().args(z.string()).returns(z.unknown()),
	set: z.function().args(z.string(), z.string()).returns(z.unknown()),
});

/** n8n keeps 10 keys of an execution. Two are left to the workflow's author. */
const keys = ['', '_2', '_3', '_4', '_5', '_6', '_7', '_8'].map((end) => `seedance_tasks${end}`);
/** n8n keeps 512 characters of a value but logs an error above 255. */
const longest = 255;

/**
 * Adds task IDs to the execution's custom data, which has room for about 50. The ledger has all of
 * them, but here a person can see them and search for them.
 * @returns a function that adds one ID; it never throws, and does nothing once the room is used up
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
			// Custom data is optional, so a failure must not affect the task.
			isFull = true;
		}
	};
}

// The clock of n8n's process. Published code may not use timers of its own.

export const clock: Clock = {
	now: () => Date.now(),
	sleep,
	random: () => Math.random(),
};
