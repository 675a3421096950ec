import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { credentials, resumeWebhooks } from '../shared/descriptions/optionTable';
import { modelMethods, modelSubtitle } from '../shared/descriptions/model';
import { textToVideo } from '../shared/descriptions/panels';

export class SeedanceTextToVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Text to Video',
		name: 'seedanceTextToVideo',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: modelSubtitle,
		// An AI agent's model reads the description too, and decides by it when to call the node.
		description:
			'Make a video from a prompt with a ByteDance Seedance model, and return its address as videoUrl. Takes a minute or more; each video costs money.',
		defaults: { name: 'Seedance Text to Video' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials,
		webhooks: resumeWebhooks,
		hints: textToVideo.hints,
		properties: textToVideo.properties,
	};

	methods = modelMethods('text-to-video');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { onErrorRoute, createVideos } = await import('../shared/running');
		return await onErrorRoute(this, async () => await createVideos(this, 'text-to-video'));
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { runResumeWebhook } = await import('../shared/running');
		return await runResumeWebhook(this);
	}
}
