import { randomUUID } from 'node:crypto';
import { batchWorkflow, ourNode, withParameters, type BatchOptions } from './batch-workflow';
import { untilEnded } from './example-run';
import type { Workflow } from './examples';
import type { Execution } from './n8n-rest';
import type { Scene } from './scene';
import { PlainMessage } from './say';

export type { BatchOptions } from './batch-workflow';

const patienceMs = 60_000;

/** A published workflow that makes a video of every row, and what became of its rows. */
export class Batch {
	private readonly seen = new Set<string>();

	private constructor(
		private readonly scene: Scene,
		private readonly subject: string,
		private readonly webhookPath: string,
		private readonly workflow: Workflow,
		readonly workflowId: string,
	) {}

	/** Stores and publishes the workflow. */
	static async publish(scene: Scene, subject: string, options: BatchOptions = {}): Promise<Batch> {
		const { rest, credentialId } = scene.stage;
		const webhookPath = randomUUID();
		const workflow = batchWorkflow(subject, { webhookPath, credentialId }, options);
		const id = await rest.addWorkflow(workflow);
		await rest.publishWorkflow(id);
		return new Batch(scene, subject, webhookPath, workflow, id);
	}

	/** Calls the webhook with so many rows, numbered from 0, and returns the execution's id. */
	async start(rowCount: number): Promise<string> {
		const { rest } = this.scene.stage;
		const rows = rowsUpTo(rowCount).map((row) => ({ row }));
		// n8n publishes in the background: until it has, it knows no such webhook.
		await this.scene.until('the webhook is published', async () => {
			return await rest.callWebhook(this.webhookPath, { rows });
		});
		const [id] = await this.begun(1);
		if (id === undefined) throw new PlainMessage('No execution has begun.');
		return id;
	}

	/** Calls the webhook so often at the same moment, with the same rows; gives the executions' ids. */
	async startAtOnce(times: number, rowCount: number): Promise<string[]> {
		const { rest } = this.scene.stage;
		const rows = rowsUpTo(rowCount).map((row) => ({ row }));
		const calls = Array.from({ length: times }, () => rest.callWebhook(this.webhookPath, { rows }));
		if ((await Promise.all(calls)).includes(false)) throw new PlainMessage('A call was not taken.');
		return await this.begun(times);
	}

	/** Waits for an execution to end, in whatever way. */
	async ended(executionId: string): Promise<Execution> {
		return await untilEnded(this.scene.stage.rest, executionId, patienceMs, this.scene.signal);
	}

	/** Starts an execution and waits for its end. */
	async run(rowCount: number): Promise<Execution> {
		return await this.ended(await this.start(rowCount));
	}

	/** Retry execution, with the original or the currently saved workflow. */
	async retry({ id }: { id: string }, which: 'original' | 'saved'): Promise<Execution> {
		const retryId = await this.scene.stage.rest.retry(id, which);
		this.seen.add(retryId);
		return await this.ended(retryId);
	}

	/** Saves the workflow with other parameters in our node, unpublished. */
	async save(parameters: Record<string, unknown>): Promise<void> {
		const changed = withParameters(this.workflow, parameters);
		await this.scene.stage.rest.saveWorkflow(this.workflowId, changed);
	}

	/** Waits until so many executions have begun that nobody knew of, and gives their ids. */
	private async begun(count: number): Promise<string[]> {
		let ids: string[] = [];
		await this.scene.until(`${count} more executions have begun`, async () => {
			const known = await this.scene.stage.rest.executionsOf(this.workflowId);
			ids = known.map(({ id }) => id).filter((id) => !this.seen.has(id));
			return ids.length === count;
		});
		for (const id of ids) this.seen.add(id);
		return ids;
	}

	/** Whether a submit is that of a row. */
	isRow(row: number): (submit: { body: Readonly<Record<string, unknown>> }) => boolean {
		return ({ body }) => body.prompt === `${this.subject} ${row}`;
	}

	/** How often each row was accepted, which is how often it was paid for. */
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
