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
import { imageToVideo } from '../shared/descriptions/panels';

export class SeedanceImageToVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Image to Video',
		name: 'seedanceImageToVideo',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: modelSubtitle,
		// An AI agent's model reads the description too, and decides by it when to call the node.
		description:
			'Make a video from a picture and a prompt with a ByteDance Seedance model, and return its address as videoUrl. Takes a minute or more; each video costs money.',
		defaults: { name: 'Seedance Image to Video' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials,
		webhooks: resumeWebhooks,
		hints: imageToVideo.hints,
		properties: imageToVideo.properties,
	};

	methods = modelMethods('image-to-video');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { onErrorRoute, createVideos } = await import('../shared/running');
		return await onErrorRoute(this, async () => await createVideos(this, 'image-to-video'));
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { runResumeWebhook } = await import('../shared/running');
		return await runResumeWebhook(this);
	}
}
