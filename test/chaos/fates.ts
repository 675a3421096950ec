/** Reads the outcome of each intended video from a workflow's output. */
import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';

export type Fate =
	| { readonly kind: 'completed' | 'failed'; readonly taskId: string }
	/** The outcome is unknown, so a person has to look. */
	| { readonly kind: 'unknown' }
	/** Certainly not accepted: to be run again. */
	| { readonly kind: 'again' }
	/** None of the above, which must not happen. */
	| { readonly kind: 'odd'; readonly what: string };

const completedSchema = z.object({ taskId: z.string(), status: z.literal('completed') });
const errorSchema = z.object({
	error: z.object({
		message: z.string(),
		taskId: z.string().optional(),
		status: z.string().optional(),
		outcome: z.string().optional(),
	}),
});

/** What an output item says about its video. */
export function fateOf({ json }: INodeExecutionData): Fate {
	const completed = completedSchema.safeParse(json);
	if (completed.success) return { kind: 'completed', taskId: completed.data.taskId };
	const failed = errorSchema.safeParse(json);
	const odd: Fate = { kind: 'odd', what: JSON.stringify(json) };
	if (!failed.success) return odd;
	const { outcome, taskId, status, message } = failed.data.error;
	if (outcome === 'unknown') return { kind: 'unknown' };
	if (outcome === 'accepted' && taskId !== undefined && status === 'failed')
		return { kind: 'failed', taskId };
	const isRefused = outcome === 'refused' || message.startsWith("This video wasn't started");
	return isRefused && taskId === undefined ? { kind: 'again' } : odd;
}
