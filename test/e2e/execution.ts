import { z } from 'zod';

/** The editor's data about an execution. */
export const executionState = z.object({ id: z.coerce.string(), status: z.string() });

const file = z.object({
	mimeType: z.string(),
	fileName: z.string().optional(),
	/** In n8n's store; absent where n8n keeps files in memory. */
	id: z.string().optional(),
	/** Base64 where n8n keeps files in memory, else the name of its store. */
	data: z.string(),
});
const item = z
	.object({ json: z.record(z.unknown()), binary: z.record(file).optional() })
	.passthrough();
const nodeRun = z
	.object({
		// What hangs below an agent puts out something else.
		data: z.object({ main: z.array(z.array(item).nullable()).default([]) }).optional(),
		error: z.object({ message: z.string() }).passthrough().optional(),
	})
	.passthrough();

/** The public API's data about an execution. */
export const executionSchema = z.object({
	id: z.coerce.string(),
	status: z.string(),
	customData: z.record(z.string()).optional(),
	data: z.object({
		resultData: z.object({
			runData: z.record(z.array(nodeRun)),
			error: z
				.object({ message: z.string(), description: z.string().nullish() })
				.passthrough()
				.optional(),
		}),
	}),
});

/** The editor's data about many executions. */
export const executionList = z.object({ results: z.array(executionState) });

/** An execution and how it stands: new, running, waiting, success, error, crashed, canceled. */
export type ExecutionState = z.infer<typeof executionState>;

/** A file of an item. */
export type ItemFile = z.infer<typeof file>;

/** A finished execution with what every node put out. */
export type Execution = z.infer<typeof executionSchema>;
