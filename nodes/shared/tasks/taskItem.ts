/** What an incoming item asks of Get Result and Wait for Completion. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Prediction } from '../../../seedance/api/task';
import type { Problem } from '../../../seedance/errors/problem';
import { checkTaskId } from '../../../seedance/request/listQuery';
import { evaluate } from '../n8n/parameters';
import { z } from '../../../seedance/zod';

export type TaskItem =
	/** Nothing to ask the API: an upstream error without a task, an item that was skipped, or a dry run. */
	| { readonly kind: 'passThrough' }
	| {
			readonly kind: 'task';
			readonly taskId: string;
			readonly model?: string;
			/** Set when the item already holds the finished task, so that no request is needed. */
			readonly finished?: Prediction;
	  }
	| { readonly kind: 'problem'; readonly problem: Problem };

const text = z.string().min(1).optional().catch(undefined);
const itemSchema = z.object({
	taskId: text,
	status: text,
	model: text,
	outputs: z.array(z.string()).min(1).optional().catch(undefined),
	nsfw: z.boolean().optional().catch(undefined),
	error: z.unknown(),
});
const errorSchema = z.object({ taskId: text, model: text }).catch({});

/** A completed task as an earlier Seedance node put it into the item. */
function finishedTask(json: IDataObject, taskId: string): Prediction | undefined {
	const { data } = itemSchema.safeParse(json);
	if (data?.taskId !== taskId || data.status !== 'completed' || data.outputs === undefined) {
		return undefined;
	}
	return {
		id: taskId,
		status: 'completed',
		statusKind: 'succeeded',
		outputs: data.outputs,
		raw: json,
		...(data.model !== undefined && { model: data.model }),
		...(data.nsfw !== undefined && { nsfw: data.nsfw }),
	};
}

/** Reads the Task ID field of one item. An error item upstream may name the task it is about. */
export function readTaskItem(context: IExecuteFunctions, itemIndex: number): TaskItem {
	const json = context.getInputData()[itemIndex]?.json ?? {};
	const read = evaluate(
		(): unknown => context.getNodeParameter('taskId', itemIndex, null),
		'Task ID',
	);
	if (!read.ok) return { kind: 'problem', problem: read.problem };
	const given = read.value;
	const item = itemSchema.catch({ error: undefined }).parse(json);
	const failed = errorSchema.parse(item.error);
	const isBlank = given === null || given === undefined || given === '';
	const hasError = item.error !== undefined && item.error !== null && item.error !== '';
	const isNoTask = item.status === 'skipped' || item.status === 'dryRun';
	const hasNoTask = (hasError && failed.taskId === undefined) || isNoTask;
	if (isBlank && hasNoTask) return { kind: 'passThrough' };
	const check = checkTaskId(isBlank ? failed.taskId : given);
	if (!check.ok) return { kind: 'problem', problem: check.problem };
	const { taskId } = check;
	const model = item.model ?? failed.model;
	const finished = finishedTask(json, taskId);
	return {
		kind: 'task',
		taskId,
		...(model !== undefined && { model }),
		...(finished !== undefined && { finished }),
	};
}
