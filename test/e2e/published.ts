import { randomUUID } from 'node:crypto';
import { chain, chainNode, webhookNode, type ChainNode } from './chain';
import { untilEnded } from './example-run';
import type { Workflow } from './examples';
import type { Execution } from './n8n-rest';
import type { Scene } from './scene';
import { PlainMessage } from './say';

const triggerName = 'When clicking Execute workflow';

/** What may become of a call. */
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
		const trigger = chainNode(triggerName, 'n8n-nodes-base.manualTrigger', 1);
		return await Published.unpublished(scene, chain(subject, [trigger, ...nodes]));
	}

	/** What the editor's Execute Workflow does, or Execute Step on the last node to run. */
	async startByHand(upTo?: string): Promise<string> {
		const id = await this.scene.stage.rest.run(this.workflowId, triggerName, upTo);
		this.seen.add(id);
		return id;
	}

	/** Calls the webhook and tells which execution began. */
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

	/** Waits for an execution that nobody knew of, and gives its id. */
	async newExecution(patienceMs = 20_000): Promise<string> {
		const { rest } = this.scene.stage;
		let id: string | undefined;
		const hasBegun = async () => {
			const known = await rest.executionsOf(this.workflowId);
			id = known.find((each) => !this.seen.has(each.id))?.id;
			return id !== undefined;
		};
		await this.scene.until('an execution has begun', hasBegun, patienceMs);
		if (id === undefined) throw new PlainMessage('No execution has begun.');
		this.seen.add(id);
		return id;
	}

	/** Calls the webhook and waits until the execution sleeps in the database. */
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

	async ended(executionId: string, patienceMs = 60_000): Promise<Execution> {
		return await untilEnded(this.scene.stage.rest, executionId, patienceMs, this.scene.signal);
	}
}

/** The items that a node put out in its last run. */
export const itemsOf = ({ data }: Execution, node: string, output = 0) =>
	data.resultData.runData[node]?.at(-1)?.data?.main[output]?.map(({ json }) => json) ?? [];

/** How often a node has run and given items. */
export const runsOf = ({ data }: Execution, node: string): number =>
	(data.resultData.runData[node] ?? []).filter(
		(run) => (run.data?.main.flatMap((items) => items ?? []).length ?? 0) > 0,
	).length;
