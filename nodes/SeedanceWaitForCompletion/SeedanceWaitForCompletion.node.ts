import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { taskMethods } from '../shared/descriptions/model';
import { credentials, resumeWebhooks } from '../shared/descriptions/optionTable';
import { waitForCompletion } from '../shared/descriptions/panels';
import { waitingNodeTooltip } from '../shared/descriptions/waitOptions';

export class SeedanceWaitForCompletion implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Wait for Completion',
		name: 'seedanceWaitForCompletion',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ "Up to " + $parameter["timeoutMinutes"] + " min" }}',
		description: 'Wait until Seedance videos are ready, for all items together',
		waitingNodeTooltip,
		defaults: { name: 'Seedance Wait for Completion' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials,
		webhooks: resumeWebhooks,
		properties: waitForCompletion.properties,
	};

	methods = taskMethods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { onErrorRoute, runWaitForCompletion } = await import('../shared/running');
		return await onErrorRoute(
			this,
			this.continueOnFail(),
			async () => await runWaitForCompletion(this),
		);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { runResumeWebhook } = await import('../shared/running');
		return await runResumeWebhook(this);
	}
}
