import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { N8nRest } from '../n8n-rest';
import { PlainMessage } from '../say';
import type { QueueStage } from './queue-stage';
import type { Rows } from './rows';
import { rowWorkflow } from './workflow';

/** How many calls of a webhook are under way at a time. */
const callsAtOnce = 20;
const publishedWithinMs = 30_000;

/** A published workflow that is called once for each row. */
interface Target {
	readonly webhookPath: string;
	readonly rows: readonly number[];
}

/** Stores and publishes the workflow that is called back, and the one whose callbacks get lost. */
export async function publishWorkflows(
	stage: QueueStage,
	rows: Rows,
	recheckMinutes: { readonly called: number; readonly dropped: number },
): Promise<Target[]> {
	const publish = async (name: string, minutes: number): Promise<string> => {
		const webhookPath = randomUUID();
		const workflow = rowWorkflow({
			name,
			webhookPath,
			credentialId: stage.credentialId,
			sinkUrl: stage.sink.url,
			recheckMinutes: minutes,
			videos: rows.tasks,
		});
		await stage.rest.publishWorkflow(await stage.rest.addWorkflow(workflow));
		return webhookPath;
	};
	const dropped = rows.all().filter((row) => rows.isDropped(row));
	const called = rows.all().filter((row) => !rows.isDropped(row));
	return [
		{ webhookPath: await publish('Called back', recheckMinutes.called), rows: called },
		{ webhookPath: await publish('Callback lost', recheckMinutes.dropped), rows: dropped },
	];
}

/** Calls a workflow once for each of its rows, in their order. */
export async function fire(stage: QueueStage, target: Target, signal: AbortSignal): Promise<void> {
	const { webhookPath, rows } = target;
	const webhooks = new N8nRest(stage.cluster.webhook.url);
	const call = async (row: number) => await webhooks.callWebhook(webhookPath, { row });
	const [first, ...others] = rows;
	if (first === undefined) return;
	// n8n publishes in the background: until it has, it knows no such webhook.
	const deadline = Date.now() + publishedWithinMs;
	while (!(await call(first))) {
		if (Date.now() > deadline) throw new PlainMessage('n8n did not publish the workflow.');
		await wait(200, undefined, { signal });
	}
	const left = others.values();
	const caller = async () => {
		for (const row of left) {
			signal.throwIfAborted();
			if (!(await call(row))) throw new PlainMessage(`The call for row ${row} was not taken.`);
		}
	};
	await Promise.all(Array.from({ length: callsAtOnce }, caller));
}
