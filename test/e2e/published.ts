import { equal } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { chain, manualChain, manualTriggerName, webhookNode, type ChainNode } from './chain';
import { untilEnded } from './example-run';
import type { Workflow } from './examples';
import type { Execution } from './n8n-rest';
import type { Scene } from './scene';
import { PlainMessage } from './say';

/** The possible results of a call. */
export interface Called {
	readonly executionId: string;
	/** What n8n answered to the call. */
	readonly answer: string;
}

/** A published chain of nodes behind a webhook. */
export class Published {
	private readonly seen = new Set<string>();

	private constructor(
		private readonly scene: Scene,
		private readonly webhookPath: string,
		readonly workflowId: string,
	) {}

	static async open(
		scene: Scene,
		subject: string,
		nodes: readonly ChainNode[],
		responds: 'onReceived' | 'responseNode' = 'onReceived',
	): Promise<Published> {
		const path = randomUUID();
		const workflow = chain(subject, [webhookNode(path, responds), ...nodes]);
		return await Published.behindWebhook(scene, path, workflow);
	}

	/** Publishes a chain, calls it, and waits until it has been suspended and has succeeded. */
	static async sleepThrough(
		scene: Scene,
		subject: string,
		nodes: readonly ChainNode[],
		body: unknown,
		patienceMs = 30_000,
	): Promise<Execution> {
		const published = await Published.open(scene, subject, nodes);
		return await published.succeeded(await published.asleep(body), patienceMs);
	}

	/** Publishes a workflow that has a webhook with this path. */
	static async behindWebhook(scene: Scene, path: string, workflow: Workflow): Promise<Published> {
		const id = await scene.stage.rest.addWorkflow(workflow);
		await scene.stage.rest.publishWorkflow(id);
		return new Published(scene, path, id);
	}

	/** Publishes a workflow that begins with a trigger of its own. */
	static async stored(scene: Scene, workflow: Workflow): Promise<Published> {
		return await Published.behindWebhook(scene, '', workflow);
	}

	/** Stores a workflow as it is. */
	static async unpublished(scene: Scene, workflow: Workflow): Promise<Published> {
		return new Published(scene, '', await scene.stage.rest.addWorkflow(workflow));
	}

	/** Stores a chain that a person starts. */
	static async manual(
		scene: Scene,
		subject: string,
		nodes: readonly ChainNode[],
	): Promise<Published> {
		return await Published.unpublished(scene, manualChain(subject, nodes));
	}

	/** What the editor's Execute Workflow does, or Execute Step on the last node to run. */
	async startByHand(upTo?: string): Promise<string> {
		const id = await this.scene.stage.rest.run(this.workflowId, manualTriggerName, upTo);
		this.seen.add(id);
		return id;
	}

	/** Calls the webhook and returns the execution that began. */
	async call(body: unknown = {}): Promise<Called> {
		let answer = '';
		// n8n publishes in the background: until it has, it knows no such webhook.
		await this.scene.until('the webhook is published', async () => {
			const response = await fetch(`${this.scene.stage.rest.url}/webhook/${this.webhookPath}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			answer = await response.text();
			return response.ok;
		});
		return { executionId: await this.newExecution(), answer };
	}

	/** Calls the webhook so often at the same moment, and gives the executions' ids. */
	async callAtOnce(times: number, body: unknown): Promise<string[]> {
		const { rest } = this.scene.stage;
		const calls = Array.from({ length: times }, () => rest.callWebhook(this.webhookPath, body));
		if ((await Promise.all(calls)).includes(false)) throw new PlainMessage('A call was not taken.');
		return await this.newExecutions(times);
	}

	/** Waits for a new execution, and returns its ID. */
	async newExecution(): Promise<string> {
		const [id] = await this.newExecutions(1);
		if (id === undefined) throw new PlainMessage('No execution has begun.');
		return id;
	}

	/** Waits for so many new executions, and returns their IDs. */
	private async newExecutions(count: number): Promise<string[]> {
		let ids: string[] = [];
		await this.scene.until(`${count} more executions have begun`, async () => {
			const known = await this.scene.stage.rest.executionsOf(this.workflowId);
			const unknown = known.map(({ id }) => id).filter((id) => !this.seen.has(id));
			ids = unknown.slice(0, count);
			return ids.length === count;
		});
		for (const id of ids) this.seen.add(id);
		return ids;
	}

	/** Retry execution, with the original or the currently saved workflow. */
	async retry({ id }: { id: string }, which: 'original' | 'saved'): Promise<Execution> {
		const retryId = await this.scene.stage.rest.retry(id, which);
		this.seen.add(retryId);
		return await this.ended(retryId);
	}

	/** Calls the webhook and waits until the execution is suspended. */
	async asleep(body: unknown = {}): Promise<string> {
		const { executionId } = await this.call(body);
		await this.waits(executionId);
		return executionId;
	}

	async waits(executionId: string): Promise<void> {
		const { rest } = this.scene.stage;
		await this.scene.until(
			`execution ${executionId} is suspended`,
			async () => (await rest.executionStatus(executionId)) === 'waiting',
		);
	}

	/** Waits for an execution to end, successfully or not. */
	async ended(executionId: string, patienceMs = 60_000): Promise<Execution> {
		return await untilEnded(this.scene.stage.rest, executionId, patienceMs, this.scene.signal);
	}

	/** Waits for an execution to succeed. */
	async succeeded(executionId: string, patienceMs?: number): Promise<Execution> {
		const execution = await this.ended(executionId, patienceMs);
		equal(execution.status, 'success', execution.data.resultData.error?.message);
		return execution;
	}
}

const lastItems = ({ data }: Execution, node: string, output: number) =>
	data.resultData.runData[node]?.at(-1)?.data?.main[output] ?? [];

/** The items that a node put out in its last run. */
export const itemsOf = (execution: Execution, node: string, output = 0) =>
	lastItems(execution, node, output).map(({ json }) => json);

/** The files of those items, by field. */
export const filesOf = (execution: Execution, node: string, output = 0) =>
	lastItems(execution, node, output).map(({ binary = {} }) => binary);

/** How often a node has run and given items. */
export const runsOf = ({ data }: Execution, node: string): number =>
	(data.resultData.runData[node] ?? []).filter(
		(run) => (run.data?.main.flatMap((items) => items ?? []).length ?? 0) > 0,
	).length;
