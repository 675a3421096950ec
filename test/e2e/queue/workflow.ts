import { randomUUID } from 'node:crypto';
import type { Workflow } from '../examples';
import { promptExpression } from './rows';

/** What a workflow of the scale run depends on. */
export interface RowWorkflow {
	readonly name: string;
	readonly webhookPath: string;
	readonly credentialId: string;
	/** Where results are delivered. */
	readonly sinkUrl: string;
	/** How long an execution sleeps at most between two looks. */
	readonly recheckMinutes: number;
}

/** Makes a video of the row that it is called with, asleep meanwhile, and delivers the result. */
export function rowWorkflow(given: RowWorkflow): Workflow {
	const { name, webhookPath, credentialId, sinkUrl, recheckMinutes } = given;
	const nodes: Workflow['nodes'] = [
		{
			...node('Webhook', 'n8n-nodes-base.webhook', 2),
			webhookId: webhookPath,
			parameters: {
				httpMethod: 'POST',
				path: webhookPath,
				responseMode: 'onReceived',
				options: {},
			},
		},
		{
			...node('Seedance', 'n8n-nodes-seedance.seedanceTextToVideo', 1),
			credentials: { waveSpeedAiApi: { id: credentialId, name: 'WaveSpeedAI account' } },
			parameters: {
				prompt: promptExpression,
				waitForCompletion: true,
				options: {
					waitUsing: 'suspend',
					notifyWhenDone: 'execution',
					recheckMinutes,
					timeoutMinutes: 60,
				},
			},
		},
		{
			...node('Deliver', 'n8n-nodes-base.httpRequest', 4.2),
			parameters: {
				method: 'POST',
				url: sinkUrl,
				sendBody: true,
				specifyBody: 'json',
				// The row of the item that the video came of: so the link between items is tested, too.
				jsonBody:
					'={{ { row: $("Webhook").item.json.body.row, taskId: $json.taskId, status: $json.status } }}',
				options: {},
			},
		},
	];
	return {
		name,
		nodes,
		connections: { Webhook: to('Seedance'), Seedance: to('Deliver') },
		settings: { executionOrder: 'v1' },
	};
}

function node(name: string, type: string, typeVersion: number) {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0] as [number, number] };
}

function to(name: string) {
	return { main: [[{ node: name, type: 'main', index: 0 }]] };
}
