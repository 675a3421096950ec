/** Task ids in the execution's custom data, where n8n shows them even after a Stop. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from '../../../seedance/zod';

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
