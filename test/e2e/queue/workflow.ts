import { chain, chainNode, seedanceNode, webhookNode } from '../chain';
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
	const seedance = seedanceNode('Seedance', 'seedanceTextToVideo', credentialId, {
		prompt: promptExpression,
		options: {
			waitUsing: 'suspend',
			notifyWhenDone: 'execution',
			recheckMinutes,
			timeoutMinutes: 60,
		},
	});
	const deliver = chainNode('Deliver', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: sinkUrl,
		sendBody: true,
		specifyBody: 'json',
		// The row of the item that the video came of: so the link between items is tested, too.
		jsonBody:
			'={{ { row: $("Webhook").item.json.body.row, taskId: $json.taskId, status: $json.status } }}',
		options: {},
	});
	return chain(name, [webhookNode(webhookPath), seedance, deliver]);
}
