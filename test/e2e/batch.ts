import { randomUUID } from 'node:crypto';
import { batchWorkflow, ourNode, withParameters, type BatchOptions } from './batch-workflow';
import type { Workflow } from './examples';
import type { Execution } from './n8n-rest';
import { Published } from './published';
import type { Scene } from './scene';

export type { BatchOptions } from './batch-workflow';

/** A published workflow that makes a video of every row, and the results of its rows. */
export class Batch {
	private constructor(
		private readonly scene: Scene,
		private readonly subject: string,
		private readonly workflow: Workflow,
		private readonly published: Published,
	) {}

	get workflowId(): string {
		return this.published.workflowId;
	}

	/** Stores and publishes the workflow. */
	static async publish(scene: Scene, subject: string, options: BatchOptions = {}): Promise<Batch> {
		const { credentialId } = scene.stage;
		const webhookPath = randomUUID();
		const workflow = batchWorkflow(subject, { webhookPath, credentialId }, options);
		const published = await Published.behindWebhook(scene, webhookPath, workflow);
		return new Batch(scene, subject, workflow, published);
	}

	/** Calls the webhook with so many rows, numbered from 0, and returns the execution's id. */
	async start(rowCount: number): Promise<string> {
		return (await this.published.call(bodyOf(rowCount))).executionId;
	}

	/** Calls the webhook so often at the same moment, with the same rows; gives the executions' ids. */
	async startAtOnce(times: number, rowCount: number): Promise<string[]> {
		return await this.published.callAtOnce(times, bodyOf(rowCount));
	}

	/** Waits for an execution to end, successfully or not. */
	async ended(executionId: string): Promise<Execution> {
		return await this.published.ended(executionId);
	}

	/** Starts an execution and waits for its end. */
	async run(rowCount: number): Promise<Execution> {
		return await this.ended(await this.start(rowCount));
	}

	/** Retry execution, with the original or the currently saved workflow. */
	async retry(failed: { id: string }, which: 'original' | 'saved'): Promise<Execution> {
		return await this.published.retry(failed, which);
	}

	/** Saves the workflow with other parameters in our node, unpublished. */
	async save(parameters: Record<string, unknown>): Promise<void> {
		const changed = withParameters(this.workflow, parameters);
		await this.scene.stage.rest.saveWorkflow(this.workflowId, changed);
	}

	/** Whether a submit is that of a row. */
	isRow(row: number): (submit: { body: Readonly<Record<string, unknown>> }) => boolean {
		return ({ body }) => body.prompt === `${this.subject} ${row}`;
	}

	/** How often each row was accepted, and so paid for. */
	paid(rowCount: number): number[] {
		return rowsUpTo(rowCount).map((row) => this.tasksOf(row).length);
	}

	/** The ids of all tasks of a row. */
	tasksOf(row: number): string[] {
		const isIt = this.isRow(row);
		return this.scene.journal.acceptedFor((body) => isIt({ body })).map(({ taskId }) => taskId);
	}

	/** The ids of all tasks, row after row. */
	taskIds(rowCount: number): string[] {
		return rowsUpTo(rowCount).flatMap((row) => this.tasksOf(row));
	}
}

/** What our node put out in its last run. */
const ownItems = ({ data }: Execution) =>
	data.resultData.runData[ourNode]?.at(-1)?.data?.main[0] ?? [];

/** The task ids in them. */
export const itemTaskIds = (execution: Execution): unknown[] =>
	ownItems(execution).map(({ json }) => json.taskId);

/** Their statuses. */
export const itemStatuses = (execution: Execution): unknown[] =>
	ownItems(execution).map(({ json }) => json.status);

/** The ids in the execution's custom data. */
export function notedTaskIds({ customData = {} }: Execution): string[] {
	const texts = Object.entries(customData).filter(([key]) => key.startsWith('seedance_tasks'));
	return texts.flatMap(([, text]) => text.split(','));
}

function rowsUpTo(count: number): number[] {
	return Array.from({ length: count }, (_, row) => row);
}

const bodyOf = (rowCount: number) => ({ rows: rowsUpTo(rowCount).map((row) => ({ row })) });
