import { equal } from 'node:assert/strict';
import { z } from 'zod';
import { chainNode, type ChainNode } from '../chain';
import { DataTable } from '../data-table';
import { runFromTrigger, untilEnded, type StoredWorkflow } from '../example-run';
import { storedExample, type Workflow } from '../examples';
import type { Execution } from '../n8n-rest';
import { say } from '../say';
import type { Scene } from '../scene';

const scheduleTrigger = 'n8n-nodes-base.scheduleTrigger';
const tableMaker = z.object({
	resource: z.literal('table'),
	operation: z.literal('create'),
	tableName: z.string(),
	columns: z.object({ column: z.array(z.object({ name: z.string() })) }),
});
const tableUser = z.object({ dataTableId: z.object({ value: z.string() }) });

/** The timeout of an example's execution, in ms. */
const patienceMs = 60_000;

/** An example as the stage has stored it, and what a person does with it. */
export class Example {
	private constructor(
		private readonly scene: Scene,
		private readonly stored: StoredWorkflow,
	) {}

	/**
	 * The example of that name. n8n 1.x cannot make data tables by a node: there the example is changed
	 * as its sticky note says, and the tables are made by hand.
	 */
	static async open(scene: Scene, name: string): Promise<Example> {
		const example = new Example(scene, storedExample(scene.stage, name));
		if (scene.stage.line === 2) return example;
		return await example.withTablesMadeByHand();
	}

	get id(): string {
		return this.stored.id;
	}

	/** Starts it by a trigger, as from the editor, and waits for a good end. */
	async run(triggerName: string): Promise<Execution> {
		const { stage, signal } = this.scene;
		return await runFromTrigger(stage.rest, this.stored, triggerName, patienceMs, signal);
	}

	/** Saves it with some nodes changed. */
	async change(change: (node: ChainNode) => ChainNode): Promise<Example> {
		const { id, workflow } = this.stored;
		const changed: Workflow = { ...workflow, nodes: workflow.nodes.map(change) };
		await this.scene.stage.rest.saveWorkflow(id, changed);
		return new Example(this.scene, { id, workflow: changed });
	}

	/** Lets n8n's own scheduler start it once, within seconds instead of when the example says. */
	async runBySchedule(): Promise<Execution> {
		const { rest } = this.scene.stage;
		const before = await rest.executionsOf(this.id);
		const rule = { interval: [{ field: 'seconds', secondsInterval: 10 }] };
		await this.change((node) =>
			node.type === scheduleTrigger ? { ...node, parameters: { rule } } : node,
		);
		await rest.publishWorkflow(this.id);
		let [newest] = before;
		await this.scene.until(
			'the schedule has started it',
			async () => {
				[newest] = await rest.executionsOf(this.id);
				return newest !== undefined && newest.id !== before[0]?.id;
			},
			patienceMs,
		);
		// Before the next time comes: two nights at once are not what is shown.
		await rest.unpublishWorkflow(this.id);
		await rest.saveWorkflow(this.id, this.stored.workflow);
		const execution = await untilEnded(rest, newest?.id ?? '', patienceMs, this.scene.signal);
		equal(execution.status, 'success', execution.data.resultData.error?.message);
		return execution;
	}

	private async withTablesMadeByHand(): Promise<Example> {
		const { rest } = this.scene.stage;
		const ids = new Map<string, string>();
		for (const { parameters } of this.stored.workflow.nodes) {
			const maker = tableMaker.safeParse(parameters).data;
			if (maker === undefined || ids.has(maker.tableName)) continue;
			const columns = maker.columns.column.map(({ name }) => name);
			ids.set(maker.tableName, (await DataTable.create(rest, maker.tableName, columns)).id);
		}
		if (ids.size === 0) return this;
		say('      The data table is made by hand: n8n 1.x has no node for it.');
		return await this.change((node) => {
			// What n8n leaves when a node in a line is deleted: the line.
			if (tableMaker.safeParse(node.parameters).success) return through(node);
			const user = tableUser.safeParse(node.parameters).data;
			const value = ids.get(user?.dataTableId.value ?? '');
			if (value === undefined) return node;
			const dataTableId = { __rl: true, mode: 'id', value };
			return { ...node, parameters: { ...node.parameters, dataTableId } };
		});
	}
}

/** In the place of another node, one that does nothing. */
const through = ({ name, position }: ChainNode): ChainNode => ({
	...chainNode(name, 'n8n-nodes-base.noOp', 1),
	position,
});
