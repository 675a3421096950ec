import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { callbackPath, credentials } from '../shared/descriptions/optionTable';
import { trigger } from '../shared/descriptions/panels';

export class SeedanceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Video Ready or Failed Trigger',
		name: 'seedanceTrigger',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ ($parameter["events"] ?? []).join(", ") }}',
		description: 'Starts the workflow when a Seedance video is ready or has failed',
		eventTriggerDescription: 'Waiting for a callback to the Test URL',
		activationMessage:
			'The workflow now starts when WaveSpeedAI calls the Production URL. Use that URL in Options → Callback of the node that creates the videos.',
		defaults: { name: 'Seedance Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: callbackPath,
			},
		],
		properties: trigger.properties,
	};

	// There is nothing to subscribe or unsubscribe at WaveSpeedAI, because every request for a video
	// names the callback URL itself. But n8n calls these when the workflow is published, which is when
	// a person should learn about an invalid setting, and when it's unpublished.
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const { checkTrigger } = await import('../shared/running');
				await checkTrigger(this);
				return true;
			},
			create: async () => true,
			async delete(this: IHookFunctions): Promise<boolean> {
				const { clearTrigger } = await import('../shared/running');
				clearTrigger(this);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { runTriggerWebhook } = await import('../shared/running');
		return await runTriggerWebhook(this);
	}
}
