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
	/** The longest sleep between two reads. */
	readonly recheckMinutes: number;
	/** How many videos of the row are made. */
	readonly videos: number;
}

/** Makes the videos of the row in its call, suspended meanwhile, and delivers each result. */
export function rowWorkflow(given: RowWorkflow): Workflow {
	const { name, webhookPath, credentialId, sinkUrl, recheckMinutes, videos } = given;
	const seedance = seedanceNode('Seedance', 'seedanceTextToVideo', credentialId, {
		prompt: promptExpression,
		options: {
			waitUsing: 'suspend',
			notifyWhenDone: 'execution',
			recheckMinutes,
			timeoutMinutes: 60,
			videosPerItem: videos,
		},
	});
	const deliver = chainNode('Deliver', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: sinkUrl,
		sendBody: true,
		specifyBody: 'json',
		// The row of the video's source item, which tests the link between items as well.
		jsonBody:
			'={{ { row: $("Webhook").item.json.body.row, taskId: $json.taskId, status: $json.status } }}',
		options: {},
	});
	return chain(name, [webhookNode(webhookPath), seedance, deliver]);
}
